import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Replacement, replaceFiles } from '../../src/runner/replace-files.ts';
import { refusal } from '../formats/model-index/merging.ts';

vi.mock('node:fs', { spy: true });

const isRoot = process.getuid?.() === 0;
const real = await vi.importActual<typeof fs>('node:fs');
let dir = '';

beforeEach(() => {
  dir = fs.mkdtempSync(join(tmpdir(), 'hf-eval-replace-'));
  for (const name of ['a.md', 'b.md']) fs.writeFileSync(join(dir, name), 'before\n');
});
afterEach(() => {
  vi.resetAllMocks();
  fs.rmSync(dir, { recursive: true, force: true });
});

const change = (name: string): Replacement => ({ path: join(dir, name), before: 'before\n', after: 'after\n' });
const added = (name: string): Replacement => ({ ...change(name), before: '' });
/** Every file with its text; folders end with a slash. */
const state = (): Record<string, string> =>
  Object.fromEntries(
    (fs.readdirSync(dir, { recursive: true, encoding: 'utf8' }) as string[])
      .sort()
      .map((name) => [
        name,
        fs.statSync(join(dir, name)).isDirectory() ? '/' : fs.readFileSync(join(dir, name), 'utf8'),
      ]),
  );

function failing(code: string): Error {
  return Object.assign(new Error(`${code}: it fails`), { code });
}

describe('when one of the files cannot be written, none is', () => {
  it.each<[string, RegExp, () => void]>([
    [
      'a folder is in its place',
      /not a regular file/,
      () => fs.mkdirSync(join(dir, 'new/c.yaml'), { recursive: true }),
    ],
    ['a file is in place of its folder', /ENOTDIR|EEXIST/, () => fs.writeFileSync(join(dir, 'new'), '')],
    [
      'it is a link',
      /is a link/,
      () => fs.mkdirSync(join(dir, 'new')) ?? fs.symlinkSync('../a.md', join(dir, 'new/c.yaml')),
    ],
    [
      'somebody else has made it',
      /was changed/,
      () => fs.mkdirSync(join(dir, 'new')) ?? fs.writeFileSync(join(dir, 'new/c.yaml'), 'x'),
    ],
    ['its folder takes no file', /EACCES/, () => failToOpen('EACCES')],
    [
      'the disk is full',
      /ENOSPC/,
      () =>
        void vi
          .mocked(fs.writeSync)
          .mockImplementationOnce(real.writeSync)
          .mockImplementation(() => {
            throw failing('ENOSPC');
          }),
    ],
    [
      'the disk fails at the end',
      /EIO/,
      () =>
        void vi
          .mocked(fs.fsyncSync)
          .mockImplementationOnce(real.fsyncSync)
          .mockImplementation(() => {
            throw failing('EIO');
          }),
    ],
  ])('%s', (_, says, make) => {
    make();
    const before = state();
    const error = refusal(() => replaceFiles([change('a.md'), added('new/c.yaml')]));
    expect([error.code, error.message]).toEqual(['cannot-write', expect.stringMatching(says)]);
    expect(error.message).toContain(join(dir, 'new/c.yaml'));
    expect(state()).toEqual(before);
  });
});

function failToOpen(code: string): void {
  vi.mocked(fs.openSync).mockImplementation((path, ...rest) => {
    if (String(path).startsWith(join(dir, 'new'))) throw failing(code);
    return real.openSync(path, ...rest);
  });
}

it('removes no file that somebody else has made under the name it wanted', () => {
  const theirs: string[] = [];
  vi.mocked(fs.openSync).mockImplementation((path, flags, mode) => {
    if (flags === 'wx') {
      theirs.push(String(path));
      real.writeFileSync(path, 'theirs');
    }
    return real.openSync(path, flags, mode);
  });
  const error = refusal(() => replaceFiles([change('a.md')]));
  expect([error.code, error.message]).toEqual(['cannot-write', expect.stringContaining('EEXIST')]);
  expect(theirs.map((path) => real.readFileSync(path, 'utf8'))).toEqual(['theirs']);
  expect(state()['a.md']).toBe('before\n');
});

it('changes nothing when a file is changed while the new ones are written', () => {
  vi.mocked(fs.fsyncSync).mockImplementation((handle) => {
    real.fsyncSync(handle);
    real.writeFileSync(join(dir, 'a.md'), 'by hand\n');
  });
  const error = refusal(() => replaceFiles([change('a.md'), added('new/c.yaml')]));
  expect([error.code, error.message]).toEqual(['cannot-write', expect.stringContaining('a.md was changed')]);
  expect(state()).toEqual({ 'a.md': 'by hand\n', 'b.md': 'before\n' });
});

