import { describe, expect, it } from 'vitest';
import { CARD, card, PLAIN_TABLE, REPO, SETTINGS_TABLE, TABLE_LINE, table } from './cards.ts';
import { runChild } from './child.ts';
import { runCliOn, scratchWith } from './run-cli.ts';

type Column = { index: number; header: string; match?: boolean };
type Table = { table: number; line: number; kind: string; columns: Column[]; command?: string };
type Document = { repo_id?: string; tables: Table[] };

const INSPECT = ['inspect-tables', '--card', 'README.md', '--repo-id', REPO];

async function inspectJson(text: string, args: readonly string[] = INSPECT): Promise<Document> {
  const run = await runCliOn({ 'README.md': text }, [...args, '--format', 'json']);
  expect([run.code, run.stderr]).toEqual([0, '']);
  return JSON.parse(run.stdout) as Document;
}

describe('inspect-tables', () => {
  it('prints one JSON document in the published shape', async () => {
    const { repo_id, tables } = await inspectJson(CARD);
    expect([repo_id, tables.length]).toEqual([REPO, 1]);
    expect(tables[0]).toMatchObject({
      table: 1,
      line: TABLE_LINE,
      kind: 'evaluation',
      why: expect.stringMatching(/./),
      orientation: 'benchmarks-as-rows',
      heading: 'Evaluation',
      columns: [
        { index: 0, header: 'Benchmark' },
        { index: 1, header: 'Sparrow 3B', match: true },
        { index: 2, header: 'Finch 7B' },
      ],
      rows: 5,
      sample: [['MMLU (5-shot)', '85.20', '80.1'], ['GSM8K', '71.3%', '60.0%'], expect.any(Array)],
    });
    expect(tables[0]?.columns.filter(({ match }) => match !== undefined)).toHaveLength(1);
  });

  it('judges each table, and lists all of them in order', async () => {
    const models = table(
      ['Model', 'MMLU', 'GSM8K'],
      [
        ['Sparrow 3B', '61.5', '44.0'],
        ['Finch 7B', '58.1', '41.7'],
      ],
    );
    const values = table(
      ['Metric', 'Value'],
      [
        ['MMLU', '61.5'],
        ['GSM8K', '44.0'],
      ],
    );
    const text = card({ Training: SETTINGS_TABLE, 'By model': models, Evaluation: values });
    const { tables } = await inspectJson(text);
    expect(tables).toMatchObject([
      { table: 1, line: 3, kind: 'other', orientation: null, heading: 'Training' },
      { table: 2, line: 11, kind: 'evaluation', orientation: 'models-as-rows', heading: 'By model' },
      { table: 3, line: 18, kind: 'evaluation', orientation: 'single-model', heading: 'Evaluation' },
    ]);
  });

  it('sees no tables in fences, indented code and comments', async () => {
    const indented = PLAIN_TABLE.replace(/^/gm, '    ');
    const hidden = `\`\`\`\n${PLAIN_TABLE}\`\`\`\n\n<!--\n${PLAIN_TABLE}-->\n\n${indented}`;
    const { tables } = await inspectJson(card({ Hidden: hidden, Evaluation: PLAIN_TABLE }));
    expect(tables).toMatchObject([{ table: 1, heading: 'Evaluation' }]);
  });

  it('shows tables, columns with their index and the command for people', async () => {
    const text = card({ Training: SETTINGS_TABLE, Evaluation: PLAIN_TABLE });
    const run = await runCliOn({ 'README.md': text }, INSPECT);
    expect([run.code, run.stderr]).toEqual([0, '']);
    const parts = [
      '2 tables, 1 with scores',
      'Table 1',
      'Table 2',
      'line 11',
      'other',
      '[0] Benchmark',
      '[1] Sparrow 3B ◀',
    ];
    for (const part of parts) expect(run.stdout).toContain(part);
    expect(run.stdout).not.toContain('Finch 7B ◀');
    expect(run.stdout).toContain(`hf-eval extract-readme --repo-id ${REPO} --card README.md --table 2`);
  });

  it.each<[string, readonly string[], readonly (readonly (string | number)[])[], readonly string[]]>([
    [
      'a column that is the repo',
      ['Benchmark', 'Sparrow 3B', 'Finch 7B'],
      [
        ['MMLU', 61.5, 58.1],
        ['GSM8K', 44.2, 41.7],
      ],
      INSPECT,
    ],
    [
      'models in rows',
      ['Model', 'MMLU', 'GSM8K'],
      [
        ['Sparrow 3B', 61.5, 58.1],
        ['Finch 7B', 44.2, 41.7],
      ],
      INSPECT,
    ],
    [
      'no model names',
      ['Metric', 'Value'],
      [
        ['MMLU', 61.5],
        ['GSM8K', 44.2],
      ],
      INSPECT,
    ],
    [
      'no model names, and no repo',
      ['Metric', 'Value'],
      [
        ['MMLU', 61.5],
        ['GSM8K', 44.2],
      ],
      INSPECT.slice(0, 3),
    ],
    [
      'models in columns, and no repo',
      ['Benchmark', 'A 3B', 'B 7B'],
      [
        ['MMLU', 61.5, 58.1],
        ['GSM8K', 44.2, 41.7],
      ],
      INSPECT.slice(0, 3),
    ],
  ])('prints a command that works: %s', async (_, head, rows, args) => {
    const cwd = await scratchWith({ 'README.md': card({ Evaluation: table(head, rows) }) });
    const inspected = await runCliOn({}, [...args, '--format', 'json'], { cwd });
    const command = (JSON.parse(inspected.stdout) as Document).tables[0]?.command ?? '';
    // What is in capitals is to be filled in.
    const filled = command
      .replace(/(--model-column-index) INDEX/, '$1 1')
      .replace(/(--model-name) NAME/, "$1 'Some Bird'");
    const words = await runChild('sh', ['-c', filled.replace(/^hf-eval /, "printf '%s\\0' ")]);
    const run = await runCliOn({}, words.stdout.split('\0').slice(0, -1), { cwd });
    expect([run.code, run.stderr]).toEqual([0, '']);
  });
});
