import { parentPort, workerData } from 'node:worker_threads';
import type { Wrong } from './judge.ts';
import { listCells, tryCell } from './matrix.ts';
import { ODDITIES, tryOddity } from './oddities.ts';
import { openWorld } from './world.ts';

/** A share of what is tried in one process: each lane has a thread and a Hub of its own. */
export type Share = { readonly lane: number; readonly lanes: number } & Asked;

/** One case, by its number or a part of its name; or all, not the usual ones alone. */
export type Asked = { readonly only?: string; readonly all: boolean };

export type Tried = { readonly number: number; readonly name: string; readonly wrong: Wrong };

/** Seconds that any trial may take: the clock is not the real one. */
const PATIENCE = 60;

/** Tries the share of a lane; what is wrong is told at once. */
export async function tryShare({ lane, lanes, only, all }: Share, tell: (tried: Tried) => void): Promise<void> {
  const world = await openWorld();
  try {
    const trials = [
      ...ODDITIES.map((oddity) => ({ name: oddity.name, isUsual: true, attempt: () => tryOddity(world, oddity) })),
      ...(await listCells(world)).map((cell) => ({ ...cell, attempt: () => tryCell(world, cell) })),
    ];
    let turn = 0;
    for (const [at, { name, isUsual, attempt }] of trials.entries()) {
      const number = at + 1;
      if (only === undefined ? !all && !isUsual : !isAsked(only, number, name)) continue;
      turn += 1;
      if (turn % lanes !== lane) continue;
      tell({ number, name, wrong: await inTime(attempt()) });
    }
  } finally {
    await world.close();
  }
}

/** By its number, or by a part of its name. */
export function isAsked(only: string, number: number, name: string): boolean {
  return /^\d+$/.test(only) ? Number(only) === number : name.includes(only);
}

/** What a trial says; a defect of it, or that it comes to no end, is wrong, too. */
async function inTime(trial: Promise<Wrong>): Promise<Wrong> {
  const late = Promise.withResolvers<Wrong>();
  const timer = setTimeout(() => late.resolve([`it came to no end in ${PATIENCE} s`]), PATIENCE * 1000);
  const wrong = await Promise.race([trial, late.promise]).catch((error: unknown) => [
    error instanceof Error ? `${error.stack}` : String(error),
  ]);
  clearTimeout(timer);
  return wrong;
}

if (parentPort !== null && (workerData as Partial<Share> | undefined)?.lanes !== undefined) {
  const port = parentPort;
  await tryShare(workerData as Share, (tried) => port.postMessage(tried));
  // Runs that were killed wait for ever.
  process.exit(0);
}
