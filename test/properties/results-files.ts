import fc from 'fast-check';
import type { ResultsFile } from '../../src/formats/eval-results/read.ts';
import type { Score } from '../../src/scores/score.ts';
import { mutate } from './broken-texts.ts';
import { LEADERBOARDS, pathFor, writtenFor } from './leaderboards.ts';
import { makeScores, NOTES } from './results-scores.ts';
import { anyBytes, anyTape, readTape, type Tape } from './tape.ts';
import { type Data, type Spelled, writeYaml } from './write-yaml.ts';

/** What a property is given: the files of a folder, how each was made, and the scores to merge. */
export type Case = {
  readonly files: readonly ResultsFile[];
  readonly plans: readonly PlannedFile[];
  readonly scores: readonly Score[];
};

/** A file that can be written again with other values in the same style. */
export type PlannedFile = {
  readonly path: string;
  readonly items: readonly Data[];
  readonly style: Uint8Array;
  /** What stands around the items, and in their place when there are none. */
  readonly frame: { readonly above: string; readonly none: string; readonly below: string };
  readonly eol: string;
};

export type Variety = {
  /** How many of a hundred entries are signed. */
  readonly signed?: number;
  /** Whether entries share parts of others by aliases and merge keys. */
  readonly shared?: boolean;
};

/** A folder of files that can be edited, in any style, and scores of which some have slots that it holds. */
export function anyCase({ signed = 10, shared = false }: Variety = {}): fc.Arbitrary<Case> {
  return anyBytes(TAPE_LENGTH).map((bytes) => {
    const tape = readTape(bytes);
    const scores = makeScores(tape, 5, shared ? SHARED_BOARDS : FREQUENT_BOARDS);
    const placed = scores.filter((score) => writtenFor(score) !== undefined);
    const plans = makePlans(tape, bytes, { signed, shared, scores: [...placed, ...placed, ...scores] });
    return { files: plans.map(writePlanned), plans, scores };
  });
}

/** A file that is broken or not, others that are not, and scores. */
export function anyBrokenCase(): fc.Arbitrary<Case> {
  return fc.tuple(anyCase(), anyCase({ shared: true }), anyTape(40)).map(([plain, shared, tape]) => {
    const one = tape.chance(30) ? shared : plain;
    const files = one.files.map(({ path, text }, at) => ({ path, text: at === 0 ? mutate(tape, text) : text }));
    return { ...one, files };
  });
}

/** Most have scores that may have a place. */
const FREQUENT_BOARDS = [...LEADERBOARDS, ...LEADERBOARDS.filter(({ task, scale }) => task && scale)];
const SHARED_BOARDS = LEADERBOARDS.slice(0, 2);

/** The text of a planned file: the same style whatever its values are. */
export function writePlanned({ path, items, style, frame, eol }: PlannedFile): ResultsFile {
  const list = items.length === 0 ? frame.none : writeYaml(readTape(style), items);
  return { path, text: `${frame.above}${list}${frame.below}`.replaceAll('\n', eol) };
}

/** The item with another value, and where it has them with another date and source, in the same style. */
export function respell(
  item: Data,
  { value, date, source }: { value: string; date: string; source: Spelled | undefined },
): Data {
  const own = item as { readonly [key: string]: Data };
  if (own.dataset === undefined && own.data !== undefined) {
    return { ...own, data: respell(own.data, { value, date, source }) };
  }
  const old = own.source as Spelled | undefined;
  return {
    ...own,
    value: { raw: value },
    ...(own.date === undefined ? {} : { date: { raw: date } }),
    ...(old === undefined || source === undefined
      ? {}
      : { source: old.lines === undefined ? { raw: source.raw } : source }),
  };
}

/** The scores first, then the files, then the styles of these. */
const TAPE_LENGTH = 560;
const STYLES_AT = 260;
const STYLE_LENGTH = 100;

