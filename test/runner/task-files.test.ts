import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { readTaskFiles } from '../../src/runner/task-files.ts';

const before = process.cwd();
let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'hf-eval-tasks-'));
  mkdirSync(join(root, 'here'));
  process.chdir(join(root, 'here'));
});
afterEach(() => {
  process.chdir(before);
  rmSync(root, { recursive: true, force: true });
});

function put(path: string, text = 'x'): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** What is sent along, or why nothing is. */
function taken(path: string): readonly string[] | string {
  try {
    return Object.keys(readTaskFiles(path)).sort();
  } catch (error) {
    if (error instanceof UserError) return `${error.code}: ${error.message}`;
    throw error;
  }
}

describe('own tasks are sent along', () => {
  it('as a file, with its bytes', () => {
    put('tasks/own.py', 'π\n');
    expect(readTaskFiles('tasks/own.py')).toEqual({ 'tasks/own.py': Buffer.from('π\n').toString('base64') });
    expect(taken('tasks/own.py@mine')).toEqual(['tasks/own.py']);
    expect(readTaskFiles(undefined)).toEqual({});
  });

  it('as a folder, without what nobody means to send', () => {
    for (const name of ['a.yaml', 'deep/b.yaml', '.env', '.git/config', '__pycache__/a.pyc']) put(`tasks/${name}`);
    expect(taken('tasks')).toEqual(['tasks/a.yaml', 'tasks/deep/b.yaml']);
    expect(taken('./tasks/')).toEqual(['tasks/a.yaml', 'tasks/deep/b.yaml']);
  });
});

describe('nothing else is read', () => {
  beforeEach(() => {
    put('../secret/key', 'secret');
    put('tasks/a.yaml');
  });

  it.each(['/etc/passwd', '../secret/key', 'tasks/../../secret', 'tasks\\..\\..\\secret'])('outside: %s', (path) => {
    expect(taken(path)).toMatch(/^usage: .*must lie in this folder/);
  });

  it.each<[string, string]>([
    ['link.py', 'link.py'],
    ['folder', 'folder'],
    ['folder', 'folder/key'],
  ])('through a link: %s, %s', (link, path) => {
    symlinkSync(link === 'folder' ? '../secret' : '../secret/key', link);
    expect(taken(path)).toMatch(/^usage: .*links are not followed/);
  });

  it('through a link in a folder, or what has no end', () => {
    symlinkSync('../../secret/key', 'tasks/key');
    symlinkSync('../../secret', 'tasks/more');
    execFileSync('mkfifo', ['tasks/pipe']);
    expect(taken('tasks')).toEqual(['tasks/a.yaml']);
  });
});

describe('what cannot be sent is refused before anything starts', () => {
  it.each<[string, () => void, RegExp]>([
    ['none', () => {}, /is not there/],
    ['empty', () => mkdirSync('empty'), /has no files in it/],
    ['large.py', () => put('large.py', 'x'.repeat(90_001)), /more than can be sent along/],
    [
      'many',
      () => {
        for (let at = 0; at < 201; at += 1) put(`many/${at}.yaml`);
      },
      /200 files/,
    ],
  ])('%s', (path, arrange, reason) => {
    arrange();
    expect(taken(path)).toMatch(reason);
  });
});
