import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { card, PLAIN_ROWS, PLAIN_TABLE, REPO, table } from './cards.ts';
import { runChild, scratchDir } from './child.ts';
import { BIDI, CONTROLS, expectNoTrace } from './expectations.ts';
import { ATTACKS, hostileCard, YAML_LABELS } from './hostile-card.ts';
import { type RenderedSummary, renderSummary } from './rendered-summary.ts';
import { type ActionRun, runAction } from './run-action.ts';
import { runCliOn, scratchWith } from './run-cli.ts';

const FILE = ['--card', 'README.md', '--repo-id', REPO];
const TEXTS = Object.values(ATTACKS);
const HOSTILE = hostileCard(TEXTS);

/** The runner acts on nothing but what the Action itself asks for. */
function expectOwnCommands(run: ActionRun, annotations: RegExp): void {
  for (const { name, properties, data } of run.commands) {
    expect(name).toMatch(/^(?:add-mask|group|endgroup|stop-commands|notice|warning|error|hf_eval_[0-9a-z]{8,})$/);
    expect(JSON.stringify(properties)).not.toContain('canary');
    if (name === 'group' || name === 'stop-commands') expect(data).toMatch(/^(?:Tables|Scores|hf_eval_[0-9a-z]{8,})$/);
  }
  expect(run.masks).toEqual([]);
  for (const { name } of run.annotations) expect(name).toMatch(annotations);
  expect([run.envFile, run.state]).toEqual(['', {}]);
}

/** Nothing in a summary is more than text, a table, a mark or code. */
function expectHarmless({ elements, texts }: RenderedSummary): void {
  const tags = new Set(elements.map(({ tag }) => tag));
  const known = /^(?:h2|p|table|thead|tbody|tr|th|td|strong|em|code|pre|details|summary|blockquote|br)$/;
  expect([...tags].filter((tag) => !known.test(tag))).toEqual([]);
  const attributes = elements.flatMap(({ tag, attributes: all }) =>
    Object.entries(all).map(([name, value]) => `${tag} ${name}=${value}`),
  );
  expect(
    attributes.filter(
      (text) => !/^(?:t[hd] style=text-align:\s?right|details open=|code class=language-yaml)$/.test(text),
    ),
  ).toEqual([]);
  const active = /(?:^|[^\w])@\w|(?:^|[^\w&])#\d|https?:\/\/\w|\bwww\.\w/;
  expect(texts.filter((text) => active.test(text))).toEqual([]);
}

function expectCleanStreams(run: ActionRun): void {
  for (const text of [run.stdout, run.stderr, run.summary, run.outputFile]) {
    expect(text).not.toMatch(CONTROLS);
    expect(text).not.toMatch(BIDI);
  }
}

