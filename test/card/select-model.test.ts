import { describe, expect, it } from 'vitest';
import { extract, gfm, OWN, refusal, scores } from './read-card-text.ts';

const COLUMNS = gfm(
  ['Benchmark', 'Kestrel 7B', 'Kestrel 7B Instruct', 'Heron 13B'],
  ['MMLU', '61.2', '63.9', '66.0'],
  ['GSM8K', '52.1', '-', '60.3'],
);
const ROWS = gfm(
  ['Model', 'Size', 'MMLU', 'GSM8K'],
  ['Kestrel', '7B', '61.2', '52.1'],
  ['Kestrel', '13B', '66.0', '60.3'],
  ['Heron', '7B', '58.7', 'N/A'],
);

describe('the model', () => {
  it.each([
    ['the repo’s own', COLUMNS, OWN, [61.2, 52.1]],
    ['by name', COLUMNS, { ...OWN, name: 'heron-13b' }, [66.0, 60.3]],
    ['by column, whatever the name', COLUMNS, { ...OWN, name: 'no such', columnIndex: 2 }, [63.9]],
    ['by name and size column', ROWS, OWN, [61.2, 52.1]],
    ['by a label that is unique', ROWS, { name: 'Heron' }, [58.7]],
  ] as const)('is found: %s', async (_, text, choice, values) => {
    expect((await extract(text, choice)).results.map((result) => result.value)).toEqual(values);
  });

  it.each([
    ['no such column', COLUMNS, { name: 'Kestrel 70B' }, 'model-not-found', ['Kestrel 7B', 'Heron 13B']],
    ['a part of a name', COLUMNS, { name: 'Kestrel' }, 'model-not-found', ['Kestrel 7B']],
    ['more than the name', COLUMNS, { name: 'Kestrel 7B Instruct v2' }, 'model-not-found', []],
    ['no name at all', COLUMNS, {}, 'model-not-found', ['Kestrel 7B']],
    ['two rows of one name', ROWS, { name: 'Kestrel' }, 'model-ambiguous', ['Kestrel 7B', 'Kestrel 13B']],
    ['a size that is not there', ROWS, { name: 'Kestrel 34B' }, 'model-not-found', ['Kestrel 13B']],
    ['a row of another size', ROWS, { name: 'Heron 13B' }, 'model-not-found', ['Heron']],
    [
      'the same column twice',
      gfm(['Task', 'Kestrel 7B', 'Kestrel 7B'], ['MMLU', '61.2', '61.9']),
      OWN,
      'model-ambiguous',
      [],
    ],
    ['a column past the last', COLUMNS, { columnIndex: 4 }, 'column-out-of-range', ['0 to 3']],
    ['the column of labels', COLUMNS, { columnIndex: 0 }, 'column-without-scores', ['Kestrel 7B']],
    ['a column where models are rows', ROWS, { columnIndex: 2 }, 'column-without-scores', ['--model-name']],
    [
      'another model than the card’s own',
      gfm(['Metric', 'Value'], ['MMLU', '61.2']),
      { ...OWN, name: 'Heron' },
      'model-not-found',
      ['harbor-labs/Kestrel-7B'],
    ],
    [
      'rows without labels',
      gfm(['WER clean', 'WER other'], ['1.9', '3.9'], ['2.1', '4.4']),
      OWN,
      'model-ambiguous',
      [],
    ],
    [
      'no number for it',
      gfm(['Task', 'Kestrel 7B', 'Heron 13B'], ['MMLU', 'TBD', '66.0'], ['GSM8K', '-', '60.3']),
      OWN,
      'no-scores',
      [],
    ],
  ] as const)('is refused: %s', async (_, text, choice, code, mentions) => {
    const error = await refusal(text, choice);
    expect(error.code).toBe(code);
    for (const mention of mentions) expect(`${error.message} ${error.hint}`).toContain(mention);
  });

  it('may have several rows when only a facet tells them apart', async () => {
    const text = gfm(
      ['Model', 'Language', 'WER'],
      ['Kestrel 7B', 'French', '9.1'],
      ['Kestrel 7B', 'Dutch', '7.0'],
      ['Heron', 'French', '8.8'],
    );
    expect(await scores(text)).toEqual([
      { benchmark: 'WER', subset: 'French', value: 9.1, higherIsBetter: false },
      { benchmark: 'WER', subset: 'Dutch', value: 7, higherIsBetter: false },
    ]);
  });

  it('may have a row in each of several sections, which then tell its scores apart', async () => {
    const text = gfm(
      ['Model', 'MMLU'],
      ['**w/ CoT**', ''],
      ['Kestrel 7B', '61.2'],
      ['Heron', '66.0'],
      ['**w/o CoT**', ''],
      ['Kestrel 7B', '58.9'],
    );
    expect(await scores(text)).toEqual([
      { benchmark: 'MMLU', subset: 'w/ CoT', value: 61.2 },
      { benchmark: 'MMLU', subset: 'w/o CoT', value: 58.9 },
    ]);
    expect(await scores(text, { name: 'Heron' })).toEqual([{ benchmark: 'MMLU', group: 'w/ CoT', value: 66 }]);
  });

  it.each(['Heron 13B', '4-bit', 'GPTQ'])('is not one model in a section called %s', async (section) => {
    const text = gfm(
      ['Model', 'MMLU'],
      ['**BF16**', ''],
      ['Kestrel 7B', '61.2'],
      [section, ''],
      ['Kestrel 7B', '58.9'],
    );
    expect(await refusal(text)).toMatchObject({ code: 'model-ambiguous' });
  });

  it('may be named letter by letter, footnote mark and all', async () => {
    const text = gfm(['Model', 'MMLU'], ['**Kestrel 7B**\\*', '61.2'], ['**Kestrel 7B**', '58.9']);
    expect((await extract(text, { name: 'Kestrel 7B' })).results).toMatchObject([{ value: 58.9 }]);
    expect((await extract(text, { name: 'Kestrel 7B*' })).results).toMatchObject([{ value: 61.2 }]);
    expect(await refusal(text)).toMatchObject({ code: 'model-ambiguous' });
  });

  it('is the one that the repo is named after letter by letter, in each of its rows', async () => {
    const text = gfm(
      ['Language', 'Method', 'R@1'],
      ['English', 'Kestrel-7B', '66.3'],
      ['English', 'Kestrel-7B\\*', '67.1'],
      ['French', 'Kestrel-7B', '61.8'],
      ['French', 'Kestrel-7B\\*', '62.0'],
    );
    expect((await extract(text)).results).toMatchObject([
      { value: 66.3, subset: 'English' },
      { value: 61.8, subset: 'French' },
    ]);
  });

  it('may come again in blocks of tasks, which then tell its scores apart', async () => {
    const text = gfm(
      ['', 'Model', 'Maple', 'Oak'],
      ['Entity recognition', 'Kestrel-7B', '0.794', '0.892'],
      ['', 'Heron-13B', '0.685', '0.886'],
      ['Relation extraction', 'Kestrel-7B', '0.548', '0.717'],
      ['', 'Heron-13B', '0.292', '0.521'],
    );
    expect((await extract(text)).results).toMatchObject([
      { value: 0.794, subset: 'Entity recognition' },
      { value: 0.892, subset: 'Entity recognition' },
      { value: 0.548, subset: 'Relation extraction' },
      { value: 0.717, subset: 'Relation extraction' },
    ]);
  });

  it('comes again in blocks that may be models of their own: that is two models', async () => {
    const text = gfm(
      ['', 'Model', 'MMLU'],
      ['V2', 'Kestrel-7B', '79.4'],
      ['', 'Heron-13B', '68.5'],
      ['V1', 'Kestrel-7B', '54.8'],
      ['', 'Heron-13B', '29.2'],
    );
    expect(await refusal(text)).toMatchObject({ code: 'model-ambiguous' });
  });

  it('may have several settings of prompting', async () => {
    const text = gfm(
      ['Model', 'Setting', 'Meteor'],
      ['Kestrel-7B', 'zero-shot', '12.2'],
      ['Kestrel-7B', 'few-shot (k=2)', '13.8'],
    );
    expect((await extract(text)).results).toMatchObject([{ value: 12.2 }, { value: 13.8 }]);
  });

  it('may have rows of datasets with a metric each, under a common header', async () => {
    const text =
      '<table><tr><th rowspan=2>Dataset</th><th rowspan=2>Model</th><th colspan=2>Performance</th></tr><tr><th>Metrics</th><th>Results</th></tr>' +
      '<tr><td rowspan=2>Maple</td><td>Heron</td><td rowspan=2>WER</td><td>7.7</td></tr><tr><td>Kestrel-7B</td><td>7.5</td></tr>' +
      '<tr><td rowspan=2>Oak</td><td>Heron</td><td rowspan=2>ACC</td><td>0.554</td></tr><tr><td>Kestrel-7B</td><td>0.553</td></tr></table>';
    expect((await extract(text)).results).toMatchObject([
      { benchmark: 'Maple', metric: 'WER', value: 7.5 },
      { benchmark: 'Oak', metric: 'ACC', value: 0.553 },
    ]);
  });

  it('may be an architecture beside its size', async () => {
    const text = gfm(['arch', 'params', 'top-1'], ['ViT-S/16', '21M', '77.0%'], ['ViT-B/16', '85M', '78.2%']);
    expect((await extract(text, { name: 'ViT-B/16' })).results).toMatchObject([{ value: 78.2 }]);
  });

  it('may be named over any of the columns beside its label', async () => {
    const text = gfm(
      ['Backbone', 'Method', 'Pretrain', 'Crop size', 'mIoU'],
      ['Kestrel-B', 'UPerNet', 'Maple', '512', '48.1'],
      ['Kestrel-B', 'UPerNet', 'Oak', '640', '50.0'],
    );
    expect((await extract(text, { name: 'Kestrel-B UPerNet Oak' })).results).toMatchObject([{ value: 50 }]);
    expect(await refusal(text, { name: 'Kestrel-B UPerNet' })).toMatchObject({ code: 'model-ambiguous' });
  });

  it('is no row of supports', async () => {
    const text = gfm(['Model', 'accuracy', 'macro avg'], ['Kestrel 7B', '40.4', '35.3'], ['Support', '1377', '1377']);
    expect(await refusal(text, { name: 'Support' })).toMatchObject({ code: 'model-not-found' });
  });

  it('may be named once for several rows of datasets', async () => {
    const text = gfm(
      ['Model', 'Dataset', 'Accuracy'],
      ['Kestrel 7B', 'IMDB', '91.1'],
      ['', 'SST-2', '93.0'],
      ['Heron', 'IMDB', '88.8'],
      ['', 'SST-2', '90.1'],
    );
    expect(await scores(text)).toEqual([
      { benchmark: 'IMDB', metric: 'Accuracy', value: 91.1 },
      { benchmark: 'SST-2', metric: 'Accuracy', value: 93 },
    ]);
  });
});
