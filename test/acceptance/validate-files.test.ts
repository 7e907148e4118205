import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectNoTrace } from './expectations.ts';
import { type Hubs, startHubs } from './hubs.ts';
import { cardWith, entry, index } from './model-repo.ts';
import { runAction } from './run-action.ts';
import { type Files, runCli, runCliOn } from './run-cli.ts';

type Verdict = {
  readonly ok: boolean;
  readonly findings: readonly { severity: string; code: string; file: string; line: number; message: string }[];
};

const GOOD: Files = {
  'README.md': cardWith(index('MMLU', 'cais/mmlu', '85.20')),
  '.eval_results/gsm8k.yaml': entry('openai/gsm8k', 'gsm8k', '71.30', "date: '2026-01-31'"),
};
/** A file of its own with an error, which has to be found whatever is wrong with the others. */
const BAD: Files = { ...GOOD, '.eval_results/z.yaml': entry('cais/hle', 'hle', '"x"') };
const FOUND = 'error value .eval_results/z.yaml:4';

const inShort = ({ findings }: Verdict): string[] =>
  findings.map(({ severity, code, file, line }) => `${severity} ${code} ${file}:${line}`);

async function verdict(files: Files, card = 'README.md'): Promise<Verdict> {
  const run = await runCliOn(files, ['validate', '--card', card, '--format=json']);
  expect(run.stderr).toBe('');
  const read = JSON.parse(run.stdout) as Verdict;
  expect(run.code).toBe(read.ok ? 0 : 1);
  return read;
}

let hubs: Hubs;
beforeAll(async () => {
  hubs = await startHubs();
});
afterAll(() => hubs.close());

/** What is found in the same files on the Hub, its own verdict apart. */
async function verdictOfHub(id: string, files: Files): Promise<string[]> {
  await hubs.hub.addModel({ id, files });
  const run = await runCli(['validate', '--repo-id', id, '--format=json'], { env: { HF_ENDPOINT: hubs.hub.url } });
  expect(run.stderr).toBe('');
  return inShort(JSON.parse(run.stdout) as Verdict).filter((line) => !line.includes(' hub '));
}

describe('a file that cannot be read is a finding, and hides nothing of the others', () => {
  it('a folder', async () => {
    const found = await verdict({ ...BAD, '.eval_results/x.yaml/a.txt': '' });
    expect(inShort(found)).toEqual(['error unreadable .eval_results/x.yaml:1', FOUND]);
    expect(found.findings[0]?.message).toContain('is a folder');
  });

  it('one of more than a megabyte, here and on the Hub', async () => {
    const files = { ...BAD, '.eval_results/x.yaml': `# ${'x'.repeat(1_000_000)}\n` };
    expect(inShort(await verdict(files))).toEqual(['error unreadable .eval_results/x.yaml:1', FOUND]);
    expect(await verdictOfHub('aviary/large', files)).toEqual(['error unreadable .eval_results/x.yaml:1', FOUND]);
  });

  it('a file in place of the folder', async () => {
    const found = await verdict({ 'README.md': cardWith(index('MMLU', 'cais/mmlu', '850')), '.eval_results': '' });
    expect(inShort(found)).toEqual(['error out-of-range README.md:12', 'error invalid-card .eval_results:1']);
  });
});

describe('a file that the Hub does not read', () => {
  const files = {
    ...GOOD,
    '.eval_results/.gitkeep': '',
    '.eval_results/README.md': '# Ours\n',
    '.eval_results/a.json': '[]',
    '.eval_results/gsm8k.yml': entry('openai/gsm8k', 'gsm8k', '60.00'),
  };
  const found = ['error file-name .eval_results/gsm8k.yml:1', 'warning file-name .eval_results/a.json:1'];

  it('is named, and is no second value of a score', async () => {
    const nested = { ...files, '.eval_results/sub/hle.yaml': '', '.eval_results/sub/log.txt': '' };
    expect(inShort(await verdict(nested))).toEqual([...found, 'warning file-name .eval_results/sub/hle.yaml:1']);
  });

  it('is named on the Hub', async () => {
    expect(await verdictOfHub('aviary/stray', files)).toEqual(found);
  });

  it('holds no score to a merge', async () => {
    const table =
      '| Benchmark | Sparrow 3B | Finch 7B |\n|---|---|---|\n| GSM8K | 71.3% | 60.1% |\n| HLE | 20.1% | 9.5% |\n';
    const card = {
      'README.md': `# Sparrow 3B\n\n${table}`,
      '.eval_results/gsm8k.yml': entry('openai/gsm8k', 'gsm8k', '60.00'),
    };
    const args = ['extract-readme', '--card', 'README.md', '--repo-id', 'aviary/Sparrow-3B', '--format=json'];
    const run = await runCliOn(card, [...args, '--output-format', 'eval-results']);
    expect(JSON.parse(run.stdout).changes).toMatchObject([
      { op: 'add', file: '.eval_results/gsm8k.yaml', value: 71.3 },
      { op: 'add', file: '.eval_results/hle.yaml' },
    ]);
  });
});

