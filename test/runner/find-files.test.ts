import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { findFiles } from '../../src/runner/find-files.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'hf-eval-find-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function put(...paths: string[]): void {
  for (const path of paths) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), '{}');
  }
}

/** Paths below the root. */
const find = (...places: string[]): string[] =>
  findFiles(places.map((place) => join(root, place))).map((path) => path.slice(root.length + 1));

function refusal(...places: string[]): UserError {
  try {
    findFiles(places);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('files are found', () => {
  it('by their paths, in the order given, each once', () => {
    put('b.json', 'a.json');
    expect(find('b.json', 'a.json', 'b.json')).toEqual(['b.json', 'a.json']);
  });

  it('in a folder and all below it, in order of their names', () => {
    put('out/b/2.json', 'out/b/1.json', 'out/a.json', 'out/.hidden.json', 'other/c.json');
    expect(find('out')).toEqual(['out/.hidden.json', 'out/a.json', 'out/b/1.json', 'out/b/2.json']);
  });

  it('not where no framework writes', () => {
    put('out/a.json', 'out/.git/b.json', 'out/node_modules/c.json', 'out/x/.cache/d.json', 'out/__pycache__/e.json');
    expect(find('out')).toEqual(['out/a.json']);
  });

  it('by a pattern, in order', () => {
    put('out/b/results_2.json', 'out/a/results_1.json', 'out/a/samples_1.jsonl', 'out/results_0.json');
    expect(find('out/**/results_*.json')).toEqual([
      'out/a/results_1.json',
      'out/b/results_2.json',
      'out/results_0.json',
    ]);
  });

  it('once, by a folder and a pattern', () => {
    put('out/a.json', 'out/b.json');
    expect(find('out/*b.json', 'out')).toEqual(['out/b.json', 'out/a.json']);
    expect(find('out/b.json', 'out/*.json')).toEqual(['out/b.json', 'out/a.json']);
  });

  it('by a name that would be a pattern, where there is a file of it', () => {
    put('model[v1].json', 'modelv.json');
    expect(find('model[v1].json')).toEqual(['model[v1].json']);
  });

  it('behind links to files, but not behind links to folders', () => {
    put('real/a.json', 'out/b.json');
    symlinkSync(join(root, 'real'), join(root, 'out/folder'));
    symlinkSync(join(root, 'real/a.json'), join(root, 'out/link.json'));
    symlinkSync(join(root, 'nowhere'), join(root, 'out/broken.json'));
    symlinkSync(root, join(root, 'out/round'));
    expect(find('out')).toEqual(['out/b.json', 'out/link.json']);
  });
});

describe('nothing at a place is no-results', () => {
  it.each([['lost.json'], ['lost/**/*.json'], ['']])('%s', (place) => {
    const error = refusal(join(root, place, place === '' ? '*.json' : ''));
    expect([error.code, error.hint]).toEqual(['no-results', expect.stringContaining('in quotes')]);
  });

  it('where one of several names nothing, and names that one', () => {
    put('a.json');
    const error = refusal(join(root, 'a.json'), join(root, 'b.json'), join(root, 'c*.json'));
    expect([error.code, error.details]).toEqual([
      'no-results',
      { missing: [join(root, 'b.json'), join(root, 'c*.json')] },
    ]);
    expect(error.message).not.toContain('a.json');
  });

  it('and so is an empty folder', () => {
    mkdirSync(join(root, 'out'));
    expect(refusal(join(root, 'out')).code).toBe('no-results');
  });
});

it('more than 20,000 files are no results of one model', () => {
  mkdirSync(join(root, 'out'));
  for (let at = 0; at <= 20_000; at += 1) writeFileSync(join(root, `out/${at}`), '');
  const error = refusal(join(root, 'out'));
  expect([error.code, error.message]).toEqual(['usage', `${join(root, 'out')} holds more than 20000 files.`]);
});
