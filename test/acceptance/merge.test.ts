import { chmod, lstat, mkdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CARD, REPO } from './cards.ts';
import { type Finished, runChild } from './child.ts';
import { BIDI, CONTROLS, expectJsonRefusal, expectNoTrace, expectRefusal } from './expectations.ts';
import { ATTACKS, hostileCard } from './hostile-card.ts';
import { type Hubs, startHubs, TOKEN } from './hubs.ts';
import { entry, filesOf, LEADERS, timesOf } from './model-repo.ts';
import { type Files, runCli, runCliOn, scratchWith } from './run-cli.ts';

type MergeDocument = {
  readonly status: string;
  readonly changes: readonly { readonly op: string; readonly file: string; readonly benchmark: string }[];
  readonly left_out?: readonly { readonly benchmark: string; readonly reason: string }[];
  readonly files: readonly { readonly path: string; readonly new: boolean }[];
  readonly diff: string;
};

const ARGS = ['extract-readme', '--card', 'README.md', '--repo-id', REPO];
const ENTRY = { gsm8k: 'gsm8k.yaml', cot: 'gsm8k_8_shot_cot.yaml', gpqa: 'gpqa_diamond.yaml' };
const RESULTS = Object.values(ENTRY).map((name) => `.eval_results/${name}`);

function merge(cwd: string, ...args: string[]): Promise<Finished> {
  return runCli([...ARGS, ...args], { cwd });
}

async function document(cwd: string, ...args: string[]): Promise<MergeDocument> {
  const run = await merge(cwd, ...args, '--format', 'json');
  expect([run.code, run.stderr]).toEqual([0, '']);
  return JSON.parse(run.stdout) as MergeDocument;
}

function opsOf({ changes }: MergeDocument): string[] {
  return changes.map(({ op, file, benchmark }) => `${op} ${benchmark} ${file}`);
}

