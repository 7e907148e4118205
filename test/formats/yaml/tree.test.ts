import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/errors.ts';
import { makePlaces, readYamlTree, valueAt, type YamlNode } from '../../../src/formats/yaml/tree.ts';

const ORIGIN = { name: 'README.md', line: 2 };

/** A tree as nested source texts: what stands between the offsets of each node that has no children. */
function sources(text: string, node: YamlNode | undefined = readYamlTree(text, ORIGIN).root): unknown {
  if (node?.kind === 'sequence') return node.items.map((item) => sources(text, item));
  if (node?.kind === 'mapping') return node.entries.map(({ key, value }) => [sources(text, key), sources(text, value)]);
  return node === undefined ? undefined : text.slice(node.start, node.end);
}

/** The source of the value of key `a`. */
function sourceOf(text: string): string {
  const node = valueAt(readYamlTree(text, ORIGIN).root, 'a');
  return text.slice(node?.start, node?.end);
}

describe('the places of', () => {
  it('scalars', () => {
    expect(sources('a: b\n"c" : \'d\'\'e\' # f\n? g\n: "h\\"i"\n')).toEqual([
      ['a', 'b'],
      ['"c"', "'d''e'"],
      ['g', '"h\\"i"'],
    ]);
  });

  it('scalars with tags and anchors, which are left out', () => {
    expect(sources('&k a: !!str &x b\n!!str c: &y !!int 5\nd: *x\n')).toEqual([
      ['a', 'b'],
      ['c', '5'],
      ['d', '*x'],
    ]);
  });

  it('empty values, which stand where what precedes them ends', () => {
    const text = 'a:\nb: !!null\nc: &x\nd: [ , ]\n'.replace('[ , ]', '{e, f: }');
    expect(sources(text)).toEqual([
      ['a', ''],
      ['b', ''],
      ['c', ''],
      [
        'd',
        [
          ['e', ''],
          ['f', ''],
        ],
      ],
    ]);
    const { root } = readYamlTree(text, ORIGIN);
    expect(valueAt(root, 'a')).toMatchObject({ start: 1, end: 1, plain: true });
    expect(valueAt(root, 'c')).toMatchObject({ anchor: 'x', start: text.indexOf('&x') + 2 });
  });

  it.each([
    '[]',
    '[ ]',
    '{}',
    '[ # ]\n  ]',
    '[b, c]',
    '[b, c,]',
    '[b, # ]\n  c # }\n  , # ]\n  ]',
    '{b: c}',
    '{b: , c}',
    '{b: [c, {d: e}], f}',
    '{"b":"c"}',
    '{b: "]", c: \'}\'}',
    '[b#, c#d]',
    '[[[]], [ [ ] ]]',
    '{? b : c, ? d}',
    '{b: &x , c: !!null }',
    '[&x b, *x ]',
    '[!!str , b]',
    '[b: c # ]\n  , d]',
    '["b": [c] , {d: {}}]',
  ])('a flow collection, from bracket to bracket: %s', (source) => {
    expect(sourceOf(`x: 1\na: ${source} # ]}\nb: 2\n`)).toBe(source);
    expect(sourceOf(`x: 1\r\na:\r\n  ${source.replaceAll('\n', '\r\n')}\r\nb: 2\r\n`)).toBe(
      source.replaceAll('\n', '\r\n'),
    );
  });

  it.each(['[b: c]', '[b: c, d: e]', '[? b : c]', '[[b: c]]'])('a flow collection of pairs: %s', (source) => {
    expect(sourceOf(`a: ${source} # ]}\nb: [c]\n`)).toBe(source);
  });

  it('block collections, from their first sign to the end of their last value', () => {
    expect(sourceOf('a:\n  # c\n  - b\n  -   c: d\n      e: f # g\n  # h\ni: j\n')).toBe('- b\n  -   c: d\n      e: f');
    expect(sourceOf('a:\n- - b\n  - c\n-\n  d\ne: f\n')).toBe('- - b\n  - c\n-\n  d');
  });

  it('texts of several lines', () => {
    expect(sourceOf('a: b\n  c\n\n  d # e\nf: g\n')).toBe('b\n  c\n\n  d');
    expect(sourceOf('a: "b\n  c"\nf: g\n')).toBe('"b\n  c"');
  });
});

it('what a text says is the core schema of YAML 1.2, keys and texts undone of quotes', () => {
  const { data, root } = readYamlTree('"a\\u0062": yes\nc: 010\nd: 1.10\ne: 2024-01-01\n', ORIGIN);
  expect(data).toEqual({ ab: 'yes', c: 10, d: 1.1, e: '2024-01-01' });
  expect(valueAt(root, 'ab')).toMatchObject({ text: 'yes', plain: true });
  expect(valueAt(root, 'd')).toMatchObject({ text: '1.10' });
  expect(valueAt(root, 'none')).toBeUndefined();
  expect(valueAt(valueAt(root, 'c'), 'd')).toBeUndefined();
});

it('a bracket that closes at the start of its line is refused with what to do', () => {
  expect(() => readYamlTree('language: [\n  en\n]\n', ORIGIN)).toThrow(/line \d+, column 1: .*indented by one blank/);
});

it.each(['', '\n', '# c', '# c\n\n', '   '])('a text without a document has no root: %j', (text) => {
  expect(readYamlTree(text, ORIGIN)).toMatchObject({ text, data: undefined, shared: new Set() });
});

describe('a text that cannot be read', () => {
  it.each([
    ['a: [b', 2, 6],
    ['a: b\na: c', 3, 1],
    ['a: {b: c, b: d}', 2, 11],
    ['a: *b', 2, 5],
    ['a: b: c', 2, 5],
    ['"a', 2, 3],
    ['? [a]\n: b', 2, 1],
    ['a\n--- b', 3, 1],
    ['a: !b c', 2, 4],
  ])('is refused with the line of its file and the column: %j', (text, line, column) => {
    let error: unknown;
    try {
      readYamlTree(text, ORIGIN);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(UserError);
    expect(error).toMatchObject({ code: 'invalid-card', details: { line, column } });
  });
});

it('lines and columns are counted from 1', () => {
  const placeOf = makePlaces('ab\n\ncd\r\ne');
  expect([0, 1, 2, 3, 4, 5, 8, 9].map((offset) => Object.values(placeOf(offset)).join(':'))).toEqual([
    '1:1',
    '1:2',
    '1:3',
    '2:1',
    '3:1',
    '3:2',
    '4:1',
    '4:2',
  ]);
});
