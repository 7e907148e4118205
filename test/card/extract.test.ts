import { describe, expect, it } from 'vitest';
import { type Extraction, extractScores } from '../../src/card/extract.ts';
import type { ModelChoice } from '../../src/card/model-choice.ts';
import { UserError } from '../../src/errors.ts';
import { gfm, judgeOnly } from './read-card-text.ts';

const OWN: ModelChoice = { repoId: 'harbor-labs/Kestrel-7B' };

async function extract(text: string, choice: ModelChoice = OWN): Promise<Extraction> {
  return extractScores(await judgeOnly(text), choice);
}

/** The scores in short: names and value. */
async function scores(text: string, choice: ModelChoice = OWN): Promise<unknown[]> {
  const { results } = await extract(text, choice);
  return results.map(({ line, at, written, ...score }) => score);
}

async function refusal(text: string, choice: ModelChoice = OWN): Promise<UserError> {
  try {
    await extract(text, choice);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

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

describe('names and marks', () => {
  it('come from category, metric and shots columns', async () => {
    const text = gfm(
      ['Category', 'Benchmark', '# Shots', 'Metric', 'Kestrel 7B', 'Heron 13B'],
      ['General', 'MMLU', '5', 'acc', '61.2', '66.0'],
      ['', 'AGIEval', '3-5', 'acc', '41.2', '46.0'],
      ['Math', 'MATH (4-shot)', '', 'em', '12.1', '20.3'],
    );
    expect(await scores(text)).toEqual([
      { benchmark: 'MMLU', group: 'General', metric: 'acc', shots: 5, value: 61.2 },
      { benchmark: 'AGIEval', group: 'General', metric: 'acc', value: 41.2 },
      { benchmark: 'MATH (4-shot)', group: 'Math', metric: 'em', shots: 4, value: 12.1 },
    ]);
  });

  it('are carried down over blank cells only where another column tells the rows apart', async () => {
    const text = gfm(
      ['Task', 'Version', 'Metric', 'Value', '', 'Stderr'],
      ['arc_easy', '0', 'acc', '0.8506', '±', '0.0073'],
      ['', '', 'acc_norm', '0.8245', '±', '0.0078'],
      ['', '', '', '0.8300', '', ''],
    );
    const { results, skipped } = await extract(text);
    expect(
      results.map(({ benchmark, metric, value, stderr, unit }) => ({ benchmark, metric, value, stderr, unit })),
    ).toEqual([
      { benchmark: 'arc_easy', metric: 'acc', value: 0.8506, stderr: 0.0073, unit: 'fraction' },
      { benchmark: 'arc_easy', metric: 'acc_norm', value: 0.8245, stderr: 0.0078, unit: 'fraction' },
    ]);
    expect(skipped).toMatchObject([{ cell: '0.8300', reason: 'its row or column has no label' }]);
  });

  it('come from two header levels', async () => {
    const text = gfm(
      ['Model', 'SQuAD', 'MNLI'],
      ['', 'F1', 'Acc.'],
      ['Kestrel 7B', '88.0', '90.1'],
      ['Heron', '84.1', '86.6'],
    );
    expect(await scores(text)).toEqual([
      { benchmark: 'SQuAD', metric: 'F1', value: 88 },
      { benchmark: 'MNLI', metric: 'Acc.', value: 90.1 },
    ]);
  });

  it('of two-way tables without models are shared out', async () => {
    expect(await scores(gfm(['metric', 'dev', 'test'], ['f1', '95.1', '91.3']))).toEqual([
      { benchmark: 'f1', subset: 'dev', value: 95.1 },
      { benchmark: 'f1', subset: 'test', value: 91.3 },
    ]);
    expect(await scores(gfm(['Split', 'VQA', 'GQA'], ['test-dev', '72.4%', '60.0%']))).toEqual([
      { benchmark: 'VQA', subset: 'test-dev', value: 72.4, unit: 'percent' },
      { benchmark: 'GQA', subset: 'test-dev', value: 60, unit: 'percent' },
    ]);
  });

  it('say which direction is better', async () => {
    const text = gfm(
      ['Model', 'PPL ↓', 'Acc ↑', 'WER'],
      ['Kestrel 7B', '7.9', '61.2', '9.1'],
      ['Heron', '7.1', '66.0', '8.8'],
    );
    expect((await extract(text)).results.map((result) => result.higherIsBetter)).toEqual([false, true, false]);
  });

  it.each([
    ['in the cell', gfm(['Task', 'Kestrel 7B'], ['MMLU', '61.2%'])],
    ['in the header', gfm(['Model', 'Top-1 Acc (%)'], ['Kestrel 7B', '61.2'])],
    ['in brackets', gfm(['Model', 'Accuracy [%]'], ['Kestrel 7B', '61.2'])],
    ['in words', gfm(['Model', 'AlpacaEval (win rate %)'], ['Kestrel 7B', '61.2'])],
  ])('percent is recorded, %s', async (_, text) => {
    expect((await extract(text)).results).toMatchObject([{ value: 61.2, unit: 'percent' }]);
  });

  it('a percentage inside a label is no unit', async () => {
    expect((await extract(gfm(['Augmentation', 'Accuracy', 'F1'], ['Typos 2%', '61.2', '60.1']))).results).toEqual([
      expect.not.objectContaining({ unit: 'percent' }),
      expect.not.objectContaining({ unit: 'percent' }),
    ]);
  });

  it('a spread column after several values belongs to none of them', async () => {
    const text = gfm(['Model', 'F1 mean', 'F1 median', 'F1 Std'], ['Kestrel 7B', '0.77', '0.78', '0.004']);
    expect((await extract(text)).results.map((result) => result.stderr)).toEqual([undefined, undefined]);
  });
});

describe('what is no score', () => {
  it('is shown with its reason and place', async () => {
    const text = gfm(
      ['Benchmark', 'Kestrel 7B', 'Heron 13B'],
      ['MMLU', '61.2', '66.0'],
      ['SQuAD', '88.0/84.1', '86.6'],
      ['GPQA', '-', '31.0'],
      ['Params (B)', '6.7', '13.0'],
    );
    const { results, skipped } = await extract(text);
    expect(results).toMatchObject([{ benchmark: 'MMLU', line: 3, at: [1, 1] }]);
    expect(skipped).toEqual([
      { benchmark: 'SQuAD', cell: '88.0/84.1', reason: 'more than one number', line: 4, at: [2, 1] },
      { benchmark: 'GPQA', cell: '-', reason: 'missing', line: 5, at: [3, 1] },
      { benchmark: 'Params (B)', cell: '6.7', reason: 'a size, a cost, a setting or a loss', line: 6, at: [4, 1] },
    ]);
  });

  it('what stands after "with", and SEED in capitals, is no quantity', async () => {
    const text = gfm(
      ['Model', 'Intents with full params', 'SEED', 'Seed', 'MMLU'],
      ['Kestrel 7B', '92.5', '58.6', '42', '61.2'],
      ['Heron', '95.0', '61.6', '42', '66.0'],
    );
    expect(await scores(text)).toMatchObject([{ value: 92.5 }, { value: 58.6 }, { value: 61.2 }]);
  });

  it('columns of sizes, speeds and links give nothing', async () => {
    const text = gfm(
      ['Model', 'Params (M)', 'Latency (ms)', 'top1', 'Paper', 'GMACs'],
      ['Kestrel 7B', '28.6', '7.1', '83.4', '[link](u)', '4.5'],
      ['Heron', '5.2', '3.0', '77.1', '[link](u)', '0.4'],
    );
    expect(await scores(text)).toEqual([{ benchmark: 'top1', value: 83.4 }]);
  });

  it('a number that spans rows or columns belongs to none of them', async () => {
    const text =
      '<table><tr><th>Benchmark</th><th>Kestrel 7B</th><th>Heron 13B</th></tr><tr><td>MMLU</td><td colspan="2">61.2</td></tr><tr><td>GSM8K</td><td>52.1</td><td>60.3</td></tr></table>';
    const { results, skipped } = await extract(text);
    expect(results).toMatchObject([{ benchmark: 'GSM8K', value: 52.1 }]);
    expect(skipped).toMatchObject([{ benchmark: 'MMLU', reason: 'one number for several rows or columns' }]);
  });
});

describe('what may not be told apart is not taken', () => {
  it('two numbers under one name', async () => {
    const text = gfm(['Type', 'Pearson'], ['Cosine', '0.7650'], ['Euclidean', '0.8089'], ['Cosine', '0.8075']);
    const { results, skipped } = await extract(`## Evaluation\n\n${text}`, { ...OWN, columnIndex: 1 }).catch(() => ({
      results: [],
      skipped: [],
    }));
    expect(results.filter((result) => result.benchmark === 'Cosine')).toEqual([]);
    expect(
      skipped.every((cell) => cell.benchmark !== 'Cosine' || cell.reason === 'several numbers under this name'),
    ).toBe(true);
  });

  it('numbers of another paper beside the own ones', async () => {
    const text = gfm(
      ['Metric', 'Score', 'Score (original paper)'],
      ['Rouge-1', '47.44', '49.98'],
      ['Rouge-2', '22.68', '24.69'],
    );
    const { results, skipped } = await extract(text);
    expect(results.map((result) => result.value)).toEqual([47.44, 22.68]);
    expect(skipped.map((cell) => cell.reason)).toEqual([
      'the number of another source',
      'the number of another source',
    ]);
  });

  it('a row with more cells than the header', async () => {
    const text =
      '| Model | mnli | anli | fever |\n|---|---|---|---|\n| Kestrel 7B | 85.7 | 53.7 | 76.1 | 78.8 |\n| Heron | 80.1 | 50.0 | 70.1 |\n';
    expect((await refusal(text)).code).toBe('no-scores');
  });

  it('counts among percentages', async () => {
    const text = gfm(['', 'val'], ['exact', '84.4'], ['f1', '87.5'], ['total', '11873'], ['HasAns_exact', '81.0']);
    const { results } = await extract(text);
    expect(results.map((result) => result.value)).not.toContain(11873);
  });

  it('a column of models under one caption is chosen by its own name', async () => {
    const text =
      '<table><tr><th rowspan="2">Benchmark</th><th colspan="2">Scores</th></tr><tr><th>Kestrel 7B</th><th>Heron 13B</th></tr><tr><td>MMLU</td><td>61.5</td><td>58.1</td></tr><tr><td>GSM8K</td><td>52.1</td><td>60.3</td></tr></table>';
    expect((await extract(text)).results.map((result) => result.value)).toEqual([61.5, 52.1]);
  });

  it('three ways to run a model, one of which is called like a split', async () => {
    const text =
      '<table><tr><th rowspan="2">Benchmark</th><th colspan="3">Kestrel 7B</th></tr><tr><th>low</th><th>medium</th><th>high</th></tr><tr><td>MMLU</td><td>80.4</td><td>84.0</td><td>85.3</td></tr></table>';
    expect((await refusal(text)).code).toMatch(/^model-/);
  });
});

describe('headers with gaps', () => {
  it('go on with the text to their left', async () => {
    const text = gfm(
      ['', 'SQuAD', '', 'MNLI'],
      ['Model', 'EM', 'F1', 'Acc.'],
      ['Kestrel 7B', '81.0', '88.0', '90.1'],
      ['Heron', '78.2', '84.1', '86.6'],
    );
    expect(await scores(text)).toEqual([
      { benchmark: 'SQuAD', metric: 'EM', value: 81 },
      { benchmark: 'SQuAD', metric: 'F1', value: 88 },
      { benchmark: 'MNLI', metric: 'Acc.', value: 90.1 },
    ]);
  });

  it('have benchmarks beside a column of categories', async () => {
    const text = gfm(
      ['Benchmark', '', 'Kestrel 7B', 'Heron 13B'],
      ['General', 'CMMLU', '83.1', '75.8'],
      ['', 'MMLU', '76.6', '76.8'],
      ['Math', 'MATH-500', '83.0', '72.4'],
      ['', 'AIME 2024', '20.0', '8.3'],
    );
    expect((await extract(text)).results.map(({ benchmark, group }) => [group, benchmark])).toEqual([
      ['General', 'CMMLU'],
      ['General', 'MMLU'],
      ['Math', 'MATH-500'],
      ['Math', 'AIME 2024'],
    ]);
  });
});
