import fc from 'fast-check';
import { CORE_SCHEMA, load, YAML11_SCHEMA } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { readPipelineTag } from '../../../src/formats/front-matter.ts';
import { otherReading } from '../../../src/formats/yaml/readings.ts';
import { renderNumber, renderString, renderYaml, type YamlValue } from '../../../src/formats/yaml/text.ts';
import { readYamlTree, valueAt } from '../../../src/formats/yaml/tree.ts';

const awkward = [
  '',
  ' ',
  'yes',
  'No',
  'on',
  'null',
  '~',
  'y',
  'NaN',
  '.inf',
  '1',
  '1.0',
  '-1',
  '1e3',
  '0x1f',
  '0o7',
  '1_000',
  '2024-01-01',
  '12:30:45',
  '- a',
  '-',
  '? b',
  ': c',
  'd: e',
  'f:',
  'g #h',
  '#i',
  '{j}',
  '[k]',
  '*l',
  '&m',
  '!n',
  '|',
  '>',
  '%o',
  '@p',
  '`q`',
  "'",
  '"',
  "it's",
  '\\',
  'a\\b',
  ' r',
  's ',
  't\nu',
  'v\tw',
  '\u0000',
  '\u0085',
  '\u00a0',
  '\u2028',
  '\ufeff',
  '\ud83d\ude00',
  '\ud83d',
  '---',
  '...',
  '=',
  '<<',
  'a, b',
  'é',
  '中文',
  '\u202eevil\u2066',
  '##[error]x',
];
const text = fc.oneof(fc.constantFrom(...awkward), fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }));

describe('a string', () => {
  it.each([
    ['Model README'],
    ['text-generation'],
    ['pass@1'],
    ['MMLU (5-shot)'],
    ['a.b+c/d%'],
    ['https://hub.example/a'],
  ])('is plain where that is safe: %s', (plain) => {
    expect(renderString(plain)).toBe(plain);
  });

  it('is read back as itself, by YAML 1.1 and 1.2', () => {
    fc.assert(
      fc.property(text, (value) => {
        const yaml = `a: ${renderString(value)}\n`;
        expect(load(yaml, { schema: CORE_SCHEMA })).toEqual({ a: value });
        expect(load(yaml, { schema: YAML11_SCHEMA })).toEqual({ a: value });
      }),
      { numRuns: 3_000 },
    );
  });
});

it('any nesting is read back as itself', () => {
  const { value } = fc.letrec<{ value: YamlValue }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      text,
      fc.integer(),
      fc.array(tie('value'), { minLength: 1, maxLength: 3 }),
      fc.dictionary(fc.stringMatching(/^[a-z_]{1,5}$/), tie('value'), {
        minKeys: 1,
        maxKeys: 3,
        noNullPrototype: true,
      }),
    ),
  }));
  fc.assert(
    fc.property(fc.dictionary(text, value, { minKeys: 1, maxKeys: 3, noNullPrototype: true }), (mapping) => {
      expect(load(renderYaml(mapping), { schema: CORE_SCHEMA })).toEqual(mapping);
    }),
    { numRuns: 1_000 },
  );
});

it('numbers keep their spelling, undefined values are left out', () => {
  expect(renderYaml({ a: { spelled: '85.20' }, b: undefined, c: [{ d: 1, e: undefined, f: { g: 'x' } }, 'h'] })).toBe(
    'a: 85.20\nc:\n- d: 1\n  f:\n    g: x\n- h\n',
  );
});

describe('a number', () => {
  /** What PyYAML makes of it, where that is something else. */
  const other = (spelled: string): string | undefined => {
    const tree = readYamlTree(`a: ${spelled}\n`, { name: 'x', line: 1 });
    return otherReading(valueAt(tree.root, 'a'), Reflect.get(tree.data as object, 'a'));
  };

  it.each([
    ['1e-7', '1.0e-7'],
    ['1e+21', '1.0e+21'],
    ['5e-324', '5.0e-324'],
    ['1.5E300', '1.5e+300'],
    ['-2.e3', '-2.0e+3'],
    ['.5e3', '0.5e+3'],
    ['-.5', '-0.5'],
    ['012', '12'],
    ['08', '8'],
  ])('that PyYAML would not take for that number is spelled so that it does: %s', (spelled, written) => {
    expect(renderNumber(spelled)).toBe(written);
    expect([Number(written), other(spelled) !== undefined, other(written)]).toEqual([Number(spelled), true, undefined]);
  });

  it.each(['85.20', '.852', '0', '-3.1', '+2', '0.0', '1.0e-7', '012.5'])('keeps its spelling else: %s', (spelled) => {
    expect([renderNumber(spelled), other(spelled)]).toEqual([spelled, undefined]);
  });

  it('is the same to every reader, whatever it is', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const yaml = renderYaml({ a: value, b: { spelled: String(value) } });
        for (const schema of [CORE_SCHEMA, YAML11_SCHEMA]) {
          const read = load(yaml, { schema }) as Record<string, number>;
          expect([(read.a ?? 0) + 0, (read.b ?? 0) + 0]).toEqual([value + 0, value + 0]);
        }
        expect(other(renderNumber(String(value)))).toBeUndefined();
      }),
      { numRuns: 3_000 },
    );
  });
});

describe('in a text that is written, escaped is', () => {
  it.each([
    ['what reverses the direction of text', '\u202eevil\u2069 \u061c', String.raw`"\u202eevil\u2069 \u061c"`],
    ['what the Actions runner takes for a command', 'x ##[error]y', String.raw`"x ##\u005berror]y"`],
  ])('%s', (_, value, written) => {
    expect(renderString(value)).toBe(written);
    expect(load(`a: ${written}`)).toEqual({ a: value });
  });
});

it.each([
  ['pipeline_tag: text-generation', 'text-generation'],
  ['license: mit\npipeline_tag: "summarization" # why\ntags: []', 'summarization'],
  ['pipeline_tag:\tfill-mask\r', 'fill-mask'],
  ['other:\n  pipeline_tag: nested', undefined],
  ['pipeline_tag: Text Generation', 'Text Generation'],
  ['pipeline_tag: [fill-mask] # one', '[fill-mask]'],
  ['pipeline_tag: null', undefined],
  ['pipeline_tag: # none', undefined],
  ['pipeline_tag:\nlicense: mit', undefined],
  ['broken: [\npipeline_tag: translation', 'translation'],
  ['', undefined],
])('the pipeline tag of %j', (yaml, tag) => {
  expect(readPipelineTag(yaml)).toBe(tag);
});
