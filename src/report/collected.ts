import type { CollectedFile, Collection, ScoredGroup } from '../frameworks/collection.ts';
import type { Measurement } from '../frameworks/run.ts';
import type { Finding } from '../scores/finding.ts';
import type { Score } from '../scores/score.ts';
import { renderComparison } from './chart/comparison.ts';
import { renderErrorBar } from './chart/error-bar.ts';
import { renderTrend } from './chart/trend.ts';
import { gateJson, gateLines, type ShownGate } from './gated.ts';
import type { Trend } from './html/report.ts';
import { byteLength, details, fenced, mdTable, mdText } from './markdown.ts';
import { alignColumns, count, plainText, shorten } from './plain-text.ts';
import { MOST_SUMMARY_BYTES } from './summary.ts';
import type { Style } from './text.ts';

/** What of a collection is shown. */
export type ShownCollection = {
  readonly collection: Collection;
  /** By score; what they are found of is of no matter here. */
  readonly findings: ReadonlyMap<unknown, readonly Finding[]>;
  readonly yaml: string;
  readonly gated?: ShownGate;
  readonly trend?: Trend;
};

/**
 * A collection as `collect --format json` prints it: every file, and the scores that they gave.
 *
 * @param outcome What became of the scores in a model repo. Its files are those that change: `changed_files` here.
 */
export function collectionJson(
  { collection, findings, yaml, gated, trend }: ShownCollection,
  { files: changedFiles, ...outcome }: Readonly<Record<string, unknown>> = {},
): object {
  const { repoId, revision, modelName, files, scores, groups } = collection;
  return {
    ...(repoId === undefined ? {} : { repo_id: repoId }),
    revision,
    model: modelName,
    files: files.map((file) => fileJson(file, scores)),
    results: scores.map((score) => scoreJson(score, groups)),
    findings: [...findings.values()].flat().map(({ severity, code, message }) => ({ severity, code, message })),
    ...(gated === undefined ? {} : { comparison: gateJson(gated) }),
    ...(trend === undefined ? {} : { trend }),
    yaml,
    ...outcome,
    ...(changedFiles === undefined ? {} : { changed_files: changedFiles }),
  };
}

/** A file of a collection, as JSON. */
export function fileJson(
  { path, framework, role, run, reason, refused }: CollectedFile,
  scores: readonly Score[],
): object {
  const taken = new Set(scores.flatMap(({ provenance: from }) => (isIn(from, path) ? [from.at] : [])));
  return {
    path,
    ...(framework === undefined ? {} : { framework }),
    ...(role === undefined ? {} : { role }),
    ...(run?.version === undefined ? {} : { version: run.version }),
    ...(run === undefined ? {} : { verdict: run.verdict, why: run.why }),
    ...(run?.model === undefined ? {} : { model: run.model.name }),
    ...(run?.model?.revision === undefined ? {} : { revision: run.model.revision }),
    ...(run?.model?.sha === undefined ? {} : { sha: run.model.sha }),
    ...(run?.date === undefined ? {} : { date: run.date }),
    ...(reason === undefined ? {} : { reason }),
    scores: (run?.measurements ?? []).map((one) => ({ ...measurementJson(one), taken: taken.has(one.at) })),
    refused: refused.map(({ what, reason: why }) => ({ what, reason: why })),
  };
}

function isIn(from: Score['provenance'], path: string): from is Extract<Score['provenance'], { kind: 'result-file' }> {
  return from.kind === 'result-file' && from.file === path;
}

function measurementJson({ task, metric, value, stderr, shots, samples, at, partOf, verdict }: Measurement): object {
  return {
    benchmark: task,
    metric,
    value,
    ...(stderr === undefined ? {} : { stderr }),
    ...(shots === undefined ? {} : { shots }),
    ...(samples === undefined ? {} : { samples }),
    ...(partOf === undefined ? {} : { part_of: partOf }),
    ...(verdict === undefined ? {} : { verdict }),
    at,
  };
}

