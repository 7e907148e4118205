import fc from 'fast-check';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { renderModelIndex } from '../../../src/formats/model-index/render.ts';
import type { Score } from '../../../src/scores/score.ts';

function score(changes: Partial<Score> = {}): Score {
  return {
    task: { type: 'text-generation' },
    dataset: { type: 'cais/mmlu', name: 'MMLU' },
    metric: { type: 'acc', name: 'accuracy' },
    value: 85.2,
    written: '85.20',
    model: { name: 'Kestrel' },
    provenance: { kind: 'card-table', table: 1, line: 1, at: [1, 1] },
    ...changes,
  };
}

describe('the model-index block', () => {
  it('has the keys of the Hub, in their order, and numbers as written', () => {
    const source = { name: 'Model README', url: 'https://hub.example/org/model' };
    const dataset = { type: 'cais/mmlu', name: 'MMLU', config: 'all', split: 'test', args: { num_few_shot: 5 } };
    expect(renderModelIndex([score({ dataset, source })], 'Kestrel')).toBe(
      [
        'model-index:',
        '- name: Kestrel',
        '  results:',
        '  - task:',
        '      type: text-generation',
        '    dataset:',
        '      name: MMLU',
        '      type: cais/mmlu',
        '      config: all',
        '      split: test',
        '      args:',
        '        num_few_shot: 5',
        '    metrics:',
        '    - type: acc',
        '      value: 85.20',
        '      name: accuracy',
        '    source:',
        '      url: https://hub.example/org/model',
        '      name: Model README',
        '',
      ].join('\n'),
    );
  });

  it('puts metrics of one dataset and source together, and keeps the rest apart', () => {
    const shots = (num_few_shot: number) => ({ dataset: { type: 'cais/mmlu', name: 'MMLU', args: { num_few_shot } } });
    const yaml = renderModelIndex(
      [score(shots(5)), score(shots(0)), score({ ...shots(5), metric: { type: 'f1', name: 'F1' } })],
      'Kestrel',
    );
    const [{ results }] = (load(yaml) as { 'model-index': [{ results: { metrics: { type: string }[] }[] }] })[
      'model-index'
    ];
    expect(results.map((result) => result.metrics.map((metric) => metric.type))).toEqual([['acc', 'f1'], ['acc']]);
  });

  it('any text is read back as the same text, any number as the same number', () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme', minLength: 1 }),
      fc.constantFrom(
        'yes',
        'null',
        '~',
        '1.0',
        '1e3',
        '0x1f',
        '2024-01-01',
        '- a',
        'a: b',
        '# c',
        '{d}',
        '[e]',
        '*f',
        '&g',
        '!h',
        '|',
        '>',
        '%',
        '@i',
        '`j`',
        "'",
        '"',
        '\\',
        ' k ',
        'l\nm',
        '\u2028',
        '\ufeff',
        '12:30:45',
      ),
    );
    const number = fc.tuple(fc.integer({ min: -999, max: 9_999 }), fc.option(fc.stringMatching(/^\d{1,5}$/)));
    fc.assert(
      fc.property(text, text, number, (name, model, [whole, decimals]) => {
        const written = decimals === null ? String(whole) : `${whole}.${decimals}`;
        const yaml = renderModelIndex([score({ metric: { type: 'x', name }, value: Number(written), written })], model);
        expect(load(yaml)).toMatchObject({
          'model-index': [{ name: model, results: [{ metrics: [{ name, value: Number(written) }] }] }],
        });
        expect(yaml).toContain(`value: ${written}\n`);
      }),
      { numRuns: 500 },
    );
  });
});
