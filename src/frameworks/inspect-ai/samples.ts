import { type Part, partOf } from '../../data.ts';
import { itemsOf, type ResultFile } from '../../files/content.ts';
import { finiteNumber, textOf } from '../facts.ts';
import type { Sample } from '../run.ts';
import { openLog } from './log.ts';
import { taskName } from './task.ts';
import { countsOf } from './verdict.ts';

/**
 * The scored samples of a log, read one by one. Metrics are the names of scorers, `judge/tone` for a field of a value.
 * Values that no number stands for, and samples that were declared invalid, are left out.
 *
 * @throws UserError `invalid-file` for an archive that is damaged.
 */
export async function* readSamples({ path, content }: ResultFile): AsyncGenerator<Sample> {
  const { data: log } = await openLog(content, path);
  const spec = partOf(log.eval);
  const task = taskName(spec);
  if (task === undefined) return;
  const isRepeated = (countsOf(log).epochs ?? 2) > 1;
  const onlyScorer = firstScorer(partOf(log.results));
  for await (const sample of rawSamples(content)) {
    const id = idOf(sample, isRepeated);
    if (id === undefined || isSet(sample.invalidation)) continue;
    const question = questionOf(sample);
    const target = Array.isArray(sample.target) ? sample.target.join('\n') : sample.target;
    for (const { metric, value, answer } of valuesOf(sample, onlyScorer)) {
      yield {
        task,
        metric,
        id,
        value,
        ...(question === undefined ? {} : { question }),
        ...(typeof target === 'string' ? { target } : {}),
        ...(answer === undefined ? {} : { answer }),
      };
    }
  }
}

async function* rawSamples(content: ResultFile['content']): AsyncGenerator<Part> {
  if (content.kind === 'document') {
    for await (const sample of itemsOf(content, 'samples')) yield partOf(sample);
  } else if (content.kind === 'archive') {
    // Samples that are too large for one file have a folder, with all but the conversation in its `sample.json`.
    const names = content.names.filter((name) => /^samples\/.+_epoch_\d+(?:\.json|\/sample\.json)$/s.test(name));
    for (const name of names) yield partOf(await content.document(name));
  }
}

/** The same sample has the same id in each run; where it was asked several times, the epoch tells them apart. */
function idOf({ id, epoch }: Part, isRepeated: boolean): string | undefined {
  if (typeof id !== 'string' && finiteNumber(id) === undefined) return undefined;
  const isLater = typeof epoch === 'number' && epoch > 1;
  return isRepeated || isLater ? `${id}_epoch_${finiteNumber(epoch) ?? 1}` : String(id);
}

function firstScorer({ scores, scorer }: Part): string | undefined {
  return textOf(partOf(Array.isArray(scores) ? scores[0] : scorer).name);
}

type Scored = { readonly metric: string; readonly value: number; readonly answer?: string };

function valuesOf(sample: Part, onlyScorer: string | undefined): Scored[] {
  // Logs of 2024 have one score, which does not name its scorer.
  const isOld = sample.scores === undefined && isSet(sample.score) && onlyScorer !== undefined;
  const scores: [string, unknown][] = isOld ? [[onlyScorer, sample.score]] : Object.entries(partOf(sample.scores));
  return scores.flatMap(([scorer, data]) => {
    const score = partOf(data);
    const answer = textOf(score.answer);
    const isFields = typeof score.value === 'object' && !Array.isArray(score.value);
    const values: [string, unknown][] = isFields
      ? Object.entries(partOf(score.value)).map(([field, value]) => [`${scorer}/${field}`, value])
      : [[scorer, score.value]];
    return values.flatMap(([metric, given]): Scored[] => {
      const value = toNumber(given);
      return value === undefined ? [] : [{ metric, value, ...(answer === undefined ? {} : { answer }) }];
    });
  });
}

/** The number that a value stands for, as `value_to_float` of inspect-ai has it, but nothing where that falls back to 0. */
function toNumber(value: unknown): number | undefined {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value !== 'string') return finiteNumber(value);
  const grade = GRADES.get(value) ?? WORDS.get(value.toLowerCase());
  if (grade !== undefined) return grade;
  return /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*$/i.test(value) ? finiteNumber(Number(value)) : undefined;
}

const GRADES: ReadonlyMap<string, number> = new Map([
  ['C', 1],
  ['I', 0],
  ['P', 0.5],
  ['N', 0],
]);
const WORDS: ReadonlyMap<string, number> = new Map([
  ['yes', 1],
  ['true', 1],
  ['no', 0],
  ['false', 0],
]);

/** What the model was asked: the input, or what a user says last in it. */
function questionOf(sample: Part): string | undefined {
  const { input } = sample;
  if (!Array.isArray(input)) return attached(input, sample);
  const asked = input.map(partOf).findLast(({ role }) => role === 'user');
  if (asked === undefined) return undefined;
  if (!Array.isArray(asked.content)) return attached(asked.content, sample);
  const texts = asked.content.map((part) => attached(partOf(part).text, sample));
  return textOf(texts.filter((text) => text !== undefined).join('\n'));
}

/** Long texts are kept beside the sample, by a key. */
function attached(text: unknown, { attachments }: Part): string | undefined {
  const given = textOf(text);
  const key = given === undefined ? undefined : /^attachment:\/\/(\w+)$/.exec(given)?.[1];
  if (key === undefined) return given;
  return textOf(partOf(attachments)[key]);
}

function isSet(data: unknown): boolean {
  return data !== undefined && data !== null;
}
