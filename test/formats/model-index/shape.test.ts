import { describe, expect, it } from 'vitest';
import { checkShape } from '../../../src/formats/model-index/shape.ts';
import { readYamlTree } from '../../../src/formats/yaml/tree.ts';
import { withMetrics } from './merging.ts';

const ORIGIN = { name: 'README.md', line: 2 };
const RESULT = withMetrics('- {type: acc, value: 1}');

function check(yaml: string) {
  return checkShape(readYamlTree(yaml, ORIGIN), ORIGIN);
}

/** An index with an element of these lines behind its name. */
const element = (...lines: readonly string[]): string =>
  `model-index:\n- name: Kestrel\n${lines.map((line) => `  ${line}\n`).join('')}`;

/** An index whose only result has these parts. */
const result = (parts: string): string => element('results:', `- ${parts}`);
const TASK = 'task: {type: text-generation}';
const DATASET = 'dataset: {type: cais/mmlu, name: MMLU}';
const METRICS = 'metrics: [{type: acc, value: 1}]';

// Each was read with `ModelCard(…)` of huggingface_hub 0.36, 1.33 and 2.4.
describe('what huggingface_hub refuses, or drops all results for, is an error', () => {
  it.each<[string, string, string, number, number, RegExp]>([
    // The front matter.
    ['a list', '- a\n', 'front-matter', 2, 1, /is a list, not a mapping/],
    ['an empty list', '[]\n', 'front-matter', 2, 1, /is a list/],
    ['a text', '# c\nhello\n', 'front-matter', 3, 1, /is "hello"/],
    ['a number', '5\n', 'front-matter', 2, 1, /is 5/],
    ['false', 'false\n', 'front-matter', 2, 1, /is false/],
    ['a key that is true to YAML 1.1', 'license: mit\non: push\n', 'front-matter', 3, 1, /"on" is true/],
    ['a key that is a number', '5: a\n', 'front-matter', 2, 1, /"5" is 5/],
    ['a key that is null', '~: a\n', 'front-matter', 2, 1, /"~" is null/],
    ['results in a key of their own', 'eval_results:\n- a\n', 'key', 2, 1, /"eval_results"/],
    // The index and its elements.
    [
      'an index that is a text',
      'a: 1\nmodel-index: none\n',
      'model-index',
      3,
      14,
      /"model-index" is "none", not a list/,
    ],
    ['an index that is a mapping', 'model-index: {name: a}\n', 'model-index', 2, 14, /is a mapping, not a list/],
    ['an element that is a text', 'model-index:\n- Kestrel\n', 'model-index', 3, 3, /element 1 .* is no mapping/],
    ['an element that is null', 'model-index:\n-\n', 'model-index', 3, 1, /element 1 .* is no mapping/],
    ['an element that is a list', 'model-index:\n- []\n', 'model-index', 3, 3, /element 1 .* is no mapping/],
    [
      'no name, and results',
      RESULT.replace('- name: Kestrel\n  results', '- results'),
      'required',
      3,
      3,
      /name is missing/,
    ],
    ['no name, and no results', 'model-index:\n- results: []\n', 'required', 3, 3, /name is missing/],
    ['a name that is null, and results', RESULT.replace(' Kestrel', ''), 'required', 3, 7, /name is empty/],
    ['no results', element(), 'model-index', 3, 3, /element 1 .* has no results/],
    ['results that are null', element('results:'), 'model-index', 4, 10, /"results" is empty, not a list/],
    ['results that are a text', element('results: none'), 'model-index', 4, 12, /"results" is "none"/],
    ['results that are a mapping', element('results: {task: {}}'), 'model-index', 4, 12, /"results" is a mapping/],
    ['results that are 0', element('results: 0'), 'model-index', 4, 12, /"results" is 0/],
    [
      'a second element without results',
      `${RESULT}- name: Heron\n`,
      'model-index',
      12,
      3,
      /element 2 .* has no results/,
    ],
    // A result.
    ['a result that is null', element('results:', '-'), 'model-index', 5, 3, /result 1 is no mapping/],
    ['a result that is a text', element('results:', '- a'), 'model-index', 5, 5, /result 1 is no mapping/],
    ['a result that is a list', element('results:', '- []'), 'model-index', 5, 5, /result 1 is no mapping/],
    ['no task', result(`{${DATASET}, ${METRICS}}`), 'required', 5, 5, /task\.type is missing/],
    ['no task and no metric', result(`{${DATASET}, metrics: []}`), 'required', 5, 5, /task\.type is missing/],
    [
      'a task that is null',
      result(`{task: , ${DATASET}, metrics: []}`),
      'required',
      5,
      10,
      /task is empty, not a mapping/,
    ],
    [
      'a task that is a text',
      result(`{task: t, ${DATASET}, metrics: []}`),
      'required',
      5,
      12,
      /task is "t", not a mapping/,
    ],
    ['a task that is a list', result(`{task: [t], ${DATASET}, metrics: []}`), 'required', 5, 12, /task is a list/],
    [
      'a task without a type',
      result(`{task: {name: T}, ${DATASET}, metrics: []}`),
      'required',
      5,
      12,
      /task\.type is missing/,
    ],
    ['no dataset', result(`{${TASK}, metrics: []}`), 'required', 5, 5, /dataset\.type, dataset\.name are missing/],
    [
      'a dataset without a name',
      result(`{${TASK}, dataset: {type: a}, metrics: []}`),
      'required',
      5,
      46,
      /dataset\.name is missing/,
    ],
    ['no metrics', result(`{${TASK}, ${DATASET}}`), 'model-index', 5, 5, /result 1 has no metrics/],
    [
      'metrics that are null',
      result(`{${TASK}, ${DATASET}, metrics: }`),
      'model-index',
      5,
      84,
      /"metrics" is empty, not a list/,
    ],
    [
      'metrics that are a mapping',
      result(`{${TASK}, ${DATASET}, metrics: {type: a}}`),
      'model-index',
      5,
      86,
      /"metrics" is a mapping/,
    ],
    [
      'metrics that are a text',
      result(`{${TASK}, ${DATASET}, metrics: none}`),
      'model-index',
      5,
      86,
      /"metrics" is "none"/,
    ],
    // A source.
    ['a source that is a text', `${RESULT}    source: paper\n`, 'source', 12, 13, /no url/],
    ['a source that is a list', `${RESULT}    source: [a]\n`, 'source', 12, 13, /no url/],
    ['a source of a name alone', `${RESULT}    source: {name: Paper}\n`, 'source', 12, 13, /"Paper" has no url/],
    ['a source beside no metrics', result(`{${TASK}, ${DATASET}, metrics: [], source: 5}`), 'source', 5, 98, /no url/],
    // A metric.
    ['a metric that is null', withMetrics('-'), 'model-index', 11, 5, /metric 1 is no mapping/],
    ['a metric that is a text', withMetrics('- acc'), 'model-index', 11, 7, /metric 1 is no mapping/],
    ['a metric without a type', withMetrics('- value: 1'), 'model-index', 11, 7, /metric 1 has no type/],
    ['a metric without a value', withMetrics('- type: acc'), 'model-index', 11, 7, /metric 1 has no value/],
    ['a metric of nothing', withMetrics('- {}'), 'model-index', 11, 7, /metric 1 has no type and no value/],
  ])('%s', (_, yaml, code, line, column, says) => {
    expect(check(yaml)).toMatchObject([
      { severity: 'error', code, line, column, file: 'README.md', message: expect.stringMatching(says) },
    ]);
  });
});

