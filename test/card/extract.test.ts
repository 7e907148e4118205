import { describe, expect, it } from 'vitest';
import { extract, gfm, OWN, refusal, scores } from './read-card-text.ts';

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

  it('a rank, a date among categories and "id" among languages are told from quantities', async () => {
    const ranked = gfm(
      ['T', 'Model', 'MMLU'],
      ['1', 'Kestrel 7B', '61.2'],
      ['2', 'Heron', '60.0'],
      ['3', 'Ibis', '59.1'],
    );
    expect(await scores(ranked)).toMatchObject([{ benchmark: 'MMLU', value: 61.2 }]);
    const categories = gfm(
      ['query_category', 'Kestrel 7B', 'Heron'],
      ['date', '64', '72'],
      ['group_by', '82.9', '91.4'],
    );
    expect(await scores(categories)).toMatchObject([{ benchmark: 'date' }, { benchmark: 'group_by' }]);
    const languages = gfm(['M3Exam', 'En', 'Vi', 'Id', 'Th'], ['Kestrel 7B', '54.8', '38.7', '41.1', '35.0']);
    expect(await scores(languages)).toMatchObject([{ value: 54.8 }, { value: 38.7 }, { value: 41.1 }, { value: 35 }]);
  });

  it('columns of sizes, speeds and links give nothing', async () => {
    const text = gfm(
      ['Model', 'Params (M)', 'Latency (ms)', 'top1', 'Paper', 'GMACs'],
      ['Kestrel 7B', '28.6', '7.1', '83.4', '[link](u)', '4.5'],
      ['Heron', '5.2', '3.0', '77.1', '[link](u)', '0.4'],
    );
    expect(await scores(text)).toEqual([{ benchmark: 'top1', value: 83.4 }]);
  });

  it('a column of large whole numbers among scores gives nothing, whatever its name', async () => {
    const text = gfm(
      ['Model', 'Maple', 'Oak', 'Wbl.'],
      ['Kestrel 7B', '0.1137', '0.0659', '345'],
      ['Heron 13B', '0.1121', '0.0614', '213'],
    );
    const { results } = await extract(`## Results\n\n${text}`);
    expect(results.map((result) => result.value)).toEqual([0.1137, 0.0659]);
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

describe('a further header within the table', () => {
  const text = gfm(
    ['', 'Kestrel 7B', 'Heron'],
    ['MMLU', '61.2', '66.0'],
    ['GSM8K', '52.1', '60.3'],
    ['', '**Ibis 70B**', '**Jay**'],
    ['HumanEval', '40.4', '41.9'],
  );

  it('ends what the first header names', async () => {
    const { results, skipped } = await extract(text);
    expect(results.map((result) => result.value)).toEqual([61.2, 52.1]);
    expect(skipped).toMatchObject([{ cell: '40.4', reason: 'it stands below another header, at line 5' }]);
  });

  it('names no model that can be chosen', async () => {
    expect(await refusal(text, { name: 'Ibis 70B' })).toMatchObject({ code: 'model-not-found' });
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

describe('numbers between 0 and 1', () => {
  const header = ['Benchmark', 'Kestrel 7B'];
  const isCertain = async (rows: readonly (readonly string[])[]): Promise<boolean> =>
    (await extract(gfm(rows[0] ?? [], ...rows.slice(1)))).areFractions;

  it.each<[string, readonly (readonly string[])[]]>([
    ['a multiple-choice test has one', [header, ['GSM8K', '0.412'], ['MMLU (5-shot)', '0.612']]],
    [
      'the header says so',
      [
        ['Benchmark (0-1)', 'Kestrel 7B'],
        ['GSM8K', '0.412'],
        ['HLE', '0.051'],
      ],
    ],
    [
      'a harness printed them',
      [
        ['Tasks', 'Version', 'Metric', 'Value', '', 'Stderr'],
        ['gsm8k', '3', 'exact_match', '0.412', '±', '0.0136'],
        ['aime', '1', 'exact_match', '0.112', '±', '0.0136'],
      ],
    ],
  ])('are fractions for certain when %s', async (_, rows) => {
    expect(await isCertain(rows)).toBe(true);
  });

  it.each<[string, readonly (readonly string[])[]]>([
    ['of hard tests alone', [header, ['HLE', '0.9'], ['AIME 2026', '0.4'], ['GSM8K', '0.8']]],
    ['with one above 1', [header, ['MMLU', '0.612'], ['GSM8K', '41.2']]],
    ['of which a multiple-choice test has next to nothing', [header, ['MMLU', '0.01'], ['GSM8K', '0.8']]],
    ['of a test that only sounds like multiple choice', [header, ['MMLU-Kite', '0.9'], ['GSM8K', '0.8']]],
    [
      'far below the rows by which a table is judged',
      [header, ...Array.from({ length: 310 }, (_, at) => [`Kite ${at}`, '0.5']), ['MMLU', '61.2']],
    ],
  ])('may be percentages: %s', async (_, rows) => {
    expect(await isCertain(rows)).toBe(false);
  });
});
