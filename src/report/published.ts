import { changesJson, type MergeView, type OPS, renderChanges, renderDiffLines, type ShownChanges } from './changes.ts';
import { mdTable, mdText } from './markdown.ts';
import { alignColumns, count, harmlessLine, plainText, shorten } from './plain-text.ts';
import type { Style } from './text.ts';

/** An open pull request, as far as it is shown. */
export type ShownPullRequest = {
  readonly number: number;
  readonly status: string;
  readonly title: string;
  readonly author?: string;
  readonly createdAt: string;
  readonly url: string;
  readonly ours: boolean;
  readonly touchesResults: boolean;
};

/** What of a run that writes to the Hub is shown. */
export type ShownPublished = ShownChanges & {
  readonly status: string;
  readonly repoId: string;
  readonly digest: string;
  readonly pullRequest?: { readonly number: number; readonly url: string };
  readonly commit?: { readonly oid: string; readonly url: string };
  /** What a dry run would have written. */
  readonly planned?: {
    readonly what: 'pull-request' | 'update' | 'reopen' | 'commit';
    readonly title: string;
    readonly text: string;
    readonly diff: string;
    readonly closes: readonly number[];
  };
  readonly notes: readonly string[];
  readonly rivals: readonly ShownPullRequest[];
};

const ENDS: Readonly<Record<string, (shown: ShownPublished) => string>> = {
  proposed: ({ pullRequest }) => `Proposed in pull request ${pullRequest?.number}: ${pullRequest?.url}`,
  updated: ({ pullRequest }) => `Pull request ${pullRequest?.number} is brought up to date: ${pullRequest?.url}`,
  'already-proposed': ({ pullRequest }) =>
    `Already proposed in pull request ${pullRequest?.number}: ${pullRequest?.url}`,
  pushed: ({ commit }) => `Committed: ${commit?.url}`,
  'up-to-date': ({ repoId, changes }) => {
    const conflicts = changes.filter(({ op }) => op === 'conflict').length;
    if (conflicts === 0) return `${repoId} has all of it already; nothing was written.`;
    return `Nothing was written: ${repoId} has other values for ${count(conflicts, 'score')}, which stay (--on-conflict replace takes the new ones).`;
  },
  skipped: ({ repoId }) => `Skipped: ${repoId} has open pull requests of others.`,
  'dry-run': () => 'Nothing was written (dry run).',
};

/** The outputs of the Action that tell what was written. */
export function publishedOutputs({
  status,
  pullRequest,
  commit,
}: Pick<ShownPublished, 'status' | 'pullRequest' | 'commit'>): {
  readonly status: string;
  readonly changed: string;
  readonly 'pull-request-url'?: string;
  readonly 'pull-request-number'?: string;
  readonly commit?: string;
} {
  return {
    status,
    changed: String(['proposed', 'updated', 'pushed'].includes(status)),
    ...(pullRequest === undefined
      ? {}
      : { 'pull-request-url': pullRequest.url, 'pull-request-number': String(pullRequest.number) }),
    ...(commit === undefined ? {} : { commit: commit.oid }),
  };
}

/** Whether what is shown was done: it is in the model repo, or in a proposal. */
export function stateOf({ status }: Pick<ShownPublished, 'status'>): keyof typeof OPS {
  return ['proposed', 'updated', 'already-proposed', 'pushed'].includes(status) ? 'done' : 'planned';
}

/** How it ended, in a line. */
export function renderEnd(shown: ShownPublished): string {
  return ENDS[shown.status]?.(shown) ?? shown.status;
}

/** A run that writes to the Hub, for a person at a terminal. */
export function renderPublished(shown: ShownPublished, view: MergeView, style: Style): string {
  const { words = (text: string) => text } = view;
  const lines = [
    ...renderChanges(shown, { ...view, state: stateOf(shown) }, style),
    ...(shown.planned === undefined ? [] : ['', ...plannedLines(shown, style)]),
    ...(shown.rivals.length === 0 ? [] : ['', ...pullRequestLines(shown.rivals, style)]),
    ...shown.notes.flatMap((note) => ['', style.yellow(words(note))]),
    '',
    style.bold(words(renderEnd(shown))),
  ];
  return `${lines.join('\n')}\n`;
}

