import { isDeepStrictEqual } from 'node:util';
import { load } from 'js-yaml';
import { splitCard } from '../../src/card/split-card.ts';
import { readMarker } from '../../src/report/marker.ts';
import {
  act,
  BOT,
  CARD,
  descriptionOf,
  fileAt,
  filesAt,
  OWNER,
  publish,
  REPO,
  type Run,
  SHORT,
} from '../flows/publish/publishing.ts';
import type { Fault } from '../local-hub/faults.ts';
import { listEntries, readCommit, readText } from '../local-hub/repo.ts';
import { resolveRevision } from '../local-hub/revisions.ts';
import type { LocalHub } from '../local-hub/server.ts';

/** What goes wrong with one request, in the words of the figures. */
export const FAULTS: Readonly<Record<string, Fault>> = {
  '429 with a reset': { status: 429, headers: { ratelimit: '"api";r=0;t=3' }, body: { error: 'Too many requests' } },
  '429 without one': { status: 429, body: { error: 'Too many requests' } },
  '500': { status: 500, body: { error: 'Internal error' } },
  '502': { status: 502, body: '<html>Bad gateway</html>' },
  '503': { status: 503, body: { error: 'Unavailable' } },
  '504': { status: 504, body: { error: 'Timeout' } },
  reset: { reset: true },
  silence: { silent: true },
  'cut body': { truncate: 10 },
  'stalled body': { truncate: 10, stall: true },
  'web page': {
    status: 200,
    headers: { 'content-type': 'text/html' },
    body: '<!doctype html><html><table><tr><td>MMLU</td><td>99</td></tr></table></html>',
  },
  'broken JSON': { status: 200, headers: { 'content-type': 'application/json' }, body: '{"discussions": [' },
  'other JSON': { status: 200, headers: { 'content-type': 'application/json' }, body: { ok: true } },
  'done, but 500': { afterHandling: true, status: 500, body: { error: 'Internal error' } },
  'done, but 504': { afterHandling: true, status: 504, body: { error: 'Timeout' } },
  'done, but reset': { afterHandling: true, reset: true },
  'done, but silence': { afterHandling: true, silent: true },
  'done, but cut': { afterHandling: true, truncate: 5 },
  'stale answer': { stale: true },
  'repeated page': { repeatPage: true },
};

/** A state of the repo, what is done to it, and what it has to come to. */
export type Scenario = {
  readonly name: string;
  readonly prepare: (hub: LocalHub) => Promise<void>;
  /** What the command is told beside the repo and the formats. */
  readonly options: Readonly<Record<string, string>>;
  readonly token: string;
  /** What is wrong with the end; undefined when nothing is. */
  readonly judge: (hub: LocalHub) => string | undefined;
};

const CORRECTED = CARD.replace('25.1', '26.2');
export const TWO_TABLES = `${CARD}\n## More\n\n| Benchmark | Kestrel 7B | Heron 13B |\n|---|---:|---:|\n| MMLU-Pro | 44.1 | 48.0 |\n| HellaSwag | 71.3 | 80.1 |\n`;

/** Runs the command of a scenario within this process. */
export function runScenario(
  hub: LocalHub,
  { options, token }: Pick<Scenario, 'options' | 'token'>,
  run: Run = {},
): Promise<unknown> {
  return publish(hub, options, { token, ...SHORT, ...run });
}

const PROPOSAL = { options: { 'create-pr': 'true' }, token: BOT };
const proposeFirst = (hub: LocalHub, table?: string): Promise<unknown> =>
  publish(hub, table === undefined ? {} : { table });

export const SCENARIOS: readonly Scenario[] = [
  { name: 'a first proposal', prepare: async () => {}, ...PROPOSAL, judge: (hub) => judgeProposal(hub, CARD) },
  {
    name: 'a proposal that is there',
    prepare: async (hub) => void (await proposeFirst(hub)),
    ...PROPOSAL,
    judge: (hub) => judgeProposal(hub, CARD),
  },
  {
    name: 'a corrected value',
    prepare: async (hub) => {
      await proposeFirst(hub);
      hub.commit(REPO, { files: { 'README.md': CORRECTED }, title: 'A better run' });
    },
    ...PROPOSAL,
    judge: (hub) => judgeProposal(hub, CORRECTED),
  },
  {
    name: 'scores of another table',
    prepare: async (hub) => {
      hub.commit(REPO, { files: { 'README.md': TWO_TABLES }, title: 'More benchmarks' });
      await proposeFirst(hub, '1');
    },
    options: { 'create-pr': 'true', table: '2' },
    token: BOT,
    judge: (hub) => judgeProposal(hub, TWO_TABLES),
  },
  {
    name: 'a closed proposal, opened again',
    prepare: async (hub) => {
      await proposeFirst(hub);
      await act(hub, OWNER, '1/status', { status: 'closed' });
    },
    options: { 'create-pr': 'true', reopen: 'true' },
    token: BOT,
    judge: (hub) => judgeProposal(hub, CARD),
  },
  {
    name: 'two proposals, of a table each',
    prepare: async (hub) => {
      hub.commit(REPO, { files: { 'README.md': TWO_TABLES }, title: 'More benchmarks' });
      const fresh = hub.snapshot();
      await proposeFirst(hub, '2');
      const [description, ref] = [descriptionOf(hub, 1), 'refs/pr/1'];
      const files = Object.fromEntries(filesAt(hub, ref).map((path) => [path, fileAt(hub, ref, path) ?? '']));
      hub.restore(fresh);
      await proposeFirst(hub, '1');
      hub.propose(REPO, { title: 'Evaluation results of Kestrel-7B: 2 scores', description, author: 'bot', files });
    },
    options: { 'create-pr': 'true', table: '1' },
    token: BOT,
    judge: (hub) => judgeProposal(hub, TWO_TABLES, 2),
  },
  {
    name: 'a commit',
    prepare: async () => {},
    options: { apply: 'true' },
    token: OWNER,
    judge: judgeCommit,
  },
];

