import { chmod, link, mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { card, REPO, table } from './cards.ts';
import { bundle, type Finished, runChild } from './child.ts';
import { expectJsonRefusal, expectRefusal } from './expectations.ts';
import { filesOf, LEADERS } from './model-repo.ts';
import { runCli, scratchWith } from './run-cli.ts';

const ARGS = ['extract-readme', '--card', 'README.md', '--repo-id', REPO, '--write'];
const BOTH = ['--output-format', 'both'];

function write(cwd: string, ...args: string[]): Promise<Finished> {
  return runCli([...ARGS, ...args], { cwd });
}

describe('two runs at once', () => {
  const head = ['Benchmark', 'Sparrow 3B', 'Finch 7B'];
  const text = card({
    Evaluation: table(head, [
      ['MMLU', '61.5', '58.1'],
      ['GSM8K', '44.0', '41.7'],
    ]),
    'More evaluation': table(head, [
      ['HellaSwag', '79.3', '75.0'],
      ['GPQA Diamond', '31.4', '30.1'],
    ]),
  });
  const VALUES = ['value: 61.5', 'value: 79.3'];

  it('lose nothing: each writes, or is refused and writes when it is run again', async () => {
    for (let round = 0; round < 10; round += 1) {
      const cwd = await scratchWith({ 'README.md': text });
      const holds = async (): Promise<boolean[]> => {
        const { 'README.md': after = '' } = await filesOf(cwd);
        return VALUES.map((value) => after.includes(value));
      };
      const runs = await Promise.all(['1', '2'].map((number) => write(cwd, '--table', number, ...BOTH)));
      for (const run of runs.filter(({ code }) => code !== 0)) expectRefusal(run, 'cannot-write', /README\.md/);
      expect(await holds()).toEqual(runs.map(({ code }) => code === 0));
      for (const [at, { code }] of runs.entries()) {
        if (code !== 0) expect((await write(cwd, '--table', String(at + 1), ...BOTH)).code).toBe(0);
      }
      expect(await holds()).toEqual([true, true]);
      expect(Object.keys(await filesOf(cwd)).filter((path) => path.includes('hf-eval'))).toEqual([]);
    }
  });
});

describe('nothing is written', () => {
  const files = { 'README.md': LEADERS };

  it.each<[string, RegExp, (cwd: string) => Promise<unknown>]>([
    [
      'a card that is read-only',
      /README\.md cannot be written: it is read-only/,
      (cwd) => chmod(join(cwd, 'README.md'), 0o444),
    ],
    [
      'a card of two names',
      /README\.md cannot be written: it has 2 names/,
      (cwd) => link(join(cwd, 'README.md'), join(cwd, 'other')),
    ],
    [
      'a card in a folder where another run writes',
      /README\.md cannot be written: another run/,
      (cwd) => writeFile(join(cwd, '.hf-eval.lock'), `{"pid":1,"host":"another","time":"${new Date().toISOString()}"}`),
    ],
  ])('to %s', async (_, says, make) => {
    const cwd = await scratchWith(files);
    await make(cwd);
    const [before, { ino }] = [await filesOf(cwd), await stat(join(cwd, 'README.md'))];
    const [text, json] = await Promise.all([write(cwd, ...BOTH), write(cwd, '--format', 'json')]);
    expectRefusal(text, 'cannot-write', says);
    expectJsonRefusal(json, 'cannot-write', says);
    expect(await filesOf(cwd)).toEqual(before);
    expect((await stat(join(cwd, 'README.md'))).ino).toBe(ino);
  });

  it.skipIf(process.getuid?.() === 0)('to a card beside results that are read-only', async () => {
    const cwd = await scratchWith(files);
    const results = join(cwd, '.eval_results');
    await mkdir(results);
    await chmod(results, 0o555);
    const run = await write(cwd, ...BOTH);
    expectRefusal(run, 'cannot-write', /\.eval_results.*cannot be written: EACCES/);
    await chmod(results, 0o755);
    expect(await filesOf(cwd)).toEqual(files);
  });

  it.skipIf(process.platform === 'win32').each([
    ['the card', `${LEADERS}\n${'x'.repeat(200_000)}\n`, '100'],
    ['the lock', LEADERS, '0'],
  ])('where there is no room for %s', async (_, text, blocks) => {
    const cwd = await scratchWith({ 'README.md': text });
    // In blocks of 512 or 1024 bytes. What the shell is told goes for every file, as a full disk would.
    const script = `ulimit -f ${blocks} && exec "$0" "$@"`;
    const run = await runChild('sh', ['-c', script, process.execPath, bundle('cli'), ...ARGS, ...BOTH], { cwd });
    expectRefusal(run, 'cannot-write', /README\.md cannot be written: EFBIG.*\n.*Nothing was written/);
    expect(await filesOf(cwd)).toEqual({ 'README.md': text });
  });
});

it('a run that was killed leaves nothing that stops the next one', async () => {
  const cwd = await scratchWith({ 'README.md': LEADERS, '.hf-eval.lock': '', '.hf-eval.left.tmp': 'of a killed run' });
  expect((await write(cwd)).code).toBe(0);
  expect(Object.keys(await filesOf(cwd))).toEqual(['.hf-eval.left.tmp', 'README.md']);
});
