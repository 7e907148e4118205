import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CARD, REPO } from './cards.ts';
import { bundle, type Environment, type Finished, runChild } from './child.ts';
import { scratchWith } from './run-cli.ts';

const CACHE = 'program.js.extract-readme.cache';
const EXTRACT = ['extract-readme', '--card', 'README.md', '--repo-id', REPO];
const HTML_CARD =
  '# Results\n\n<table><tr><th>Benchmark</th><th>Sparrow 3B</th></tr><tr><td>MMLU</td><td>61.2</td></tr></table>\n';

/** A copy of the built command line in a folder of its own, and a card beside it. */
async function install(text = CARD) {
  const dir = await scratchWith({ 'README.md': text });
  await cp(dirname(bundle('cli')), join(dir, 'cli'), { recursive: true, filter: (path) => !path.includes('.cache') });
  const run = (args: readonly string[] = EXTRACT, env: Environment = {}): Promise<Finished> =>
    runChild(process.execPath, [join(dir, 'cli/index.js'), ...args], { cwd: dir, env });
  const caches = async (): Promise<string[]> =>
    (await readdir(join(dir, 'cli'))).filter((name) => name.includes('.cache')).sort();
  return { run, caches, path: (name: string) => join(dir, 'cli', name) };
}

/** What a run said, without how long it took. */
const said = ({ code, stdout, stderr }: Finished) => ({ code, stdout, stderr });

describe('compiled code', () => {
  it('is kept after a run that did its work, and the next run says the same with it', async () => {
    const { run, caches, path } = await install();
    const first = await run();
    expect(said(first)).toMatchObject({ code: 0, stderr: '' });
    expect(await caches()).toContain(CACHE);
    // A few runs add to it, then it stays.
    for (let more = 0; more < 2; more += 1) expect(said(await run())).toEqual(said(first));
    const kept = await readFile(path(CACHE));
    expect(said(await run())).toEqual(said(first));
    expect((await readFile(path(CACHE))).equals(kept)).toBe(true);
  });

  it('is kept for each command', async () => {
    const { run, caches } = await install();
    await run();
    await run(['inspect-tables', '--card', 'README.md']);
    await run(['::error::', '--card', 'README.md']);
    expect((await caches()).filter((name) => name.startsWith('program'))).toEqual([
      CACHE,
      'program.js.inspect-tables.cache',
    ]);
  });

  it('is kept for the parts that a run needed as well', async () => {
    const { run, caches } = await install(HTML_CARD);
    const first = await run();
    expect(said(first)).toMatchObject({ code: 0, stderr: '' });
    expect(await caches()).toEqual(expect.arrayContaining(['html-tables.js.extract-readme.cache', CACHE]));
    expect(said(await run())).toEqual(said(first));
  });

  it.each([
    ['a run that was refused', ['extract-readme', '--card', 'README.md', '--table', '9']],
    ['a run that only told how', ['--help']],
    ['a run that only told the version', ['--version']],
  ])('is not kept after %s', async (_, args) => {
    const { run, caches } = await install();
    await run(args);
    expect(await caches()).toEqual([]);
  });

  it.each([
    ['NODE_DISABLE_COMPILE_CACHE', '1'],
    ['NODE_V8_COVERAGE', 'coverage'],
  ])('is neither kept nor used with %s', async (name, value) => {
    const { run, caches, path } = await install();
    const plain = await run(EXTRACT, { [name]: value });
    expect(plain.code).toBe(0);
    expect(await caches()).toEqual([]);
    await run();
    await writeFile(path(CACHE), 'no compiled code');
    expect((await run(EXTRACT, { [name]: value })).stdout).toBe(plain.stdout);
    expect(await readFile(path(CACHE), 'utf8')).toBe('no compiled code');
  });

  it.each<[string, (bytes: Buffer) => Uint8Array]>([
    ['a bit of its key is flipped', (bytes) => flip(bytes, 3)],
    ['a bit of the first copy is flipped', (bytes) => flip(bytes, 1000)],
    ['a bit of the second copy is flipped', (bytes) => flip(bytes, bytes.length - 1000)],
    ['its end is missing', (bytes) => bytes.subarray(0, bytes.length - 1)],
    ['half of it is missing', (bytes) => bytes.subarray(0, bytes.length / 2)],
    ['nothing but its key is left', (bytes) => bytes.subarray(0, 136)],
    ['it is empty', () => new Uint8Array()],
    ['both copies are something else', (bytes) => Buffer.concat([bytes.subarray(0, 136), Buffer.alloc(2000, 'x')])],
  ])('is made anew when %s', async (_, damage) => {
    const { run, path } = await install();
    const first = await run();
    const damaged = damage(await readFile(path(CACHE)));
    await writeFile(path(CACHE), damaged);
    expect(said(await run())).toEqual(said(first));
    const mended = await readFile(path(CACHE));
    expect(mended.length).toBeGreaterThan(100_000);
    expect(mended.equals(damaged)).toBe(false);
  });

  it('is not used for another program of the same length', async () => {
    const { run, path } = await install();
    await run();
    const program = await readFile(path('program.js'), 'utf8');
    await writeFile(path('program.js'), program.replaceAll('model-index', 'other-index'));
    expect((await run([...EXTRACT, '--format', 'yaml'])).stdout).toMatch(/^other-index:/);
  });

  it('that cannot be written is done without, and nothing is left behind', async () => {
    const { run, caches, path } = await install();
    await mkdir(path(CACHE));
    const runs = [await run(), await run()];
    for (const each of runs) expect(said(each)).toMatchObject({ code: 0, stderr: '' });
    expect((await caches()).filter((name) => !name.endsWith('.cache'))).toEqual([]);
  });

  it('survives many runs at once', async () => {
    const { run, caches } = await install();
    const runs = await Promise.all(Array.from({ length: 6 }, () => run()));
    expect(new Set(runs.map((each) => JSON.stringify(said(each)))).size).toBe(1);
    expect(runs[0]?.code).toBe(0);
    expect((await caches()).filter((name) => !name.endsWith('.cache'))).toEqual([]);
  });
});

function flip(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 4;
  return copy;
}
