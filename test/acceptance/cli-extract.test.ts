import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { CARD, card, PLAIN_TABLE, REPO, SETTINGS_TABLE, TABLE_LINE, table } from './cards.ts';
import { expectNoTrace } from './expectations.ts';
import { runCliOn } from './run-cli.ts';

type Result = { benchmark: string; value: number; line: number; at: [number, number] };
type Document = { results: Result[]; skipped: Result[]; yaml: string } & Record<string, unknown>;
type ModelIndex = {
  'model-index': {
    name: string;
    results: {
      task: object;
      dataset: { name: string; type: string };
      metrics: { type: string; name: string; value: number }[];
      source?: object;
    }[];
  }[];
};

const EXTRACT = ['extract-readme', '--card', 'README.md', '--repo-id', REPO];

async function extractJson(text: string, args: readonly string[] = EXTRACT): Promise<Document> {
  const run = await runCliOn({ 'README.md': text }, [...args, '--format', 'json']);
  expect([run.code, run.stderr]).toEqual([0, '']);
  return JSON.parse(run.stdout) as Document;
}

describe('extract-readme', () => {
  it('prints one JSON document in the published shape', async () => {
    const document = await extractJson(CARD);
    expect(document).toEqual({
      repo_id: REPO,
      table: 1,
      model: 'Sparrow 3B',
      column: 1,
      results: [
        { benchmark: 'MMLU (5-shot)', value: 85.2, shots: 5, line: TABLE_LINE + 2, at: [1, 1] },
        { benchmark: 'GSM8K', value: 71.3, unit: 'percent', line: TABLE_LINE + 3, at: [2, 1] },
        { benchmark: 'HellaSwag', value: 79.4, stderr: 0.3, line: TABLE_LINE + 4, at: [3, 1] },
      ],
      skipped: [
        { benchmark: 'GPQA', cell: '-', reason: 'missing', line: TABLE_LINE + 5, at: [4, 1] },
        { benchmark: 'DROP', cell: '86.4/85.1', reason: expect.any(String), line: TABLE_LINE + 6, at: [5, 1] },
      ],
      findings: [],
      yaml: expect.stringMatching(/^model-index:\n/),
    });
  });

  it('tells metric, group and subset where the table does', async () => {
    const head = ['Category', 'Benchmark', 'Metric', 'Sparrow 3B', 'Finch 7B'];
    const rows = [
      ['Knowledge', 'MMLU', 'acc', '61.5', '58.1'],
      ['Math', 'GSM8K', 'em', '44.0', '41.7'],
    ];
    const { results } = await extractJson(card({ Evaluation: table(head, rows) }));
    expect(results).toMatchObject([
      { benchmark: 'MMLU', group: 'Knowledge', metric: 'acc', at: [1, 3] },
      { benchmark: 'GSM8K', group: 'Math', metric: 'em', at: [2, 3] },
    ]);
  });

  it('prints YAML alone with --format yaml, numbers as the card writes them', async () => {
    const run = await runCliOn({ 'README.md': CARD }, [...EXTRACT, '--format', 'yaml']);
    expect([run.code, run.stderr]).toEqual([0, '']);
    expect(run.stdout).toMatch(/value: 85\.20$/m);
    const [entry, ...more] = (load(run.stdout) as ModelIndex)['model-index'];
    expect([entry?.name, more]).toEqual(['Sparrow-3B', []]);
    const values = entry?.results.flatMap(({ dataset, metrics }) =>
      metrics.map(({ value }) => [dataset.name.slice(0, 4), value]),
    );
    expect(values).toEqual([
      ['MMLU', 85.2],
      ['GSM8', 71.3],
      ['Hell', 79.4],
    ]);
    for (const result of entry?.results ?? []) {
      expect(result).toMatchObject({
        task: { type: 'text-generation' },
        dataset: { name: expect.any(String), type: expect.stringMatching(/^[\w.-]+(?:\/[\w.-]+)?$/) },
        source: { url: expect.stringMatching(/\/aviary\/Sparrow-3B$/) },
      });
      for (const metric of result.metrics) expect(metric.type).not.toBe('');
    }
  });

  it('prints scores, skipped cells and YAML for people', async () => {
    const run = await runCliOn({ 'README.md': CARD }, EXTRACT);
    expect([run.code, run.stderr]).toEqual([0, '']);
    for (const part of [
      '3 scores of',
      '85.20',
      'Not taken: 2',
      '86.4/85.1',
      `line ${TABLE_LINE + 6}`,
      'model-index:',
    ]) {
      expect(run.stdout).toContain(part);
    }
  });

  it('gives the same YAML in each format', async () => {
    const files = { 'README.md': CARD };
    const runs = await Promise.all(
      ['text', 'json', 'yaml'].map((format) => runCliOn(files, [...EXTRACT, `--format=${format}`])),
    );
    const [text = '', json = '', yaml = ''] = runs.map(({ stdout }) => stdout);
    expect((JSON.parse(json) as Document).yaml).toBe(yaml);
    expect(text.endsWith(yaml)).toBe(true);
  });

  it.each<[string, (text: string) => string, number]>([
    ['front matter', (text) => text, 0],
    ['no front matter', (text) => text.replace(/^---[\s\S]*?\n---\n/, ''), -4],
    ['CRLF', (text) => text.replaceAll('\n', '\r\n'), 0],
    ['a byte order mark', (text) => `\uFEFF${text}`, 0],
    ['a byte order mark and CRLF', (text) => `\uFEFF${text.replaceAll('\n', '\r\n')}`, 0],
    ['no final newline', (text) => text.trimEnd(), 0],
    ['long front matter', (text) => text.replace('---\n', `---\n${'# remark\n'.repeat(100)}`), 100],
    ['a rule that looks like a fence', (text) => text.replace('A made-up', '---\n\nA made-up'), 2],
    ['a comment above', (text) => text.replace('A made-up', '<!--\n\n\n-->\n\nA made-up'), 5],
  ])("counts the card's own lines, with %s", async (_, change, shift) => {
    const { results, skipped } = await extractJson(change(CARD));
    expect([...results, ...skipped].map(({ line }) => line - TABLE_LINE - shift)).toEqual([2, 3, 4, 5, 6]);
    expect(results.map(({ value }) => value)).toEqual([85.2, 71.3, 79.4]);
  });

  it('counts rows and lines of an HTML table with spans', async () => {
    const html = `<table>
<tr><th>Category</th><th>Benchmark</th><th>Sparrow 3B</th><th>Finch 7B</th></tr>
<tr><td rowspan="2">Reasoning</td><td>MMLU</td>
<td><b>61.5</b></td><td>58.1</td></tr>
<tr><td>GSM8K</td><td>44.0</td><td>41.7</td></tr>
</table>`;
    const { results, column } = await extractJson(card({ Evaluation: html }));
    expect(column).toBe(2);
    expect(results).toMatchObject([
      { benchmark: 'MMLU', group: 'Reasoning', value: 61.5, line: 6, at: [1, 2] },
      { benchmark: 'GSM8K', group: 'Reasoning', value: 44, line: 7, at: [2, 2] },
    ]);
  });

  it.each(['Scores', 'Accuracy (%)', 'Models', 'Performance'])(
    'takes no score of another model, with "%s" above the names of the models',
    async (title) => {
      const html = `<table>
<tr><th rowspan="2">Benchmark</th><th colspan="2">${title}</th></tr>
<tr><th>Sparrow 3B</th><th>Finch 7B</th></tr>
<tr><td>MMLU</td><td>61.5</td><td>58.1</td></tr>
<tr><td>GSM8K</td><td>44.0</td><td>41.7</td></tr>
</table>`;
      const run = await runCliOn({ 'README.md': card({ Evaluation: html }) }, [...EXTRACT, '--format', 'json']);
      const { results = [] } = JSON.parse(run.stdout) as Partial<Document>;
      expect(results.map(({ value }) => value).filter((value) => value === 58.1 || value === 41.7)).toEqual([]);
    },
  );

  it('takes models as rows, too', async () => {
    const rows = [
      ['Sparrow 3B', '61.5', '44.0'],
      ['Finch 7B', '58.1', '41.7'],
    ];
    const { model, results } = await extractJson(card({ Results: table(['Model', 'MMLU', 'GSM8K'], rows) }));
    expect(model).toBe('Sparrow 3B');
    expect(results).toMatchObject([
      { benchmark: 'MMLU', value: 61.5, line: 5, at: [1, 1] },
      { benchmark: 'GSM8K', value: 44, line: 5, at: [1, 2] },
    ]);
  });

  it.each([
    ['--model-name', 'finch-7b'],
    ['--model-name-override', 'Finch 7B'],
    ['--model-column-index', '2'],
    ['--model-column-index=2', '--model-name=Sparrow 3B'],
  ])('takes the model of %s %s', async (...choice) => {
    const document = await extractJson(CARD, [...EXTRACT, ...choice]);
    expect([document.model, document.column, document.results[0]?.value]).toEqual(['Finch 7B', 2, 80.1]);
  });

  it('takes a table without model names for the model of --repo-id or --model-name', async () => {
    const rows = [
      ['MMLU', '61.5'],
      ['GSM8K', '44.0'],
    ];
    const text = card({ Evaluation: table(['Metric', 'Value'], rows) });
    const byName = ['extract-readme', '--card', 'README.md', '--model-name', 'Some Bird'];
    const [repo, name] = await Promise.all([extractJson(text), extractJson(text, byName)]);
    expect([repo.results.length, repo.model, 'repo_id' in name]).toEqual([2, undefined, false]);
    expect((load(name.yaml) as ModelIndex)['model-index'][0]?.name).toBe('Some Bird');
  });

  it('chooses the only evaluation, or the table that is asked for', async () => {
    const text = card({ Training: SETTINGS_TABLE, Evaluation: PLAIN_TABLE });
    const [only, asked] = await Promise.all([extractJson(text), extractJson(text, [...EXTRACT, '--table', '2'])]);
    expect([only.table, asked.table, only.results.length]).toEqual([2, 2, 3]);
  });

  it('files scores as it is told', async () => {
    const filing = ['--task-type', 'summarization', '--dataset-name', 'House set', '--dataset-type', 'org/set'];
    const { yaml } = await extractJson(CARD, [...EXTRACT, ...filing]);
    expect(load(yaml)).toMatchObject({
      'model-index': [
        { results: [{ task: { type: 'summarization' }, dataset: { name: 'House set', type: 'org/set' } }] },
      ],
    });
  });

  it('is not changed by how often it runs', async () => {
    const runs = await Promise.all([1, 2].map(() => runCliOn({ 'README.md': CARD }, EXTRACT)));
    for (const run of runs) expectNoTrace(run);
    expect(runs[0]?.stdout).toBe(runs[1]?.stdout);
  });
});