describe('what it reads is none', () => {
  it.each([
    ['a result', RESULT],
    ['nothing', ''],
    ['a comment', '# c\n'],
    ['null', '~\n'],
    ['no index', 'license: mit\n'],
    ['an index that is null', 'model-index:\n'],
    ['an empty index', 'model-index: []\n'],
    ['no results yet', element('results: []')],
    ['a name that is null, and no results', 'model-index:\n- name:\n  results: []\n'],
    ['an empty name, as trainers write it', "model-index:\n- name: ''\n  results: []\n"],
    ['no metrics yet', result(`{${TASK}, ${DATASET}, metrics: []}`)],
    ['a value that is null', withMetrics('- {type: acc, value: }')],
    ['an element behind an alias', `x: &x {name: a, results: []}\nmodel-index: [*x]\n`],
    ['an element of a merge key', `x: &x {name: a, results: []}\nmodel-index:\n- <<: *x\n`],
    ['a result of a merge key', `x: &x {${TASK}, ${DATASET}, ${METRICS}}\n${element('results:', '- <<: *x')}`],
    ['a task behind an alias', `x: &x {type: text-generation}\n${result(`{task: *x, ${DATASET}, ${METRICS}}`)}`],
    ['the word of a key in quotes', '"on": push\n'],
    ['an empty key for results beside an index', `eval_results:\n${RESULT}`],
    ['CRLF', RESULT.replaceAll('\n', '\r\n')],
  ])('%s', (_, yaml) => {
    expect(check(yaml)).toEqual([]);
  });
});

