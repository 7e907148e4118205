import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listResultsFolder, writeModelFiles } from '../../src/runner/model-folder.ts';
import { refusal } from '../formats/model-index/merging.ts';
import { refused } from './refused.ts';

const isRoot = process.getuid?.() === 0;
let dir = '';
let card = '';

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'hf-eval-folder-'));
  card = join(dir, 'README.md');
  writeFileSync(card, 'before\n');
});

afterEach(() => {
  if (existsSync(dir)) chmodSync(dir, 0o755);
  rmSync(dir, { recursive: true, force: true });
});

function put(path: string, content: string | Uint8Array): string {
  const whole = join(dir, path);
  mkdirSync(join(whole, '..'), { recursive: true });
  writeFileSync(whole, content);
  return whole;
}

const README = { path: 'README.md', before: 'before\n', after: 'after\n' };
const NEW = { path: '.eval_results/hle.yaml', before: '', after: '- a\n' };
const text = (path: string): string => readFileSync(join(dir, path), 'utf8');

describe('the folder beside a card', () => {
  it('is listed in the order of its names, YAML files only', () => {
    for (const name of ['b.yaml', 'a.yml', 'C.YAML', 'notes.md', 'x.yaml.bak', 'sub/d.yaml'])
      put(`.eval_results/${name}`, name);
    expect(listResultsFolder(card)).toEqual(['C.YAML', 'a.yml', 'b.yaml'].map((name) => `.eval_results/${name}`));
  });

  it('may not be there, or be empty', () => {
    expect(listResultsFolder(card)).toEqual([]);
    mkdirSync(join(dir, '.eval_results'));
    expect(listResultsFolder(card)).toEqual([]);
  });

  it('is that of a card in the working folder', () => {
    expect(() => listResultsFolder('README.md')).not.toThrow();
  });

  it('may be no folder', () => {
    put('.eval_results', '');
    expect(refusal(() => listResultsFolder(card)).code).toBe('invalid-card');
  });
});

describe('writing', () => {
  it('changes and makes files, and leaves nothing else', async () => {
    await writeModelFiles(card, [README, NEW]);
    expect([text('README.md'), text('.eval_results/hle.yaml')]).toEqual(['after\n', '- a\n']);
    expect(readdirSync(dir).sort()).toEqual(['.eval_results', 'README.md']);
    expect(readdirSync(join(dir, '.eval_results'))).toEqual(['hle.yaml']);
  });

  it('keeps every byte that it is given', async () => {
    const after = '\uFEFFé\r\n\u0000日本 👍';
    await writeModelFiles(card, [{ ...README, after }]);
    expect(text('README.md')).toBe(after);
  });

  it('leaves alone what is not its own', async () => {
    const others = [`README.md.${process.pid}.tmp`, '.hf-eval.tmp', '.hf-eval.lock.tmp'];
    for (const name of others) put(name, 'of another run');
    await writeModelFiles(card, [README]);
    expect(text('README.md')).toBe('after\n');
    expect(others.map(text)).toEqual(others.map(() => 'of another run'));
    expect(readdirSync(dir).sort()).toEqual([...others, 'README.md'].sort());
  });

  it('takes a name that leaves no room for a longer one', async () => {
    const name = 'x'.repeat(255);
    await writeModelFiles(put(name, 'before\n'), [{ ...README, path: name }]);
    expect(text(name)).toBe('after\n');
  });

  it('of a megabyte is whole', async () => {
    const after = 'é'.repeat(1_500_000);
    await writeModelFiles(card, [{ ...README, after }]);
    expect(text('README.md')).toBe(after);
  });

  it('nothing touches nothing', async () => {
    const before = statSync(card).mtimeMs;
    await writeModelFiles(card, []);
    expect([statSync(card).mtimeMs, readdirSync(dir)]).toEqual([before, ['README.md']]);
  });

  it('goes through a link to the card, which stays one; the folder is the one beside the link', async () => {
    mkdirSync(join(dir, 'links'));
    const link = join(dir, 'links/card.md');
    symlinkSync(card, link);
    await writeModelFiles(link, [{ ...README, path: 'card.md' }, NEW]);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect([text('README.md'), text('links/.eval_results/hle.yaml')]).toEqual(['after\n', '- a\n']);
    expect(listResultsFolder(link)).toHaveLength(1);
  });

  it.each([0o644, 0o600, 0o755])('keeps the mode: %o', async (mode) => {
    chmodSync(card, mode);
    await writeModelFiles(card, [README]);
    expect(statSync(card).mode & 0o777).toBe(mode);
  });

  it.each([0o664, 0o666, 0o777])('keeps the mode: %o', async (mode) => {
    chmodSync(card, mode);
    const old = process.umask(0o022);
    try {
      await writeModelFiles(card, [README]);
    } finally {
      process.umask(old);
    }
    expect(statSync(card).mode & 0o777).toBe(mode);
  });
});

describe('nothing is written', () => {
  it.each([
    ['the card was changed meanwhile', () => writeFileSync(card, 'other\n')],
    ['the card is gone', () => rmSync(card)],
    ['another file was made meanwhile', () => put('.eval_results/hle.yaml', '- b\n')],
    ['another file is a link', () => symlinkSync(card, put('.eval_results/x', '').replace(/x$/, 'hle.yaml'))],
  ])('when %s, not even the files that were not', async (_, make) => {
    make();
    const cardNow = existsSync(card) ? text('README.md') : undefined;
    await refused(writeModelFiles(card, [README, NEW]));
    expect(existsSync(card) ? text('README.md') : undefined).toBe(cardNow);
    if (existsSync(join(dir, '.eval_results/hle.yaml'))) expect(text('.eval_results/hle.yaml')).not.toBe('- a\n');
    expect(readdirSync(dir, { encoding: 'utf8', recursive: true }).filter((name) => name.includes('hf-eval'))).toEqual(
      [],
    );
  });

  it('is told with what to do', async () => {
    writeFileSync(card, 'other\n');
    expect(await refused(writeModelFiles(card, [README]))).toMatchObject({
      code: 'cannot-write',
      message: expect.stringContaining('README.md'),
      hint: expect.stringContaining('again'),
    });
  });

  it('when the card is gone, and that is told', async () => {
    rmSync(card);
    expect((await refused(writeModelFiles(card, [README]))).code).toBe('cannot-write');
  });

  it.skipIf(isRoot)('in a folder that is read-only', async () => {
    chmodSync(dir, 0o555);
    expect((await refused(writeModelFiles(card, [README, NEW]))).code).toBe('cannot-write');
    expect([text('README.md'), readdirSync(dir)]).toEqual(['before\n', ['README.md']]);
  });

  it('through a link in place of the folder', async () => {
    const elsewhere = join(dir, 'elsewhere');
    mkdirSync(elsewhere);
    symlinkSync(elsewhere, join(dir, '.eval_results'));
    expect((await refused(writeModelFiles(card, [NEW]))).code).toBe('cannot-write');
    expect(readdirSync(elsewhere)).toEqual([]);
  });

  it('of the card, when the folder beside it cannot be made', async () => {
    symlinkSync(join(dir, 'nowhere/at/all'), join(dir, '.eval_results'));
    expect((await refused(writeModelFiles(card, [README, NEW]))).code).toBe('cannot-write');
    expect(text('README.md')).toBe('before\n');
  });
});
