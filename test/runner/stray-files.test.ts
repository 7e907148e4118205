import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { listStrayFiles } from '../../src/runner/stray-files.ts';

let dir = '';

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'hf-eval-strays-'));
});

afterEach(() => rmSync(dir, { recursive: true, force: true }));

function put(...names: readonly string[]): void {
  for (const name of names) {
    const path = join(dir, '.eval_results', name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, '');
  }
}

const list = (): string[] => listStrayFiles(join(dir, 'README.md')).map((path) => path.replace('.eval_results/', ''));

it('lists what has another ending, and YAML files in folders', () => {
  put('a.yaml', 'b.yml', 'c.YAML', 'd.json', 'e', 'f.yaml.bak', 'sub/g.yaml', 'sub/deep/h.yml', 'sub/log.txt');
  expect(list()).toEqual(['d.json', 'e', 'f.yaml.bak', 'sub/deep/h.yml', 'sub/g.yaml']);
});

it('follows no links to folders', () => {
  put('sub/a.yaml');
  symlinkSync(join(dir, '.eval_results'), join(dir, '.eval_results/sub/loop'));
  expect(list()).toEqual(['sub/a.yaml']);
});

it('may find no folder', () => {
  expect(list()).toEqual([]);
  writeFileSync(join(dir, '.eval_results'), '');
  expect(list()).toEqual([]);
});
