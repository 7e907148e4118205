import type { FileChange, LeftOut } from '../scores/merge.ts';
import type { Score } from '../scores/score.ts';
import { alignColumns, count, harmlessLine, plainText, shorten } from './plain-text.ts';
import type { Style } from './text.ts';

/** What of a merge is shown. */
export type ShownMerge = {
  readonly modelName: string;
  /** What of the source a person should look at before the scores are believed. */
  readonly warnings: readonly string[];
  readonly files: readonly { readonly path: string; readonly isNew: boolean }[];
  readonly changes: readonly FileChange[];
  readonly leftOut?: readonly LeftOut[];
  /** What the card's `model-index` calls its model, where that is another name. */
  readonly otherName?: string;
  readonly diff: string;
  readonly written: boolean;
};

const OPS = { add: 'added', replace: 'replaced', keep: 'there already', conflict: 'conflicting', skip: 'left out' };

/** How a merge is shown to a person at a terminal. */
export type MergeView = {
  /** The scores, as their source shows them. */
  readonly scores: readonly string[];
  readonly diff: boolean;
};

/** A merge for a person at a terminal: the scores, what becomes of each, the diff when it is wanted. */
export function renderMerge(merge: ShownMerge, view: MergeView, style: Style): string {
  const paths = merge.files.map(({ path }) => plainText(path)).join(', ');
  const written = merge.written ? `Written: ${paths}` : `Nothing was written. With --write: ${paths}`;
  const end = merge.files.length === 0 ? 'Nothing changes.' : written;
  return `${[...renderChanges(merge, view, style), '', end].join('\n')}\n`;
}

/** The lines of a merge without its end. */
export function renderChanges(merge: Omit<ShownMerge, 'written'>, view: MergeView, style: Style): string[] {
  const { changes, leftOut = [] } = merge;
  const ops = Object.keys(OPS) as (keyof typeof OPS)[];
  const counts = ops.flatMap((op) => {
    const found = changes.filter((change) => change.op === op).length;
    return found === 0 ? [] : [`${found} ${OPS[op]}`];
  });
  const lines = [
    ...view.scores,
    ...warningsOf(merge).flatMap((warning) => ['', style.yellow(warning)]),
    '',
    style.bold(counts.join(', ') || 'nothing to merge'),
  ];
  for (const line of alignColumns(changes.map(describe))) lines.push(`  ${line}`);
  if (leftOut.length > 0) {
    lines.push('', style.yellow(`On no leaderboard: ${count(leftOut.length, 'score')}, for the model-index only`));
    const rows = leftOut.map(({ score, reason }) => [nameOf(score), reason]);
    for (const line of alignColumns(rows)) lines.push(`  ${line}`);
  }
  return view.diff && merge.diff !== '' ? [...lines, '', ...renderDiffLines(merge.diff, style)] : lines;
}

/** What a person should look at before the scores are believed: names that differ. */
function warningsOf({ warnings, modelName, otherName }: Omit<ShownMerge, 'written'>): string[] {
  if (otherName === undefined) return [...warnings];
  return [
    ...warnings,
    `The card's model-index calls its model ${plainText(otherName)}, not ${plainText(modelName)}: what is there is not replaced. If it is the same model, say so with --model-name.`,
  ];
}

/** A merge as data, for `--format json`. */
export function mergeJson(merge: ShownMerge): Readonly<Record<string, unknown>> {
  const { files, written } = merge;
  const status = written ? 'written' : files.length === 0 ? 'up-to-date' : 'dry-run';
  return { status, ...changesJson(merge) };
}

/** What becomes of scores and files, as data. */
export function changesJson(merge: Omit<ShownMerge, 'written'>): Readonly<Record<string, unknown>> {
  const { changes, files, leftOut, diff } = merge;
  return {
    changes: changes.map((change) => ({
      op: change.op,
      file: change.file,
      benchmark: change.offered.score.dataset.name,
      metric: change.offered.score.metric.name,
      ...(change.op === 'conflict' || change.op === 'replace'
        ? { offered: change.offered.value }
        : { value: change.offered.value }),
      ...('held' in change && change.held !== undefined ? { line: change.held.line, kept: change.held.value } : {}),
      ...(change.offered.conversion === undefined ? {} : { conversion: change.offered.conversion }),
      ...('reason' in change ? { reason: change.reason } : {}),
    })),
    ...(leftOut === undefined
      ? {}
      : { left_out: leftOut.map(({ score, reason }) => ({ benchmark: nameOf(score), value: score.value, reason })) }),
    warnings: warningsOf(merge),
    files: files.map(({ path, isNew }) => ({ path, new: isNew })),
    diff,
  };
}

function describe(change: FileChange): string[] {
  const { offered } = change;
  const held = 'held' in change ? change.held : undefined;
  const there = held === undefined ? '' : `, line ${held.line}: ${shorten(plainText(String(held.value)), 20)}`;
  const where = `${plainText(change.file)}${there}`;
  const notes = [offered.conversion, 'reason' in change ? change.reason : undefined].filter(
    (note) => note !== undefined,
  );
  return [change.op, nameOf(offered.score), String(offered.value), where, notes.join('; ')];
}

function nameOf({ dataset, metric, notes }: Score): string {
  return shorten(plainText([dataset.name, metric.name, notes].filter(Boolean).join(' · ')), 48);
}

/** The lines of a diff: as `git apply` takes them, unless they hold what a terminal must not get. */
export function renderDiffLines(diff: string, style: Style): string[] {
  const lines = diff.replace(/\n$/, '').split('\n');
  const shown = lines.map(harmlessLine);
  const isExact = shown.every((line, at) => line === lines[at]);
  const note =
    'This diff is to be looked at, not applied: � stands for control characters. --format json has it exactly.';
  return [...shown.map((line) => coloured(line, style)), ...(isExact ? [] : ['', style.yellow(note)])];
}

function coloured(line: string, style: Style): string {
  if (/^(?:\+\+\+|---) /.test(line)) return style.bold(line);
  if (line.startsWith('+')) return style.green(line);
  return line.startsWith('-') ? style.red(line) : line;
}
