import { asInputs } from '../as-inputs.ts';
import type { FileChange } from '../scores/merge.ts';
import { OPS, type ShownMerge } from './changes.ts';
import { andMore, byteLength, details, fenced, mdTable, mdText } from './markdown.ts';
import { count } from './plain-text.ts';
import { renderEnd, type ShownPublished, stateOf, summarizePullRequests } from './published.ts';
import { MOST_SUMMARY_BYTES } from './summary.ts';
import { heldText, offeredText } from './written.ts';

/**
 * The job summary of a merge of which nothing is written: what would change, above the scores.
 *
 * @param scores The job summary of the scores alone.
 */
export function summarizeMerge(merge: ShownMerge, scores: string): string {
  return withinLimit(
    [`## ${changeTitle(merge.changes)}`, changeTable(merge.changes, 'planned'), diffOf(merge.diff)],
    scores,
  );
}

/**
 * The job summary of a run that writes to the Hub.
 *
 * @param scores The job summary of the scores alone.
 */
export function summarizePublished(shown: ShownPublished, scores: string): string {
  const { pullRequest, commit, rivals, notes, repoId } = shown;
  const link = pullRequest?.url ?? commit?.url;
  const end = mdText(asInputs(renderEnd(shown)).replace(/: https?:\S+$/, ''), 300);
  return withinLimit(
    [
      `## ${link === undefined ? end : `[${end}](${link})`}`,
      ...notes.map((note) => `> [!NOTE]\n> ${mdText(asInputs(note), 500)}`),
      changeTable(shown.changes, stateOf(shown)),
      rivals.length === 0 ? '' : summarizePullRequests(repoId, rivals).replace(/^## /, '### ').trimEnd(),
      diffOf(shown.diff),
      shown.planned === undefined
        ? ''
        : details('What would be written', fenced(`${shown.planned.title}\n\n${shown.planned.text}`, 'markdown')),
    ],
    scores,
  );
}

const MOST_ROWS = 300;

function changeTitle(changes: readonly FileChange[]): string {
  const effective = changes.filter(({ op }) => op === 'add' || op === 'replace');
  return effective.length === 0 ? 'Nothing changes' : `${count(effective.length, 'change')}, not written yet`;
}

function changeTable(changes: readonly FileChange[], state: keyof typeof OPS): string {
  if (changes.length === 0) return '';
  const rows = changes.slice(0, MOST_ROWS).map((change) => {
    const { offered, op, file } = change;
    const held = 'held' in change ? change.held : undefined;
    const { dataset, metric, notes } = offered.score;
    return [
      op === 'conflict' ? '**conflict**' : OPS[state][op],
      mdText([dataset.name, metric.name, notes].filter(Boolean).join(' · ')),
      mdText(offeredText(offered)),
      held === undefined ? '' : mdText(`${heldText(held)} (line ${held.line})`, 60),
      mdText(file),
      mdText([offered.conversion, 'reason' in change ? change.reason : undefined].filter(Boolean).join('; '), 160),
    ];
  });
  return mdTable(['', 'Score', 'Value', 'There', 'File', ''], rows, [2]) + andMore(changes.length - rows.length);
}

function diffOf(diff: string): string {
  return diff === '' || byteLength(diff) > MOST_DIFF_BYTES ? '' : details('Diff', fenced(diff, 'diff'));
}

const MOST_DIFF_BYTES = 200_000;

/** Above the scores as much as fits with them, which are in the log, too. */
function withinLimit(parts: readonly string[], scores: string): string {
  const own = `${parts.filter((part) => part !== '').join('\n\n')}\n`;
  const whole = `${own}\n${scores.replace(' Nothing was written.', '')}`;
  if (byteLength(whole) <= MOST_SUMMARY_BYTES) return whole;
  return byteLength(own) <= MOST_SUMMARY_BYTES
    ? `${own}\n_The scores are left out here, which a job summary has no room for; the log has them._\n`
    : `${parts[0]}\n\n_The rest is left out here, which a job summary has no room for; the log has it._\n`;
}
