import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseCommandLine } from '../../src/command-line.ts';
import { readEvaluateConfig } from '../../src/evaluate-config.ts';
import { type LocalHub, startLocalHub } from '../local-hub/server.ts';
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

/** Evaluations, each with the output that the page shows below it. */
const EVALUATIONS = LINES.filter(({ line }) => line.startsWith(`${PROGRAM}evaluate `)).map(({ page, line }) => {
  const after = readFileSync(join(ROOT, page), 'utf8').split(`${line}\n\`\`\`\n`)[1] ?? '';
  return { line, shown: /^[^#`]*?\n```text\n([\s\S]*?)```/.exec(after)?.[1] };
});

describe('what the pages say to paste', () => {
  it.each(LINES)('is a command of a clone, with files that are there: $line', ({ line }) => {
    expect(line.startsWith(PROGRAM)).toBe(true);
    const words = wordsOf(line);
    expect(parseCommandLine(words, {}, { readEvaluate: readEvaluateConfig }).kind).toBe('run');
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

describe('the evaluations that the pages say to paste', () => {
  const TOKEN = 'hf_maintainerOfYourOrg';
  let hub: LocalHub;
  beforeAll(async () => {
    hub = await startLocalHub();
    hub.addToken(TOKEN, { user: 'mara', role: 'write', orgs: ['your-org'] });
    const config = {
      torch_dtype: 'bfloat16',
      num_hidden_layers: 32,
      hidden_size: 4096,
      num_attention_heads: 32,
      num_key_value_heads: 8,
      max_position_embeddings: 32_768,
    };
    const files = { 'README.md': '# Kestrel\n', 'config.json': JSON.stringify(config) };
    for (const id of ['your-org/your-model', 'allenai/OLMo-2-1124-7B'])
      await hub.addModel({ id, files, safetensors: { BF16: 7.3e9 } });
  });
  afterAll(() => hub.close());

  it('are some, one with its output', () => {
    expect(EVALUATIONS.length).toBeGreaterThan(3);
    expect(EVALUATIONS.filter(({ shown }) => shown !== undefined)).toHaveLength(1);
  });

  it.each(EVALUATIONS)('are planned as they should be: $line', async ({ line, shown }) => {
    const words = wordsOf(line);
    // What only plans needs no token; what is to be paid for is only planned here.
    const isPlan = words.includes('--dry-run');
    const env = { HF_ENDPOINT: hub.url, ...(isPlan ? {} : { HF_TOKEN: TOKEN }) };
    const { code, stdout, stderr } = await runCli([...words, ...(isPlan ? [] : ['--dry-run'])], { env });
    expect([code, stdout]).toEqual([0, expect.stringContaining('Nothing was started.')]);
    expect(stderr).not.toMatch(/^error/m);
    if (shown !== undefined) expect(withoutCommits(stdout)).toBe(withoutCommits(shown));
    expect(hub.jobs.all()).toEqual([]);
  });
});

function withoutCommits(text: string): string {
  return text.replace(/ at [0-9a-f]{7}$/gm, ' at COMMIT').replace(/\b[0-9a-f]{40}\b/g, 'COMMIT');
}

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
  const words = line
    .slice(PROGRAM.length)
    .replace(/ #.*$/, '')
    .matchAll(/"([^"]*)"|\S+/g);
  return [...words].map(([word, inQuotes]) => inQuotes ?? word);
}
