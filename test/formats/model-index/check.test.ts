import { describe, expect, it } from 'vitest';
import { checkModelIndex, toChecked } from '../../../src/formats/model-index/check.ts';
import { readModelIndex } from '../../../src/formats/model-index/read.ts';
import { checkShape } from '../../../src/formats/model-index/shape.ts';
import { readYamlTree } from '../../../src/formats/yaml/tree.ts';
import { withMetrics } from './merging.ts';

const ORIGIN = { name: 'README.md', line: 2 };
const PLAIN = withMetrics('- type: acc', '  value: 85.2');

function read(yaml: string) {
  return readModelIndex(readYamlTree(yaml, ORIGIN), ORIGIN);
}

/** The checks of the build and of each score together, as a validation makes them. */
function check(yaml: string) {
  const tree = readYamlTree(yaml, ORIGIN);
  return [...checkShape(tree, ORIGIN), ...checkModelIndex(readModelIndex(tree, ORIGIN), 'README.md')];
}

function codes(yaml: string): string[] {
  return check(yaml).map(({ severity, code }) => `${severity} ${code}`);
}

/** The plain index with further lines in its dataset. */
const withDataset = (...lines: readonly string[]): string =>
  PLAIN.replace('      type: cais/mmlu\n', ['      type: cais/mmlu', ...lines, ''].join('\n'));

describe('no alarm', () => {
  it.each([
    ['a plain index', PLAIN],
    ['no index', 'license: mit\n'],
    ['an empty one', 'model-index: []\n'],
    ['one without results', 'model-index:\n- name: a\n  results: []\n'],
    [
      'all keys',
      `${withDataset('      config: all', '      split: test', '      revision: abc', '      args: {num_few_shot: 5}').replace('text-generation', 'text-generation\n      name: Text')}    source: {url: 'https://a.example', name: A}\n`,
    ],
    ['arguments in a text, as old cards have them', withDataset('      args: en')],
    ['a dataset without an owner', PLAIN.replace('cais/mmlu', 'common_voice')],
    ['a dataset with dots', PLAIN.replace('cais/mmlu', 'mozilla-foundation/common_voice_11.0')],
    ['a value that the Hub verified', withMetrics('- {type: acc, value: 1, verified: true, verifyToken: abc}')],
    ['a value that is not verified', withMetrics('- {type: acc, value: 1, verified: false}')],
    [
      'several metrics',
      withMetrics('- {type: acc, value: 1}', '- {type: f1, value: 1, name: F1, args: {average: macro}}'),
    ],
    ['tasks of all kinds', PLAIN.replace('text-generation', 'automatic-speech-recognition')],
    ['CRLF', PLAIN.replaceAll('\n', '\r\n')],
  ])('%s', (_, yaml) => {
    expect(codes(yaml)).toEqual([]);
  });
});

describe("the server's own rules", () => {
  it.each(['Common Voice', 'a/b/c', 'org/', '/x', 'org name/x', 'MMLU (5-shot)', 'org/näme', 'o.rg/x', ' x'])(
    'dataset.type is a dataset id, not "%s"',
    (type) => {
      const found = check(PLAIN.replace('cais/mmlu', `'${type}'`));
      expect(found).toMatchObject([
        { severity: 'error', code: 'dataset-type', message: expect.stringContaining(type) },
      ]);
    },
  );

  it.each(['config', 'split', 'revision'])('dataset.%s is text', (key) => {
    for (const value of ['5', 'null', '', 'true', '[a]', '{a: 1}']) {
      expect(check(withDataset(`      ${key}: ${value}`))).toMatchObject([
        { severity: 'error', code: 'dataset', message: expect.stringContaining(`dataset.${key} must be text`) },
      ]);
    }
  });

  it.each([
    ['a name alone', '{name: Paper}', /"Paper" has no url/],
    ['a text', 'https://a.example', /no url/],
    ['a url that is null', '{url: null}', /no url/],
  ])('a source has a url: %s', (_, source, says) => {
    expect(check(`${PLAIN}    source: ${source}\n`)).toMatchObject([
      { severity: 'error', code: 'source', message: expect.stringMatching(says) },
    ]);
  });

  it.each([
    ['metrics[].name', withMetrics('- {type: acc, value: 1, name: 5}')],
    ['metrics[].config', withMetrics('- {type: acc, value: 1, config: 5}')],
    ['metrics[].args', withMetrics('- {type: acc, value: 1, args: 5}')],
    ['metrics[].verified', withMetrics('- {type: acc, value: 1, verified: "yes"}')],
    ['dataset.args', withDataset('      args: [5]')],
    ['task.name', PLAIN.replace('text-generation', 'text-generation\n      name: 5')],
    ['source.name', `${PLAIN}    source: {url: 'https://a.example', name: 5}\n`],
    ['source.url', `${PLAIN}    source: {url: nowhere}\n`],
  ])('%s', (_, yaml) => {
    expect(codes(yaml)).toHaveLength(1);
  });
});