function scoreJson(score: Score, groups: readonly ScoredGroup[]): object {
  const { dataset, metric, value, unit, stderr, shots, samples, date, notes, partial, provenance, benchmark } = score;
  const parts = groups.find((group) => group.score === score)?.parts;
  return {
    benchmark: benchmark?.id ?? dataset.name,
    dataset: { ...dataset },
    metric: metric.type,
    metric_name: metric.name,
    ...(metric.higherIsBetter === undefined ? {} : { higher_is_better: metric.higherIsBetter }),
    value,
    ...(unit === undefined ? {} : { unit }),
    ...(stderr === undefined ? {} : { stderr }),
    ...(shots === undefined ? {} : { shots }),
    ...(samples === undefined ? {} : { samples }),
    ...(date === undefined ? {} : { date }),
    ...(notes === undefined ? {} : { notes }),
    ...(partial === undefined ? {} : { partial: true }),
    ...(provenance.kind === 'result-file' ? { by: provenance.by, file: provenance.file, at: provenance.at } : {}),
    ...(parts === undefined ? {} : { parts: parts.map(measurementJson) }),
  };
}

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
  ];
  if (scores.length > 0) lines.push('', ...scoreLines(scores, style));
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
    lines.push(...doubts.map(({ severity, message }) => `  ${severity}: ${plainText(message)}`));
  }
  if (gated !== undefined) lines.push('', ...gateLines(gated, style));
  lines.push('', ...files.flatMap((file) => fileLines(file, used.has(file.path), style)));
  return lines;
}

const CELL = 40;

function scoreLines(scores: readonly Score[], style: Style): string[] {
  const rows = scores.map((score) => {
    const { provenance: from } = score;
    return [
      cell(score.benchmark?.id ?? score.dataset.name),
      cell(score.metric.name),
      score.written + (score.unit === 'percent' ? ' %' : ''),
      score.stderr === undefined ? '' : rounded(score.stderr),
      score.shots?.toString() ?? '',
      score.samples?.toString() ?? '',
      score.date ?? '',
      from.kind === 'result-file' ? cell(from.by) : '',
    ];
  });
  const head = ['benchmark', 'metric', 'value', '±', 'shots', 'samples', 'date', 'by'];
  const used = head.map((_, at) => at < 3 || rows.some((row) => row[at] !== ''));
  const shown = [head, ...rows].map((row) => row.filter((_, at) => used[at]));
  const right = [2, 3, 4, 5].map((at) => used.slice(0, at).filter(Boolean).length);
  const [first = '', ...rest] = alignColumns(shown, right);
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
  const state = framework === undefined ? (reason ?? 'of no framework that is known') : `${what}${verdict}`;
  const mark = isUsed ? style.green('✓') : style.dim('·');
  const lines = [`${mark} ${plainText(path)}  ${style.dim(plainText(state))}`];
  if (reason !== undefined && framework !== undefined) lines.push(`    ${style.yellow(plainText(reason))}`);
  for (const { what: thing, reason: why } of refused.slice(0, MOST_REFUSALS)) {
    lines.push(`    ${style.dim(`${shorten(plainText(thing), 100)}: ${plainText(why)}`)}`);
  }
  if (refused.length > MOST_REFUSALS) lines.push(`    ${style.dim(`… and ${refused.length - MOST_REFUSALS} more`)}`);
  return lines;
}

const MOST_ROWS = 300;
const MOST_FILES = 200;

/** The job summary of a collection: the scores, the parts of groups, what each file was. */
export function summarizeCollection({ collection, findings, yaml, gated, trend }: ShownCollection): string {
  const { scores, files, groups, modelName } = collection;
  const doubts = [...findings.values()].flat();
  const parts = [
    `## ${count(scores.length, 'score')} of ${mdText(modelName)}`,
    `From ${count(files.length, 'result file')}. Nothing was written.`,
    gated === undefined ? '' : renderComparison(gated.comparison),
    scores.length === 0 ? '' : scoreTable(scores),
    trend === undefined ? '' : renderTrend(trend),
    ...groups.map(groupDetails),
    doubts.length === 0
      ? ''
      : mdTable(
          ['To be looked at', ''],
          doubts.slice(0, MOST_ROWS).map(({ severity, message }) => [severity, mdText(message, 300)]),
        ),
    details(count(files.length, 'file'), fileTable(files)),
    scores.length === 0 ? '' : details('YAML', fenced(yaml, 'yaml')),
  ].filter((part) => part !== '');
  // Never cut in the middle: later parts are left out first, and the outputs have everything.
  while (parts.length > 3 && byteLength(parts.join('\n\n')) > MOST_SUMMARY_BYTES) parts.pop();
  return `${parts.join('\n\n')}\n`;
}

