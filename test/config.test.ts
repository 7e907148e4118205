import { describe, expect, it } from 'vitest';
import { parseCommandLine, wantsJson } from '../src/command-line.ts';
import { parseConfig, type RawOptions } from '../src/config.ts';
import { UserError } from '../src/errors.ts';
import type { Option } from '../src/option.ts';
import { OPTIONS } from '../src/options.ts';
import { nearest } from '../src/raw-options.ts';

function problems(run: () => unknown): string[] {
  try {
    run();
  } catch (error) {
    if (error instanceof UserError && error.code === 'usage') return error.details.problems as string[];
    throw error;
  }
  return [];
}

describe('a configuration', () => {
  it('has defaults for all that is left out', () => {
    expect(parseConfig('extract-readme', { 'repo-id': 'org/model' }, {})).toEqual({
      command: 'extract-readme',
      repoId: 'org/model',
      revision: 'main',
      forceTable: false,
      refreshBenchmarks: false,
      outputFormat: 'model-index',
      onConflict: 'keep',
      diff: false,
      write: false,
      onOpenPr: 'fail',
      reopen: false,
      dryRun: false,
      format: 'text',
      endpoint: 'https://huggingface.co',
    });
  });

  it('takes the token and the Hub from the environment, an input goes before', () => {
    const env = { HF_TOKEN: 'hf_env', HF_ENDPOINT: 'https://hub.example/' };
    expect(parseConfig('inspect-tables', { card: 'a.md' }, env)).toMatchObject({
      token: 'hf_env',
      endpoint: 'https://hub.example',
    });
    expect(parseConfig('inspect-tables', { card: 'a.md', 'hf-token': 'hf_input' }, env).token).toBe('hf_input');
  });

  it('files of a repo are changed only when it is said whose they are', () => {
    for (const given of [
      { diff: 'true' },
      { write: 'true' },
      { 'output-format': 'both' },
      { 'on-conflict': 'replace' },
    ]) {
      expect(() => parseConfig('extract-readme', { card: 'README.md', ...given }, {})).toThrow(/repo-id/);
      expect(parseConfig('extract-readme', { card: 'README.md', 'repo-id': 'org/model', ...given }, {}).repoId).toBe(
        'org/model',
      );
    }
  });

  it.each<[string, RawOptions, string]>([
    ['neither card nor repo', {}, 'repo-id or card'],
    ['a name without owner', { 'repo-id': 'gpt2' }, 'ORG/NAME'],
    ['a URL', { 'repo-id': 'https://huggingface.co/org/model/tree/main' }, 'write org/model'],
    ['a path', { 'repo-id': '../../etc/passwd' }, 'ORG/NAME'],
    ['three parts', { 'repo-id': 'a/b/c' }, 'ORG/NAME'],
    ['a table of zero', { 'repo-id': 'a/b', table: '0' }, 'table must be'],
    ['a table in words', { 'repo-id': 'a/b', table: 'two' }, '"two"'],
    ['a fraction', { 'repo-id': 'a/b', table: '1.5' }, 'table must be'],
    ['a negative column', { 'repo-id': 'a/b', 'model-column-index': '-1' }, 'model-column-index must be'],
    ['an unknown format', { 'repo-id': 'a/b', format: 'jsno' }, 'did you mean json'],
    ['a task in words', { 'repo-id': 'a/b', 'task-type': 'Text Generation' }, 'pipeline tag'],
    ['a dataset with spaces', { 'repo-id': 'a/b', 'dataset-type': 'my data' }, 'dataset id'],
    ['a flag that is neither', { 'repo-id': 'a/b', table: '1', 'force-table': 'yes' }, 'true or false'],
    ['force without a table', { 'repo-id': 'a/b', 'force-table': 'true' }, 'needs table'],
    ['a name over two lines', { 'repo-id': 'a/b', 'model-name': 'a\nb' }, 'one line'],
  ])('is refused: %s', (_, raw, mention) => {
    expect(problems(() => parseConfig('extract-readme', raw, {})).join('\n')).toContain(mention);
  });

  it('names all problems at once', () => {
    const raw = { 'repo-id': 'x', table: '0', 'model-column-index': 'x', 'task-type': 'A' };
    expect(problems(() => parseConfig('extract-readme', raw, { HF_ENDPOINT: 'ftp://x' }))).toHaveLength(5);
  });
});