describe('a card full of attacks', () => {
  it('does nothing to a terminal', async () => {
    const cwd = await scratchWith({ 'README.md': HOSTILE });
    for (const args of [
      ['inspect-tables'],
      ['inspect-tables', '--format=json'],
      ['extract-readme'],
      ['extract-readme', '--format=json'],
      ['extract-readme', '--table', '1'],
      ['extract-readme', '--table', '1', '--format=json'],
      ['extract-readme', '--table', '1', '--format=yaml'],
      ['extract-readme', '--table', '1', '--model-name', 'Canary'],
      ['extract-readme', '--table', '2', '--model-name', 'Canary'],
      ['extract-readme', '--table', '2', '--model-name', 'Canary', '--format=json'],
    ]) {
      const run = await runCliOn({}, [...args, ...FILE], { cwd });
      expectNoTrace(run);
      expect(run.stdout).not.toMatch(CONTROLS);
      expect(run.stderr).not.toMatch(CONTROLS);
      expect(run.stdout + run.stderr).not.toMatch(BIDI);
    }
    expect(existsSync(join(cwd, 'pwned'))).toBe(false);
  });

  it.each([
    ['preview', { mode: 'preview', table: '1' }, 0, /^(?:notice|warning)$/],
    ['inspect', { mode: 'inspect' }, 0, /^never$/],
    ['a choice of tables', { mode: 'preview' }, 1, /^error$/],
    ['a choice of models', { mode: 'preview', table: '2', 'model-name': 'Canary' }, 1, /^error$/],
  ] as const)('does nothing to the runner, and stays text in the summary: %s', async (_, inputs, code, annotations) => {
    const run = await runAction({ card: 'README.md', 'repo-id': REPO, ...inputs }, { files: { 'README.md': HOSTILE } });
    expectNoTrace(run);
    expect(run.code).toBe(code);
    expectOwnCommands(run, annotations);
    expectCleanStreams(run);
    expectHarmless(renderSummary(run.summary));
  });

  it('leaves the folded blocks and the YAML of the summary whole', async () => {
    const run = await runAction(
      { card: 'README.md', 'repo-id': REPO, table: '1' },
      { files: { 'README.md': HOSTILE } },
    );
    const { details, yaml, tables } = renderSummary(run.summary);
    expect(details.map((title) => title.replace(/\d+/, 'N').replace(/:.*/, ''))).toEqual([
      'Not taken',
      'YAML',
      'Table N, as the card has it',
      'The card has N tables',
    ]);
    expect(run.summary.match(/<details\b/g)).toHaveLength(run.summary.match(/^<\/details>$/gm)?.length ?? -1);
    expect(yaml).toEqual([load(run.outputs.yaml ?? '')]);
    // No label broke out of its cell: what the Action itself says stands where it belongs.
    const [scores = [], findings = [], skipped = [], , all = []] = tables;
    expect(scores.slice(1).filter((row) => !/^\d+$/.test(row.at(-1) ?? ''))).toEqual([]);
    expect(findings.slice(1).filter((row) => !/^\d+$/.test(row.at(-1) ?? ''))).toEqual([]);
    expect(skipped.slice(1).filter((row) => !/^\d+$/.test(row.at(-1) ?? ''))).toEqual([]);
    expect(
      all
        .slice(1)
        .filter(([number, line, , kind]) => !/^\d+ \d+ (?:evaluation|other)$/.test(`${number} ${line} ${kind}`)),
    ).toEqual([]);
  });

  it.each(Object.entries(ATTACKS))('shows %s as the only label, too', async (_, text) => {
    const files = {
      'README.md': card({ [text]: table([text, text, 'Sparrow 3B'], [[text, text, '1.5'], ...PLAIN_ROWS]) }),
    };
    const run = await runAction({ card: 'README.md', 'repo-id': REPO, table: '1' }, { files });
    expectNoTrace(run);
    expectOwnCommands(run, /^(?:notice|warning|error)$/);
    expectCleanStreams(run);
    expectHarmless(renderSummary(run.summary));
  });
});

describe('a reference in letters', () => {
  it('stays text', async () => {
    const files = {
      'README.md': card({
        Evaluation: table(['Benchmark', 'Sparrow 3B'], [...PLAIN_ROWS.map((row) => row.slice(0, 2)), ['GH-5', 7.5]]),
      }),
    };
    const run = await runAction({ card: 'README.md', 'repo-id': REPO }, { files });
    expect(run.code).toBe(0);
    expect(renderSummary(run.summary).texts.filter((text) => /\bGH-\d/.test(text))).toEqual([]);
  });
});

describe('labels that are hard on YAML', () => {
  let run: ActionRun;
  const rows = YAML_LABELS.map((label, at) => [label, `${at}.25`, '1.5']);
  const text = card({ Evaluation: table(['Benchmark', 'Sparrow 3B', 'Finch 7B'], [...PLAIN_ROWS, ...rows]) });

  it('come back as they were', async () => {
    run = await runAction({ card: 'README.md', 'repo-id': REPO }, { files: { 'README.md': text } });
    expect(run.code).toBe(0);
    const { results } = JSON.parse(run.outputs.results ?? '') as { results: { benchmark: string; value: number }[] };
    const unknown = results.slice(PLAIN_ROWS.length);
    expect(unknown.length).toBeGreaterThan(YAML_LABELS.length * 0.8);
    const document = load(run.outputs.yaml ?? '') as {
      'model-index': {
        results: { dataset: { name: string }; metrics: { type: unknown; name: unknown; value: unknown }[] }[];
      }[];
    };
    const metrics =
      document['model-index'][0]?.results
        .filter(({ dataset }) => dataset.name === 'Benchmarks')
        .flatMap((result) => result.metrics) ?? [];
    expect(metrics.map(({ value }) => value)).toEqual(unknown.map(({ value }) => value));
    // A name may say more than the label, such as the section; the label is in it as it is.
    for (const [at, { benchmark }] of unknown.entries()) expect(metrics[at]?.name).toContain(benchmark);
    for (const { type } of metrics) expect(typeof type).toBe('string');
  });

  it('come back under the rules of YAML 1.1, too', async () => {
    const { YAML11_SCHEMA } = await import('js-yaml');
    const read = load(run.outputs.yaml ?? '', { schema: YAML11_SCHEMA });
    expect(read).toEqual(load(run.outputs.yaml ?? ''));
  });

  it.each([
    'key: value',
    '- item',
    'yes',
    'null',
    '# x',
    '{{x}}',
    '"',
    "'",
    '1.0',
    '2024-01-01',
    '::error::canary',
    'a\\nb',
  ])('as the name of a dataset and of a model: %s', async (name) => {
    const args = [
      'extract-readme',
      '--card',
      'README.md',
      '--format=yaml',
      `--dataset-name=${name}`,
      `--model-name=${name}`,
    ];
    const values = card({
      Evaluation: table(
        ['Metric', 'Value'],
        [
          ['MMLU', 61.5],
          ['GSM8K', 44.2],
        ],
      ),
    });
    const { stdout, code } = await runCliOn({ 'README.md': values }, args);
    expect(code).toBe(0);
    expect(load(stdout)).toMatchObject({ 'model-index': [{ name, results: [{ dataset: { name } }] }] });
  });
});