/** Sources of entries: those of scores, others', and what is none. */
const HELD_SOURCES: readonly Spelled[] = [
  { raw: '{url: https://hub.example/org/kestrel}' },
  {
    raw: '{"name":"Board","url":"https://board.example/?a=b#c"}',
    lines: ['"name" : Board', 'url: https://board.example/?a=b#c'],
  },
  {
    raw: '{ url: https://a.example, name: A, org: aviary, }',
    lines: ['url: https://a.example', 'name: A', 'org: aviary'],
  },
  { raw: "{user: jane, url: 'https://a.example'}", lines: ['user: jane', "url: 'https://a.example'"] },
  {
    raw: '{url: https://a.example,\n                        name: A}',
    lines: ['url: https://a.example', 'name: >-', '  A', '    B'],
  },
  { raw: '{name: nobody}', lines: ['name: |', '  nobody'] },
  { raw: 'https://a.example' },
  { raw: 'null' },
];

const VALUES: readonly string[] = [
  '85.2',
  '61.20',
  '0',
  '7',
  '0.57',
  '"85.2"',
  "'61.20'",
  '20.0 ± 1.2',
  '{mean: 3}',
  '[1, 2]',
  'null',
  '.nan',
  '8.52e1',
  '+7',
  '-3.10',
  '104.2',
];
/** What files are made of: the scores are there so that they hold some of them, first of all those that have a place. */
type Plan = Required<Variety> & { readonly scores: readonly Score[] };

const PATHS = ['results.yaml', 'hle.yaml', 'gsm8k.yaml', 'kite.yaml', 'hle_with_tools.yaml', 'All of them.yml'];

/** Up to three files; many are those that new entries go to. */
function makePlans(tape: Tape, bytes: Uint8Array, plan: Plan): readonly PlannedFile[] {
  const plans = new Map<string, PlannedFile>();
  const count = tape.pick([1, 1, 2, 3, 0]);
  for (let start = STYLES_AT; start < STYLES_AT + count * STYLE_LENGTH; start += STYLE_LENGTH) {
    const near = tape.chance(50) ? plan.scores[0] : undefined;
    const path =
      near === undefined || writtenFor(near) === undefined ? `.eval_results/${tape.pick(PATHS)}` : pathFor(near);
    if (!plans.has(path)) plans.set(path, makePlan(tape, path, bytes.subarray(start, start + STYLE_LENGTH), plan));
  }
  return [...plans.values()];
}

function makePlan(tape: Tape, path: string, style: Uint8Array, plan: Plan): PlannedFile {
  const mark = tape.chance(15) ? '\uFEFF' : '';
  const above = tape.pick(['', '', '', '# remark\n', '---\n', '# a\n--- # b\n', '\n']);
  const below = tape.pick(['\n', '\n', '', '\n# end\n', '\n...\n', '\n\n', '\n  # end']);
  const none = tape.pick([
    '[]',
    '',
    '# nothing yet',
    '[ ]',
    '[ # nothing\n ]',
    ...(tape.chance(10) ? ['a: 1', 'none', '~'] : []),
  ]);
  const entries = Array.from({ length: tape.below(5) }, () => makeItem(tape, plan));
  const [whole, ...parts] = tape.pick(SHARED);
  const items =
    plan.shared && tape.chance(70) ? [whole, ...entries.slice(0, 2), tape.pick(parts), tape.pick(parts)] : entries;
  return { path, items, style, frame: { above: mark + above, none, below }, eol: tape.pick(['\n', '\n', '\r\n']) };
}

