import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { GSM8K, lmEval, MODEL, type Task } from '../frameworks/results-fixtures.ts';
import { runCliOn } from './run-cli.ts';
import { readRunnerLog } from './runner-log.ts';

const EVIL = [
  '::error file=a::pwn',
  '\n::add-mask::x',
  'a\r::error::b',
  '##[error]c',
  '  ::warning::d',
  '\u0085::e::f',
];
const TASKS: Readonly<Record<string, Task>> = Object.fromEntries(
  EVIL.map((name, at) => [name, { ...GSM8K, metrics: { 'acc,none': 0.5 }, dataset: `org/d${at}`, config: name }]),
);
const FILES = {
  'README.md': `---\nlicense: mit\ntags:\n- |\n  ::error::in the card\n---\n# ::error::x ##[error]y\n`,
  'out/::error::file.json': JSON.stringify(lmEval({ tasks: TASKS })),
  'out/##[error]file.json': '{"results": {',
};
const REPO = ['--repo-id', MODEL, '--card', 'README.md'];
const ARGS = ['collect', '--results', 'out', '--metrics', 'all'];

describe('the command line in a step of a workflow', () => {
  it.each([
    [[...ARGS]],
    [[...ARGS, ...REPO, '--diff']],
    [[...ARGS, ...REPO, '--output-format', 'both', '--format', 'json']],
    [[...ARGS, ...REPO, '--format', 'yaml']],
    [['collect', '--results', '::error::lost']],
    [['collect', '--results', '##[error]lost', '--format', 'json']],
    [['collect', '--results', 'out', '--metrics', '##[error]::x']],
    [['extract-readme', '--card', 'README.md', '--model-name', '##[error]z']],
  ])('commands the runner with nothing that it prints: %j', async (args) => {
    const { stdout, stderr } = await runCliOn(FILES, args, { env: { GITHUB_ACTIONS: 'true' } });
    expect(`${stdout}${stderr}`.length).toBeGreaterThan(50);
    expect([readRunnerLog(stdout).commands, readRunnerLog(stderr).commands]).toEqual([[], []]);
  });

  it('prints documents for programs as it does anywhere', async () => {
    for (const format of ['json', 'yaml']) {
      const args = [...ARGS, ...REPO, '--format', format];
      const inStep = await runCliOn(FILES, args, { env: { GITHUB_ACTIONS: 'true' } });
      const anywhere = await runCliOn(FILES, args);
      expect(inStep.stdout).toBe(anywhere.stdout);
      const data = format === 'json' ? JSON.parse(inStep.stdout) : load(inStep.stdout);
      expect(JSON.stringify(data)).toContain('##[error]c');
    }
  });
});