describe('printed commands', () => {
  it.each([
    'a b.md',
    '$(touch pwned).md',
    '`touch pwned`.md',
    "it's.md",
    'a"b.md',
    'a;touch pwned.md',
    'a&b|c>d.md',
    '~/x.md',
    '*.md',
    'ü.md',
    '!x.md',
    '-x.md',
    '#x.md',
    'a\\b.md',
  ])('are safe to paste, and work: %s', async (name) => {
    const cwd = await scratchWith({ [name]: card({ Evaluation: PLAIN_TABLE }) });
    const shown = await runCliOn({}, ['inspect-tables', `--card=${name}`, '--repo-id', REPO], { cwd });
    const command = /^ +\$ hf-eval (.*)$/m.exec(shown.stdout)?.[1] ?? '';
    const words = await runChild('sh', ['-c', `printf '%s\\0' ${command}`], { cwd });
    expect(existsSync(join(cwd, 'pwned'))).toBe(false);
    const run = await runCliOn({}, words.stdout.split('\0').slice(0, -1), { cwd });
    expect([run.code, run.stderr]).toEqual([0, '']);
  });

  it.each(['$(touch pwned)', '`touch pwned`', "x'; touch pwned; '", 'a b', '-x', '--help'])(
    'quote a revision: %s',
    async (revision) => {
      const cwd = await scratchWith({ 'README.md': card({ Evaluation: PLAIN_TABLE }) });
      const shown = await runCliOn({}, ['inspect-tables', ...FILE, `--revision=${revision}`], { cwd });
      const command = /^ +\$ hf-eval (.*)$/m.exec(shown.stdout)?.[1] ?? '';
      const words = await runChild('sh', ['-c', `printf '%s\\0' ${command}`], { cwd });
      expect(words.stdout).toContain(revision);
      expect(existsSync(join(cwd, 'pwned'))).toBe(false);
    },
  );

  it('hold nothing of a hostile card that a shell would run', async () => {
    const cwd = await scratchWith({ 'README.md': HOSTILE });
    const [shown, refused] = await Promise.all([
      runCliOn({}, ['inspect-tables', ...FILE], { cwd }),
      runCliOn({}, ['extract-readme', ...FILE], { cwd }),
    ]);
    const commands = `${shown.stdout}\n${refused.stderr}`.match(/hf-eval extract-readme .*$/gm) ?? [];
    expect(commands.length).toBeGreaterThan(TEXTS.length);
    const safe = await scratchDir();
    const script = [...new Set(commands)].map((command) => command.replace(/^hf-eval/, "printf '%s\\0'")).join('\n');
    const run = await runChild('sh', ['-c', script], { cwd: safe });
    expect([run.code, run.stderr, existsSync(join(safe, 'pwned'))]).toEqual([0, '', false]);
  });
});

describe('hostile inputs', () => {
  const files = { 'README.md': card({ Evaluation: PLAIN_TABLE }) };

  it.each(Object.entries(ATTACKS))('as the name of a model: %s', async (_, text) => {
    const run = await runAction({ card: 'README.md', 'repo-id': REPO, 'model-name': text }, { files });
    expect(run.code).toBeGreaterThan(0);
    expectNoTrace(run);
    expectOwnCommands(run, /^error$/);
    expectHarmless(renderSummary(run.summary));
    for (const stream of [run.stdout, run.summary, run.outputFile]) expect(stream).not.toMatch(CONTROLS);
  });

  it.each(['mode', 'source', 'repo-id', 'card', 'table', 'task-type', 'dataset-type', 'force-table'])(
    'as %s',
    async (name) => {
      for (const text of [
        '::error::canary',
        'x\n::add-mask::canary\n##[error]canary',
        '<img src=x onerror=alert(1)>@canary #1',
      ]) {
        const run = await runAction({ card: 'README.md', 'repo-id': REPO, [name]: text }, { files });
        expect(run.code).toBeGreaterThan(0);
        expectNoTrace(run);
        expectOwnCommands(run, /^error$/);
        expectHarmless(renderSummary(run.summary));
      }
    },
  );
});
