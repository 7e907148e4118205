import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { BaselinePlace } from '../collect-config.ts';
import type { Config } from '../config.ts';
import { describe, partOf, quoted } from '../data.ts';
import { UserError } from '../errors.ts';
import type { BaselineScore, Unusable } from '../gate/pairs.ts';
import { nameKey } from '../scores/benchmarks.ts';
import { datasetKey } from '../scores/datasets.ts';
import { withoutRemarks } from '../scores/remarks.ts';
import type { Score } from '../scores/score.ts';
import { slotOf } from '../scores/slot.ts';
import type { Ports } from './load-card.ts';
import { type Shown, type ShownEntry, show } from './show.ts';

/** What of a model repo is compared with. */
export type HeldPlace = Exclude<BaselinePlace, { kind: 'files' }>;

/** What scores are compared with. */
export type Baseline = {
  /** In words, with its revision where it has one. */
  readonly name: string;
  /** ISO date of its newest score, where dates are stated. */
  readonly date?: string;
  readonly scores: readonly BaselineScore[];
  /** What is there and cannot be compared with. */
  readonly unusable: readonly Unusable[];
};

/**
 * Reads the scores that a model repo holds, or held at a git ref, to compare others with.
 *
 * @throws UserError what reading a card throws; `usage` for a ref that git does not know.
 */
export async function readHeldBaseline(
  place: HeldPlace,
  scores: readonly Score[],
  config: Config,
  ports: Ports,
): Promise<Baseline> {
  const ref = place.kind === 'git' ? place.ref : undefined;
  const { shown, date } = ref === undefined ? { shown: await show(config, ports) } : await showAt(ref, config, ports);
  const at = ref === undefined ? '' : ` at ${ref}`;
  const index = readIndex(shown, config);
  const entries = readEntries(scores, shown);
  if (place.kind === 'eval-results') return { name: `.eval_results of ${shown.card}`, ...dateOf(shown), ...entries };
  if (place.kind === 'card') return { name: `the model-index of ${shown.card}`, ...index };
  // What both have, the leaderboard's entry says with a date; a score without a place there is in the card alone.
  const listed = new Set(entries.scores.map(({ slot }) => slot));
  return {
    name: `${shown.card}${at}`,
    ...(date === undefined ? dateOf(shown) : { date }),
    scores: [...entries.scores, ...index.scores.filter(({ slot }) => !listed.has(slot))],
    unusable: [...entries.unusable, ...index.unusable],
  };
}

type Held = Pick<Baseline, 'scores' | 'unusable'>;

/** The scores of a card's index, of the model that the card is of: one index may hold several. */
function readIndex({ modelIndex, repoName }: Shown, { repoId, modelName }: Config): Held {
  const own = [repoId, repoName, modelName].flatMap((name) => (name === undefined ? [] : [nameKey(name)]));
  const scores: BaselineScore[] = [];
  const unusable: Unusable[] = [];
  for (const { slot, value, dataset, metric, modelName: of } of modelIndex) {
    const { type, config: part, split, args, name } = dataset;
    if (typeof type !== 'string' || typeof metric.type !== 'string') continue;
    const shots = partOf(args).num_few_shot;
    const data = {
      type,
      ...(typeof part === 'string' ? { config: part } : {}),
      ...(typeof split === 'string' ? { split } : {}),
      ...(typeof shots === 'number' ? { args: { num_few_shot: shots } } : {}),
    };
    const number = numberOf(value);
    const isOwn = of === undefined || own.length === 0 || own.includes(nameKey(of));
    if (!isOwn) unusable.push({ dataset: data, reason: `what the card has of this benchmark is of ${quoted(of)}` });
    else if (number === undefined)
      unusable.push({ dataset: data, reason: `the card has ${describe(value)} for it, which is no number` });
    else {
      scores.push({
        ...number,
        slot,
        name: [typeof name === 'string' ? name : type, metric.name ?? metric.type].join(' '),
        dataset: data,
        metric: { type: metric.type, ...(typeof metric.name === 'string' ? { name: metric.name } : {}) },
        isHeld: true,
      });
    }
  }
  return { scores, unusable };
}

/**
 * Entries of leaderboards name neither metric nor config: they are those of the scores that would go to their place. Where
 * several would, which of them it is of is not known.
 */
