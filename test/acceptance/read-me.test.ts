import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseCommandLine } from '../../src/command-line.ts';
import { ROOT } from './child.ts';
import { expectNoTrace } from './expectations.ts';
import { runCli, scratchWith } from './run-cli.ts';

const PAGES = ['README.md', ...readdirSync(join(ROOT, 'docs')).map((name) => `docs/${name}`)];
const BLOCK = /^```sh\n([\s\S]*?)^```$/gm;
const PROGRAM = 'node dist/cli/index.js ';

/** The commands that pages tell people to paste, each with its remark. */
const LINES = PAGES.flatMap((page) => {
  const text = readFileSync(join(ROOT, page), 'utf8');
  const lines = [...text.matchAll(BLOCK)].flatMap(([, block = '']) => block.split('\n'));
  return lines.filter((line) => /hf-eval|dist\/cli/.test(line)).map((line) => ({ page, line }));
});

/** Those that need neither a network nor a model of one's own. */
const LOCAL = LINES.filter(({ line }) => !line.includes('your-org') && / --(?:card|results) /.test(line));

describe('what the pages say to paste', () => {
  it.each(LINES)('is a command of a clone, with files that are there: $line', ({ line }) => {
    expect(line.startsWith(PROGRAM)).toBe(true);
    const words = wordsOf(line);
    expect(parseCommandLine(words, {}).kind).toBe('run');
    for (const [at, word] of words.entries()) {
      const path = words[at + 1] ?? '';
      if (/^--(?:card|results|baseline)$/.test(word) && /^examples\//.test(path))
        expect(existsSync(join(ROOT, path))).toBe(true);
    }
  });

  it('is enough of it to go by', () => {
    expect(LOCAL.length).toBeGreaterThan(5);
    const commands = LOCAL.map(({ line }) => wordsOf(line)[0]);
    expect(commands).toEqual(expect.arrayContaining(['inspect-tables', 'extract-readme', 'collect']));
  });

  it.each(LOCAL)('works: $line', async ({ line }) => {
    const cwd = await scratchWith({});
    await cp(join(ROOT, 'examples'), join(cwd, 'examples'), { recursive: true });
    const finished = await runCli(wordsOf(line), { cwd });
    expectNoTrace(finished);
    const fails = line.endsWith('# exits with 1');
    expect([finished.code, finished.stdout]).toEqual([fails ? 1 : 0, expect.stringMatching(/Kestrel|tables/)]);
    if (fails) expect(finished.stderr).toMatch(/^error \[regression\]/);
    else expect(finished.stderr).toBe('');
    const report = /--report (\S+)/.exec(line)?.[1];
    if (report !== undefined) expect(readFileSync(join(cwd, report), 'utf8')).toContain('kite_sums');
    await rm(join(cwd, 'examples'), { recursive: true });
  });
});

describe('the sample results', () => {
  it.each(['old', 'new'])('hold together: %s', (name) => {
    const folder = join(ROOT, 'examples/results', name);
    const read = (start: string): string =>
      readFileSync(join(folder, readdirSync(folder).find((file) => file.startsWith(start)) ?? ''), 'utf8');
    const samples = read('samples_kite_sums_').trimEnd().split('\n');
    const right = samples.filter((line) => (JSON.parse(line) as { exact_match: number }).exact_match === 1).length;
    const { results } = JSON.parse(read('results_')) as { results: Record<string, Record<string, number>> };
    expect(results.kite_sums?.['exact_match,get-number']).toBe(right / samples.length);
  });
});

function wordsOf(line: string): string[] {
  return line.slice(PROGRAM.length).replace(/ #.*$/, '').trim().split(/\s+/);
}