/** Exactly one pull request was ever opened, it is open, and it holds all the scores of the card and nothing else. */
export function judgeProposal(hub: LocalHub, card: string, mostEver = 1): string | undefined {
  const repo = hub.repos.get(REPO);
  const all = [...(repo?.discussions.values() ?? [])].filter(({ author }) => author === 'bot');
  const open = all.filter(({ status }) => status === 'open' || status === 'draft');
  if (open.length !== 1) return `${open.length} open pull requests`;
  if (all.length > mostEver) return `${all.length} pull requests were opened`;
  const [one] = open;
  const [first] = one?.events.filter(({ type }) => type === 'comment') ?? [];
  const told = first?.type === 'comment' ? digestsOf(first.comment.raw) : undefined;
  const head = headOf(hub, `refs/pr/${one?.num}`);
  const done = digestsOf(readCommit(repo?.dir ?? '', head).message);
  if (told === undefined || told !== done) return 'the description is of other scores than the files';
  const { base = '' } = (first?.type === 'comment' ? readMarker(first.comment.raw) : undefined) ?? {};
  return judgeFiles(hub, { commit: head, card, base: readText(repo?.dir ?? '', base, 'README.md') ?? '' });
}

/** What a text says that a proposal holds. */
function digestsOf(text: string): string | undefined {
  return readMarker(text)
    ?.sources.map(({ digest }) => digest)
    .join();
}

function judgeCommit(hub: LocalHub): string | undefined {
  if (hub.repos.get(REPO)?.discussions.size !== 0) return 'a pull request was opened';
  return judgeFiles(hub, { commit: headOf(hub, 'main'), card: CARD, base: CARD });
}

function headOf(hub: LocalHub, revision: string): string {
  const repo = hub.repos.get(REPO);
  return (repo && resolveRevision(repo, revision)) ?? '';
}

/** Benchmarks of these cards that have a leaderboard, with the file of each. */
const LEADERBOARDS: Readonly<Record<string, string>> = { GSM8K: 'gsm8k', HLE: 'hle', 'MMLU-Pro': 'mmlu_pro' };

/** Every score of the card's tables is there once, in both formats; otherwise the card is the one that it was made from. */
function judgeFiles(
  hub: LocalHub,
  { commit, card, base }: { readonly commit: string; readonly card: string; readonly base: string },
): string | undefined {
  const dir = hub.repos.get(REPO)?.dir ?? '';
  const rows = [...card.matchAll(/^\| ([\w-]+) \| ([\d.]+) \|/gm)].map(
    ([, name = '', value]) => [name, Number(value)] as const,
  );
  const ranked = rows.flatMap(([name, value]) => (name in LEADERBOARDS ? [[LEADERBOARDS[name], value] as const] : []));
  const paths = listEntries(dir, commit).flatMap(({ path, type }) => (type === 'directory' ? [] : [path]));
  const expected = [...ranked.map(([name]) => `.eval_results/${name}.yaml`), 'README.md'];
  if (!isDeepStrictEqual([...paths].sort(), expected.sort())) return `its files are ${paths.join(', ')}`;
  const now = splitCard(readText(dir, commit, 'README.md') ?? '');
  const before = splitCard(base);
  if (now.body !== before.body) return 'the body of the card was changed';
  if (!now.frontMatter?.yaml.startsWith(before.frontMatter?.yaml ?? '-')) return 'the front matter was changed';
  const index = (load(now.frontMatter.yaml) as { 'model-index': Index[] })['model-index'];
  const values = index.flatMap(({ results }) => results.flatMap(({ metrics }) => metrics.map(({ value }) => value)));
  // Of two tables either may have been first.
  const wanted = rows.map(([, value]) => value);
  if (!isDeepStrictEqual([...values].sort(), [...wanted].sort())) return `the card holds ${values.join(', ')}`;
  for (const [name, value] of ranked) {
    const entries = load(readText(dir, commit, `.eval_results/${name}.yaml`) ?? '') as { value: number }[];
    if (entries.length !== 1 || entries[0]?.value !== value) return `${name}.yaml holds other scores`;
  }
  return undefined;
}

type Index = { readonly results: readonly { readonly metrics: readonly { readonly value: unknown }[] }[] };
