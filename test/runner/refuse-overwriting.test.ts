import { linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { type OutputPath, refuseOverwriting } from '../../src/runner/refuse-overwriting.ts';

let root: string;
const at = (path: string): string => join(root, path);

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'hf-eval-outputs-'));
  for (const folder of ['repo/.eval_results', 'new']) mkdirSync(at(folder), { recursive: true });
  for (const file of ['repo/README.md', 'new/a.json', 'new/all.zip', 'bench.yaml']) writeFileSync(at(file), file);
  writeFileSync(at('new/report.html'), '<own>');
  symlinkSync('repo/README.md', at('card.html'));
  symlinkSync(join('repo', '.eval_results', 'lost.yaml'), at('dangling.csv'));
  symlinkSync('loop.csv', at('loop.csv'));
  symlinkSync('repo', at('same'));
  linkSync(at('new/a.json'), at('hard.json'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** What is wrong with outputs of these paths. */
function problemsOf(...outputs: readonly (string | OutputPath)[]): string[] {
  try {
    refuseOverwriting(
      outputs.map((one, index) => (typeof one === 'string' ? { what: `output ${index + 1}`, path: at(one) } : one)),
      {
        files: [
          { what: 'the card', path: at('repo/README.md') },
          { what: 'the file of benchmarks', path: at('bench.yaml') },
        ],
        folders: [{ what: '.eval_results', path: at('repo/.eval_results') }],
        results: [at('new/a.json'), at('new/all.zip/run/b.json'), at('new/report.html'), 'hf://datasets/org/x/c.json'],
      },
    );
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    expect(error.code).toBe('usage');
    return (error.details.problems as string[]).map((problem) => problem.replaceAll(root, '').replace(/: .*/, ''));
  }
  return [];
}

describe('an output', () => {
  it.each([
    ['repo/README.md', 'over the card'],
    ['new/../repo/README.md', 'over the card'],
    ['card.html', 'over the card'],
    ['same/README.md', 'over the card'],
    ['bench.yaml', 'over the file of benchmarks'],
    ['new/a.json', 'over a file that is read'],
    ['hard.json', 'over a file that is read'],
    ['new/all.zip', 'over a file that is read'],
    ['new/report.html', 'over a file that is read'],
    ['repo/.eval_results', 'into .eval_results'],
    ['repo/.eval_results/new.yaml', 'into .eval_results'],
    ['same/.eval_results/deep/er/new.yaml', 'into .eval_results'],
    ['dangling.csv', 'into .eval_results'],
  ])('does not go to %s: %s', (path, says) => {
    expect(problemsOf(path)).toEqual([expect.stringContaining(says)]);
  });

  it.each(['new/b.json', 'repo/report.html', 'repo/.eval_results.csv', 'a/b/c.csv', 'new', 'loop.csv', 'card.html/x'])(
    'may go to %s',
    (path) => {
      expect(problemsOf(path)).toEqual([]);
    },
  );

  it('may take the place of what an earlier run wrote among the files that are read', () => {
    expect(problemsOf({ what: 'report', path: at('new/report.html'), own: /^<own>/ })).toEqual([]);
    expect(problemsOf({ what: 'report', path: at('new/a.json'), own: /^<own>/ })).toHaveLength(1);
  });

  it('is not the same as another one, and all that is wrong is told', () => {
    expect(problemsOf('x/a.csv', 'x/../x/a.csv', 'repo/README.md')).toEqual([
      'output 2 and output 1 are the same file',
      'output 3 would be written over the card',
    ]);
  });
});
