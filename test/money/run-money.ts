import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { type Asked, isAsked, type Share, type Tried } from './lane.ts';
import { REAL_CELLS, tryReal } from './processes.ts';

/** What was tried, and what came out wrong. */
export type Report = { readonly cells: number; readonly processes: number; readonly wrong: readonly Tried[] };

const LANES = 2;
/** Trials with processes at the same time: most of their time is waiting. */
const REAL_LANES = 3;
/** Numbers of these trials follow those of all others, of which there are fewer. */
const FIRST_REAL = 10_001;

/**
 * Tries the whole matrix of money, or what is asked for by its number or a part of its name.
 *
 * @param tell Told of each wrong end at once.
 */
export async function runMoney(asked: Asked, tell: (tried: Tried) => void): Promise<Report> {
  const wrong: Tried[] = [];
  let cells = 0;
  const count = (tried: Tried): void => {
    cells += 1;
    if (tried.wrong.length === 0) return;
    wrong.push(tried);
    tell(tried);
  };
  const { only } = asked;
  const processes = REAL_CELLS.map((cell, at) => ({ cell, number: FIRST_REAL + at })).filter(
    ({ cell, number }) => only === undefined || isAsked(only, number, cell.name),
  );
  const real = [...processes];
  const lane = async (): Promise<void> => {
    for (let next = real.shift(); next !== undefined; next = real.shift()) {
      const { cell, number } = next;
      const found = await tryReal(cell).catch((error: unknown) => [String(error)]);
      count({ number, name: cell.name, wrong: found });
    }
  };
  await Promise.all([
    ...Array.from({ length: LANES }, (_, at) => runLane({ lane: at, lanes: LANES, ...asked }, count)),
    ...Array.from({ length: REAL_LANES }, lane),
  ]);
  return { cells, processes: processes.length, wrong };
}

async function runLane(share: Share, count: (tried: Tried) => void): Promise<void> {
  const worker = new Worker(new URL('./lane.ts', import.meta.url), { workerData: share });
  worker.on('message', count);
  const [code] = await once(worker, 'exit');
  if (code !== 0) throw new Error(`a lane ended with ${code}`);
}
