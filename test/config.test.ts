import { describe, expect, it } from 'vitest';
import { parseCommandLine, wantsJson } from '../src/command-line.ts';
import { COMMANDS, type CommandName } from '../src/commands.ts';
import { parseConfig, type RawOptions } from '../src/config.ts';
import { UserError } from '../src/errors.ts';
import { nearest } from '../src/nearest.ts';
import type { Option } from '../src/option.ts';
import { groupOptions } from '../src/option-groups.ts';
import { OPTIONS, optionsOf } from '../src/options.ts';

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
    ['neither card nor repo', {}, '--repo-id or --card'],
    ['a name without owner', { 'repo-id': 'gpt2' }, 'ORG/NAME'],
    ['a URL', { 'repo-id': 'https://huggingface.co/org/model/tree/main' }, 'write org/model'],
    ['a path', { 'repo-id': '../../etc/passwd' }, 'ORG/NAME'],
    ['three parts', { 'repo-id': 'a/b/c' }, 'ORG/NAME'],
    ['a table of zero', { 'repo-id': 'a/b', table: '0' }, '--table must be'],
    ['a table in words', { 'repo-id': 'a/b', table: 'two' }, '"two"'],
    ['a fraction', { 'repo-id': 'a/b', table: '1.5' }, 'table must be'],
    ['a negative column', { 'repo-id': 'a/b', 'model-column-index': '-1' }, 'model-column-index must be'],
    ['an unknown format', { 'repo-id': 'a/b', format: 'jsno' }, 'did you mean json'],
    ['a task in words', { 'repo-id': 'a/b', 'task-type': 'Text Generation' }, 'pipeline tag'],
    ['a dataset with spaces', { 'repo-id': 'a/b', 'dataset-type': 'my data' }, 'dataset id'],
    ['a flag that is neither', { 'repo-id': 'a/b', table: '1', 'force-table': 'yes' }, 'true or false'],
    ['force without a table', { 'repo-id': 'a/b', 'force-table': 'true' }, 'needs --table'],
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
    [['extract-readme', '--repo-id', 'a/b', '--tabel', '2'], 'did you mean --table?'],
    [['extract-readme', '--repo', 'a/b'], 'did you mean --repo-id?'],
    [['extract-readme', '--repo-id', 'a/b', '--table'], '--table needs a value'],
    [['extract-readme', '--table', '--repo-id', 'a/b'], 'table needs a value'],
    [['extract-readme', '--repo-id', 'a/b', '--repo-id', 'c/d'], '--repo-id is given twice'],
    [['extract-readme', 'a/b'], 'is no option'],
    [['extract-readme', '--repo-id', 'a/b', '--force-table=yes', '--table', '1'], '--force-table takes no value'],
    [['inspect-tables', '--repo-id', 'a/b', '--table', '1'], 'it is an option of extract-readme'],
    [['inspect-tables', '--repo-id', 'a/b', '--format', 'yaml'], 'one of text, json, not "yaml"'],
    [['extract-readme', '--hf-token', 'x', '--repo-id', 'a/b'], 'is no option'],
  ])('is refused: %j', (argv, mention) => {
    expect(problems(() => parse(...argv)).join('\n')).toContain(mention);
  });

  it.each([
    [['collect', '--result', 'a.json', 'b.json'], '"--result" is no option of collect (did you mean --results?)'],
    [['collect', '--results'], '--results needs a value: --results WHERE'],
    [['inspect-tables', '--repo_id', 'a/b'], '"--repo_id" is no option of inspect-tables (did you mean --repo-id?)'],
    [['get-prs', '--rpeo-id', 'a/b'], '"--rpeo-id" is no option of get-prs (did you mean --repo-id?)'],
    [
      ['extract-readme', '--repoid', 'a/b', '--diff'],
      '"--repoid" is no option of extract-readme (did you mean --repo-id?)',
    ],
    [
      ['collect', '--results', 'a', '--baselin', 'card', '--alpha', '0.1'],
      '"--baselin" is no option of collect (did you mean --baseline?)',
    ],
  ])('does not miss what is only misspelt: %j', (argv, problem) => {
    expect(problems(() => parse(...argv))).toEqual([problem]);
  });

  it('lists the pull requests of a repo, which no card has', () => {
    expect(problems(() => parse('get-prs'))).toEqual([
      '--repo-id is needed, to say whose pull requests are to be listed',
    ]);
    for (const option of ['--card', '--revision'])
      expect(problems(() => parse('get-prs', '--repo-id', 'a/b', option, 'x'))).toHaveLength(1);
  });

  it('asks for the help of a command by its name', () => {
    expect(parse('help', 'collect')).toMatchObject({ kind: 'help', command: { name: 'collect' } });
    expect(problems(() => parse('help', 'colect')).join()).toContain('did you mean collect?');
  });

  it('says which commands are the modes of the Action', () => {
    expect(problems(() => parse('preview')).join()).toContain(
      'the mode of this name is extract-readme, collect or evaluate',
    );
    expect(problems(() => parse('pull-requests')).join()).toContain('the mode of this name is get-prs');
  });

  it.each<[string[], string]>([
    [['extract-readme', '--dry-run'], '--dry-run needs --create-pr, --apply or --write'],
    [['extract-readme', '--card', 'a.md', '--dry-run'], '--dry-run needs --create-pr, --apply or --write'],
    [['extract-readme', '--reopen'], '--reopen needs --create-pr or --apply'],
    [['extract-readme', '--card', 'a.md', '--write', '--reopen'], '--reopen needs --create-pr or --apply'],
    [['extract-readme', '--on-open-pr', 'fail'], '--on-open-pr needs --create-pr or --apply'],
    [['collect', '--results', 'a', '--dry-run'], '--dry-run needs --create-pr, --apply or --write'],
    [['collect', '--results', 'a', '--alpha', '0.05'], '--alpha needs --baseline'],
    [['collect', '--results', 'a', '--tolerance', '1'], '--tolerance needs --baseline'],
    [['collect', '--results', 'a', '--fail-on', 'worse'], '--fail-on needs --baseline'],
    [['collect', '--results', 'a', '--at', '2026'], '--at chooses among the runs in a dataset on the Hub'],
    [
      ['collect', '--results', 'a', '--baseline', 'b', '--at', '2026'],
      '--at chooses among the runs in a dataset on the Hub',
    ],
  ])('has no option that would do nothing: %j', (argv, mention) => {
    const found = problems(() => parse(...argv, '--repo-id', 'a/b'));
    expect(found).toEqual([expect.stringContaining(mention)]);
  });

  it.each([
    [['extract-readme', '--card', 'a.md', '--write', '--dry-run']],
    [['extract-readme', '--apply', '--dry-run', '--reopen', '--on-open-pr', 'fail']],
    [['collect', '--results', 'hf://datasets/a/b', '--at', '2026']],
    [['collect', '--results', 'a', '--baseline', 'hf://datasets/a/b', '--at', '2026', '--alpha', '0.1']],
  ])('has options beside those that they are about: %j', (argv) => {
    expect(parse(...argv, '--repo-id', 'a/b').kind).toBe('run');
  });

  it('logs to one experiment', () => {
    const collect = ['collect', '--results', 'a', '--export', 'csv=a', '--export', 'csv=b'];
    const env = { MLFLOW_TRACKING_URI: 'http://localhost:5000' };
    const run = (...more: string[]) => problems(() => parseCommandLine([...collect, ...more], env));
    expect(run('--export', 'mlflow=a')).toEqual([]);
    expect(run('--export', 'mlflow=a', '--export', 'mlflow=b')).toEqual([
      '--export mlflow is given twice: a run is logged to one experiment',
    ]);
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

it('the options of a command are those that it takes, with the values that it takes', () => {
  const of = (command: CommandName, name: string) => optionsOf(command, 'cli').find((option) => option.name === name);
  for (const command of ['inspect-tables', 'show', 'validate', 'get-prs'] as const)
    expect(of(command, 'format')?.allowed).toEqual(['text', 'json']);
  for (const command of ['extract-readme', 'collect'] as const)
    expect(of(command, 'format')?.allowed).toEqual(['text', 'json', 'yaml']);
  expect([of('get-prs', 'card'), of('get-prs', 'revision')]).toEqual([undefined, undefined]);
  const said = COMMANDS.map(({ name }) => of(name, 'repo-id')?.description);
  expect(new Set(said).size).toBe(COMMANDS.length);
});

it('every option has one place under the headings', () => {
  const names = (OPTIONS as readonly Option[]).map(({ name }) => name);
  const grouped = groupOptions(OPTIONS).flatMap(({ options }) => options.map(({ name }) => name));
  expect(grouped.toSorted()).toEqual(names.toSorted());
  expect(groupOptions(optionsOf('show', 'cli')).map(({ heading }) => heading)).toEqual(['Options']);
});

it('every option has a description, and a default that it allows', () => {
  const all = [...OPTIONS, ...COMMANDS.flatMap(({ name }) => optionsOf(name, 'cli'))];
  for (const option of all as readonly Option[]) {
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
        `--tolerance takes spaces between its parts, no commas: 1 GSM8K=2, not "${tolerance}"`,
      ]);
    },
  );

  it.each<[string, RegExp]>([
    ['git:', /^--baseline git: needs a branch, tag or commit/],
    ['card\nold', /^--baseline takes one of card, eval-results and git:REF, or result files/],
    ['card\neval-results', /^--baseline takes one of/],
    ['Card', /did you mean card\?/],
    ['eval_results', /did you mean eval-results\?/],
  ])('is not compared with %j', (baseline, problem) => {
    expect(problems(() => collect({ baseline, 'repo-id': 'org/model' }))).toEqual([expect.stringMatching(problem)]);
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
