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
