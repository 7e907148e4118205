import type { ResultFile } from '../files/content.ts';
import { folderOf } from './facts.ts';
import { recognise } from './read-all.ts';
import type { Reader } from './reader.ts';
import type { Framework, Measurement, Sample } from './run.ts';
import { stampOf } from './stamp.ts';

/** A number whose samples are wanted: the parts of it, where it is a mean over parts. */
export type Wanted = { readonly one: Measurement; readonly parts: readonly Measurement[] };

/** What became of each sample, by its id. */
export type Outcomes = {
  /** Several answers to one sample are averaged. */
  readonly scores: ReadonlyMap<string, number>;
  /** What the file has that tells its content from that of others: a hash, or else the right answer. */
  readonly prints: ReadonlyMap<string, string>;
};

/** A right answer is often a letter; of a long one the beginning does. */
const MOST_PRINT = 100;

/** Reads the samples behind numbers of one file, each file of samples once; absent where there are none. */
export async function readOutcomes(
  file: ResultFile,
  nearby: readonly ResultFile[],
  wanted: readonly Wanted[],
): Promise<ReadonlyMap<Measurement, Outcomes>> {
  const sums = new Map<Measurement, Map<string, { sum: number; count: number; print?: string }>>();
  for await (const { one, id, sample } of samplesOf(file, nearby, wanted)) {
    const own = sums.get(one) ?? new Map<string, { sum: number; count: number; print?: string }>();
    sums.set(one, own);
    const { sum, count, print } = own.get(id) ?? { sum: 0, count: 0, print: printOf(sample) };
    own.set(id, { sum: sum + sample.value, count: count + 1, ...(print === undefined ? {} : { print }) });
  }
  return new Map(
    [...sums].map(([one, own]) => {
      const scores = new Map([...own].map(([id, { sum, count }]) => [id, sum / count]));
      const prints = [...own].flatMap(([id, { print }]): [string, string][] =>
        print === undefined ? [] : [[id, print]],
      );
      return [one, { scores, prints: new Map(prints) }];
    }),
  );
}

/** Its first sign tells the two apart: one says nothing of the other. */
function printOf({ print, target }: Sample): string | undefined {
  if (print !== undefined) return `#${print.slice(0, MOST_HASH)}`;
  return target === undefined ? undefined : `=${target.trim().slice(0, MOST_PRINT)}`;
}

const MOST_HASH = 16;

/** Reads questions and answers of some samples of a number: those of all would not go into memory. */
export async function readAnswers(
  file: ResultFile,
  nearby: readonly ResultFile[],
  wanted: Wanted,
  ids: ReadonlySet<string>,
): Promise<ReadonlyMap<string, Sample>> {
  const found = new Map<string, Sample>();
  for await (const { id, sample } of samplesOf(file, nearby, [wanted])) {
    if (ids.has(id) && !found.has(id)) found.set(id, sample);
    if (found.size === ids.size) break;
  }
  return found;
}

async function* samplesOf(
  file: ResultFile,
  nearby: readonly ResultFile[],
  wanted: readonly Wanted[],
): AsyncIterable<{ readonly one: Measurement; readonly id: string; readonly sample: Sample }> {
  const reader = recognise(file.content)?.reader;
  if (reader?.samples === undefined) return;
  const { framework } = reader;
  const keys = new Map<string, { readonly one: Measurement; readonly prefix: string }[]>();
  const add = (one: Measurement, of: Measurement, prefix: string): void => {
    const key = keyOf(of.task, sampleMetric(framework, of.metric));
    keys.set(key, [...(keys.get(key) ?? []), { one, prefix }]);
  };
  for (const { one, parts } of wanted) {
    if (parts.length === 0) add(one, one, '');
    for (const part of parts) add(one, part, `${part.task}/`);
  }
  for (const source of sampleFiles(file, nearby, reader)) {
    for await (const sample of reader.samples(source, nearby)) {
      for (const { one, prefix } of keys.get(keyOf(sample.task, sample.metric)) ?? []) {
        // Epochs of one sample are answers to the same question.
        const id = framework === 'inspect-ai' ? sample.id.replace(/_epoch_\d+$/, '') : sample.id;
        yield { one, id: prefix + id, sample };
      }
    }
  }
}

function keyOf(task: string, metric: string): string {
  return JSON.stringify([task, metric]);
}

/** What the samples call the metric that a number is the mean of: inspect's have the scorer alone. */
function sampleMetric(framework: Framework, metric: string): string {
  return framework === 'inspect-ai' ? metric.replace(/,[^/]*$/, '').replace(/\/[^/]*$/, '') : metric;
}

/** The files with the samples of a run: itself, and those of the same stamp, or beside it where files have no stamps. */
function sampleFiles(file: ResultFile, nearby: readonly ResultFile[], reader: Reader): readonly ResultFile[] {
  const stamp = stampOf(file.path)?.text;
  const folder = folderOf(file.path);
  const rivals = nearby.filter(
    ({ path, content }) => folderOf(path) === folder && reader.recognise(content) === 'results',
  );
  const others = nearby.filter(({ path, content }) => {
    if (reader.recognise(content) !== 'samples') return false;
    const own = stampOf(path)?.text;
    return stamp === undefined ? own === undefined && folderOf(path) === folder && rivals.length === 1 : own === stamp;
  });
  return reader.recognise(file.content) === 'results' ? [file, ...others] : others;
}
