import type { CollectedFile, Collection } from '../frameworks/collection.ts';
import type { Measurement } from '../frameworks/run.ts';
import type { Finding } from '../scores/finding.ts';
import type { Score } from '../scores/score.ts';
import { gateLines, type ShownGate } from './gated.ts';
import type { Trend } from './html/report.ts';
import { alignColumns, count, fourDigits, plainText, shortCell, shorten } from './plain-text.ts';
import { roomIn, type Style } from './text.ts';

/** What of a collection is shown. */
export type ShownCollection = {
  readonly collection: Collection;
  /** By score; what they are found of is of no matter here. */
  readonly findings: ReadonlyMap<unknown, readonly Finding[]>;
  readonly yaml: string;
  readonly gated?: ShownGate;
  readonly trend?: Trend;
};

/** A collection for a person at a terminal: the scores, then each file with what was not taken, then the YAML. */
export function renderCollection(shown: ShownCollection, style: Style): string {
  return `${[...renderCollected(shown, style), '', shown.yaml.trimEnd()].join('\n')}\n`;
}

/** The lines of a collection without the YAML. */
export function renderCollected({ collection, findings, gated }: ShownCollection, style: Style): string[] {
  const { scores, files, groups, modelName } = collection;
  const used = new Set(scores.flatMap(({ provenance: from }) => (from.kind === 'result-file' ? [from.file] : [])));
  const model = style.bold(plainText(modelName));
  const lines = [
    `${style.bold(count(scores.length, 'score'))} of ${model} from ${used.size} of ${count(files.length, 'file')}`,
    ...(scores.length === 0 ? [] : ['', ...scoreLines(scores, style)]),
  ];
  for (const { score, parts } of groups) {
    const [best, ...rest] = inOrder(parts, score.metric.higherIsBetter);
    const worst = rest.at(-1);
    if (best === undefined || worst === undefined) continue;
    const text = `${score.dataset.name}: ${parts.length} parts, from ${named(best)} to ${named(worst)}`;
    lines.push(style.dim(`  ${plainText(text)}`));
  }
  const doubts = [...findings.values()].flat();
  if (doubts.length > 0) {
    lines.push('', style.yellow(`To be looked at: ${count(doubts.length, 'finding')}`));
    for (const { severity, message } of doubts) lines.push(`  ${severity}: ${plainText(message)}`);
  }
  return [
    ...lines,
    ...(gated === undefined ? [] : ['', ...gateLines(gated, style)]),
    '',
    ...files.flatMap((file) => fileLines(file, used.has(file.path), style)),
  ];
}

function scoreLines(scores: readonly Score[], style: Style): string[] {
  const rows = scores.map((score) => {
    const { provenance: from } = score;
    return [
      shortCell(score.benchmark?.id ?? score.dataset.name),
      shortCell(score.metric.name),
      score.written + (score.unit === 'percent' ? ' %' : ''),
      score.stderr === undefined ? '' : fourDigits(score.stderr),
      score.shots?.toString() ?? '',
      score.samples?.toString() ?? '',
      score.date ?? '',
      from.kind === 'result-file' ? shortCell(from.by) : '',
    ];
  });
  const head = ['benchmark', 'metric', 'value', '±', 'shots', 'samples', 'date', 'by'];
  const used = head.map((_, at) => at < 3 || rows.some((row) => row[at] !== ''));
  const shown = [head, ...rows].map((row) => row.filter((_, at) => used[at]));
  const right = [2, 3, 4, 5].map((at) => used.slice(0, at).filter(Boolean).length);
  const [first = '', ...rest] = alignColumns(shown, right, roomIn(style));
  return [`  ${style.dim(first)}`, ...rest.map((line) => `  ${line}`)];
}

const MOST_REFUSALS = 8;

function fileLines(
  { path, framework, role, run, reason, refused }: CollectedFile,
  isUsed: boolean,
  style: Style,
): string[] {
  const what = [framework, run?.version, role === 'results' ? undefined : role].filter(Boolean).join(' ');
  const verdict = run === undefined ? '' : ` ${run.verdict} (${run.why})`;
  const beside = role === 'companion' ? 'about the run' : 'of no framework that is known';
  const state = framework === undefined ? (reason ?? beside) : `${what}${verdict}`;
  const mark = isUsed ? style.green('✓') : style.dim('·');
  const lines = [`${mark} ${plainText(path)}  ${style.dim(plainText(state))}`];
  if (reason !== undefined && framework !== undefined) lines.push(`    ${style.yellow(plainText(reason))}`);
  for (const { what: thing, reason: why } of refused.slice(0, MOST_REFUSALS)) {
    lines.push(`    ${style.dim(`${shorten(plainText(thing), 100)}: ${plainText(why)}`)}`);
  }
  if (refused.length > MOST_REFUSALS) lines.push(`    ${style.dim(`… and ${refused.length - MOST_REFUSALS} more`)}`);
  return lines;
}

/** Parts of a group, the best first. */
export function inOrder(parts: readonly Measurement[], higherIsBetter = true): Measurement[] {
  return parts.toSorted((a, b) => (higherIsBetter ? b.value - a.value : a.value - b.value));
}

function named({ task, value }: Measurement): string {
  return `${task} ${fourDigits(value)}`;
}
