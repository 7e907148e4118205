import { describe, expect, it } from 'vitest';
import { CARD, card, OTHER_TABLE, PLAIN_TABLE, REPO, SETTINGS_TABLE, TABLE_LINE } from './cards.ts';
import { expectNoTrace } from './expectations.ts';
import { renderSummary } from './rendered-summary.ts';
import { type ActionRun, runAction } from './run-action.ts';
import { runCliOn } from './run-cli.ts';

const files = { 'README.md': CARD };
const inputs = { card: 'README.md', 'repo-id': REPO };

/** What a step leaves behind when there was nothing to undo. */
async function expectClean(run: ActionRun & { post: () => Promise<ActionRun> }): Promise<void> {
  expectNoTrace(run);
  expect([run.stderr, run.envFile, run.state]).toEqual(['', '', {}]);
  const post = await run.post();
  expect([post.code, post.stdout, post.stderr, post.summary, post.outputFile]).toEqual([0, '', '', '', '']);
}

describe('the Action', () => {
  it('previews: outputs, summary and annotations', async () => {
    const run = await runAction(inputs, { files });
    expect(run.code).toBe(0);
    await expectClean(run);
    const { outputs, annotations } = run;
    expect(Object.keys(outputs).sort()).toEqual(['changed', 'results', 'status', 'tables', 'yaml']);
    expect([outputs.status, outputs.changed]).toEqual(['previewed', 'false']);
    expect(annotations.map(({ name, properties }) => [name, properties.file, properties.line])).toEqual([
      ['notice', 'README.md', String(TABLE_LINE)],
      ['warning', 'README.md', String(TABLE_LINE + 6)],
    ]);
    expect(annotations[1]?.data).toContain('86.4/85.1');
    expect(run.stdout).toContain('85.20');
  });

  it('gives the same results, YAML and tables as the command line', async () => {
    const args = ['--card', 'README.md', '--repo-id', REPO, '--format', 'json'];
    const [run, extracted, inspected] = await Promise.all([
      runAction(inputs, { files }),
      runCliOn(files, ['extract-readme', ...args]),
      runCliOn(files, ['inspect-tables', ...args]),
    ]);
    const document = JSON.parse(extracted.stdout);
    expect(JSON.parse(run.outputs.results ?? '')).toEqual(document);
    expect(JSON.parse(run.outputs.tables ?? '')).toEqual(JSON.parse(inspected.stdout));
    expect(run.outputs.yaml?.trimEnd()).toBe(document.yaml.trimEnd());
  });

  it('summarizes a preview: scores with card lines, skipped cells, the chosen column, the YAML', async () => {
    const run = await runAction(inputs, { files: { 'README.md': `${CARD}\n${card({ Training: SETTINGS_TABLE })}` } });
    const { tables, bold, yaml, details } = renderSummary(run.summary);
    const [scores = [], skipped = [], used = [], all = []] = tables;
    const lineAt = scores[0]?.indexOf('Card line') ?? -1;
    expect(scores.slice(1).map((row) => [row[0], row[lineAt]])).toEqual([
      ['MMLU (5-shot)', String(TABLE_LINE + 2)],
      ['GSM8K', String(TABLE_LINE + 3)],
      ['HellaSwag', String(TABLE_LINE + 4)],
    ]);
    expect(bold).toEqual(expect.arrayContaining(['85.20', '71.3%', '79.4 ± 0.3']));
    expect(skipped.slice(1).map(([benchmark, cell]) => [benchmark, cell])).toEqual([
      ['GPQA', '-'],
      ['DROP', '86.4/85.1'],
    ]);
    expect(used[0]).toEqual(['Benchmark', 'Sparrow 3B ◀', 'Finch 7B']);
    // The chosen column stands out, and the other one does not.
    expect(bold).toContain('86.4/85.1');
    expect(bold).not.toContain('80.1');
    expect(all.slice(1).map(([number, , , kind]) => [number, kind])).toEqual([
      ['1', 'evaluation'],
      ['2', 'other'],
    ]);
    expect(details.length).toBeGreaterThan(2);
    expect(yaml).toMatchObject([{ 'model-index': [{ name: 'Sparrow-3B' }] }]);
  });

  it('inspects', async () => {
    const text = card({ Training: SETTINGS_TABLE, Evaluation: PLAIN_TABLE });
    const run = await runAction({ ...inputs, mode: 'inspect' }, { files: { 'README.md': text } });
    expect(run.code).toBe(0);
    await expectClean(run);
    expect(Object.keys(run.outputs).sort()).toEqual(['changed', 'status', 'tables']);
    expect([run.outputs.status, run.outputs.changed]).toEqual(['inspected', 'false']);
    expect(JSON.parse(run.outputs.tables ?? '').tables).toMatchObject([
      { kind: 'other' },
      { kind: 'evaluation', line: 11 },
    ]);
    expect(run.annotations).toEqual([]);
    expect(run.summary).toContain('2 tables');
  });

  it('annotates no file outside of the checkout', async () => {
    const run = await runAction(inputs, { files, env: { GITHUB_WORKSPACE: '/somewhere/else' } });
    expect([run.code, run.annotations.filter(({ properties }) => 'file' in properties)]).toEqual([0, []]);
  });

  it.each<[string, Record<string, string>, Record<string, string>, string, number]>([
    ['a model that is not there', { ...inputs, 'repo-id': 'aviary/Heron-9B' }, files, 'model-not-found', 1],
    ['no card', inputs, {}, 'no-card', 1],
    ['an unknown mode', { ...inputs, mode: 'bogus' }, files, 'usage', 2],
    ['an unknown source', { ...inputs, source: 'bogus' }, files, 'usage', 2],
    ['a switch that is neither true nor false', { ...inputs, 'force-table': 'yes', table: '1' }, files, 'usage', 2],
    ['nothing at all', {}, files, 'usage', 2],
    ['several problems', { ...inputs, table: 'x', 'model-column-index': 'y' }, files, 'usage', 2],
    ['no tables', inputs, { 'README.md': '# Nothing\n' }, 'no-tables', 1],
  ])('refuses %s: status, code, summary, one annotation', async (_, given, checkout, code, exit) => {
    const run = await runAction(given, { files: checkout });
    expect(run.code).toBe(exit);
    await expectClean(run);
    expect(run.outputs).toMatchObject({ status: 'refused', code, changed: 'false' });
    expect([run.outputs.yaml, run.outputs.results]).toEqual([undefined, undefined]);
    expect(run.annotations.map(({ name, properties }) => [name, properties.title])).toEqual([['error', code]]);
    expect(run.summary).toContain(code);
    expect(run.summary).toMatch(/refused/i);
  });

  it('reports all problems of the inputs at once', async () => {
    const run = await runAction({ ...inputs, table: 'x', 'model-column-index': 'y', 'task-type': 'No Tag' }, { files });
    for (const name of ['table', 'model-column-index', 'task-type']) {
      expect(run.annotations[0]?.data).toMatch(new RegExp(`\\b${name} must`));
      expect(run.summary).toContain(name);
    }
  });

  it('points at the line of the card that cannot be read', async () => {
    const bytes = Buffer.concat([Buffer.from('# A\n\nB\n'), Buffer.from([0xff, 0xc3, 0x28, 0x0a])]);
    const run = await runAction(inputs, { files: { 'README.md': bytes } });
    expect(run.annotations).toMatchObject([{ name: 'error', properties: { file: 'README.md', line: '4' } }]);
  });

  it.each([[['GITHUB_STEP_SUMMARY']], [['GITHUB_OUTPUT']], [['GITHUB_STEP_SUMMARY', 'GITHUB_OUTPUT', 'GITHUB_STATE']]])(
    'works without %s',
    async (without) => {
      const [good, bad] = await Promise.all([
        runAction(inputs, { files, without }),
        runAction({ ...inputs, 'repo-id': 'aviary/Heron-9B' }, { files, without }),
      ]);
      expect([good.code, bad.code]).toEqual([0, 1]);
      for (const run of [good, bad]) expectNoTrace(run);
    },
  );

  it('ends with an error, not with a trace, when a file of the runner cannot be written', async () => {
    const env = { GITHUB_STEP_SUMMARY: '/nonexistent/summary', GITHUB_OUTPUT: '/nonexistent/output' };
    const run = await runAction(inputs, { files, env });
    expect(run.code).not.toBe(0);
    expectNoTrace(run);
  });

  it.each(['true', 'True', 'TRUE'])('takes a table by force: %s', async (force) => {
    const checkout = { 'README.md': card({ Hyperparameters: OTHER_TABLE }) };
    const run = await runAction({ ...inputs, table: '1', 'force-table': force }, { files: checkout });
    expect([run.code, run.outputs.status]).toEqual([0, 'previewed']);
  });
});