describe('scores go', () => {
  it.each([
    ['model-index', ['README.md']],
    ['eval-results', RESULTS],
    ['both', ['README.md', ...RESULTS]],
  ])('to %s, and nothing is written unless that is asked for', async (format, paths) => {
    const cwd = await scratchWith({ 'README.md': LEADERS });
    const dry = await document(cwd, '--output-format', format, '--diff');
    expect([dry.status, dry.files.map(({ path }) => path)]).toEqual(['dry-run', paths]);
    expect(Object.keys(await filesOf(cwd))).toEqual(['README.md']);
    const written = await document(cwd, '--output-format', format, '--write');
    expect({ ...written, status: 'dry-run' }).toEqual(dry);
    expect(written.status).toBe('written');
    expect(Object.keys(await filesOf(cwd)).sort()).toEqual([...new Set(['README.md', ...paths])].sort());
  });

  it('to their leaderboards only where one takes them; the others are named', async () => {
    const { left_out: left } = await document(await scratchWith({ 'README.md': LEADERS }), '--output-format', 'both');
    expect(left?.map(({ benchmark }) => benchmark.split(' ')[0])).toEqual(['MMLU', 'HLE']);
    expect(left?.[1]?.reason).toMatch(/fraction or a percentage/);
  });

  it('there with the values of the card', async () => {
    const cwd = await scratchWith({ 'README.md': LEADERS });
    await merge(cwd, '--output-format', 'both', '--write');
    const files = await filesOf(cwd);
    const valueIn = (name: string) =>
      (load(files[`.eval_results/${name}`] ?? '') as [{ value: number; notes?: string }])[0];
    expect(valueIn(ENTRY.gsm8k)).toMatchObject({ value: 71.3, dataset: { id: 'openai/gsm8k', task_id: 'gsm8k' } });
    expect(valueIn(ENTRY.cot)).toMatchObject({ value: 74.5, notes: '8-shot, CoT' });
    expect(valueIn(ENTRY.gpqa)).toMatchObject({ value: 31.4, dataset: { task_id: 'diamond' } });
    expect(files['README.md']).toContain('value: 85.20\n');
  });

  it('there with the notes that the Hub knows', async () => {
    const cwd = await scratchWith({ 'README.md': LEADERS.replace('| HLE | 0.9 ', '| HLE (with tools) | 20.9 ') });
    await merge(cwd, '--output-format', 'eval-results', '--write');
    expect(load((await filesOf(cwd))['.eval_results/hle_with_tools.yaml'] ?? '')).toMatchObject([
      { notes: 'With tools' },
    ]);
  });

  it('there as text for people, too', async () => {
    const cwd = await scratchWith({ 'README.md': LEADERS });
    const run = await merge(cwd, '--output-format', 'both', '--diff');
    expect([run.code, run.stderr]).toEqual([0, '']);
    expect(run.stdout).toMatch(/^8 to add$/m);
    expect(run.stdout).toMatch(/^\+\+\+ b\/\.eval_results\/gsm8k\.yaml$/m);
    expect(run.stdout).toMatch(/Nothing was written\. With --write: README\.md/);
    expect(run.stdout).toMatch(/^ {2}add +MMLU · .* 85\.20 +README\.md$/m);
    expect((await merge(cwd, '--output-format', 'both')).stdout).not.toContain('+++');
    const done = (await merge(cwd, '--output-format', 'both', '--write')).stdout;
    expect([done, done]).toEqual([expect.stringMatching(/^8 added$/m), expect.stringMatching(/^Written: README\.md/m)]);
    expect((await merge(cwd, '--output-format', 'both', '--write')).stdout).toMatch(/^Nothing changes\.$/m);
  });

  it('nowhere in a dry run, which shows what would be written', async () => {
    const cwd = await scratchWith({ 'README.md': LEADERS });
    const shown = await merge(cwd, '--output-format', 'both', '--write', '--dry-run');
    expect([shown.code, shown.stderr]).toEqual([0, '']);
    expect(shown.stdout).toMatch(/^8 to add$/m);
    expect(shown.stdout).toMatch(/^\+ {6}value: 85\.20$/m);
    expect(shown.stdout.trimEnd().split('\n').at(-1)).toMatch(
      /^Nothing was written \(dry run\)\. It would be: README\.md, \.eval_results\//,
    );
    expect((await document(cwd, '--write', '--dry-run')).status).toBe('dry-run');
    expect(await filesOf(cwd)).toEqual({ 'README.md': LEADERS });
  });

  it('into a card of any name, which is told by that name', async () => {
    const cwd = await scratchWith({ 'card of mine.md': LEADERS });
    const args = ['extract-readme', '--card', 'card of mine.md', '--repo-id', REPO, '--diff', '--write'];
    const { stdout, code } = await runCli(args, { cwd });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Written: card of mine\.md$/m);
    expect(stdout).toMatch(/^\+\+\+ b\/card of mine\.md/m);
    expect(stdout).not.toContain('README.md');
    expect((await filesOf(cwd))['card of mine.md']).toContain('model-index:');
  });

  it.each([
    ['LF', LEADERS],
    ['CRLF', LEADERS.replaceAll('\n', '\r\n')],
    ['a byte order mark', `\uFEFF${LEADERS}`],
    ['CRLF and a byte order mark', `\uFEFF${LEADERS.replaceAll('\n', '\r\n')}`],
    ['no final line break', LEADERS.trimEnd()],
    ['no front matter', LEADERS.replace(/^---[\s\S]*?---\n\n/, '')],
  ])('in once: every other byte stays, the second run writes nothing: %s', async (_, text) => {
    const cwd = await scratchWith({ 'README.md': text });
    expect((await document(cwd, '--output-format', 'both', '--write')).status).toBe('written');
    const after = await readFile(join(cwd, 'README.md'), 'utf8');
    const eol = text.includes('\r\n') ? '\r\n' : '\n';
    expect(after.split(eol).filter((line) => !line.includes('\n')).length).toBe(after.split('\n').length);
    // What was there is there in its order; only lines were added.
    const added = after.split('\n');
    for (const line of text.split('\n')) expect(added.splice(0, added.indexOf(line) + 1).at(-1)).toBe(line);
    const times = await timesOf(cwd);
    const again = await document(cwd, '--output-format', 'both', '--write');
    expect([again.status, again.diff, again.files]).toEqual(['up-to-date', '', []]);
    expect(again.changes.every(({ op }) => op === 'keep')).toBe(true);
    expect(await timesOf(cwd)).toEqual(times);
  });
});

