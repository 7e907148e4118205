import { describe, expect, it } from 'vitest';
import { card, expectAdded, merge, mergeYaml, opsOf, refusal, score, withMetrics } from './merging.ts';

const replace = { onConflict: 'replace' } as const;

describe('a card is refused, with line and column, when', () => {
  it.each([
    ['its YAML is broken', 'license: [mit\n', 2, 14],
    ['a quote is not closed', 'license: "mit\n', 2, 14],
    ['a tab indents', 'a:\n\tb: c\n', 3, 1],
    ['a key comes twice', 'license: mit\nlicense: apache-2.0\n', 3, 1],
    ['a key comes twice in a metric', withMetrics('- type: acc', '  type: f1', '  value: 1'), 12, 7],
    ['an alias has no anchor', 'a: *b\n', 2, 5],
    ['a tag is unknown', 'a: !python/object x\n', 2, 4],
    ['a directive stands alone', '%YAML 1.2\n', 2, 10],
    ['it is nested without end', `a: ${'['.repeat(100_000)}\n`, 2, 103],
    ['the front matter is a list', '- a\n', 2, 1],
    ['the front matter is a text', '# c\nhello\n', 3, 1],
    ['the front matter is in flow style', '{license: mit}\n', 2, 1],
    ['"model-index" is a text', 'license: mit\nmodel-index: none\n', 3, 14],
    ['"model-index" is an empty text', 'model-index: ""\n', 2, 14],
    ['"model-index" is a mapping', 'model-index:\n  name: Kestrel\n', 3, 3],
    ['an element is a text', 'model-index:\n- Kestrel\n', 3, 3],
    ['the results are a mapping', 'model-index:\n- name: Kestrel\n  results: {}\n', 3, 3],
  ])('%s', (_, yaml, line, column) => {
    const error = refusal(() => merge(card(yaml)));
    expect(error).toMatchObject({ code: 'invalid-card', hint: 'Mend it there; nothing was changed.' });
    expect(error.message).toMatch(/^README\.md, line \d+, column \d+: /);
    expect(error.details).toEqual({ line, column });
  });

  it('it has several documents, at the second', () => {
    const error = refusal(() => merge(card('license: mit\ntags: []\n--- # 2\nlicense: mit\n')));
    expect(error.message).toContain('more than one document');
    expect(error.details).toMatchObject({ line: 4 });
  });

  it.each([
    ['an alias for a key', 'a: &k model-index\n*k : []\n'],
    ['an end mark', 'license: mit\n...\n'],
  ])('it cannot be edited, at a place that it has: %s', (_, yaml) => {
    const text = card(yaml);
    const { details, message } = refusal(() => merge(text));
    const lines = yaml.split(/\r\n?|\n/).map((line) => line.length);
    expect(lines[Number(details.line) - 2]).toBeGreaterThanOrEqual(Number(details.column) - 1);
    expect(message).not.toMatch(/duplicated|more than one document|indentation/);
  });
});

