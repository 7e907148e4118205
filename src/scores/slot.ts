import { datasetKey, NO_DATASET } from './datasets.ts';

/** What of a score tells it apart from others: everything but display names, source, date, verification and the value. */
export type Identity = {
  readonly task: { readonly type: string };
  readonly dataset: {
    readonly type: string;
    /** Counts where the type says nothing. */
    readonly name?: unknown;
    readonly config?: unknown;
    readonly split?: unknown;
    readonly revision?: unknown;
    readonly args?: unknown;
  };
  readonly metric: {
    readonly type: string;
    readonly name?: string;
    readonly config?: unknown;
    readonly args?: unknown;
  };
};

/**
 * The slot that a score takes: a second score with the same slot is a new value of the same thing. The metric's name
 * counts where it says more than the type does: `em (CoT)` beside `em`, but not `Test WER` beside `wer`.
 */
export function slotOf({ task, dataset, metric }: Identity): string {
  const type = metricKey(metric.type);
  const id = datasetKey(dataset.type);
  return JSON.stringify([
    fold(task.type),
    id === NO_DATASET ? `${id} ${fold(textOf(dataset.name))}` : id,
    canonical(dataset.config),
    canonical(dataset.split),
    canonical(dataset.revision),
    canonical(dataset.args),
    type,
    canonical(metric.config),
    canonical(metric.args),
    saysMore(metric.name ?? '', type),
  ]);
}

/** Spellings of one metric that occur side by side in cards. */
const SPELLINGS: Readonly<Record<string, string>> = {
  acc: 'accuracy',
  normalizedaccuracy: 'accnorm',
  em: 'exactmatch',
  exact: 'exactmatch',
  f1score: 'f1',
  ppl: 'perplexity',
  worderrorrate: 'wer',
  charactererrorrate: 'cer',
};

/** Do two ids name one metric? A leaderboard that ranks by accuracy takes exact matches, which are the same share. */
export function sameMetric(a: string, b: string): boolean {
  const key = (id: string): string => (metricKey(id) === 'exactmatch' ? 'accuracy' : metricKey(id));
  return key(a) === key(b);
}

/** Words by which display names go on about the type: "Test WER", "Accuracy score"; and "acc,none", where no filter was used. */
const FILLERS = new Set(['test', 'score', 'metric', 'value', 'the', 'on', 'none']);

/** Names of several words for what has an id of one. */
const PHRASES: readonly [RegExp, string][] = [
  [/\btest set\b/g, 'test'],
  [/\bexact[ _-]match\b/g, 'em'],
  [/\bword error rate\b/g, 'wer'],
  [/\bcharacter error rate\b/g, 'cer'],
  [/\bnormalized accuracy\b/g, 'acc_norm'],
  [/\bf1[ _-]score\b/g, 'f1'],
  // Runs on a part of the data are one thing, however large the part.
  [/\bpartial: \d+(?: of \d+)? (?:samples?|parts)\b/g, 'partial'],
];

function metricKey(type: string): string {
  const key = withPoints(type.toLowerCase()).replace(/[^\p{L}\p{N}@+#<>·]+/gu, '');
  return Object.hasOwn(SPELLINGS, key) ? (SPELLINGS[key] ?? key) : key;
}

/** Cards of thousands of results have a handful of names. */
const known = new Map<string, string>();
const MOST_KNOWN = 1000;

/** What a metric's display name says beyond its type: `cot` of "em (CoT)", nothing of "Test WER". */
export function saysMore(name: string, givenType: string): string {
  const type = metricKey(givenType);
  const key = `${type}\n${name}`;
  const old = known.get(key);
  if (old !== undefined) return old;
  if (known.size >= MOST_KNOWN) known.clear();
  const more = wordsBeyond(name, type);
  known.set(key, more);
  return more;
}

function wordsBeyond(name: string, type: string): string {
  const short = PHRASES.reduce((text, [phrase, id]) => text.replace(phrase, id), name.toLowerCase());
  const words = withPoints(short)
    .split(/[^\p{L}\p{N}@+#<>_·]+/u)
    .filter((word) => word !== '' && !FILLERS.has(word));
  return metricKey(words.join('')) === type ? '' : words.filter((word) => metricKey(word) !== type).join(' ');
}

/** Points between digits tell numbers apart, as no other punctuation does: 12.8k is not 128k. */
function withPoints(text: string): string {
  return text.replace(/(?<=\d)\.(?=\d)/g, '·');
}

function textOf(data: unknown): string {
  return typeof data === 'string' || typeof data === 'number' ? String(data) : '';
}

function fold(text: string): string {
  return text.trim().toLowerCase();
}

/** Absent and null alike; numbers as their text, since cards write `config: 5` and `config: '5'`; keys in order. */
function canonical(value: unknown): unknown {
  if (value === undefined || value === null || value === '') return null;
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object') return String(value);
  const entries = Object.entries(value).filter(([, part]) => canonical(part) !== null);
  if (entries.length === 0) return null;
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, part]) => [key, canonical(part)]));
}
