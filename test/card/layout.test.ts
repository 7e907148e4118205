import { describe, expect, it } from 'vitest';
import { gfm, judgeOnly } from './read-card-text.ts';

describe('the layout', () => {
  it('finds a second header row', async () => {
    const text = gfm(
      ['Model', 'SQuAD', 'MNLI'],
      ['', 'EM / F1', 'Acc.'],
      ['Kestrel', '88.0', '90.1'],
      ['Heron', '84.1', '86.6'],
    );
    const { layout } = await judgeOnly(text);
    expect(layout.headerRows).toBe(2);
    expect(layout.heads).toEqual([['Model'], ['SQuAD', 'EM / F1'], ['MNLI', 'Acc.']]);
  });

  it('finds a second header row below spans, though it is no <th> and its names are in no list', async () => {
    const text =
      '<table><thead><tr><th>Task</th><th colspan=2>Contacts</th><th colspan=2>Folds</th></tr></thead>' +
      '<tr><td>Test set</td><td>Large</td><td>Maple</td><td>Maple</td><td>Oak</td></tr>' +
      '<tr><td>Kestrel</td><td>39.3</td><td>40.1</td><td>41.2</td><td>42.0</td></tr></table>';
    const { layout } = await judgeOnly(text);
    expect(layout.headerRows).toBe(2);
    expect(layout.heads[4]).toEqual(['Folds', 'Oak']);
  });

  it('finds levels of a header by their names, though what they name is in no list', async () => {
    const text = gfm(
      ['Task', 'Leaf classification', 'Bark detection'],
      ['Dataset', 'Maple-1K', 'Oak20K'],
      ['Split', 'val', 'val'],
      ['Kestrel', '89.8', '62.0'],
    );
    const { layout } = await judgeOnly(text);
    expect(layout.headerRows).toBe(3);
    expect(layout.heads[1]).toEqual(['Leaf classification', 'Maple-1K', 'val']);
  });

  it('drops rows in which nothing stands but what a cell above spans', async () => {
    const text =
      '<table><tr><td>Dataset</td><td>Model</td><td>Acc</td></tr><tr><td rowspan=4>Maple</td><td>Kestrel 7B</td><td>59.2</td></tr><tr></tr><tr><td>Heron 13B</td><td>62.7</td></tr><tr></tr></table>';
    const { layout } = await judgeOnly(text);
    expect(layout.rows.map((row) => [row.index, row.section])).toEqual([
      [1, undefined],
      [3, undefined],
    ]);
  });

  it('drops spacer rows and keeps section rows for the rows below', async () => {
    const text = gfm(
      ['Benchmark', 'Kestrel 7B'],
      ['**Knowledge**', ''],
      ['MMLU', '61.2'],
      ['---', '---'],
      ['**Math**', ''],
      ['GSM8K', '52.1'],
    );
    const { layout } = await judgeOnly(text);
    expect(layout.rows.map((row) => [row.index, row.section])).toEqual([
      [2, 'Knowledge'],
      [5, 'Math'],
    ]);
  });

  it('takes the first row of an HTML table without header for values when it holds numbers', async () => {
    const { layout } = await judgeOnly(
      '<table><tr><td>MMLU</td><td>61.2</td></tr><tr><td>GSM8K</td><td>52.1</td></tr></table>',
    );
    expect(layout.headerRows).toBe(0);
    expect(layout.rows.map((row) => row.index)).toEqual([0, 1]);
  });
});
