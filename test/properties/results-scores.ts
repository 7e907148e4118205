import type fc from 'fast-check';
import type { Score } from '../../src/scores/score.ts';
import { LEADERBOARDS, type Leaderboard, METRICS } from './leaderboards.ts';
import { anyTape, type Tape } from './tape.ts';
import type { Spelled } from './write-yaml.ts';

/** A few scores of any kind, the first of them of HLE as such. */
export function anyScores(): fc.Arbitrary<readonly Score[]> {
  return anyTape(100).map((tape) => {
    const scores = makeScores(tape, 3);
    const { notes: _, partial: __, unit: ___, ...first } = scores[0] as Score;
    const metric = { type: 'accuracy', name: 'accuracy' };
    const dataset = { type: 'cais/hle', name: 'HLE' };
    return [{ ...first, benchmark: { id: 'HLE' }, dataset, metric, value: 85.2, written: '85.20' }, ...scores.slice(1)];
  });
}

/** The date of scores that state none. */
export const TODAY = '2026-03-01';
/** Dates of scores. The second is none, but has what ends a text in quotes. */
const DATES = ['2025-12-24', "Christmas '25"] as const;

/** A date as it is written. */
export function writeDate({ date = TODAY }: Score): string {
  return `'${date.replaceAll("'", "''")}'`;
}

/** Sources of scores, and how they are written. */
const SOURCES = [
  {
    url: 'https://hub.example/org/kestrel',
    name: 'Model README',
    spelled: ['https://hub.example/org/kestrel', 'Model README'],
  },
  {
    url: 'https://board.example/?a=b#c',
    name: "Board: 'best'",
    spelled: ["'https://board.example/?a=b#c'", "'Board: ''best'''"],
  },
] as const;

/** The source of a score as it is written; undefined when it has none. */
export function writeSource({ source }: Score): Spelled | undefined {
  const [url, name] = SOURCES.find((one) => one.url === source?.url)?.spelled ?? [];
  return url === undefined
    ? undefined
    : { raw: `{url: ${url}, name: ${name}}`, lines: [`url: ${url}`, `name: ${name}`] };
}

/** How entries' datasets, notes and the like are told apart is up to what they say, so some say it in other letters. */
export const NOTES: readonly (string | undefined)[] = [
  undefined,
  undefined,
  'With tools',
  ' with TOOLS ',
  'with-tools',
  'tools',
  '8-shot, CoT',
  '日本語',
  'Русский',
  '%: "x" #',
  '8',
  'yes',
];
const NUMBERS = [
  '85.20',
  '61.2',
  '7',
  '100.0',
  '0.57',
  '0.4120',
  '.5',
  '0',
  '0.000',
  '1',
  '1.0',
  '0.0050',
  '9.99',
  '10.42',
  '104.2',
  '1000.1',
  '-3.10',
  '0.123456789012345678901',
] as const;

/** Scores, of which some say another value of the one before them. */
export function makeScores(tape: Tape, most: number, boards = LEADERBOARDS): readonly Score[] {
  const scores: Score[] = [];
  for (let count = tape.below(most) + 1; count > 0; count -= 1) {
    const last = scores.at(-1);
    if (last === undefined || !tape.chance(12)) scores.push(makeScore(tape, tape.pick(boards)));
    else {
      const { unit: _, ...same } = last;
      scores.push({ ...same, ...makeNumber(tape, true) });
    }
  }
  return scores;
}

/** A number, mostly one that its leaderboard takes. */
function makeNumber(tape: Tape, percent: boolean): Pick<Score, 'value' | 'written' | 'unit'> {
  const kind = tape.below(4);
  const numbers = kind < 2 ? NUMBERS.slice(0, 3) : kind === 2 ? NUMBERS.slice(4, 12) : NUMBERS;
  const written = tape.pick(numbers);
  const value = Number(written);
  if (!percent && !tape.chance(10)) return { value, written };
  if (kind === 2) return { value, written, unit: 'fraction' };
  if (tape.chance(8)) return { value, written, unit: 'fraction' };
  return tape.chance(50) ? { value, written, unit: 'percent' } : { value, written };
}

function makeScore(tape: Tape, board: Leaderboard): Score {
  const type = tape.chance(10) ? tape.pick(METRICS) : (board.metrics?.[tape.below(board.metrics.length)] ?? 'score');
  const notes = tape.pick(NOTES);
  const source = tape.chance(50) ? tape.pick(SOURCES) : undefined;
  return {
    task: { type: 'text-generation' },
    dataset: { type: board.id, name: board.name, ...(tape.chance(10) ? { revision: 'abc' } : {}) },
    metric: { type, name: type },
    ...makeNumber(tape, board.scale?.percent !== false),
    ...(tape.chance(10) ? { partial: { limit: 10 } } : {}),
    ...(tape.chance(5) ? {} : { benchmark: { id: tape.chance(5) ? 'Nest-QA' : board.name } }),
    ...(source === undefined ? {} : { source: { name: source.name, url: source.url } }),
    ...(notes === undefined ? {} : { notes }),
    ...(tape.chance(30) ? { date: tape.pick(DATES) } : {}),
    model: { name: 'Kestrel' },
    provenance: { kind: 'card-table', table: 1, line: 1, at: [1, 1] },
  };
}
