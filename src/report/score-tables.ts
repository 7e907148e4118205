import { partOf } from '../data.ts';
import type { HeldEntry } from '../formats/eval-results/read.ts';
import type { IndexedScore } from '../formats/model-index/read.ts';
import { nameKey } from '../scores/benchmarks.ts';
import { count } from './plain-text.ts';

/** What of a model repo's scores goes into tables. */
export type HeldScores = {
  readonly card: string;
  /** The name of the repo without its owner, where it is known. */
  readonly repoName?: string;
  readonly modelIndex: readonly IndexedScore[];
  readonly evalResults: readonly (HeldEntry & { readonly isRead: boolean })[];
};

/** A table of scores: only the columns that have any content. */
export type ScoreTable = {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** The columns of numbers, from 0. */
  readonly right: readonly number[];
};

type Column<T> = { readonly title: string; read(one: T): string };

/** The scores of a model repo: those of the card, and those of `.eval_results/`. */
export function scoreTables({ card, repoName, modelIndex, evalResults }: HeldScores): readonly ScoreTable[] {
  const models = new Set(modelIndex.map(({ path }) => path[0]));
  const isForeign = ({ modelName }: IndexedScore): boolean =>
    repoName !== undefined && nameKey(modelName ?? '') !== nameKey(repoName);
  const names = models.size > 1 || modelIndex.some(isForeign) ? [MODEL] : [];
  const entries = count(evalResults.length, 'entry').replace(/entrys$/, 'entries');
  return [
    tableOf(`model-index of ${card}: ${count(modelIndex.length, 'score')}`, [...names, ...COLUMNS], modelIndex),
    tableOf(`.eval_results: ${entries}`, ENTRY_COLUMNS, evalResults),
  ];
}

function tableOf<T>(title: string, columns: readonly Column<T>[], scores: readonly T[]): ScoreTable {
  const shown = columns.filter(({ read }) => scores.some((score) => read(score) !== ''));
  const head = shown.map((column) => column.title);
  return {
    title,
    head,
    rows: scores.map((score) => shown.map(({ read }) => read(score))),
    right: head.flatMap((name, at) => (name === 'value' || name === 'shots' ? [at] : [])),
  };
}

const MODEL: Column<IndexedScore> = { title: 'model', read: ({ modelName }) => modelName ?? '' };

const COLUMNS: readonly Column<IndexedScore>[] = [
  { title: 'task', read: ({ task }) => text(task.type) },
  { title: 'dataset', read: ({ dataset }) => text(dataset.name ?? dataset.type) },
  { title: 'config', read: ({ dataset }) => text(dataset.config) },
  { title: 'split', read: ({ dataset }) => text(dataset.split) },
  { title: 'shots', read: ({ dataset }) => text(partOf(dataset.args).num_few_shot) },
  { title: 'args', read: argsOf },
  { title: 'metric', read: ({ metric }) => text(metric.name ?? metric.type) },
  { title: 'value', read: valueText },
  { title: 'source', read: ({ source }) => source ?? '' },
  { title: 'line', read: ({ line }) => String(line) },
];

const ENTRY_COLUMNS: readonly Column<HeldEntry & { readonly isRead: boolean }>[] = [
  { title: 'dataset', read: ({ datasetId }) => datasetId },
  { title: 'task', read: ({ taskId }) => taskId },
  { title: 'revision', read: ({ data }) => text(partOf(data.dataset).revision) },
  { title: 'notes', read: ({ notes }) => notes },
  { title: 'value', read: valueText },
  { title: 'date', read: ({ data }) => text(data.date) },
  { title: 'source', read: ({ source }) => source ?? '' },
  { title: 'file', read: ({ file }) => file.replace(/^.*\.eval_results[\\/]/s, '') },
  { title: 'line', read: ({ line }) => String(line) },
  { title: 'on the Hub', read: ({ isRead }) => (isRead ? '' : 'not read') },
];

function valueText({ value, written, locked }: Pick<IndexedScore, 'value' | 'written' | 'locked'>): string {
  return (written ?? text(value)) + (locked ? ' ✓' : '');
}

/** What else tells a score apart: how the dataset was used, and how the metric was computed. */
function argsOf({ dataset, metric }: IndexedScore): string {
  const { num_few_shot: _, ...others } = partOf(dataset.args);
  const parts = [typeof dataset.args === 'string' ? dataset.args : others, metric.config, metric.args];
  return parts.map(listed).filter(Boolean).join(', ');
}

/** `max_order=4, lang=de` */
function listed(data: unknown): string {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return text(data);
  return Object.entries(data)
    .map(([key, value]) => `${key}=${text(value)}`)
    .join(', ');
}

function text(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