describe('when a file cannot be put in its place', () => {
  it.each([
    [1, [], ['a.md', 'b.md', 'new/c.yaml']],
    [2, ['a.md'], ['b.md', 'new/c.yaml']],
    [3, ['a.md', 'b.md'], ['new/c.yaml']],
  ])('number %i of three: it is told which ones are written', (number, written, left) => {
    let calls = 0;
    vi.mocked(fs.renameSync).mockImplementation((from, to) => {
      calls += 1;
      if (calls === number) throw failing('EBUSY');
      real.renameSync(from, to);
    });
    const error = refusal(() => replaceFiles([change('a.md'), change('b.md'), added('new/c.yaml')]));
    const paths = (names: readonly string[]): string[] => names.map((name) => join(dir, name));
    expect([error.code, error.message]).toEqual([
      'cannot-write',
      `${paths(left)[0]} cannot be written: EBUSY: it fails.`,
    ]);
    expect(error.details).toEqual(written.length === 0 ? {} : { written: paths(written), not_written: paths(left) });
    expect(error.hint).toContain(
      written.length === 0
        ? 'Nothing was written'
        : `Written: ${paths(written).join(', ')}. Not written: ${paths(left).join(', ')}.`,
    );
    expect(state()).toEqual(
      Object.fromEntries(['a.md', 'b.md'].map((name) => [name, written.includes(name) ? 'after\n' : 'before\n'])),
    );
  });
});

describe('a file whose user does not want it replaced', () => {
  it.each<[string, RegExp, RegExp, () => void]>([
    ['read-only', /a\.md cannot be written: it is read-only/, /chmod/, () => fs.chmodSync(join(dir, 'a.md'), 0o444)],
    ['read-only for its owner', /read-only/, /chmod/, () => fs.chmodSync(join(dir, 'a.md'), 0o464)],
    ['of two names', /2 names \(hard links\)/, /cp FILE/, () => fs.linkSync(join(dir, 'a.md'), join(dir, 'z.md'))],
  ])('is refused: %s', (_, says, hint, make) => {
    make();
    const [before, { ino, mode }] = [state(), fs.statSync(join(dir, 'a.md'))];
    for (const files of [[change('a.md')], [change('b.md'), change('a.md'), added('new/c.yaml')]]) {
      const error = refusal(() => replaceFiles(files));
      expect(error).toMatchObject({
        code: 'cannot-write',
        message: expect.stringMatching(says),
        hint: expect.stringMatching(hint),
      });
      expect(state()).toEqual(before);
    }
    expect(fs.statSync(join(dir, 'a.md'))).toMatchObject({ ino, mode });
  });
});

describe('owner and group', () => {
  const path = (): string => join(dir, 'a.md');

  /** As if the file were another user's. */
  function pretendOwner(): { readonly uid: number; readonly gid: number } {
    const { uid, gid } = fs.statSync(path());
    const other = { uid: uid + 1, gid: gid + 1 };
    vi.mocked(fs.lstatSync).mockImplementation(((name: string, options: object) => {
      const stat = real.lstatSync(name, options);
      return name === path() && stat !== undefined ? Object.assign(stat, other) : stat;
    }) as typeof fs.lstatSync);
    return other;
  }

  it('are kept', () => {
    const { uid, gid } = pretendOwner();
    const chown = vi.mocked(fs.fchownSync).mockReturnValue(undefined);
    replaceFiles([change('a.md')]);
    expect(chown.mock.calls).toEqual([[expect.any(Number), uid, gid]]);
    expect(state()['a.md']).toBe('after\n');
  });

  it('are not set when they are what they are to be', () => {
    const chown = vi.mocked(fs.fchownSync).mockReturnValue(undefined);
    replaceFiles([change('a.md'), added('new/c.yaml')]);
    expect(chown.mock.calls).toEqual([]);
  });

  it('that cannot be kept are a reason to write nothing', () => {
    pretendOwner();
    vi.mocked(fs.fchownSync).mockImplementation(() => {
      throw failing('EPERM');
    });
    const error = refusal(() => replaceFiles([change('b.md'), change('a.md')]));
    expect([error.code, error.message]).toEqual(['cannot-write', expect.stringContaining('belongs to another user')]);
    expect(state()).toEqual({ 'a.md': 'before\n', 'b.md': 'before\n' });
  });

  it.skipIf(!isRoot)('are kept by root', () => {
    fs.chmodSync(path(), 0o600);
    fs.chownSync(path(), 1000, 1001);
    replaceFiles([change('a.md')]);
    expect(fs.statSync(path())).toMatchObject({ uid: 1000, gid: 1001, mode: 0o100600 });
  });

  it('let nobody else read the text meanwhile', () => {
    fs.chmodSync(path(), 0o600);
    const modes: number[] = [];
    vi.mocked(fs.writeSync).mockImplementation(((handle: number, ...rest: [Uint8Array, number]) => {
      modes.push(real.fstatSync(handle).mode & 0o777);
      return real.writeSync(handle, ...rest);
    }) as typeof fs.writeSync);
    replaceFiles([change('a.md')]);
    expect(modes).toEqual([0o600]);
  });
});
