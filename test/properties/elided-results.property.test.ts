import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { type Elided, elideResults, isSound, withWholePlaces } from '../../src/formats/model-index/elide.ts';
import { readYamlTree, valueAt, type YamlNode, type YamlTree } from '../../src/formats/yaml/tree.ts';
import { check, TIMEOUT } from './check.ts';
import { readTape, type Tape } from './tape.ts';

const DATASETS = new Set(['cais/mmlu']);
const ORIGIN = { name: 'README.md', line: 1 };

/** Lines of results as tools write them, and some that mean more than they seem to. */
const VALUES = [
  'default',
  'test',
  '61.25',
  '-3.1',
  "'5'",
  '"a: b"',
  'MTEB Task (en)',
  'cais/mmlu',
  "'CAIS/MMLU '",
  'mteb/task',
  '',
  'true',
  '~',
  '&a b',
  '*a',
  '!!str x',
  '|',
  '>-',
  '[1, 2',
  '{a: b}',
  '"\\u0041"',
  '"open',
  "it's",
  "'it''s'",
  '# no',
  'a # b',
  'a: b',
  '- a',
  '-',
  'https://a.example/#b',
  'x ',
  '\t',
  '? a',
  '@a',
  '%a',
  'é',
  '🦅',
  '1e3',
  '`a`',
  '---',
  'a\u0085b',
  'a\r',
] as const;
const KEYS = [
  'type',
  'name',
  'config',
  'split',
  'revision',
  'value',
  'metrics',
  'dataset',
  'task',
  'source',
  'args',
  '<<',
  '? x',
  '"type"',
  'tyPe',
] as const;

/** An item of a list of results, mostly a plain one. */
function makeItem(tape: Tape, at: number): string[] {
  const shape = [
    [
      '- task:',
      '    type: Retrieval',
      '  dataset:',
      `    type: mteb/task-${at}`,
      '    name: Task',
      '    args:',
      '      num_few_shot: 5',
      '  metrics:',
      '  - type: acc',
      `    value: ${at}.5`,
      '  - type: f1',
      '    value: 3',
    ],
    [
      '- dataset:',
      '    config: en',
      `    type: mteb/task-${at}`,
      '  metrics:',
      '    - type: acc',
      '      value: 1',
      '    - type: f1',
      '      value: 2',
      '  task:',
      '    type: Retrieval',
      '  source:',
      '    url: https://a.example/',
    ],
    ['- dataset:', '    type: cais/mmlu', '  metrics:', '  - type: acc', '    value: 61.2'],
  ];
  return [...(tape.pick([...shape, ...shape.slice(0, 2)]) ?? [])];
}

/** One thing that people, tools or enemies do to lines. */
function disturb(tape: Tape, lines: string[]): void {
  const at = tape.offset(lines.length);
  const line = lines[at] ?? '';
  switch (tape.below(9)) {
    case 0:
      lines.splice(at, 1);
      break;
    case 1:
      lines.splice(at, 0, line);
      break;
    case 2:
      lines[at] = ` ${line}`;
      break;
    case 3:
      lines[at] = line.replace(/^ /, '');
      break;
    case 4:
      lines[at] = line.replace(/:.*$/, () => `: ${tape.pick(VALUES)}`);
      break;
    case 5:
      lines[at] = line.replace(/[\w]+:/, () => `${tape.pick(KEYS)}:`);
      break;
    case 6:
      lines.splice(at, 0, `${' '.repeat(tape.below(7))}${tape.pick(['- ', ''])}${tape.pick(VALUES)}`);
      break;
    case 7:
      lines[at] = line.replace(/- /, () => tape.pick(['-  ', '- - ', '-\t', '']));
      break;
    default:
      lines.splice(
        at,
        0,
        tape.pick([
          '',
          '# remark',
          'results:',
          'model-index:',
          '  results:',
          '- name: Other',
          '...',
          '---',
          '"',
          "'",
          '}',
          ']',
        ]),
      );
  }
}

function makeText(tape: Tape): string {
  const indent = tape.pick(['', '  ', '    ']);
  const items = Array.from({ length: tape.below(5) + 3 }, (_, at) => makeItem(tape, at)).flat();
  const lines = [
    'license: mit',
    'model-index:',
    '- name: Kestrel',
    '  results:',
    ...items.map((line) => `${indent.length < 2 ? '  ' : indent}${line}`),
    'tags: [a]',
  ];
  for (let count = tape.below(4); count > 0; count -= 1) disturb(tape, lines);
  return lines.join(tape.chance(20) ? '\r\n' : '\n');
}

/** What the whole text says without the results that begin where something was left out, or with no others. */
function without(tree: YamlTree, { gaps }: Elided, others = false): Data {
  const data = structuredClone(tree.data) as Data;
  for (const [at, element] of itemsOf(valueAt(tree.root, 'model-index')).entries()) {
    // An item that is nothing stands nowhere, and is never left out.
    const isLeftOut = itemsOf(valueAt(element, 'results')).map(
      ({ start, end }) => start < end && gaps.some(({ from, to }) => from <= start && start < to),
    );
    const own = data['model-index'][at];
    if (own !== undefined && own !== null && Array.isArray(own.results))
      own.results = own.results.filter((_, place) => isLeftOut[place] === others);
  }
  return data;
}

type Data = { 'model-index': (null | { results: { dataset?: { type?: unknown } }[] })[] };

function datasetsOf(data: Data): string[] {
  return data['model-index']
    .flatMap((element) => element?.results ?? [])
    .map(({ dataset }) => String(dataset?.type).trim().toLowerCase());
}

function itemsOf(node: YamlNode | undefined): readonly YamlNode[] {
  return node?.kind === 'sequence' ? node.items : [];
}

/** Undefined for a text that is refused. */
function tryRead(text: string): YamlTree | undefined {
  try {
    return readYamlTree(text, ORIGIN);
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

const anyText = fc.noBias(fc.uint8Array({ minLength: 40, maxLength: 40 })).map((bytes) => makeText(readTape(bytes)));

describe('results that are left out of what is read', { timeout: TIMEOUT }, () => {
  it('are whole results on other datasets, and the rest says what it says with them', () => {
    let sound = 0;
    check(
      fc.property(anyText, (text) => {
        const elided = elideResults(text, DATASETS, 3);
        const part = elided === undefined ? undefined : tryRead(elided.text);
        if (elided === undefined || part === undefined || !isSound(part, elided)) return;
        sound += 1;
        const whole = tryRead(text);
        expect(whole, text).toBeDefined();
        if (whole === undefined) return;
        expect(part.data).toEqual(without(whole, elided));
        for (const dataset of datasetsOf(without(whole, elided, true))) expect(DATASETS).not.toContain(dataset);
        const placed = withWholePlaces(part, elided, text);
        const index = valueAt(part.root, 'model-index');
        const last = itemsOf(valueAt(itemsOf(index).at(-1), 'results')).at(-1);
        const same = itemsOf(valueAt(itemsOf(valueAt(whole.root, 'model-index')).at(-1), 'results')).at(-1);
        if (last !== undefined && last.start < last.end)
          expect(placed.placeOf(last.start)).toEqual(whole.placeOf(same?.start ?? 0));
      }),
    );
    expect(sound).toBeGreaterThan(20);
  });
});
