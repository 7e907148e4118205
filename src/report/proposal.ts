import type { FileChange, LeftOut } from '../scores/merge.ts';
import type { Score } from '../scores/score.ts';
import { andMore, mdTable, mdText, mdUrl } from './markdown.ts';
import { DESCRIPTION_START, type Marker, renderMarker } from './marker.ts';
import { count, plainText, shorten } from './plain-text.ts';
import { heldText, offeredText } from './written.ts';

/** Where the scores of a proposal come from, for its readers. */
export type ProposalOrigin =
  | {
      readonly kind: 'card-table';
      /** Number of the table, with its line in the card. */
      readonly table: number;
      readonly line: number;
      /** The card is not the one on the Hub, so its lines lead nowhere there. */
      readonly isLocal: boolean;
    }
  | {
      readonly kind: 'result-files';
      readonly files: number;
      /** What evaluated: `lm-eval 0.4.9`. */
      readonly by: readonly string[];
      /** Where the files can be seen. */
      readonly url?: string;
    };

/** What a proposal is made of. */
export type Proposal = {
  readonly modelName: string;
  readonly repoId: string;
  readonly endpoint: string;
  /** Commit at which the card's lines count. */
  readonly cardCommit: string;
  readonly origin: ProposalOrigin;
  /** Those of this run's scores, and those of the other sources that it holds. */
  readonly changes: readonly FileChange[];
  readonly leftOut: readonly LeftOut[];
  /** The scores that are not of this run, with what to call their source. */
  readonly earlier: ReadonlyMap<Score, string>;
  /** Command line that makes the same proposal. */
  readonly command: string;
  readonly marker: Marker;
};

/** The Hub takes titles of 3 to 200 characters. */
const MAX_TITLE = 120;

/** How the title of every proposal begins. */
export const TITLE_START = 'Evaluation results of ';

/** The title of a proposal, and of its commit. */
export function renderTitle({ modelName, changes }: Proposal): string {
  const scores = new Set(effective(changes).map(({ offered }) => offered.score));
  return shorten(`${TITLE_START}${plainText(modelName)}: ${count(scores.size, 'score')}`, MAX_TITLE);
}

/** The Hub takes so many characters. */
const MOST_CHARACTERS = 65_536;
/** Rows of each table of a body: the most that fit. */
const ROWS = [150, 75, 30, 10, 3, 0] as const;

/** The description of a proposal: what changes, with card lines, what is kept, how to make it again, the marker. */
export function renderBody(proposal: Proposal): string {
  let body = '';
  for (const rows of ROWS) {
    body = renderBodyWith(rows, proposal);
    if (body.length <= MOST_CHARACTERS) break;
  }
  return body;
}

function renderBodyWith(mostRows: number, proposal: Proposal): string {
  const { leftOut, origin, repoId, endpoint, marker, cardCommit } = proposal;
  const isLocal = origin.kind === 'card-table' && origin.isLocal;
  const card = isLocal ? undefined : `${endpoint}/${repoId}/blob/${cardCommit}/README.md`;
  const parts = [
    `${DESCRIPTION_START}\nEvaluation results from ${describeOrigin(origin, card)}, in the form that model pages and leaderboards read. The card's text stays as it is.`,
    changeTable(proposal, mostRows, card),
    conflictTable(proposal, mostRows),
    leftOutTable(leftOut, mostRows),
    `Made by ${commandsOf(proposal)}. Running it again updates this pull request; commits of others on it are left alone.`,
    renderMarker(marker),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

/** The message of a commit, below its title. */
export function renderCommitMessage({ marker, command }: Proposal): string {
  return `${command.replace(/[\r\n]/g, ' ')}\n\n${renderMarker(marker)}`;
}

/** The command of this run, and those of the other sources. */
function commandsOf({ command, marker }: Proposal): string {
  const all = new Set([command, ...marker.sources.map((source) => source.command)]);
  return [...all]
    .slice(0, MOST_COMMANDS)
    .map((one) => `\`${one.replace(/[`\r\n]/g, ' ')}\``)
    .join(', ');
}

const MOST_COMMANDS = 10;

function effective(changes: readonly FileChange[]): readonly FileChange[] {
  return changes.filter(({ op }) => op === 'add' || op === 'replace');
}

function describeOrigin(origin: ProposalOrigin, card: string | undefined): string {
  if (origin.kind === 'card-table') {
    return `table ${origin.table} of ${lineLink('the model card', origin.line, card)}`;
  }
  const files = count(origin.files, 'result file');
  const where = origin.url === undefined ? files : `[${files}](${mdUrl(origin.url)})`;
  return `${where} of ${origin.by.map((by) => mdText(by, 60)).join(', ')}`;
}

function changeTable(proposal: Proposal, mostRows: number, card: string | undefined): string {
  const changes = effective(proposal.changes);
  const rows = changes.slice(0, mostRows).map((change) => {
    const { offered, file } = change;
    const { score } = offered;
    const old = change.op === 'replace' ? ` (was ${mdText(heldText(change.held), 40)})` : '';
    const source = proposal.earlier.get(score);
    return [
      mdText(score.dataset.name, 80),
      mdText([score.metric.name, score.notes].filter(Boolean).join(', '), 80),
      `**${mdText(offeredText(offered))}**${old}${offered.conversion === undefined ? '' : ` (${mdText(offered.conversion)})`}`,
      mdText(file, 80),
      source === undefined ? placeOf(score, card) : mdText(`earlier: ${source}`, 60),
    ];
  });
  const isOfCard = proposal.origin.kind === 'card-table';
  const head = ['Benchmark', 'Metric', 'Value', 'File', isOfCard ? 'Card line' : 'From'];
  const table = mdTable(head, rows, isOfCard ? [2, 4] : [2]);
  return table + andMore(changes.length - rows.length);
}

/** Where in its source a score stands. */
function placeOf({ provenance }: Score, card: string | undefined): string {
  if (provenance.kind === 'card-table') return lineLink(String(provenance.line), provenance.line, card);
  return mdText(`${provenance.by}: ${provenance.task}, ${provenance.metric}`, 80);
}

function conflictTable({ changes, origin }: Proposal, mostRows: number): string {
  const conflicts = changes.filter((change) => change.op === 'conflict');
  if (conflicts.length === 0) return '';
  const rows = conflicts
    .slice(0, mostRows)
    .map(({ offered, held, reason, file }) => [
      mdText(`${offered.score.dataset.name} ${offered.score.metric.name}`, 80),
      held === undefined ? '' : mdText(heldText(held), 40),
      mdText(offeredText(offered)),
      mdText(held === undefined ? file : `${file}, line ${held.line}`, 80),
      mdText(reason, 120),
    ]);
  const table = mdTable(
    ['Left as it is', 'There', origin.kind === 'card-table' ? 'In the table' : 'In the results', 'Where', 'Why'],
    rows,
    [1, 2],
  );
  return table + andMore(conflicts.length - rows.length);
}

function leftOutTable(leftOut: readonly LeftOut[], mostRows: number): string {
  if (leftOut.length === 0) return '';
  const rows = leftOut
    .slice(0, mostRows)
    .map(({ score, reason }) => [mdText(`${score.dataset.name} ${score.metric.name}`, 80), mdText(reason, 160)]);
  return mdTable(['On no leaderboard', 'Why'], rows) + andMore(leftOut.length - rows.length);
}

function lineLink(text: string, line: number, card: string | undefined): string {
  return card === undefined ? text : `[${text}](${card}?code=true#L${line})`;
}
