import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Config } from '../config.ts';
import { partOf } from '../data.ts';
import { UserError } from '../errors.ts';
import type { BaselineScore } from '../gate/pairs.ts';
import { datasetKey } from '../scores/datasets.ts';
import { withoutRemarks } from '../scores/remarks.ts';
import type { Score } from '../scores/score.ts';
import { slotOf } from '../scores/slot.ts';
import type { Ports } from './load-card.ts';
import { type Shown, show } from './show.ts';

/** What scores are compared with. */
export type Baseline = {
  /** In words, with its revision where it has one. */
  readonly name: string;
  /** ISO date of its newest score, where dates are stated. */
  readonly date?: string;
  readonly scores: readonly BaselineScore[];
};

/**
 * Reads the scores that a model repo holds, or held at a git ref, to compare others with.
 *
 * @param where `card`, `eval-results` or `git:REF`.
 * @throws UserError what reading a card throws; `usage` for a ref that git does not know.
 */
export async function readHeldBaseline(
  where: string,
  scores: readonly Score[],
  config: Config,
  ports: Ports,
): Promise<Baseline> {
  const ref = /^git:(.+)$/s.exec(where)?.[1];
  const shown = ref === undefined ? await show(config, ports) : await showAt(ref, config, ports);
  const at = ref === undefined ? '' : ` at ${ref}`;
  const index = shown.modelIndex.flatMap(({ slot, value, dataset, metric }): BaselineScore[] => {
    const number = numberOf(value);
    const { type, config: part, split, args } = dataset;
    const shots = partOf(args).num_few_shot;
    if (number === undefined || typeof type !== 'string' || typeof metric.type !== 'string') return [];
    return [
      {
        value: number,
        slot,
        dataset: {
          type,
          ...(typeof part === 'string' ? { config: part } : {}),
          ...(typeof split === 'string' ? { split } : {}),
          ...(typeof shots === 'number' ? { args: { num_few_shot: shots } } : {}),
        },
        metric: { type: metric.type, ...(typeof metric.name === 'string' ? { name: metric.name } : {}) },
      },
    ];
  });
  const entries = entriesFor(scores, shown);
  if (where === 'eval-results') return { name: `.eval_results of ${shown.card}`, ...dateOf(shown), scores: entries };
  if (where === 'card') return { name: `the model-index of ${shown.card}`, scores: index };
  // What both have, the leaderboard's entry says with a date; a score without a place there is in the card alone.
  const listed = new Set(entries.map(({ slot }) => slot));
  return {
    name: `${shown.card}${at}`,
    ...dateOf(shown),
    scores: [...entries, ...index.filter(({ slot }) => !listed.has(slot))],
  };
}

/** Entries of leaderboards name neither metric nor config: they are those of the scores that would go to their place. */
function entriesFor(scores: readonly Score[], { evalResults }: Shown): BaselineScore[] {
  return scores.flatMap((score) => {
    const { dataset, benchmark, notes = '' } = score;
    if (benchmark?.taskId === undefined) return [];
    const found = evalResults.filter(
      (entry) =>
        entry.isRead &&
        datasetKey(entry.datasetId) === datasetKey(dataset.type) &&
        entry.taskId === benchmark.taskId &&
        withoutRemarks(entry.notes).toLowerCase() === notes.toLowerCase(),
    );
    return found.flatMap(({ value }): BaselineScore[] => {
      const number = numberOf(value);
      if (number === undefined) return [];
      return [{ value: number, unit: 'percent', slot: slotOf(score), dataset: { type: dataset.type } }];
    });
  });
}

function dateOf({ evalResults }: Shown): { readonly date?: string } {
  const dates = evalResults.flatMap(({ data }) => (typeof partOf(data).date === 'string' ? [String(data.date)] : []));
  const newest = dates.reduce((a, b) => (a > b ? a : b), '');
  return newest === '' ? {} : { date: newest };
}

function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

const run = promisify(execFile);

/** What a model repo held at a git ref: of the folder of a local card, or of the repo on the Hub. */
async function showAt(ref: string, config: Config, ports: Ports): Promise<Shown> {
  const { card, ...remote } = config;
  if (card === undefined) return show({ ...remote, revision: ref }, ports);
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
    return { ...(await show({ ...config, card: join(folder, basename(card)) }, ports)), card };
  } catch (error) {
    if (error instanceof UserError) throw error;
    const why =
      error instanceof Error && 'stderr' in error ? String(error.stderr).trim().split('\n')[0] : String(error);
    throw new UserError('usage', `${card} at ${ref} cannot be read: ${why}`, {
      hint: 'Give a branch, tag or commit that the git repo of the card has: a checkout of depth 1 has only one.',
      cause: error,
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const MOST_BYTES = 64_000_000;
