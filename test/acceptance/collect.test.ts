import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeZip } from '../files/zip.ts';
import { GSM8K, type LmEvalRun, lmEval, MODEL } from '../frameworks/results-fixtures.ts';
import { CONTROLS, expectJsonRefusal, expectNoTrace, expectRefusal } from './expectations.ts';
import { filesOf } from './model-repo.ts';
import { type Files, runCli, runCliOn, scratchWith } from './run-cli.ts';

const CARD = '---\nlicense: mit # ours\n---\n# Kestrel 7B\n';
const run = (changes: LmEvalRun = {}): string => JSON.stringify(lmEval(changes));
const FILES: Files = { 'README.md': CARD, 'out/a.json': run() };
const REPO = ['--repo-id', MODEL, '--card', 'README.md'];

describe('collect', () => {
  it('shows the scores of files, every file, and the YAML, without a repo or a network', async () => {
    const finished = await runCliOn(FILES, ['collect', '--results', 'out']);
    expect([finished.code, finished.stderr]).toEqual([0, '']);
    expect(finished.stdout).toMatch(/^1 score of Kestrel-7B from 1 of 1 file\n/);
    expect(finished.stdout).toContain('✓ out/a.json  lm-eval 0.4.9 full (1319 of 1319 samples)');
    expect(finished.stdout).toContain('      value: 0.52\n');
  });

  it('prints one document for programs', async () => {
    const finished = await runCliOn(
      { ...FILES, 'out/b.json': run({ model: './ckpt' }), 'out/cut.json': '{"results": {' },
      ['collect', '--results', 'out', '--repo-id', MODEL, '--card', 'README.md', '--format', 'json'],
    );
    expect([finished.code, finished.stderr]).toEqual([0, '']);
    expect(JSON.parse(finished.stdout)).toMatchObject({
      repo_id: MODEL,
      revision: 'main',
      model: 'Kestrel-7B',
      status: 'dry-run',
      files: [
        {
          path: 'out/a.json',
          framework: 'lm-eval',
          version: '0.4.9',
          verdict: 'full',
          why: '1319 of 1319 samples',
          model: MODEL,
          scores: [
            {
              benchmark: 'gsm8k',
              metric: 'exact_match,strict-match',
              value: 0.52,
              stderr: 0.0137,
              shots: 5,
              samples: 1319,
              taken: true,
            },
            { metric: 'exact_match,flexible-extract', taken: false },
          ],
          refused: [{ what: expect.any(String), reason: expect.stringContaining('--metrics all') }],
        },
        { path: 'out/b.json', reason: expect.stringContaining(`--model-map ./ckpt=${MODEL}`), refused: [] },
        { path: 'out/cut.json', reason: expect.stringContaining('no whole JSON') },
      ],
      results: [{ benchmark: 'GSM8K', value: 0.52, unit: 'fraction', by: 'lm-eval 0.4.9', file: 'out/a.json' }],
      changes: [{ op: 'add', file: 'README.md', value: 0.52 }],
      yaml: expect.stringMatching(/^model-index:\n/),
    });
  });

  it('prints the block alone as YAML', async () => {
    const { stdout, code } = await runCliOn(FILES, ['collect', '--results', 'out', '--format', 'yaml']);
    expect([code, stdout.split('\n').slice(0, 2)]).toEqual([0, ['model-index:', '- name: Kestrel-7B']]);
  });

  it('writes nothing unless it is told to, and then writes once', async () => {
    const cwd = await scratchWith(FILES);
    const before = await filesOf(cwd);
    const args = ['collect', ...REPO, '--results', 'out', '--output-format', 'both'];
    const shown = await runCli(args, { cwd });
    expect([shown.code, shown.stdout]).toEqual([0, expect.stringContaining('Nothing was written. With --write')]);
    expect(await filesOf(cwd)).toEqual(before);
    const dry = await runCli([...args, '--write', '--dry-run'], { cwd });
    expect([dry.code, dry.stdout]).toEqual([0, expect.stringMatching(/^\+model-index:$/m)]);
    expect(dry.stdout).toContain('\n2 to add\n');
    expect(dry.stdout).toContain('Nothing was written (dry run). It would be: README.md, .eval_results/');
    expect(await filesOf(cwd)).toEqual(before);
    const written = await runCli([...args, '--write'], { cwd });
    expect([written.code, written.stderr]).toEqual([0, '']);
    const after = await filesOf(cwd);
    expect(Object.keys(after)).toEqual(['.eval_results/gsm8k_5_shot.yaml', 'README.md', 'out/a.json']);
    expect(after['README.md']).toContain('license: mit # ours\nmodel-index:\n');
    const again = await runCli([...args, '--write'], { cwd });
    expect([again.code, again.stdout]).toEqual([0, expect.stringContaining('Nothing changes.')]);
    expect(await filesOf(cwd)).toEqual(after);
  });

  it('takes several places and what the user says of them', async () => {
    const files = {
      'one.zip': makeZip({ 'deep/a.json': run({ model: 'srv' }) }),
      'b.json': run({
        model: null,
        tasks: {
          boolq: {
            ...GSM8K,
            metrics: { 'acc,none': 0.8 },
            samples: 3270,
            of: 3270,
            dataset: 'google/boolq',
            config: 'default',
            split: 'validation',
          },
        },
      }),
    };
    const maps = ['--model-map', `srv=${MODEL}`, '--model-map', `b.json=${MODEL}`];
    const finished = await runCliOn(files, [
      'collect',
      '--results',
      'one.zip',
      '--results',
      'b*.json',
      ...maps,
      '--format=json',
    ]);
    expect([finished.code, finished.stderr]).toEqual([0, '']);
    const { results } = JSON.parse(finished.stdout) as { results: { benchmark: string; file: string }[] };
    expect(results.map(({ benchmark, file }) => [benchmark, file])).toEqual([
      ['GSM8K', 'one.zip/deep/a.json'],
      ['BoolQ', 'b.json'],
    ]);
  });

  it('chooses metrics as it is told', async () => {
    const values = async (...more: string[]): Promise<number[]> => {
      const { stdout } = await runCliOn(FILES, ['collect', '--results', 'out', '--format', 'json', ...more]);
      return (JSON.parse(stdout) as { results: { value: number }[] }).results.map(({ value }) => value);
    };
    expect([
      await values(),
      await values('--metrics', 'all'),
      await values('--metrics', 'exact_match,flexible-extract'),
    ]).toEqual([[0.52], [0.52, 0.55], [0.55]]);
  });
});