describe('the files that are written', () => {
  it('keep their mode', async () => {
    const cwd = await scratchWith({ 'README.md': LEADERS });
    await chmod(join(cwd, 'README.md'), 0o600);
    await merge(cwd, '--write');
    expect((await stat(join(cwd, 'README.md'))).mode & 0o777).toBe(0o600);
  });

  it('are those that a link stands for', async () => {
    const cwd = await scratchWith({ 'real/card.md': LEADERS });
    await symlink('real/card.md', join(cwd, 'README.md'));
    expect((await merge(cwd, '--output-format', 'both', '--write')).code).toBe(0);
    expect((await lstat(join(cwd, 'README.md'))).isSymbolicLink()).toBe(true);
    expect(await readFile(join(cwd, 'real/card.md'), 'utf8')).toContain('model-index:');
    expect(Object.keys(await filesOf(cwd)).sort()).toEqual([...RESULTS, 'README.md', 'real/card.md'].sort());
  });

  it('may lie in another folder', async () => {
    const cwd = await scratchWith({ 'models/a b/README.md': LEADERS, 'README.md': 'mine' });
    const args = ['extract-readme', '--card', 'models/a b/README.md', '--repo-id', REPO];
    const run = await runCli([...args, '--output-format', 'both', '--write'], { cwd });
    expect(run.code).toBe(0);
    expect(Object.keys(await filesOf(cwd)).sort()).toEqual(
      ['README.md', ...['README.md', ...RESULTS].map((path) => `models/a b/${path}`)].sort(),
    );
  });

  it.skipIf(process.getuid?.() === 0)('are none in a folder that is read-only', async () => {
    const cwd = await scratchWith({ 'README.md': LEADERS });
    await chmod(cwd, 0o555);
    const run = await merge(cwd, '--output-format', 'both', '--write');
    await chmod(cwd, 0o755);
    expectRefusal(run, 'cannot-write', /README\.md/);
    expect(await filesOf(cwd)).toEqual({ 'README.md': LEADERS });
  });

  it('are none when one of them is a link', async () => {
    const cwd = await scratchWith({ 'README.md': LEADERS, 'other.txt': '- 5\n' });
    await mkdir(join(cwd, '.eval_results'));
    await symlink('../other.txt', join(cwd, '.eval_results/gsm8k.yaml'));
    const json = await merge(cwd, '--output-format', 'both', '--write', '--format=json');
    expect(JSON.parse(json.stdout)).toMatchObject({
      error: { code: 'cannot-write', message: expect.stringMatching(/link/) },
    });
    expect(await filesOf(cwd)).toMatchObject({ 'README.md': LEADERS, 'other.txt': '- 5\n' });
  });

  it('are none when one of them is a link, which is told with what to do', async () => {
    const cwd = await scratchWith({ 'README.md': LEADERS, '.eval_results/other.txt': '- 5\n' });
    await symlink('other.txt', join(cwd, '.eval_results/gsm8k.yaml'));
    expectRefusal(await merge(cwd, '--output-format', 'both', '--write'), 'cannot-write', /link/);
  });

  it.each(['model-index', 'both'])('are none when the front matter is broken: %s', async (format) => {
    const text = LEADERS.replace('license: mit', 'license: [mit');
    const cwd = await scratchWith({ 'README.md': text });
    const json = await merge(cwd, '--output-format', format, '--write', '--format=json');
    expect(expectJsonRefusal(json, 'invalid-card', /README\.md, line \d/)).toMatchObject({ line: expect.any(Number) });
    expect(await filesOf(cwd)).toEqual({ 'README.md': text });
  });

  it('are none when a file of results is broken, even another one', async () => {
    const files = { 'README.md': LEADERS, '.eval_results/other.yaml': '- [a\n' };
    const cwd = await scratchWith(files);
    expectRefusal(await merge(cwd, '--output-format', 'both', '--write'), 'invalid-card', /other\.yaml, line/);
    expect(await filesOf(cwd)).toEqual(files);
  });

  it.each([
    ['usage: --write without --card', ['--write'], /--write needs --card/],
    ['usage: no such format', ['--output-format', 'yaml'], /output-format must be one of/],
    ['usage: no such answer to conflicts', ['--on-conflict', 'overwrite'], /on-conflict must be one of/],
  ])('are none for wrong %s', async (_, args, says) => {
    const base = ['extract-readme', '--repo-id', REPO];
    expectRefusal(await runCliOn({ 'README.md': LEADERS }, [...base, ...args]), 'usage', says);
    expectJsonRefusal(await runCliOn({ 'README.md': LEADERS }, [...base, ...args, '--format=json']), 'usage', says);
  });

  it.each(['inspect-tables', 'show', 'validate'])('are not for %s', async (command) => {
    const run = await runCliOn({ 'README.md': LEADERS }, [command, '--card', 'README.md', '--write']);
    expectRefusal(run, 'usage', /--write.*option of extract-readme/);
  });
});