describe('a command line', () => {
  const parse = (...argv: string[]) => parseCommandLine(argv, {});

  it('may use = and the names that other tools have', () => {
    const request = parse(
      'extract-readme',
      '--repo-id=org/model',
      '--table',
      '2',
      '--model-name-override',
      'Kestrel',
      '--force-table',
    );
    expect(request).toMatchObject({
      kind: 'run',
      config: { repoId: 'org/model', table: 2, modelName: 'Kestrel', forceTable: true },
    });
  });

  it.each([[[]], [['--help']], [['-h']], [['help']]])('asks for help: %j', (argv) => {
    expect(parse(...argv)).toEqual({ kind: 'help' });
  });

  it('asks for the help of a command, even when the rest is wrong', () => {
    expect(parse('extract-readme', '--nope', '--help')).toMatchObject({
      kind: 'help',
      command: { name: 'extract-readme' },
    });
  });

  it.each([
    [['extract-reame', '--repo-id', 'a/b'], 'did you mean extract-readme'],
    [['--repo-id', 'a/b'], 'the command comes first'],
    [['extract-readme', '--repo-id', 'a/b', '--tabel', '2'], 'did you mean table'],
    [['extract-readme', '--repo-id', 'a/b', '--table'], 'table needs a value'],
    [['extract-readme', '--table', '--repo-id', 'a/b'], 'table needs a value'],
    [['extract-readme', '--repo-id', 'a/b', '--repo-id', 'c/d'], 'repo-id is given twice'],
    [['extract-readme', 'a/b'], 'is no option'],
    [['extract-readme', '--repo-id', 'a/b', '--force-table=yes', '--table', '1'], 'force-table takes no value'],
    [['inspect-tables', '--repo-id', 'a/b', '--table', '1'], 'it is an option of extract-readme'],
    [['inspect-tables', '--repo-id', 'a/b', '--format', 'yaml'], 'text or json'],
    [['extract-readme', '--hf-token', 'x', '--repo-id', 'a/b'], 'is no option'],
  ])('is refused: %j', (argv, mention) => {
    expect(problems(() => parse(...argv)).join('\n')).toContain(mention);
  });

  it('names its problems and those of the values at once', () => {
    expect(problems(() => parse('extract-readme', '--nope', '1', '--table', '0'))).toHaveLength(3);
  });

  it('wants JSON as soon as it says so', () => {
    expect([wantsJson(['x', '--format', 'json']), wantsJson(['x', '--format=json']), wantsJson(['x', 'json'])]).toEqual(
      [true, true, false],
    );
  });
});

it('the nearest name is one that is near', () => {
  expect(nearest('tabel', ['table', 'card'])).toBe('table');
  expect(nearest('completely', ['table', 'card'])).toBeUndefined();
});

it('every option has a description, and a default that it allows', () => {
  for (const option of OPTIONS as readonly Option[]) {
    expect(option.name).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
    expect(option.description).toMatch(/\.$/);
    if (option.allowed !== undefined && option.default !== undefined) expect(option.allowed).toContain(option.default);
  }
});

describe('what is collected', () => {
  const collect = (raw: RawOptions, env = {}) => parseConfig('collect', { results: 'out', ...raw }, env).collect;

  it.each([
    ['1 GSM8K=2', { general: 1, byBenchmark: new Map([['GSM8K', 2]]) }],
    ['GSM8K, 5-shot=2', { byBenchmark: new Map([['GSM8K, 5-shot', 2]]) }],
    [
      'GSM8K, 5-shot, CoT=2 My Task=0.5 3',
      {
        general: 3,
        byBenchmark: new Map([
          ['GSM8K, 5-shot, CoT', 2],
          ['My Task', 0.5],
        ]),
      },
    ],
  ])('is compared with tolerances: %s', (tolerance, expected) => {
    expect(collect({ baseline: 'old', tolerance })?.gate?.tolerance).toEqual(expected);
  });

  it.each(['1, GSM8K=2', '1,GSM8K=2', 'GSM8K=2, MMLU=1', 'GSM8K, MMLU=2', '1,5', '2, 5-shot=1'])(
    'has no commas between tolerances: %s',
    (tolerance) => {
      expect(problems(() => collect({ baseline: 'old', tolerance }))).toEqual([
        `tolerance takes spaces between its parts, no commas: 1 GSM8K=2, not "${tolerance}"`,
      ]);
    },
  );

  it.each(['git:', 'old\n git: '])('is not compared with a git ref that is empty: %j', (baseline) => {
    expect(problems(() => collect({ baseline, 'repo-id': 'org/model' }))).toEqual([
      expect.stringMatching(/^baseline git: needs a branch, tag or commit/),
    ]);
  });

  it.each([{ MLFLOW_TRACKING_USERNAME: 'mara' }, { MLFLOW_TRACKING_PASSWORD: 'p4ss' }])(
    'is not logged with half a login, which is told with all else: %j',
    (login) => {
      const env = { MLFLOW_TRACKING_URI: 'http://mlflow.test', ...login };
      expect(problems(() => collect({ export: 'mlflow\ncvs=x' }, env))).toEqual([
        expect.stringContaining('cvs'),
        'of MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD only one is set: set both, or neither',
      ]);
      expect(collect({}, env)).toBeDefined();
    },
  );
});
