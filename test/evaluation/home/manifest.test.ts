import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkFiles, type Manifest, readManifest } from '../../../src/evaluation/home/manifest.ts';
import { isInside, isPlainPath } from '../../../src/evaluation/home/paths.ts';
import { type FileOf, manifestOf, NONCE, sha256 } from './packages.ts';

const FILE: FileOf = { path: 'output/a.json', text: '{}' };

function read(text: string): Manifest {
  const result = readManifest(text, NONCE);
  if ('reason' in result) throw new Error(result.reason);
  return result.manifest;
}

const reasonOf = (text: string): string | undefined => {
  const result = readManifest(text, NONCE);
  return 'reason' in result ? result.reason : undefined;
};

const named = (path: unknown): string => manifestOf([], { files: [{ path, size: 1, sha256: 'a'.repeat(64) }] });

describe('a path of somebody else', () => {
  it.each(['a', 'output/a.json', 'output/..a/b..json', 'a b/ü', 'details/org/model/a%3Ab|5'])(
    'stays inside: %s',
    (path) => {
      expect(isInside(path)).toBe(true);
    },
  );

  it.each([
    ...[
      '',
      '/',
      '/etc/passwd',
      '..',
      '../a',
      'a/../b',
      'a/..',
      './a',
      'a/.',
      'a//b',
      'a/',
      'C:/a',
      'c:a',
      '\\a',
      'a\\..\\b',
    ],
    ...['a\0b', 'a\nb', 'a\x7f', 'x'.repeat(1_025)],
  ])('does not: %j', (path) => {
    expect(isInside(path)).toBe(false);
    expect(isPlainPath(path)).toBe(false);
  });

  it.each(['ab:c', 'a|b', 'a"b', 'a<b', 'a>b', 'a*', 'a?'])('is one for some file systems alone: %s', (path) => {
    expect([isInside(path), isPlainPath(path)]).toEqual([true, false]);
  });

  it('never leads out of a folder', () => {
    const part = fc.oneof(fc.string(), fc.constantFrom('..', '.', '', '/', '\\', 'C:', 'a'));
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
        const path = parts.join('/');
        if (!isInside(path)) return;
        const url = new URL(path.split('/').map(encodeURIComponent).join('/'), 'file:///home/in/');
        expect(url.pathname.startsWith('/home/in/')).toBe(true);
      }),
    );
  });
});

describe('a manifest', () => {
  it('tells what came home, and what did not', () => {
    const left = { path: 'output/b%3A', original: 'output/b:', size: 5, why: 'there is no room for it' };
    const manifest = read(manifestOf([FILE], { exitCode: 7, leftOut: [left], leftOutCount: 12 }));
    expect(manifest).toEqual({
      exitCode: 7,
      files: [{ path: 'output/a.json', name: 'output/a.json', size: 2, sha256: sha256(Buffer.from('{}')) }],
      leftOut: [{ name: 'output/b:', size: 5, why: 'there is no room for it' }],
      leftOutCount: 12,
    });
  });

  it.each<[string, readonly FileOf[], string[]]>([
    ['by the names that they had', [{ ...FILE, original: 'output/a|b:c' }], ['output/a|b:c']],
    ['but not by names that lead out', [{ ...FILE, original: '../a' }], ['output/a.json']],
    ['but not by drives', [{ ...FILE, original: 'C:a' }], ['output/a.json']],
    [
      'but not by one name for two',
      [
        { ...FILE, original: 'output/x' },
        { ...FILE, path: 'output/b.json', original: 'output/x' },
      ],
      ['output/a.json', 'output/b.json'],
    ],
  ])('names files %s', (_, files, names) => {
    expect(read(manifestOf(files)).files.map(({ name }) => name)).toEqual(names);
  });

  it.each<[string, string, string]>([
    ['no JSON', 'x', 'is no JSON'],
    ['a list', '[]', 'is of another version'],
    ['of another version', manifestOf([], { version: 2 }), 'is of another version'],
    ['of another run', manifestOf([], { run: 'a'.repeat(32) }), 'is of another run'],
    ['without an exit code', manifestOf([], { exitCode: null }), 'is not whole'],
    ['with an exit code that is none', manifestOf([], { exitCode: 256 }), 'is not whole'],
    ['without files', manifestOf([], { files: {} }), 'is not whole'],
    ['with a path that leads out', named('../a'), 'names the path "../a"'],
    ['with a path that is none', named(1), 'names a file without a path'],
    ['with a path that archives refuse', named('a:b'), 'names the path "a:b"'],
    ['with a path of two lines', named('a\n::error::b'), 'names the path "a\\n::error::b"'],
    ['with a file twice', manifestOf([FILE, FILE]), 'names a file twice'],
    ['with a file in a file', manifestOf([FILE, { path: `${FILE.path}/b`, text: '' }]), 'lie in a file'],
    [
      'without a size',
      manifestOf([], { files: [{ path: 'a', sha256: 'a'.repeat(64) }] }),
      'does not tell size and checksum',
    ],
    [
      'with a size that is none',
      manifestOf([], { files: [{ path: 'a', size: -1, sha256: 'a'.repeat(64) }] }),
      'does not tell',
    ],
    [
      'without a checksum',
      manifestOf([], { files: [{ path: 'a', size: 1 }] }),
      'does not tell size and checksum of "a"',
    ],
    [
      'of too many bytes',
      manifestOf([], { files: [{ path: 'a', size: 3e9, sha256: 'a'.repeat(64) }] }),
      'tells of 3000000000',
    ],
    ['of too many files', manifestOf([], { files: new Array(10_001).fill(0) }), 'names 10001 files'],
    ['too long', ' '.repeat(16_000_001), 'is too long'],
  ])('%s is refused', (_, text, reason) => {
    expect(reasonOf(text)).toContain(reason);
  });

  it('of any data is read or refused', () => {
    const file = fc.record({
      path: fc.oneof(fc.string(), fc.constant('a')),
      size: fc.anything(),
      sha256: fc.anything(),
    });
    const data = fc.record({
      version: fc.constantFrom(1, 1, 2),
      run: fc.constant(NONCE),
      exitCode: fc.constantFrom(0, null),
      files: fc.oneof(fc.array(file), fc.jsonValue()),
      leftOut: fc.jsonValue(),
      leftOutCount: fc.jsonValue(),
    });
    fc.assert(
      fc.property(fc.oneof(data, fc.jsonValue()), (value) => {
        const result = readManifest(JSON.stringify(value) ?? '', NONCE);
        expect('manifest' in result || result.reason.startsWith('the manifest')).toBe(true);
      }),
    );
  });
});

describe('files are compared with their manifest', () => {
  const manifest = read(manifestOf([{ ...FILE, original: 'output/a:b' }]));
  const check = (found: Readonly<Record<string, string>>): ReturnType<typeof checkFiles> =>
    checkFiles(manifest, new Map(Object.entries(found).map(([path, text]) => [path, Buffer.from(text)])), sha256);

  it('and are there by the names that they had', () => {
    const { files, problems } = check({ 'output/a.json': '{}', 'manifest.json': '', 'output/planted.json': '{}' });
    expect([...files.keys()]).toEqual(['output/a:b']);
    expect(problems).toEqual([]);
  });

  it.each([
    [{}, 'it is missing'],
    [{ 'output/a.json': '{ }' }, 'it has 3 bytes, not 2'],
    [{ 'output/a.json': '[]' }, 'its checksum is another one'],
  ])('%o: not as they must be', (found, reason) => {
    expect(check(found)).toEqual({ files: new Map(), problems: [{ path: 'output/a.json', reason }] });
  });
});