describe('collect is refused', () => {
  const part = { 'out/a.json': run({ limit: 10, uncounted: true }) };

  it.each<[string, Files, string[], string, RegExp]>([
    ['without files', {}, ['--results', 'out'], 'no-results', /no files at out/],
    ['without a pattern that names any', FILES, ['--results', 'out/*.yaml'], 'no-results', /out\/\*\.yaml/],
    ['without scores', { 'out/a.json': '{"a": 1}' }, ['--results', 'out'], 'no-scores', /no framework that is known/],
    ['with a run on a part', part, ['--results', 'out'], 'no-scores', /--allow-partial/],
    [
      'with another model',
      FILES,
      ['--results', 'out', '--repo-id', 'org/Heron', '--card', 'README.md'],
      'other-model',
      /harbor-labs\/Kestrel-7B/,
    ],
    [
      'with a step',
      { ...FILES, 'out/a.json': run({ revision: 'step-5' }) },
      ['--results', 'out', ...REPO],
      'no-scores',
      /--revision step-5/,
    ],
    ['without results', FILES, [], 'usage', /--results is needed/],
    [
      'with benchmarks that are not there',
      FILES,
      ['--results', 'out', '--benchmarks', 'nope.yml'],
      'usage',
      /--benchmarks/,
    ],
    ['with a wrong map', FILES, ['--results', 'out', '--model-map', 'x'], 'usage', /NAME=ORG\/MODEL/],
    ['with a wrong export', FILES, ['--results', 'out', '--export', 'cvs=a'], 'usage', /csv/],
    ['with a gate without a baseline', FILES, ['--results', 'out', '--fail-on', 'never'], 'usage', /needs --baseline/],
    [
      'with a wrong alpha',
      FILES,
      ['--results', 'out', '--baseline', 'card', '--alpha', '0.7'],
      'usage',
      /between 0 and 0\.5/,
    ],
  ])('%s', async (_, files, args, code, says) => {
    const cwd = await scratchWith(files);
    expectRefusal(await runCli(['collect', ...args], { cwd }), code, says);
    const error = expectJsonRefusal(await runCli(['collect', ...args, '--format', 'json'], { cwd }), code);
    if (/^no-scores|^other-model/.test(code)) expect(error.files).toMatchObject([{ path: 'out/a.json' }]);
    if (code === 'no-results') expect(error.missing).toHaveLength(1);
  });
});

describe('hostile files', () => {
  it('of an archive are names, and nothing is written', async () => {
    const evil = { '../../evil.json': run(), '/tmp/hf-eval-evil.json': run(), 'x\u001b[2J::error::.json': '{}' };
    const cwd = await scratchWith({ 'in/all.zip': makeZip({ ...evil, 'a.json': run() }) });
    const before = Object.keys(await filesOf(cwd));
    const finished = await runCli(['collect', '--results', 'in/all.zip'], { cwd });
    expectNoTrace(finished);
    expect(`${finished.stdout}${finished.stderr}`).not.toMatch(CONTROLS);
    expect(Object.keys(await filesOf(cwd))).toEqual(before);
    await expect(readFile(join(cwd, '../evil.json'))).rejects.toThrow('ENOENT');
    await expect(readFile('/tmp/hf-eval-evil.json')).rejects.toThrow('ENOENT');
  });

  it('with controls in their texts print none', async () => {
    const bad = '\u001b[31m\u202Eevil\u0007\n::set-output name=x::y';
    const files = { 'a.json': run({ version: bad, model: bad }), 'b.json': run({ tasks: { [bad]: GSM8K } }) };
    for (const format of ['text', 'json']) {
      const { stdout, stderr } = await runCliOn(files, ['collect', '--results', '.', '--format', format]);
      expect(`${stdout}${stderr}`).not.toMatch(CONTROLS);
      expect(`${stdout}${stderr}`).not.toMatch(/^::/m);
    }
  });
});
