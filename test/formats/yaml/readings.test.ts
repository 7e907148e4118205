import { describe, expect, it } from 'vitest';
import { doubtOfNumber, doubtOfText, otherReading } from '../../../src/formats/yaml/readings.ts';
import { readYamlTree, valueAt, type YamlNode } from '../../../src/formats/yaml/tree.ts';

/** A value as it is written, with what YAML 1.2 makes of it. */
function read(written: string): [YamlNode | undefined, unknown] {
  const tree = readYamlTree(`a: ${written}\n`, { name: 'x.yaml', line: 1 });
  return [valueAt(tree.root, 'a'), Reflect.get(tree.data as object, 'a')];
}

// What PyYAML 6.0.3 makes of each by `safe_load`, where js-yaml 5 makes something else of it by YAML 1.2.
describe('PyYAML reads otherwise', () => {
  it.each([
    // Octal, and what looks like it.
    ['010', '8'],
    ['-010', '-8'],
    ['+010', '8'],
    ['08', 'a text'],
    ['018', 'a text'],
    ['0o10', 'a text'],
    ['05e1', 'a text'],
    // Binary and separators.
    ['0b11', '3'],
    ['1_000', '1000'],
    ['1_000.5', '1000.5'],
    ['1_', '1'],
    ['0.5_1', '0.51'],
    ['0x1_0', '16'],
    // To the base of sixty.
    ['1:30', '90'],
    ['-1:30', '-90'],
    ['1:30.5', '90.5'],
    ['190:20:30.15', '685230.15'],
    // Exponents without a point or a sign.
    ['1e3', 'a text'],
    ['1E3', 'a text'],
    ['1e+3', 'a text'],
    ['1e-3', 'a text'],
    ['1.5E3', 'a text'],
    ['1.e3', 'a text'],
    ['.5e3', 'a text'],
    ['85.2e0', 'a text'],
    // A sign before a point.
    ['-.5', 'a text'],
    ['+.5', 'a text'],
    ['1.0e+400', 'Infinity'],
    // Words and dates.
    ['no', 'false'],
    ['No', 'false'],
    ['on', 'true'],
    ['2026-01-31', 'a date'],
    ['2026-01-31T10:00:00', 'a date'],
    ['2026-1-1 9:00:00Z', 'a date'],
  ])('%s: %s', (written, other) => {
    expect(otherReading(...read(written))).toBe(other);
  });
});

describe('PyYAML reads the same', () => {
  it.each(
    `0 00 007 5 +5 -5 5. -5. .5 0.5 +1.5 01.5 08.5 85.20 1.5e+2 1.0e-3 1.e+3 0x1F .inf -.inf +.inf .Inf .nan .NaN
    inf nan NaN Infinity 1,000 85,2 85.2% 0o8 0b2 0x 0o 10:90 1:60 01:30 _1 ._5 1e 1.5e 0.1.2 . .. + y n true False null ~
    20.0±1.2 12345678901234567890 2026-1-1 2026 '010' "no" [010] 1_0e+3`.split(/\s+/),
  )('%s', (written) => {
    expect(otherReading(...read(written))).toBeUndefined();
  });

  it.each(['"010"', '|-\n  010', '!!str 010', '!!int 010'])('what is not plain: %j', (written) => {
    expect(otherReading(...read(written))).toBeUndefined();
  });
});

it.each([
  ['010', 'the value 010 is 10 to some readers, but 8 to others'],
  ['1_000', 'the value 1_000 is a text to some readers, but 1000 to others'],
  ['1e3', 'the value 1e3 is 1000 to some readers, but a text to others'],
])('the doubt of a number: %s', (written, says) => {
  expect(doubtOfNumber(...read(written))).toContain(says);
});

it.each(['yes', '2026-01-31', '85.2', 'text', '"010"', '[1]'])(
  'there is no doubt that this is no number, or one: %s',
  (written) => {
    expect(doubtOfNumber(...read(written))).toBeUndefined();
  },
);

it('the doubt of a text is found behind an alias', () => {
  const tree = readYamlTree('- &a no\n- *a\n', { name: 'x.yaml', line: 1 });
  const node = tree.root?.kind === 'sequence' ? tree.root.items[1] : undefined;
  expect(doubtOfText('config', node, 'no')).toContain('config no is a text to some readers, but false to others');
});