function scoreTable(scores: readonly Score[]): string {
  const rows = scores
    .slice(0, MOST_ROWS)
    .map((score) => [
      mdText(score.benchmark?.id ?? score.dataset.name),
      mdText(score.metric.name),
      `**${mdText(score.written)}**${score.unit === 'percent' ? ' %' : ''}`,
      score.stderr === undefined ? '' : rounded(score.stderr),
      errorBar(score),
      score.shots?.toString() ?? '',
      score.samples?.toString() ?? '',
      score.provenance.kind === 'result-file' ? mdText(score.provenance.by) : '',
    ]);
  const head = ['Benchmark', 'Metric', 'Value', '±', '95 % interval', 'Shots', 'Samples', 'By'];
  return mdTable(head, rows, [2, 3, 5, 6]) + more(scores.length - rows.length);
}

/** The value on the whole scale; nothing where that is not known. */
function errorBar({ value, stderr, unit }: Score): string {
  if (unit === undefined) return '';
  return `\`${renderErrorBar(value, stderr, { min: 0, max: unit === 'fraction' ? 1 : 100 }, BAR_WIDTH)}\``;
}

const BAR_WIDTH = 24;

/** The parts of a group, those with the best and the worst values first. */
function groupDetails({ score, parts }: ScoredGroup): string {
  const ordered = inOrder(parts, score.metric.higherIsBetter);
  const edge = Math.min(EDGE, Math.floor(ordered.length / 2));
  const first = ordered.length <= 2 * EDGE ? ordered : [...ordered.slice(0, edge), ...ordered.slice(-edge)];
  const rest = ordered.filter((part) => !first.includes(part)).sort((a, b) => (a.task < b.task ? -1 : 1));
  const rows = [...first, ...rest]
    .slice(0, MOST_ROWS)
    .map((part) => [
      mdText(part.task),
      rounded(part.value),
      part.stderr === undefined ? '' : rounded(part.stderr),
      part.samples?.toString() ?? '',
    ]);
  const title = `${mdText(score.dataset.name)}: ${parts.length} parts, best and worst first`;
  return details(title, mdTable(['Part', 'Value', '±', 'Samples'], rows, [1, 2, 3]) + more(parts.length - rows.length));
}

const EDGE = 5;

function inOrder(parts: readonly Measurement[], higherIsBetter = true): Measurement[] {
  return parts.toSorted((a, b) => (higherIsBetter ? b.value - a.value : a.value - b.value));
}

function named({ task, value }: Measurement): string {
  return `${task} ${rounded(value)}`;
}

function fileTable(files: readonly CollectedFile[]): string {
  const rows = files.slice(0, MOST_FILES).map(({ path, framework, role, run, reason, refused }) => [
    mdText(path, 200),
    mdText([framework ?? 'not known', run?.version, role === 'results' ? undefined : role].filter(Boolean).join(' ')),
    run === undefined ? '' : `${run.verdict}: ${mdText(run.why, 200)}`,
    [reason, ...refused.slice(0, 3).map(({ what, reason: why }) => `${what}: ${why}`)]
      .filter((text) => text !== undefined)
      .map((text) => mdText(text, 200))
      .join('<br>') + (refused.length > 3 ? `<br>… and ${refused.length - 3} more` : ''),
  ]);
  return mdTable(['File', 'What', 'Run', 'Not taken'], rows) + more(files.length - rows.length);
}

function more(left: number): string {
  return left <= 0 ? '' : `\n\n_… and ${left} more._`;
}

function cell(text: string): string {
  return shorten(plainText(text), CELL);
}

/** Four digits that say something: errors and parts are looked at, not taken. */
function rounded(value: number): string {
  return String(Number(value.toPrecision(4)));
}