describe('a value that is another in the files', () => {
  const gsm8k = `# ours\n${entry('openai/gsm8k', 'gsm8k', '70.0', 'notes: ""')}`;
  const files: Files = { 'README.md': LEADERS, '.eval_results/mine.yaml': gsm8k };

  it('is kept, and reported with both values and its place', async () => {
    const cwd = await scratchWith(files);
    const merged = await document(cwd, '--output-format', 'eval-results', '--write');
    expect(merged.changes[0]).toMatchObject({
      op: 'conflict',
      file: '.eval_results/mine.yaml',
      benchmark: 'GSM8K',
      kept: 70,
      offered: 71.3,
      line: 5,
    });
    expect((await filesOf(cwd))['.eval_results/mine.yaml']).toBe(gsm8k);
  });

  it('is replaced on request', async () => {
    const cwd = await scratchWith(files);
    const merged = await document(cwd, '--output-format', 'eval-results', '--on-conflict', 'replace', '--write');
    expect(merged.changes[0]).toMatchObject({ op: 'replace', kept: 70, offered: 71.3 });
    expect((await filesOf(cwd))['.eval_results/mine.yaml']).toBe(gsm8k.replace('70.0', '71.3'));
  });

  it('fails on request, before anything is written', async () => {
    const cwd = await scratchWith(files);
    const args = ['--output-format', 'both', '--on-conflict', 'fail', '--write'];
    const [text, json] = [await merge(cwd, ...args), await merge(cwd, ...args, '--format', 'json')];
    expectRefusal(text, 'conflict', /GSM8K exact match: 71\.3 is offered.*mine\.yaml, line 5: 70/);
    expect(expectJsonRefusal(json, 'conflict').conflicts).toHaveLength(1);
    expect(await filesOf(cwd)).toEqual(files);
  });

  it('in the card fares the same', async () => {
    const cwd = await scratchWith({ 'README.md': LEADERS });
    await merge(cwd, '--write');
    const path = join(cwd, 'README.md');
    const before = (await readFile(path, 'utf8')).replace('value: 85.20\n', 'value: 84 # old\n');
    await writeFile(path, before);
    expect(opsOf(await document(cwd, '--write'))).toContain('conflict MMLU README.md');
    expectRefusal(await merge(cwd, '--on-conflict', 'fail', '--write'), 'conflict', /MMLU.*line \d+: 84/);
    expect(await readFile(path, 'utf8')).toBe(before);
    await document(cwd, '--on-conflict', 'replace', '--write');
    expect(await readFile(path, 'utf8')).toBe(before.replace('value: 84 # old', 'value: 85.20 # old'));
  });

  it('does not fail when there is none', async () => {
    const cwd = await scratchWith({ 'README.md': LEADERS });
    expect((await document(cwd, '--output-format', 'both', '--on-conflict', 'fail', '--write')).status).toBe('written');
  });
});

