import type { FileChange, LeftOut } from '../scores/merge.ts';
import type { Score } from '../scores/score.ts';
import { alignColumns, count, harmlessLine, plainText, shorten } from './plain-text.ts';
import { roomIn, type Style } from './text.ts';
import { heldText, offeredText } from './written.ts';

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
  /** It would have been written, had this not been a dry run. */
  readonly isDryRun: boolean;
  /** The card is a file on this machine. */
  readonly isLocal: boolean;
};

/** What of changes is shown, wherever they go. */
export type ShownChanges = Omit<ShownMerge, 'written' | 'isDryRun' | 'isLocal'>;

const KEPT = { keep: 'there already', conflict: 'conflicting', skip: 'left out' } as const;

/** What becomes of scores, in words: of what is done, or of what would be. */
export const OPS = {
  done: { add: 'added', replace: 'replaced', ...KEPT },
  planned: { add: 'to add', replace: 'to replace', ...KEPT },
} as const;

/** How a merge is shown to a person at a terminal. */
export type MergeView = {
  /** The scores, as their source shows them. */
  readonly scores: readonly string[];
  readonly diff: boolean;
  /** Puts what is said of options in other words. */
  readonly words?: (text: string) => string;
};

/** A merge for a person at a terminal: the scores, what becomes of each, the diff when it is wanted. */
export function renderMerge(merge: ShownMerge, view: MergeView, style: Style): string {
  const paths = merge.files.map(({ path }) => plainText(path)).join(', ');
  const { words = (text: string) => text } = view;
  const how = merge.isLocal ? '--write' : '--create-pr';
  const kept = merge.isDryRun
    ? `Nothing was written (dry run). It would be: ${paths}`
    : `Nothing was written. ${words(`With ${how}`)}: ${paths}`;
  const end = merge.files.length === 0 ? 'Nothing changes.' : merge.written ? `Written: ${paths}` : kept;
  const shown = { ...view, diff: view.diff || merge.isDryRun, state: merge.written ? 'done' : 'planned' } as const;
  return `${[...renderChanges(merge, shown, style), '', end].join('\n')}\n`;
}

/** The lines of a merge without its end. */
export function renderChanges(
  merge: ShownChanges,
  { words = (text) => text, ...view }: MergeView & { readonly state: keyof typeof OPS },
  style: Style,
): string[] {
  const { changes, leftOut = [] } = merge;
  const named = OPS[view.state];
  const ops = Object.keys(named) as (keyof typeof named)[];
  const counts = ops.flatMap((op) => {
    const found = changes.filter((change) => change.op === op).length;
    return found === 0 ? [] : [`${found} ${named[op]}`];
  });
  const lines = [
    ...view.scores,
    ...warningsOf(merge).flatMap((warning) => ['', style.yellow(words(warning))]),
    '',
    style.bold(counts.join(', ') || 'nothing to merge'),
  ];
  for (const line of alignColumns(changes.map(describe), [], roomIn(style))) lines.push(`  ${line}`);
  if (leftOut.length > 0) {
    lines.push('', style.yellow(`On no leaderboard: ${count(leftOut.length, 'score')}, for the model-index only`));
    const rows = leftOut.map(({ score, reason }) => [nameOf(score), words(reason)]);
    for (const line of alignColumns(rows, [], roomIn(style))) lines.push(`  ${line}`);
  }
  return view.diff && merge.diff !== '' ? [...lines, '', ...renderDiffLines(merge.diff, style)] : lines;
}

/** What a person should look at before the scores are believed: names that differ. */
function warningsOf({ warnings, modelName, otherName }: ShownChanges): string[] {
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
export function changesJson(merge: ShownChanges): Readonly<Record<string, unknown>> {
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
  const there = held === undefined ? '' : `, line ${held.line}: ${shorten(plainText(heldText(held)), 20)}`;
  const where = `${plainText(change.file)}${there}`;
  const notes = [offered.conversion, 'reason' in change ? change.reason : undefined].filter(
    (note) => note !== undefined,
  );
  return [change.op, nameOf(offered.score), offeredText(offered), where, notes.join('; ')];
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