function readEntries(scores: readonly Score[], { evalResults }: Shown): Held {
  const held: BaselineScore[] = [];
  const unusable: Unusable[] = [];
  const isOf = ({ dataset, benchmark }: Score, { datasetId, taskId, isRead }: ShownEntry): boolean =>
    isRead && datasetKey(datasetId) === datasetKey(dataset.type) && taskId === benchmark?.taskId;
  const claimants = (entry: ShownEntry): readonly Score[] =>
    scores.filter(
      (score) =>
        score.benchmark?.taskId !== undefined &&
        isOf(score, entry) &&
        withoutRemarks(entry.notes).toLowerCase() === (score.notes ?? '').toLowerCase(),
    );
  for (const score of scores) {
    for (const entry of evalResults) {
      if (score.benchmark?.taskId === undefined || !isOf(score, entry)) continue;
      const dataset = { type: score.dataset.type };
      const leave = (reason: string): void => void unusable.push({ dataset, reason });
      const number = numberOf(entry.value);
      const claims = claimants(entry);
      if (number === undefined) leave(`${entry.file} has ${describe(entry.value)} for it, which is no number`);
      else if (!claims.includes(score))
        leave(`${entry.file} says that it was run in another way: ${quoted(entry.notes ?? '')}`);
      else if (claims.length > 1)
        leave(`${entry.file} does not say which of ${claims.length} metrics it is of; --metrics primary has one`);
      else held.push({ ...number, unit: 'percent', slot: slotOf(score), name: entry.file, dataset, isHeld: true });
    }
  }
  return { scores: held, unusable };
}

function dateOf({ evalResults }: Shown): { readonly date?: string } {
  const dates = evalResults.flatMap(({ data }) => (typeof partOf(data).date === 'string' ? [String(data.date)] : []));
  const newest = dates.reduce((a, b) => (a > b ? a : b), '');
  return newest === '' ? {} : { date: newest };
}

/** A value, and what its last digit leaves open: of one that is written as a fraction, half a point at most. */
function numberOf(value: unknown): { readonly value: number; readonly rounding: number } | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number)) return undefined;
  const digits = /^-?\d+(?:\.(\d+))?$/.exec(String(value).trim())?.[1]?.length ?? 0;
  return { value: number, rounding: Math.min(0.5 * 10 ** -digits, Math.abs(number) <= 1 ? 0.005 : 0.5) };
}

const run = promisify(execFile);

/** What a model repo held at a git ref: of the folder of a local card, or of the repo on the Hub. */
async function showAt(
  ref: string,
  config: Config,
  ports: Ports,
): Promise<{ readonly shown: Shown; readonly date?: string }> {
  const { card, ...remote } = config;
  if (card === undefined) return { shown: await show({ ...remote, revision: ref }, ports) };
  const folder = await mkdtemp(join(tmpdir(), 'hf-eval-'));
  try {
    const git = async (...args: string[]): Promise<string> => {
      const { stdout } = await run('git', ['-C', dirname(card), ...args], { maxBuffer: MOST_BYTES });
      return stdout;
    };
    const take = async (path: string): Promise<void> => {
      await writeFile(join(folder, path), await git('show', '--end-of-options', `${ref}:./${path}`));
    };
    await take(basename(card));
    await mkdir(join(folder, '.eval_results'));
    const listed = await git('ls-tree', '--name-only', '-z', '--end-of-options', ref, './.eval_results/');
    for (const path of listed.split('\0')) if (/^\.eval_results\/[^/]+\.ya?ml$/i.test(path)) await take(path);
    const date = (await git('log', '-1', '--format=%cI', '--end-of-options', ref)).trim();
    return { shown: { ...(await show({ ...config, card: join(folder, basename(card)) }, ports)), card }, date };
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw unreadable(card, ref, error);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const MOST_BYTES = 64_000_000;

/** What git says of a card that it cannot give, and what to do about it. */
function unreadable(card: string, ref: string, error: unknown): UserError {
  const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim().split('\n')[0] : '';
  const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
  const why = isMissing ? 'there is no git here' : said || String(error);
  const hint = isMissing
    ? 'Install git, or compare with card, eval-results or result files.'
    : /not a git repository/i.test(why)
      ? 'Its folder is no git repo: give --baseline card, eval-results or result files.'
      : /does not exist|exists on disk, but not in/i.test(why)
        ? 'It was not there then, or it had another name: give a later commit.'
        : 'Give a branch, tag or commit that the git repo of the card has: a checkout of depth 1 has only one.';
  return new UserError('usage', `${card} at ${ref} cannot be read: ${why}`, { hint, cause: error });
}
