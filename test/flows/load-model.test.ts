import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { parseConfig } from '../../src/config.ts';
import { loadResults } from '../../src/flows/load-model.ts';

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

async function load(inputs: Readonly<Record<string, string>>) {
  const fetched = async (input: string | URL): Promise<Response> => {
    const { pathname } = new URL(input);
    const bytes = onHub.get(pathname.replace('/org/model/resolve/main/', ''));
    if (bytes !== undefined) return new Response(Uint8Array.from(bytes));
    return Response.json([...onHub].map(([path, { length }]) => ({ type: 'file', path, size: length })));
  };
  return loadResults(parseConfig('show', inputs, {}), {
    fetch: fetched,
    userAgent: 'hf-eval/test',
    say: () => {},
    today: '2026-03-01',
  });
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

it.each([
  ['a folder with the name of a file', () => mkdirSync(place(A))],
  ['a link to nowhere', () => symlinkSync(join(dir, 'nowhere'), place(A))],
  ['a named pipe, without waiting for a writer', () => execFileSync('mkfifo', [place(A)])],
])('is refused with the name of %s', async (_, make) => {
  make();
  await expect(SOURCES['beside a card']()).rejects.toMatchObject({
    code: 'no-card',
    message: expect.stringContaining('a.yaml'),
  });
});