describe('the diff', () => {
  /** Applies the diff of a merge in a repo of its own; gives what comes out and what the merge itself writes. */
  async function applied(files: Files, ...args: string[]): Promise<[Record<string, string>, Record<string, string>]> {
    const [repo, cwd] = [await scratchWith(files), await scratchWith(files)];
    const { diff } = await document(repo, ...args);
    await document(cwd, ...args, '--write');
    const git = (...words: string[]) => runChild('git', ['-c', 'core.autocrlf=false', ...words], { cwd: repo });
    await git('init', '--quiet');
    const patch = join(await scratchWith({ 'a.patch': diff }), 'a.patch');
    for (const words of [
      ['apply', '--check', patch],
      ['apply', patch],
    ]) {
      const run = await git(...words);
      expect([run.code, run.stderr.replace(/^warning.*\n|^.*trailing whitespace\.\n.*\n/gm, '')]).toEqual([0, '']);
    }
    return [await filesOf(repo), await filesOf(cwd)];
  }

  const entries = entry('openai/gsm8k', 'gsm8k', '70.0');

  it.each<[string, Files]>([
    ['a card alone', { 'README.md': LEADERS }],
    [
      'CRLF',
      { 'README.md': LEADERS.replaceAll('\n', '\r\n'), '.eval_results/a.yaml': entries.replaceAll('\n', '\r\n') },
    ],
    ['a byte order mark', { 'README.md': `\uFEFF${LEADERS}` }],
    ['no final line break', { 'README.md': LEADERS.trimEnd(), '.eval_results/a.yaml': entries.trimEnd() }],
    ['no front matter', { 'README.md': LEADERS.replace(/^---[\s\S]*?---\n\n/, '') }],
    [
      'lines that look like a diff',
      { 'README.md': `${LEADERS.replace('license: mit', '++ x: 1\n-- x: 2')}\n+++ b/x\n--- a/x\n@@ -1 +1 @@\n` },
    ],
    ['a file name with blanks', { 'README.md': LEADERS, '.eval_results/a b.yaml': entries }],
    ['a file name with signs', { 'README.md': LEADERS, '.eval_results/a"\\b\té.yaml': entries }],
    ['a file name of two lines', { 'README.md': LEADERS, '.eval_results/a\n+++ b\n.yaml': entries }],
    ['other line ends in the card', { 'README.md': `${LEADERS}\na\rb\u2028c\u0085d\n` }],
  ])('is one that git takes, and comes to what is written: %s', async (_, files) => {
    const [patched, written] = await applied(files, '--output-format', 'both', '--on-conflict', 'replace');
    expect(patched).toEqual(written);
    expect(Object.keys(written).length).toBeGreaterThan(1);
  });

  it('of a file that is there and empty', async () => {
    const files = { 'README.md': LEADERS, '.eval_results/gsm8k.yaml': '' };
    const [patched, written] = await applied(files, '--output-format', 'eval-results');
    expect(patched).toEqual(written);
  });
});

