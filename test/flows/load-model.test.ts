import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/config.ts';
import { loadModel, loadResults, readModel } from '../../src/flows/load-model.ts';

const A = '.eval_results/a.yaml';
let dir = '';

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'hf-eval-results-'));
});

afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** The path of a file in the folder beside the card, whose folder is there. */
function place(path: string): string {
  const whole = join(dir, path);
  mkdirSync(dirname(whole), { recursive: true });
  return whole;
}

/** The files beside a local card, and from a Hub that has the same ones. */
const SOURCES = {
  'beside a card': () => load({ card: join(dir, 'README.md') }),
  'on the Hub': () => load({ 'repo-id': 'org/model' }),
};

/** What the Hub has: the bytes of each file by its path. */
const onHub = new Map<string, Uint8Array>();

async function fetched(input: string | URL): Promise<Response> {
  const { pathname } = new URL(input);
  const bytes = onHub.get(pathname.replace('/org/model/resolve/main/', ''));
  if (bytes !== undefined) return new Response(Uint8Array.from(bytes));
  return Response.json([...onHub].map(([path, { length }]) => ({ type: 'file', path, size: length })));
}

const PORTS = { fetch: fetched, userAgent: 'hf-eval/test', say: () => {}, today: '2026-03-01' };

async function load(inputs: Readonly<Record<string, string>>) {
  return loadResults(parseConfig('show', inputs, {}), PORTS);
}

/** What is read of the model beside a local card, and what is wrong with the rest. */
async function read() {
  put('README.md', '# Kestrel\n');
  onHub.delete('README.md');
  return readModel(await loadModel(parseConfig('show', { card: join(dir, 'README.md') }, {}), PORTS));
}

function put(path: string, content: string | Uint8Array): void {
  writeFileSync(place(path), content);
  onHub.set(path, Buffer.from(content));
}

beforeEach(() => onHub.clear());

it.each(Object.entries(SOURCES))('files %s keep their bytes', async (_, results) => {
  put(A, '\uFEFF# é\r\n- a');
  put('.eval_results/notes.md', 'no results');
  expect(await results()).toEqual([{ path: A, text: '\uFEFF# é\r\n- a' }]);
});

it.each(
  Object.entries(SOURCES).flatMap(([where, results]) => [
    { where, results, what: 'no UTF-8', content: new Uint8Array([0x2d, 0xff, 0xc3]), code: 'invalid-card' },
    { where, results, what: 'with a NUL byte', content: '- a\n- \0', code: 'invalid-card' },
    { where, results, what: 'too large', content: 'x'.repeat(1_000_001), code: 'card-too-large' },
  ]),
)('a file $where that is $what is refused with its name', async ({ results, content, code }) => {
  put(A, content);
  await expect(results()).rejects.toMatchObject({ code, message: expect.stringContaining('a.yaml') });
});

it('a folder with too many files is refused', async () => {
  for (let at = 0; at <= 1000; at += 1) put(`.eval_results/${at}.yaml`, '');
  await expect(SOURCES['beside a card']()).rejects.toMatchObject({ message: expect.stringMatching(/1001 files/) });
});

it.each(Object.entries(SOURCES))('files that the Hub does not read hold nothing: %s', async (_, results) => {
  for (const name of ['a.yml', 'b.YAML', 'c.yaml', 'sub/d.yaml']) put(`.eval_results/${name}`, name);
  put('.eval_results/large.yml', 'x'.repeat(1_000_001));
  put('.eval_results/bytes.yml', new Uint8Array([0xff]));
  expect((await results()).map(({ path }) => path)).toEqual(['.eval_results/c.yaml']);
});

const NO_FILES: readonly (readonly [string, () => void, RegExp])[] = [
  ['a folder with the name of a file', () => mkdirSync(place(A)), /a\.yaml is a folder/],
  ['a link to nowhere', () => symlinkSync(join(dir, 'nowhere'), place(A)), /a\.yaml does not exist/],
  ['a link to itself', () => symlinkSync(place(A), place(A)), /a\.yaml cannot be read \(ELOOP\)/],
  ['a named pipe, without waiting for a writer', () => execFileSync('mkfifo', [place(A)]), /a\.yaml is not a regular/],
];
const isRoot = process.getuid?.() === 0;

describe('what is no file', () => {
  it.each(NO_FILES)('is refused with its name: %s', async (_, make, says) => {
    make();
    await expect(SOURCES['beside a card']()).rejects.toMatchObject({
      code: 'no-card',
      message: expect.stringMatching(says),
    });
  });

  it.each(NO_FILES)('hides nothing of the others to those who only look: %s', async (_, make, says) => {
    make();
    put('.eval_results/b.yaml', '- {dataset: {id: a/b, task_id: c}, value: 1}\n');
    const { files, problems } = await read();
    expect(files.map(({ file, entries }) => [file, entries.length])).toEqual([[join(dir, '.eval_results/b.yaml'), 1]]);
    expect(problems).toMatchObject([
      { severity: 'error', code: 'unreadable', file: join(dir, A), line: 1, message: expect.stringMatching(says) },
    ]);
  });

  it.skipIf(isRoot)('may be a file that may not be read', async () => {
    put(A, '- a\n');
    chmodSync(join(dir, A), 0);
    expect((await read()).problems).toMatchObject([{ code: 'unreadable', message: expect.stringMatching(/EACCES/) }]);
  });

  it.skipIf(isRoot)('may be a folder that may not be read', async () => {
    put(A, '- a\n');
    chmodSync(join(dir, '.eval_results'), 0);
    const { files, problems } = await read();
    await expect(SOURCES['beside a card']()).rejects.toMatchObject({ code: 'no-card' });
    chmodSync(join(dir, '.eval_results'), 0o755);
    expect([files, problems]).toMatchObject([
      [],
      [{ code: 'unreadable', file: join(dir, '.eval_results'), message: expect.stringMatching(/cannot be read/) }],
    ]);
  });

  it('may be the folder', async () => {
    put('.eval_results', '');
    await expect(SOURCES['beside a card']()).rejects.toMatchObject({ code: 'invalid-card' });
    expect((await read()).problems).toMatchObject([{ code: 'invalid-card', file: join(dir, '.eval_results') }]);
  });

  it('may be too much', async () => {
    for (let at = 0; at <= 1000; at += 1) put(`.eval_results/${at}.yaml`, '');
    expect((await read()).problems).toMatchObject([{ message: expect.stringMatching(/1001 files/) }]);
  });
});
