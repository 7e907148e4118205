import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalHub, startLocalHub } from '../local-hub/server.ts';
import { CARD, card, REPO, table } from './cards.ts';
import { bundle, ROOT, runChild } from './child.ts';
import { expectNoTrace, expectRefusal } from './expectations.ts';
import { runCli, runCliOn, scratchWith } from './run-cli.ts';

describe('help', () => {
  it.each([[[]], [['--help']], [['-h']], [['help']]])('tells the commands: %s', async (args) => {
    const run = await runCli(args);
    expect([run.code, run.stderr]).toEqual([0, '']);
    for (const part of ['inspect-tables', 'extract-readme', 'HF_TOKEN', 'HF_ENDPOINT', 'Exit codes']) {
      expect(run.stdout).toContain(part);
    }
  });

  it.each<[string, readonly string[]]>([
    ['inspect-tables', ['--repo-id', '--card', '--revision', '--format']],
    [
      'extract-readme',
      [
        '--repo-id',
        '--card',
        '--revision',
        '--format',
        '--table',
        '--model-column-index',
        '--model-name',
        '--task-type',
        '--dataset-name',
        '--dataset-type',
        '--force-table',
      ],
    ],
  ])('tells the options of %s', async (command, options) => {
    for (const args of [
      [command, '--help'],
      [command, '-h'],
      [command, '--table', 'x', '--help'],
    ]) {
      const run = await runCli(args);
      expect([run.code, run.stderr]).toEqual([0, '']);
      for (const option of options) expect(run.stdout).toContain(`  ${option} `);
      expect(run.stdout).toContain(`Usage: hf-eval ${command}`);
      expect(Math.max(...run.stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(120);
    }
  });

  it('has the version of the package', async () => {
    const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
    for (const flag of ['--version', '-V']) {
      const run = await runCli([flag]);
      expect([run.code, run.stdout, run.stderr]).toEqual([0, `${version}\n`, '']);
    }
  });

  it('has examples whose options exist', async () => {
    for (const command of ['inspect-tables', 'extract-readme']) {
      const { stdout } = await runCli([command, '--help']);
      const examples = stdout.match(/^ +hf-eval .*$/gm) ?? [];
      expect(examples.length).toBeGreaterThan(0);
      for (const option of examples.join(' ').match(/--[a-z-]+/g) ?? []) expect(stdout).toContain(`  ${option} `);
    }
  });
});

describe('the environment', () => {
  let hub: LocalHub;

  beforeAll(async () => {
    hub = await startLocalHub();
    await hub.addModel({ id: REPO, files: { 'README.md': CARD } });
    for (const token of ['hf_fromFile', 'hf_fromEnvironment']) hub.addToken(token, { user: token, role: 'read' });
  });

  afterAll(() => hub.close());

  const inspect = ['inspect-tables', '--repo-id', REPO];
  const lastToken = () => hub.requests.at(-1)?.headers.authorization;

  it('is completed by .env in the current folder', async () => {
    const dotenv = `# remark\nHF_ENDPOINT="${hub.url}"\nHF_TOKEN=hf_fromFile\n`;
    const run = await runCliOn({ '.env': dotenv }, inspect);
    expect([run.code, run.stderr, lastToken()]).toEqual([0, '', 'Bearer hf_fromFile']);
  });

  it('is not overridden by .env', async () => {
    const dotenv = 'HF_ENDPOINT=http://127.0.0.1:1\nHF_TOKEN=hf_fromFile\n';
    const env = { HF_ENDPOINT: hub.url, HF_TOKEN: 'hf_fromEnvironment' };
    const run = await runCliOn({ '.env': dotenv }, inspect, { env });
    expect([run.code, run.stderr, lastToken()]).toEqual([0, '', 'Bearer hf_fromEnvironment']);
  });

  it('keeps its token from a server that only .env names', async () => {
    const run = await runCliOn({ '.env': `HF_ENDPOINT=${hub.url}\n` }, inspect, {
      env: { HF_TOKEN: 'hf_fromEnvironment' },
    });
    expect([run.code, run.stderr, lastToken()]).toEqual([0, '', undefined]);
  });

  it('may be a .env that says nothing', async () => {
    for (const dotenv of ['', '\0\0', '=x\nno equals sign\n', 'HF_TOKEN=\n']) {
      const run = await runCliOn({ '.env': dotenv }, inspect, { env: { HF_ENDPOINT: hub.url } });
      expect([run.code, run.stderr, lastToken()]).toEqual([0, '', undefined]);
    }
  });

  it('may have a folder called .env, as virtual environments of Python are', async () => {
    const cwd = await scratchWith({ 'README.md': CARD });
    await mkdir(join(cwd, '.env'));
    const run = await runCliOn({}, ['inspect-tables', '--card', 'README.md'], { cwd });
    expect([run.code, run.stderr]).toEqual([0, '']);
  });

  it.skipIf(process.platform === 'win32')('may offer a named pipe as the card: refused, not waited for', async () => {
    const cwd = await scratchWith({});
    execFileSync('mkfifo', [join(cwd, 'pipe.md')]);
    const run = await runCliOn({}, ['inspect-tables', '--card', 'pipe.md'], { cwd });
    expectRefusal(run, 'no-card', /not a regular file/);
  });

  it.each(['/', '///', ' '])('may end the endpoint with %j', async (end) => {
    const run = await runCli(['extract-readme', '--repo-id', REPO, '--format=yaml'], {
      env: { HF_ENDPOINT: hub.url + end },
    });
    expect([run.code, run.stderr]).toEqual([0, '']);
    expect(run.stdout).toContain(`url: ${hub.url}/${REPO}`);
    expect(hub.requests.at(-1)?.path).toBe(`/${REPO}/resolve/main/README.md`);
  });

  it('may have an endpoint with a path', async () => {
    await runCli(inspect, { env: { HF_ENDPOINT: `${hub.url}/mirror/` } });
    expect(hub.requests.at(-1)?.path).toBe(`/mirror/${REPO}/resolve/main/README.md`);
  });

  it.each([
    'nonsense',
    'ftp://example.test',
    'huggingface.co',
    'file:///etc',
    'http://user:pass-word@example.test',
    'javascript:alert(1)',
  ])('refuses %s as endpoint', async (endpoint) => {
    const run = await runCli(inspect, { env: { HF_ENDPOINT: endpoint } });
    expectRefusal(run, 'usage', /HF_ENDPOINT/);
    expect(run.stderr).not.toContain('pass-word');
  });

  it.each<[string, Record<string, string>, boolean]>([
    ['nothing', {}, false],
    ['FORCE_COLOR', { FORCE_COLOR: '1' }, true],
    ['FORCE_COLOR=0', { FORCE_COLOR: '0' }, false],
    ['NO_COLOR', { NO_COLOR: '1' }, false],
  ])('colours with %s: %s', async (_, env, coloured) => {
    const files = { 'README.md': CARD };
    const [good, bad] = await Promise.all([
      runCliOn(files, ['inspect-tables', '--card', 'README.md'], { env }),
      runCliOn(files, ['bogus'], { env }),
    ]);
    expect([good.stdout, bad.stderr].map((text) => text.includes('\u001b['))).toEqual([coloured, coloured]);
  });

  it('colours neither JSON nor YAML', async () => {
    const env = { FORCE_COLOR: '1' };
    for (const format of ['json', 'yaml']) {
      const run = await runCliOn(
        { 'README.md': CARD },
        ['extract-readme', '--card', 'README.md', '--repo-id', REPO, '--format', format],
        { env },
      );
      expect([run.code, run.stdout.includes('\u001b')]).toEqual([0, false]);
    }
  });
});

describe('a reader of stdout', () => {
  it.each(['inspect-tables', 'extract-readme'])('may go away early: %s', async (command) => {
    const rows = Array.from({ length: 4000 }, (_, at) => [`MMLU part ${at}`, '1.5', '2.5']);
    const long = table(['Benchmark', 'Sparrow 3B', 'Finch 7B'], rows);
    const cards = Object.fromEntries(
      Array.from({ length: 500 }, (_, at) => [
        `Evaluation ${at}`,
        table(
          ['Benchmark', 'Sparrow 3B'],
          [
            ['MMLU', 1.5],
            ['GSM8K', 2.5],
          ],
        ),
      ]),
    );
    const files = { 'README.md': command === 'inspect-tables' ? card(cards) : card({ Evaluation: long }) };
    const cwd = await scratchWith(files);
    const script = `"$0" "$1" ${command} --card README.md --repo-id ${REPO} | head -n 1`;
    const run = await runChild('sh', ['-c', script, process.execPath, bundle('cli')], { cwd });
    expectNoTrace(run);
    expect([run.code, run.stderr, run.stdout.split('\n').length]).toEqual([0, '', 2]);
  });

  it.skipIf(!existsSync('/dev/full'))('that is full is an error, said once', async () => {
    const cwd = await scratchWith({ 'README.md': CARD });
    for (const rest of ['', ' --format json', ' --table 9 --format json']) {
      const script = `"$0" "$1" extract-readme --card README.md --repo-id ${REPO}${rest} > /dev/full`;
      const run = await runChild('sh', ['-c', script, process.execPath, bundle('cli')], { cwd });
      expectNoTrace(run);
      expect(run.code).toBe(1);
      expect(run.stderr.match(/error \[cannot-write\] Standard output cannot be written/g)).toHaveLength(1);
    }
  });

  it('gets all of a long result', async () => {
    const rows = Array.from({ length: 4000 }, (_, at) => [`MMLU part ${at}`, '1.5', '2.5']);
    const files = { 'README.md': card({ Evaluation: table(['Benchmark', 'Sparrow 3B', 'Finch 7B'], rows) }) };
    const run = await runCliOn(files, ['extract-readme', '--card', 'README.md', '--repo-id', REPO, '--format', 'json']);
    expect(JSON.parse(run.stdout).results).toHaveLength(4000);
  });
});
