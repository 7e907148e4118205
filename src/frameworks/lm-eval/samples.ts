import { type Content, itemsOf, type ResultFile } from '../../files/content.ts';
import { finiteNumber, isMapping, ownValue, textOf } from '../facts.ts';
import type { Sample } from '../run.ts';

/** Whether a content is the samples of a task: a JSON document per line; a list of them, up to 0.4.2; or a single one. */
export function isSamples(content: Content): boolean {
  if (content.kind === 'lines') return isSample(content.first);
  if (content.kind !== 'document') return false;
  return isSample(Array.isArray(content.data) ? content.data[0] : content.data);
}

function isSample(line: unknown): boolean {
  const isAnswered = Array.isArray(ownValue(line, 'resps')) && Array.isArray(ownValue(line, 'filtered_resps'));
  return ownValue(line, 'doc_id') !== undefined && isAnswered;
}

/**
 * The samples with a score each: one per document, filter and metric. Metrics that are no numbers, such as pairs of what
 * a corpus metric is made from, are passed over. A file of lines does not say what task it is of, only its name does;
 * results of scripts may hold the samples of all tasks.
 */
export async function* readSamples({ path, content }: ResultFile): AsyncIterable<Sample> {
  if (content.kind === 'lines') {
    const read = sampleReader(taskOfPath(path));
    for await (const line of content.all()) yield* read(line);
  } else if (content.kind === 'document') {
    if (ownValue(content.data, 'samples') === undefined) {
      const read = sampleReader(taskOfPath(path));
      for await (const line of itemsOf(content)) yield* read(line);
      return;
    }
    for await (const inside of itemsOf(content, 'samples')) {
      for (const [task, list] of isMapping(inside) ? Object.entries(inside) : []) {
        const read = sampleReader(task);
        for (const line of Array.isArray(list) ? list : [list]) yield* read(line);
      }
    }
  }
}

/** `out/org__model/samples_gsm8k_2026-01-21T03-44-18.458309.jsonl` is of gsm8k. */
function taskOfPath(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1).replace(/\.jsonl?$/, '');
  return /^samples_(.+)_\d{4}-\d{2}-\d{2}T[\d.-]+$/.exec(name)?.[1] ?? name;
}

/** What a line has besides its metrics, in files that do not list them. */
const NO_METRICS = new Set(['doc_id', 'doc', 'target', 'arguments', 'resps', 'filtered_resps', 'filter', 'metrics']);

function sampleReader(task: string): (line: unknown) => Sample[] {
  // Up to 0.4.7, lines do not name their filter. Those of the second one repeat the documents: nobody knows whose they are.
  const seen = new Set<string>();
  return (line) => {
    const id = idOf(ownValue(line, 'doc_id'));
    if (!isMapping(line) || id === undefined || !isSample(line)) return [];
    const filter = textOf(ownValue(line, 'filter'));
    if (filter === undefined) {
      if (seen.has(id)) return [];
      seen.add(id);
    }
    const stated = ownValue(line, 'metrics');
    const names = Array.isArray(stated) ? stated : Object.keys(line);
    const facts = { ...textAs('question', questionOf(line)), ...textAs('target', targetOf(line)) };
    const print = textAs('print', textOf(ownValue(line, 'doc_hash')));
    const answer = textAs('answer', answerOf(ownValue(line, 'filtered_resps')));
    return [...new Set(names)].flatMap((name): Sample[] => {
      if (typeof name !== 'string' || NO_METRICS.has(name)) return [];
      const given = ownValue(line, name);
      const value = typeof given === 'boolean' ? Number(given) : finiteNumber(given);
      const metric = filter === undefined ? name : `${name},${filter}`;
      return value === undefined ? [] : [{ task, metric, id, value, ...facts, ...answer, ...print }];
    });
  };
}

function idOf(id: unknown): string | undefined {
  return typeof id === 'number' ? String(id) : textOf(id);
}

/** The question alone, where the document calls it by a common name; else the whole prompt. */
function questionOf(line: unknown): string | undefined {
  const doc = ownValue(line, 'doc');
  const question = QUESTIONS.map((key) => textOf(ownValue(doc, key))).find((text) => text !== undefined);
  if (question !== undefined) return question;
  const prompts = ownValue(line, 'arguments');
  const [first] = Array.isArray(prompts) ? prompts : [ownValue(prompts, 'gen_args_0')];
  return textOf(Array.isArray(first) ? first[0] : ownValue(first, 'arg_0'));
}

const QUESTIONS = ['question', 'problem', 'query', 'prompt'];

function targetOf(line: unknown): string | undefined {
  const target = ownValue(line, 'target');
  return typeof target === 'number' ? String(target) : textOf(target);
}

/** What the model wrote. Where it weighed choices there are several, with their likelihoods, and no text. */
function answerOf(answers: unknown): string | undefined {
  if (!Array.isArray(answers) || answers.length !== 1) return undefined;
  const [answer] = answers as unknown[];
  if (Array.isArray(answer)) return answer.length === 1 ? textOf(answer[0]) : undefined;
  return textOf(answer);
}

function textAs<K extends string>(key: K, text: string | undefined): { readonly [key in K]?: string } {
  return text === undefined ? {} : ({ [key]: text } as { readonly [key in K]: string });
}