describe('a card on the Hub', () => {
  let hubs: Hubs;
  const id = 'aviary/Sparrow-3B-leaders';
  beforeAll(async () => {
    hubs = await startHubs();
    const results = { '.eval_results/gsm8k.yaml': entry('openai/gsm8k', 'gsm8k', '70.0') };
    await hubs.hub.addModel({ id, files: { 'README.md': LEADERS, ...results }, private: true });
  });
  afterAll(() => hubs.close());

  const args = ['extract-readme', '--repo-id', id, '--model-name', 'Sparrow 3B', '--format', 'json'];
  const run = (...more: string[]): Promise<Finished> =>
    runCli([...args, ...more], { env: { HF_ENDPOINT: hubs.hub.url, HF_TOKEN: TOKEN } });

  it('is merged into a diff, without a request that writes, and the token is not told', async () => {
    const finished = await run('--output-format', 'both', '--diff');
    expect([finished.code, finished.stderr]).toEqual([0, '']);
    expect(JSON.parse(finished.stdout)).toMatchObject({
      status: 'dry-run',
      diff: expect.stringContaining('+model-index:'),
    });
    expect(finished.stdout).not.toContain(TOKEN);
    expect(hubs.hub.requests.every(({ method }) => method === 'GET')).toBe(true);
  });

  it('is not written, and may be proposed', async () => {
    const { stdout } = await runCli(['extract-readme', '--repo-id', id, '--model-name', 'Sparrow 3B', '--diff'], {
      env: { HF_ENDPOINT: hubs.hub.url, HF_TOKEN: TOKEN },
    });
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('Nothing was written. With --create-pr: README.md');
    expectJsonRefusal(await run('--write'), 'usage', /--write needs --card/);
  });

  it('is merged with the entries that are there', async () => {
    const { changes } = JSON.parse((await run('--output-format', 'eval-results')).stdout) as MergeDocument;
    expect(changes[0]).toMatchObject({ op: 'conflict', benchmark: 'GSM8K' });
  });
});

describe('a card full of attacks', () => {
  const HOSTILE = hostileCard(Object.values(ATTACKS));
  const files = { 'README.md': HOSTILE, '.eval_results/::error::canary.yaml': '# ::error::canary\n- canary\n' };

  it.each([
    ['as text', []],
    ['as JSON', ['--format=json']],
  ])('does nothing to a terminal, also in the diff: %s', async (_, more) => {
    for (const args of [['--diff'], ['--diff', '--output-format=both'], ['--on-conflict=fail'], ['--write']]) {
      const cwd = await scratchWith(files);
      for (const round of ['first', 'second']) {
        const run = await merge(cwd, '--table', '1', ...args, ...more);
        expectNoTrace(run);
        expect([round, run.stdout.match(CONTROLS), run.stderr.match(CONTROLS)]).toEqual([round, null, null]);
        expect(run.stdout + run.stderr).not.toMatch(BIDI);
      }
      expect(Object.keys(await filesOf(cwd))).not.toContain('pwned');
    }
  });

  it('is merged like any other', async () => {
    const cwd = await scratchWith(files);
    const merged = await document(cwd, '--table', '1', '--write');
    expect(merged.status).toBe('written');
    const again = await document(cwd, '--table', '1', '--write');
    expect([again.status, again.changes.filter(({ op }) => op === 'add')]).toEqual(['up-to-date', []]);
    const after = await readFile(join(cwd, 'README.md'), 'utf8');
    expect(after.endsWith(HOSTILE)).toBe(true);
  });

  it('does nothing to a terminal as YAML', async () => {
    const run = await merge(await scratchWith(files), '--table', '1', '--diff', '--format=yaml');
    expect(run.stdout).not.toMatch(CONTROLS);
  });
});

it('--format yaml is YAML, whatever the other switches', async () => {
  const run = await runCliOn({ 'README.md': LEADERS }, [...ARGS, '--on-conflict', 'replace', '--format', 'yaml']);
  expect(load(run.stdout)).toMatchObject({ 'model-index': [{ name: 'Sparrow-3B' }] });
});

it('asks when the table calls the model otherwise than the repo', async () => {
  const args = ['extract-readme', '--card', 'README.md', '--diff', '--repo-id', 'aviary/Sparrow-3B', '--model-name'];
  const other = await runCliOn({ 'README.md': CARD }, [...args, 'Finch 7B']);
  expect(other.stdout).toContain("The table's Finch 7B is filed as Sparrow-3B: is it the same model?");
  const own = await runCliOn({ 'README.md': CARD }, [...args, 'Sparrow 3B']);
  expect(own.stdout).not.toContain('is it the same model');
});