describe('what must be text', () => {
  it.each<[string, string, string, number, number, RegExp]>([
    [
      'a type of a metric that is empty',
      withMetrics('- {type: "", value: 1}'),
      'metric-type',
      11,
      14,
      /metrics\.type is empty/,
    ],
    [
      'a type of a metric that is null',
      withMetrics('- type:', '  value: 1'),
      'metric-type',
      11,
      11,
      /metrics\.type is empty/,
    ],
    [
      'a type of a metric that is a number',
      withMetrics('- {type: 5, value: 1}'),
      'metric-type',
      11,
      14,
      /metrics\.type is 5/,
    ],
    [
      'a type of a metric that is a list',
      withMetrics('- {type: [a], value: 1}'),
      'metric-type',
      11,
      14,
      /metrics\.type is a list/,
    ],
    ['a type of a task', RESULT.replace('text-generation', '5'), 'required', 6, 13, /task\.type is 5/],
    ['a type of a task that is null', RESULT.replace('text-generation', ''), 'required', 6, 11, /task\.type is empty/],
    ['a type of a dataset', RESULT.replace('cais/mmlu', '[a]'), 'required', 9, 13, /dataset\.type is a list/],
    ['a name of a dataset', RESULT.replace('name: MMLU', 'name: 5'), 'required', 8, 13, /dataset\.name is 5/],
    [
      'an empty name of a dataset',
      RESULT.replace('name: MMLU', 'name: ""'),
      'required',
      8,
      13,
      /dataset\.name is empty/,
    ],
    ['a name of a model', RESULT.replace('Kestrel', '5'), 'required', 3, 9, /name is 5/],
  ])('%s', (_, yaml, code, line, column, says) => {
    expect(check(yaml)).toMatchObject([
      { severity: 'error', code, line, column, message: expect.stringMatching(says) },
    ]);
  });

  it.each([
    ['name', RESULT.replace('Kestrel', '1_000'), 3],
    ['task.name', RESULT.replace('text-generation', 'text-generation\n      name: yes'), 7],
    ['dataset.config', RESULT.replace('type: cais/mmlu', 'type: cais/mmlu\n      config: no'), 10],
    ['dataset.split', RESULT.replace('type: cais/mmlu', 'type: cais/mmlu\n      split: on'), 10],
    ['dataset.revision', RESULT.replace('type: cais/mmlu', 'type: cais/mmlu\n      revision: 2026-01-31'), 10],
    ['metrics.config', withMetrics('- {type: acc, value: 1, config: no}'), 11],
    ['source.name', `${RESULT}    source: {url: 'https://a.example', name: 1_0}\n`, 12],
  ])('is a warning where others read something else: %s', (name, yaml, line) => {
    expect(check(yaml)).toMatchObject([
      { severity: 'warning', code: 'readers-differ', line, message: expect.stringContaining(`${name} `) },
    ]);
  });

  it('is none in quotes', () => {
    expect(check(RESULT.replace('type: cais/mmlu', "type: cais/mmlu\n      config: 'no'"))).toEqual([]);
  });
});

describe('a key that is nearly the one', () => {
  it.each(['model_index', 'modelIndex', 'model-indexes', 'Model-Index', 'model index', 'models-index', 'modelindex'])(
    'is a warning: %s',
    (key) => {
      expect(check(`license: mit\n${key}:\n- name: a\n`)).toMatchObject([
        {
          severity: 'warning',
          code: 'key',
          line: 3,
          column: 1,
          message: expect.stringMatching(/did you mean model-index/),
        },
      ]);
    },
  );

  it.each(['model_name', 'model_type', 'index', 'model', 'models', 'base_model', 'model_creator', 'quantized_by'])(
    'is another one: %s',
    (key) => {
      expect(check(`${key}: a\n`)).toEqual([]);
    },
  );
});

it('what is wrong hides nothing of the rest', () => {
  const yaml = withMetrics('- 5', '- {type: f1, value: 2}', '-').replace('results:\n', 'results:\n  - a\n  -\n');
  expect(check(`${yaml}- b\n`).map(({ line }) => line)).toEqual([5, 6, 13, 15, 16]);
});