describe('a warning', () => {
  // Tried with 0.36, 1.31, 1.32, 1.33 and 2.4.
  it.each(['null', '', '~'])('a source that is null, at which older clients fail: "%s"', (source) => {
    expect(check(`${PLAIN}    source: ${source}\n`)).toMatchObject([
      {
        severity: 'warning',
        code: 'source',
        message: expect.stringMatching(/huggingface_hub fails before version 1\.32/),
      },
    ]);
  });

  it.each([
    ['010', /is 10 to some readers, but 8 to others/],
    ['1_000', /is a text to some readers, but 1000 to others/],
    ['1:30', /is a text to some readers, but 90 to others/],
    ['-.5', /is -0\.5 to some readers, but a text to others/],
    ['1e3', /is 1000 to some readers, but a text to others/],
  ])('a number that readers take for different ones: %s', (value, says) => {
    expect(check(withMetrics('- type: acc', `  value: ${value}`))).toMatchObject([
      { severity: 'warning', code: 'readers-differ', line: 12, message: expect.stringMatching(says) },
    ]);
  });

  it.each(['.5', '1.0e+3', '85.20', '"010"', '0'])('not a number that all read alike: %s', (value) => {
    expect(codes(withMetrics('- type: acc', `  value: ${value}`)).filter((code) => !code.endsWith(' value'))).toEqual(
      [],
    );
  });

  it('a task that is no pipeline tag', () => {
    expect(codes(PLAIN.replace('text-generation', 'Text Generation'))).toEqual(['warning task-type']);
  });

  it('`verified` by hand', () => {
    expect(codes(withMetrics('- {type: acc, value: 1, verified: true}'))).toEqual(['warning verified']);
  });

  it.each([
    ['"20.0 ± 1.2"', '"20.0 ± 1.2"'],
    ['[1, 2]', 'a list'],
    ['{a: 1}', 'a mapping'],
    ['null', 'empty'],
    ['true', 'true'],
  ])('a value that is no number: %s', (value, says) => {
    expect(check(withMetrics('- type: acc', `  value: ${value}`))).toMatchObject([
      { severity: 'warning', code: 'value', message: expect.stringContaining(says) },
    ]);
  });

  it('several elements, whose results clients put under the last name', () => {
    const more = PLAIN.replace(/^.*\n/, '').replace('Kestrel', 'Heron');
    expect(codes(PLAIN + more)).toEqual(['warning several-models']);
  });
});

it('the place is that of the value, in the file', () => {
  const yaml = withMetrics('- type: f1', '  value: 1', '- type: acc', '  value: [1]');
  expect(check(yaml)).toMatchObject([{ line: 14, column: 14 }]);
});

it('each metric is looked at, whatever is wrong with the others', () => {
  const yaml = withMetrics('- 5', '- {type: acc, value: x}', '- {type: f1}', '- {type: em, value: 1, verified: true}');
  expect(codes(yaml)).toEqual(['error model-index', 'error model-index', 'warning value', 'warning verified']);
});

describe('a score goes to the checks of values', () => {
  it('with its setup', () => {
    const yaml = withDataset('      config: all', '      args: {num_few_shot: 5}');
    expect(read(yaml).scores.map(toChecked)).toMatchObject([
      {
        format: 'model-index',
        value: 85.2,
        dataset: { type: 'cais/mmlu', name: 'MMLU', config: 'all' },
        metric: { type: 'acc' },
        notes: '5-shot',
      },
    ]);
  });

  it('whatever types its parts have', () => {
    const yaml =
      'model-index:\n- results:\n  - task: 5\n    dataset: {type: [a], name: 5, config: {}, args: x}\n    metrics: [{type: acc, value: {}, name: []}]\n';
    expect(read(yaml).scores.map(toChecked)).toMatchObject([{ dataset: { type: '' }, metric: { type: 'acc' } }]);
  });
});