/** Entries with anchors, and for each such as have it or parts of it. */
const SHARED: readonly (readonly [whole: Data, ...parts: Data[]])[] = [
  [
    { raw: "&e {dataset: {id: cais/hle, task_id: hle}, value: 60.0, date: '2025-01-31'}" },
    { raw: '*e' },
    { raw: '{data: *e }' },
    { raw: '{<<: *e, notes: With tools}' },
    { raw: '{<<: *e, notes: With tools, value: 61}' },
    { raw: "{<<: *e, notes: With tools, value: 61, date: '2025-01-31'}" },
    { raw: '{<<: *e, dataset: {id: openai/gsm8k, task_id: gsm8k}}' },
  ],
  [
    { raw: '{data: &e {dataset: {id: cais/hle, task_id: hle}, value: 60.0, source: &s {url: https://a.example}}}' },
    { raw: '{data: *e }' },
    { raw: '{<<: *e, notes: With tools, value: 61}' },
    { raw: '{<<: *e, notes: With tools, value: 61, source: *s }' },
  ],
  [
    {
      raw: "{dataset: &d {id: cais/hle, task_id: hle}, value: &v 60.0, date: &t '2025-01-31', source: {url: &u https://a.example}}",
    },
    { raw: '{dataset: *d , notes: With tools, value: *v }' },
    { raw: '{dataset: *d , notes: With tools, value: 61, date: *t }' },
    { raw: '{dataset: *d , notes: With tools, value: 61, source: {url: *u }}' },
  ],
  [
    { raw: '{dataset: &d {id: cais/hle, task_id: hle}, value: 60.0, source: {url: &u https://a.example}}' },
    { raw: '{dataset: *d , notes: With tools, value: 61, source: {url: *u }}' },
    { raw: '*u' },
    { raw: '*d' },
  ],
];

const NONSENSE: readonly Data[] = [
  5,
  'cais/hle',
  null,
  {},
  [],
  [[1], { value: 1 }],
  { value: 1 },
  { filename: '.eval_results/x.yaml', error: 'broken' },
  { dataset: 'cais/hle', value: 1 },
  { dataset: { id: 5, task_id: 'hle' }, value: 1 },
  { dataset: { id: 'cais/hle', task_id: null }, value: 1 },
  { dataset: { id: 'cais/hle', task_id: 'hle' } },
  { dataset: null, data: { dataset: { id: 'cais/hle', task_id: 'hle' }, value: 1 } },
  { data: 'none' },
  { name: 'A name at the end' },
];

function makeItem(tape: Tape, plan: Plan): Data {
  if (tape.chance(12)) return tape.pick(NONSENSE);
  const entry = makeEntry(tape, plan);
  if (!tape.chance(12)) return entry;
  return tape.pick<Data>([
    { data: entry },
    { filename: 'x.yaml', verified: false, data: entry },
    { data: entry, pullRequest: 3 },
  ]);
}

function makeEntry(tape: Tape, { signed, scores }: Plan): Data {
  const near = tape.chance(75) ? tape.pick(scores) : undefined;
  const board = LEADERBOARDS.find(({ name }) => name === near?.benchmark?.id) ?? tape.pick(LEADERBOARDS);
  const notes =
    near === undefined || tape.chance(10)
      ? tape.pick<Data | undefined>([...NOTES, { raw: '8' }, { raw: '[a, b]' }, { raw: 'yes' }, null])
      : near.notes;
  const revision = tape.chance(10) ? tape.pick<Data>(['abc', { raw: '1234567' }, 'def', null]) : near?.dataset.revision;
  const written = near !== undefined && tape.chance(40) ? writtenFor(near) : undefined;
  const value = written === undefined ? tape.pick(VALUES) : tape.pick([written, `"${written}"`, `${Number(written)}`]);
  const dataset: Data = {
    id: tape.chance(10) ? board.id.toUpperCase() : board.id,
    task_id: board.task ?? 'default',
    ...(revision === undefined ? {} : { revision }),
  };
  const parts: [string, Data][] = [
    ['dataset', dataset],
    ['value', { raw: value }],
  ];
  if (tape.chance(50))
    parts.push(['date', { raw: tape.pick(["'2025-01-31'", '"2025-01-31"', '2025-01-31', 'null', '20250131']) }]);
  if (tape.chance(50)) parts.push(['source', tape.pick(HELD_SOURCES)]);
  if (notes !== undefined) parts.push(['notes', notes]);
  if (tape.chance(signed)) parts.push(['verifyToken', tape.pick(['signed.for', 'abc', ''])]);
  if (tape.chance(5)) parts.push(['verifyToken', null]);
  if (tape.chance(15))
    parts.push(
      ...tape.pick<[string, Data][]>([[['extra', { a: [1, 'b'] }]], [['name', 'Jane: #1']], [['future', 'text']]]),
    );
  const turn = tape.below(parts.length);
  return Object.fromEntries([...parts.slice(turn), ...parts.slice(0, turn)]);
}
