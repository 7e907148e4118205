import { judgeNeighbours, type Wrong } from './judge.ts';
import { BESIDE } from './oddities/beside.ts';
import { HUB } from './oddities/hub.ts';
import { type Oddity, PROPOSED } from './oddities/parts.ts';
import { STOPS } from './oddities/stops.ts';
import { STRAYS } from './oddities/strays.ts';
import type { World } from './world.ts';

export const ODDITIES: readonly Oddity[] = [...STOPS, ...STRAYS, ...HUB, ...BESIDE];

/** Tries one of them; neighbours are to be as they were. */
export async function tryOddity(world: World, { attempt }: Oddity): Promise<Wrong> {
  world.reset(PROPOSED);
  const before = world.neighbours();
  const wrong = await attempt(world);
  return [...wrong, ...judgeNeighbours(before, world.neighbours())];
}
