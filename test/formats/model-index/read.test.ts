import { describe, expect, it } from 'vitest';
import { type IndexedScore, readModelIndex, resultsOf } from '../../../src/formats/model-index/read.ts';
import { readYamlTree } from '../../../src/formats/yaml/tree.ts';
import { withMetrics } from './merging.ts';

const ORIGIN = { name: 'README.md', line: 2 };

function read(yaml: string) {
  return readModelIndex(readYamlTree(yaml, ORIGIN), ORIGIN);
}

/** The only score of an index. */
function readOnly(yaml: string): IndexedScore {
  const { scores } = read(yaml);
  const [one] = scores;
  if (one === undefined || scores.length > 1) throw new Error(`${scores.length} scores`);
  return one;
}

describe('a metric', () => {
  it('is read with its place, model, source and line', () => {
    const yaml = `${withMetrics('- type: f1', '  value: 1', '- type: acc', '  value: 85.20', '  name: Accuracy')}    source:\n      url: https://a.example\n      name: A\n`;
    expect(read(yaml).scores[1]).toMatchObject({
      path: [0, 0, 1],
      modelName: 'Kestrel',
      task: { type: 'text-generation' },
      dataset: { name: 'MMLU', type: 'cais/mmlu' },
      metric: { type: 'acc', value: 85.2, name: 'Accuracy' },
      value: 85.2,
      locked: false,
      file: 'README.md',
      line: 14,
      source: 'https://a.example',
    });
  });

  it.each([
    ['85.20', 85.2],
    ['1e3', 1000],
    ['"20.0 ± 1.2"', '20.0 ± 1.2'],
    ['yes', 'yes'],
    ['true', true],
    ['2024-01-01', '2024-01-01'],
    ['~', null],
    ['', null],
    ['[1, 2]', [1, 2]],
    ['{a: 1}', { a: 1 }],
    ['.nan', Number.NaN],
    ['|\n        85.2\n', '85.2\n'],
  ])('may have any value: %s', (value, data) => {
    expect(readOnly(withMetrics('- type: acc', `  value: ${value}`)).value).toEqual(data);
  });

  it.each([
    ['verified: true', true],
    ['verifyToken: abc', true],
    ['verified: false', false],
    ['verified: null', false],
    ['verifyToken:', false],
    ['verified: "true"', false],
  ])('is locked by the Hub only: %s', (mark, locked) => {
    expect(readOnly(withMetrics('- type: acc', '  value: 1', `  ${mark}`)).locked).toBe(locked);
  });

  it.each(['source: null', 'source:', 'source: {}', 'source: {url: null}', 'source: https://a.example', 'source: [a]'])(
    'has no source where none is stated: %s',
    (source) => {
      expect(readOnly(`${withMetrics('- {type: acc, value: 1}')}    ${source}\n`)).not.toHaveProperty('source');
    },
  );

  it.each([
    ['nothing', ''],
    ['nulls', '    task:\n    dataset:\n'],
    ['texts', '    task: text\n    dataset: text\n'],
    ['lists', '    task: [a]\n    dataset: [b]\n'],
    ['numbers', '    task: {type: 1}\n    dataset: {type: 2, name: 3}\n'],
  ])('is read when task and dataset are %s', (_, parts) => {
    const yaml = `model-index:\n- name: Kestrel\n  results:\n  -\n    metrics: [{type: acc, value: 1}]\n${parts}`;
    expect(readOnly(yaml)).toMatchObject({ value: 1, path: [0, 0, 0] });
  });
});

describe('several elements', () => {
  it('keep their names', () => {
    const yaml = withMetrics('- {type: acc, value: 1}');
    const more = yaml.replace(/^.*\n/, '').replace('Kestrel', 'Heron');
    const nameless = yaml.replace(/^.*\n.*\n/, '- \n');
    expect(read(yaml + more + nameless).scores.map(({ modelName, path }) => [modelName, path])).toEqual([
      ['Kestrel', [0, 0, 0]],
      ['Heron', [1, 0, 0]],
      [undefined, [2, 0, 0]],
    ]);
  });

  it.each([
    ['that name', 'Heron', 1],
    ['no such name', 'Osprey', undefined],
    ['a name that YAML quotes', '5', 2],
  ])('the results of %s', (_, name, at) => {
    const yaml = 'model-index:\n- name: Kestrel\n- name: Heron\n  results: []\n- name: "5"\n- results: []\n';
    const place = resultsOf(readYamlTree(yaml, ORIGIN), name);
    expect(place.elementAt).toBe(at);
    expect(place.results?.kind).toBe(name === 'Heron' ? 'sequence' : undefined);
  });

  it('the only one is the one, whatever its name', () => {
    expect(resultsOf(readYamlTree('model-index: [{name: Heron}]\n', ORIGIN), 'Kestrel').elementAt).toBe(0);
  });
});

describe('what is not understood', () => {
  it('takes nothing with it', () => {
    const yaml = withMetrics(
      '- 5',
      '- {type: f1, value: 2}',
      '- {type: [a], value: 1}',
      '- {type: em}',
      '- {value: 1}',
      '-',
    );
    const { scores } = read(yaml.replace('results:\n', 'results:\n  - a\n  -\n  - metrics: 5\n'));
    expect(scores.map(({ path, value }) => [path, value])).toEqual([[[0, 3, 1], 2]]);
  });

  it.each([
    '',
    '# c\n',
    'a: 1\n',
    'model-index:\n',
    'model-index: []\n',
    'model-index: none\n',
    'model-index: {name: a}\n',
    'model-index:\n- b\n-\n',
    'model-index:\n- name: a\n  results:\n',
    'model-index:\n- results: {a: b}\n',
    '- a\n',
  ])('is no score: %j', (yaml) => {
    expect(read(yaml)).toEqual({ scores: [] });
  });
});