const WOULD: Readonly<Record<NonNullable<ShownPublished['planned']>['what'], string>> = {
  'pull-request': 'Would open a pull request',
  update: 'Would bring up to date pull request',
  reopen: 'Would open again a pull request, and bring it up to date',
  commit: 'Would commit',
};

/** Everything that a run would have written, and where. */
function plannedLines({ planned, pullRequest, repoId }: ShownPublished, style: Style): string[] {
  if (planned === undefined) return [];
  const which = pullRequest === undefined ? '' : ` ${pullRequest.number}`;
  return [
    style.bold(`${WOULD[planned.what]}${which} on ${plainText(repoId)}: ${plainText(planned.title)}`),
    '',
    ...planned.text
      .trimEnd()
      .split('\n')
      .map((line) => `  ${harmlessLine(line)}`),
    ...(planned.diff === '' ? [] : ['', ...renderDiffLines(planned.diff, style)]),
    ...planned.closes.map((number) => `Would close pull request ${number}: its scores are in this one.`),
  ];
}

/** The same as data. */
export function publishedJson(shown: ShownPublished): Readonly<Record<string, unknown>> {
  const { status, repoId, digest, pullRequest, commit, planned, notes, rivals } = shown;
  return {
    status,
    repo_id: repoId,
    ...(pullRequest === undefined ? {} : { pull_request: pullRequest }),
    ...(commit === undefined ? {} : { commit }),
    ...changesJson(shown),
    digest,
    ...(planned === undefined ? {} : { would_write: planned }),
    ...(notes.length === 0 ? {} : { notes }),
    ...(rivals.length === 0 ? {} : { open_pull_requests: rivals.map(pullRequestJson) }),
  };
}

/** Open pull requests for a person at a terminal. */
export function renderPullRequests(repoId: string, list: readonly ShownPullRequest[], style: Style): string {
  const title = style.bold(`${plainText(repoId)}: ${count(list.length, 'open pull request')}`);
  return `${[title, ...(list.length === 0 ? [] : pullRequestLines(list, style))].join('\n')}\n`;
}

function pullRequestLines(list: readonly ShownPullRequest[], style: Style): string[] {
  const [head = '', ...rows] = alignColumns([
    ['', 'status', 'title', 'author', 'date', 'results', 'address'],
    ...list.map((one) => [
      `#${one.number}`,
      one.ours ? `${one.status}, ours` : one.status,
      shorten(plainText(one.title), 60),
      plainText(one.author ?? '(deleted)'),
      plainText(one.createdAt.slice(0, 10)),
      one.touchesResults ? 'touched' : '',
      one.url,
    ]),
  ]);
  return [`  ${style.dim(head)}`, ...rows.map((row) => `  ${row}`)];
}

/** The job summary of open pull requests. */
export function summarizePullRequests(repoId: string, list: readonly ShownPullRequest[]): string {
  const rows = list
    .slice(0, 200)
    .map((one) => [
      `[#${one.number}](${one.url})`,
      one.ours ? `${one.status}, ours` : one.status,
      mdText(one.title),
      mdText(one.author ?? '(deleted)'),
      mdText(one.createdAt.slice(0, 10)),
      one.touchesResults ? 'touched' : '',
    ]);
  const title = `## ${mdText(repoId)}: ${count(list.length, 'open pull request')}`;
  if (rows.length === 0) return `${title}\n`;
  return `${title}\n\n${mdTable(['', 'Status', 'Title', 'Author', 'Date', 'Results'], rows)}\n`;
}

/** Open pull requests as data. */
export function pullRequestsJson(repoId: string, list: readonly ShownPullRequest[]): Readonly<Record<string, unknown>> {
  return { repo_id: repoId, pull_requests: list.map(pullRequestJson) };
}

/** A pull request as data. */
export function pullRequestJson(one: ShownPullRequest): Readonly<Record<string, unknown>> {
  return {
    number: one.number,
    status: one.status,
    title: one.title,
    ...(one.author === undefined ? {} : { author: one.author }),
    created_at: one.createdAt,
    url: one.url,
    ours: one.ours,
    touches_results: one.touchesResults,
  };
}
