import { asInputs } from '../as-inputs.ts';
import type { CollectedFile, ScoredGroup } from '../frameworks/collection.ts';
import type { Score } from '../scores/score.ts';
import { renderComparison } from './chart/comparison.ts';
import { renderErrorBar } from './chart/error-bar.ts';
import { renderTrend } from './chart/trend.ts';
import { inOrder, type ShownCollection } from './collected.ts';
import { andMore, byteLength, details, fenced, mdTable, mdText } from './markdown.ts';
import { count, fourDigits } from './plain-text.ts';
import { MOST_SUMMARY_BYTES } from './summary.ts';

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
  return withinLimit(parts);
}

/** Never cut in the middle: later parts are left out first, which is said. */
function withinLimit(parts: readonly string[]): string {
  let bytes = 0;
  const ends = parts.map((part) => {
    bytes += byteLength(part) + 2;
    return bytes;
  });
  const fitting = ends.filter((end) => end <= MOST_SUMMARY_BYTES - NOTE_BYTES).length;
  if (fitting === parts.length) return `${parts.join('\n\n')}\n`;
  const note = `_Left out here, for want of room: the last ${count(parts.length - fitting, 'part')} of this summary. The log has more; the inputs report and export write all of it._`;
  return `${[...parts.slice(0, fitting), note].join('\n\n')}\n`;
}

const NOTE_BYTES = 1000;

function scoreTable(scores: readonly Score[]): string {
  const rows = scores
    .slice(0, MOST_ROWS)
    .map((score) => [
      mdText(score.benchmark?.id ?? score.dataset.name),
      mdText(score.metric.name),
      `**${mdText(score.written)}**${score.unit === 'percent' ? ' %' : ''}`,
      score.stderr === undefined ? '' : fourDigits(score.stderr),
      errorBar(score),
      score.shots?.toString() ?? '',
      score.samples?.toString() ?? '',
      score.provenance.kind === 'result-file' ? mdText(score.provenance.by) : '',
    ]);
  const head = ['Benchmark', 'Metric', 'Value', '±', '95 % interval', 'Shots', 'Samples', 'By'];
  return mdTable(head, rows, [2, 3, 5, 6]) + andMore(scores.length - rows.length);
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
      fourDigits(part.value),
      part.stderr === undefined ? '' : fourDigits(part.stderr),
      part.samples?.toString() ?? '',
    ]);
  const title = `${mdText(score.dataset.name)}: ${parts.length} parts, best and worst first`;
  return details(
    title,
    mdTable(['Part', 'Value', '±', 'Samples'], rows, [1, 2, 3]) + andMore(parts.length - rows.length),
  );
}

const EDGE = 5;

function fileTable(files: readonly CollectedFile[]): string {
  const rows = files.slice(0, MOST_FILES).map(({ path, framework, role, run, reason, refused }) => [
    mdText(path, 200),
    mdText(
      [
        framework ?? (role === 'companion' ? 'about the run' : 'not known'),
        run?.version,
        role === 'results' || framework === undefined ? undefined : role,
      ]
        .filter(Boolean)
        .join(' '),
    ),
    run === undefined ? '' : `${run.verdict}: ${mdText(run.why, 200)}`,
    [reason, ...refused.slice(0, 3).map(({ what, reason: why }) => `${what}: ${why}`)]
      .filter((text) => text !== undefined)
      .map((text) => mdText(asInputs(text), 200))
      .join('<br>') + (refused.length > 3 ? `<br>… and ${refused.length - 3} more` : ''),
  ]);
  return mdTable(['File', 'What', 'Run', 'Not taken'], rows) + andMore(files.length - rows.length);
}