describe('files are named as they can be opened', () => {
  const files: Files = {
    'sub/README.md': cardWith(index('GSM8K', 'openai/gsm8k', '60.00', { metricType: 'exact_match' })),
    'sub/.eval_results/a.yaml': entry('openai/gsm8k', 'gsm8k', '71.30', "date: '2026-01-31'"),
    'sub/.eval_results/b.yaml': `${entry('openai/gsm8k', 'gsm8k', '72.30')}- 5\n`,
    'sub/.eval_results/c.yaml': '- [\n',
    'sub/.eval_results/d.json': '',
  };
  const places = [
    'sub/.eval_results/a.yaml:4',
    'sub/.eval_results/b.yaml:4',
    'sub/.eval_results/b.yaml:4',
    'sub/.eval_results/b.yaml:5',
    'sub/.eval_results/c.yaml:2',
    'sub/.eval_results/d.json:1',
  ];

  it.each(['sub/README.md', './sub/README.md'])('by the command line: %s', async (card) => {
    const { findings } = await verdict(files, card);
    expect(findings.map(({ file, line }) => `${file}:${line}`)).toEqual(places);
    expect(findings[0]?.message).toContain(`in ${card}, line 12`);
    expect(findings.find(({ code }) => code === 'duplicate')?.message).toContain('in sub/.eval_results/a.yaml, line 4');
    expect(findings.find(({ code }) => code === 'invalid-card')?.message).toMatch(
      /^sub\/\.eval_results\/c\.yaml, line 2/,
    );
    const text = await runCliOn(files, ['validate', '--card', card]);
    expect(text.stdout.match(/^\S+?:\d+(?=:\d+: )/gm)).toEqual(places);
  });

  it('by the Action, in annotations and outputs', async () => {
    const run = await runAction({ mode: 'validate', card: 'sub/README.md' }, { files });
    expectNoTrace(run);
    expect(run.annotations.map(({ properties }) => `${properties.file}:${properties.line}`).sort()).toEqual(places);
    const { findings } = JSON.parse(run.outputs.results ?? '') as Verdict;
    expect(findings.map(({ file, line }) => `${file}:${line}`)).toEqual(places);
  });

  it('by the Action, when the card lies outside of the folder that it runs in', async () => {
    const env = { GITHUB_WORKSPACE: '/somewhere/else' };
    const run = await runAction({ mode: 'validate', card: 'sub/README.md' }, { files, env });
    expect([run.code, run.annotations]).toEqual([1, []]);
  });
});

describe('front matter that is none', () => {
  it.each([
    ['a list', '---\n- a\n---\n', 'error front-matter README.md:2'],
    ['a text', '---\nlicense\n---\n', 'error front-matter README.md:2'],
    ['never closed', `---\n${index('MMLU', 'cais/mmlu', '85.2')}\n# Sparrow\n`, 'warning front-matter README.md:1'],
    [
      'closed by ...',
      `---\n${index('MMLU', 'cais/mmlu', '85.2')}...\n# Sparrow\n`,
      'warning front-matter README.md:13',
    ],
    ['opened with a blank', `\n--- \n${index('MMLU', 'cais/mmlu', '85.2')}---\n`, 'warning front-matter README.md:2'],
    ['with another key', cardWith('model_index: []\n'), 'warning key README.md:2'],
    ['with no results', cardWith('model-index:\n- name: a\n  results:\n'), 'error model-index README.md:4'],
  ])('is told with its line: %s', async (_, text, finding) => {
    expect(inShort(await verdict({ 'README.md': text }))).toEqual([finding]);
  });
});