describe('anchors and aliases', () => {
  it('elsewhere are kept', () => {
    expectAdded(`
license: &l mit
same: *l
base: &base
  a: 1
copy:
  <<: *base
  b: [*l, *base]
model-index:
- name: &name Kestrel
  results:
  - task: &task {type: text-generation}
    dataset: &mmlu {name: MMLU, type: cais/mmlu}
    metrics:
    - type: f1
      value: 1
+    - type: acc
+      value: 85.20
+      name: accuracy
  - task: *task
    dataset: *mmlu
    metrics:
    - <<: *base
      type: em
      value: 2
    source: {url: https://a.example}
own: *name
`);
  });

  it.each([
    ['the index', 'model-index: &x\n- name: Kestrel\n  results: []\ncopy: *x\n', 3, 1],
    ['the index, by an alias', 'copy: &x\n- name: Kestrel\n  results: []\nmodel-index: *x\n', 5, 14],
    ['an element', 'model-index:\n- &x\n  name: Kestrel\n  results: []\ncopy: *x\n', 4, 3],
    ['an element, by an alias', 'copy: &x\n  name: Kestrel\n  results: []\nmodel-index:\n- *x\n', 6, 3],
    ['the results', 'model-index:\n- name: Kestrel\n  results: &x []\ncopy: *x\n', 4, 15],
    [
      'a result',
      withMetrics('- type: f1', '  value: 1').replace('- task', '- &x\n    task').concat('copy: *x\n'),
      6,
      5,
    ],
    [
      'the metrics',
      withMetrics('- type: f1', '  value: 1').replace('metrics:', 'metrics: &x').concat('copy: *x\n'),
      11,
      5,
    ],
  ])('that share %s are named, and the card is refused', (_, yaml, line, column) => {
    const error = refusal(() => merge(card(yaml)));
    expect(error).toMatchObject({ code: 'invalid-card', details: { line, column } });
    expect(error.message).toContain('anchor or an alias');
  });

  it('do not stand in the way when nothing has to be added', () => {
    const yaml = withMetrics('- type: acc', '  value: 85.2').replace('metrics:', 'metrics: &x').concat('copy: *x\n');
    expect(mergeYaml(yaml)).toBe(yaml);
  });

  it.each([
    ['the element', withMetrics('- {type: f1, value: 1}').replace('- name', '- &x\n  name')],
    ['the results', withMetrics('- {type: f1, value: 1}').replace('results:', 'results: &x')],
  ])('that share %s are refused when a metric is added', (_, yaml) => {
    expect(refusal(() => merge(card(`${yaml}copy: *x\n`))).code).toBe('invalid-card');
  });
  it.each([
    ['the index', withMetrics('- {type: acc, value: 1}').replace('model-index:', 'model-index: &x')],
    ['the result', withMetrics('- {type: acc, value: 1}').replace('- task', '- &x\n    task')],
    ['the metrics', withMetrics('- {type: acc, value: 1}').replace('metrics:', 'metrics: &x')],
    ['the metric', withMetrics('- &x {type: acc, value: 1}')],
  ])('that share %s are refused when a value is replaced', (_, yaml) => {
    expect(refusal(() => merge(card(`${yaml}copy: *x\n`), undefined, replace)).code).toBe('invalid-card');
  });

  it('that nothing refers to do not stand in the way', () => {
    const yaml = withMetrics('- {type: f1, value: 1}').replace('metrics:', 'metrics: &x');
    expect(opsOf(yaml)).toEqual(['add']);
  });

  it.each([
    ['metrics', `saved: &x\n- {type: acc, value: 85.2}\n${withMetrics()}`.replace('metrics:', 'metrics: *x')],
    ['a metric', `saved: &x {type: acc, value: 85.2}\n${withMetrics('- *x')}`],
    [
      'a result',
      'saved: &x {task: {type: text-generation}, dataset: {name: MMLU, type: cais/mmlu}, metrics: [{type: acc, value: 85.2}]}\nmodel-index:\n- name: Kestrel\n  results:\n  - *x\n',
    ],
    ['a value', `saved: &x {type: acc, value: 85.2}\n${withMetrics('- <<: *x', '  name: accuracy')}`],
  ])('bring in what is held already: %s', (_, yaml) => {
    expect(opsOf(yaml)).not.toContain('add');
  });
});

describe('a hostile card is answered at once:', () => {
  /** Milliseconds that a merge takes, refused or not. */
  function timeOf(yaml: string): number {
    const start = performance.now();
    try {
      merge(card(yaml));
    } catch (error) {
      expect(error).toMatchObject({ code: 'invalid-card' });
    }
    return performance.now() - start;
  }

  const laughs = (levels: number): string =>
    `a0: &a0 [1]\n${Array.from({ length: levels }, (_, at) => `a${at + 1}: &a${at + 1} [*a${at}, *a${at}]\n`).join('')}`;

  it.each([
    ['deep lists', `a:\n${Array.from({ length: 5_000 }, (_, at) => `${' '.repeat(at)}- \n`).join('')}`],
    ['deep mappings', `a: ${'{a: '.repeat(50_000)}\n`],
    ['many comments', '# \n'.repeat(100_000)],
    ['many brackets in comments', `a: [ # ${']'.repeat(50_000)}\n  ]\n`],
    ['a long key', `? ${'a'.repeat(1_000_000)}\n: 1\n`],
    ['blanks', `a: b\n${' '.repeat(500_000)}\n`],
    ['dashes', `a: |\n  x\n${'  ---\n'.repeat(100_000)}`],
    ['a list within itself', 'a: &a [*a, *a]\n'],
  ])('%s', (_, yaml) => {
    expect(timeOf(yaml)).toBeLessThan(2_000);
  });

  it('aliases of aliases', () => {
    expect(timeOf(laughs(19))).toBeLessThan(100);
  });
  it('aliases of aliases in the arguments of a metric', () => {
    const yaml = `${laughs(17)}${withMetrics('- {type: acc, value: 1, args: *a17}')}`;
    expect(timeOf(yaml)).toBeLessThan(100);
  });
  it('arguments of a metric that hold themselves', () => {
    expect(timeOf(withMetrics('- type: acc', '  value: 1', '  args: &a', '    b: *a'))).toBeLessThan(2_000);
  });
  it('a comment of many signs behind a pair in a list', () => {
    expect(timeOf(`a: [b: c ${'# '.repeat(14)}\n  , d: e]\n`)).toBeLessThan(100);
  });
});

it('what the scores say cannot break the card', () => {
  const awkward = ['"', "'", '# no comment', '---', '\n---\n', ': ', '{', '- a', '\u2028', '\ud800', '🦅', 'yes', '*a'];
  for (const text of awkward) {
    for (const yaml of ['license: mit\n', withMetrics('- {type: f1, value: 1}'), 'model-index: []\n']) {
      const scores = [score({ metric: { type: text, name: text }, source: { name: text, url: text } })];
      const result = merge(card(yaml), scores, { modelName: text });
      expect(merge(result.text, scores, { modelName: text }).text).toBe(result.text);
      expect(result.text.endsWith('\n---\n\n# Kestrel\n')).toBe(true);
    }
  }
});
