import { describe, expect, it } from 'vitest';
import { CARD, card, OTHER_TABLE, PLAIN_TABLE, REPO, SETTINGS_TABLE, table } from './cards.ts';
import { expectJsonRefusal, expectRefusal } from './expectations.ts';
import { runCli, runCliOn } from './run-cli.ts';

const FILE = ['--card', 'README.md'];
const SET = ['extract-readme', ...FILE, '--repo-id', REPO];

describe('a wrong command line', () => {
  it.each<[readonly string[], RegExp]>([
    [['bogus'], /inspect-tables, extract-readme/],
    [['inspect-tabels'], /did you mean inspect-tables/],
    [['--card', 'README.md', 'inspect-tables'], /command comes first/],
    [['inspect-tables'], /--repo-id or --card is needed/],
    [['inspect-tables', '--repo-id', 'just-a-name'], /repo-id must be ORG\/NAME/],
    [['inspect-tables', '--repo-id', 'a/b/c'], /repo-id must be ORG\/NAME/],
    [['inspect-tables', '--repo-id', '../../etc'], /repo-id must be ORG\/NAME/],
    [['inspect-tables', '--repo-id', 'org/na me'], /repo-id must be ORG\/NAME/],
    [['inspect-tables', '--repo-id', 'org/..'], /repo-id must be ORG\/NAME/],
    [['inspect-tables', '--repo-id', 'https://huggingface.co/org/model'], /not a URL: write org\/model/],
    [['inspect-tables', '--repo-id', 'https://huggingface.co/org/model/tree/main'], /not a URL: write org\/model/],
    [[...SET, '--tabel', '2'], /--tabel.*did you mean (?:--)?table/],
    [[...SET, '--model', 'x'], /"--model" is no option/],
    [['inspect-tables', ...FILE, '--table', '1'], /option of extract-readme/],
    [['inspect-tables', '--card'], /card needs a value/],
    [[...SET, '--table', '--force-table'], /table needs a value/],
    [['inspect-tables', ...FILE, '--card', 'b.md'], /card is given twice/],
    [[...SET, '--model-name', 'a', '--model-name-override', 'b'], /model-name is given twice/],
    [['inspect-tables', 'README.md'], /"README.md" is no option/],
    [[...SET, '--table', '0'], /table must be a whole number from 1, not "0"/],
    [[...SET, '--table', '-1'], /table must be a whole number from 1, not "-1"/],
    [[...SET, '--table=abc'], /table must be a whole number from 1, not "abc"/],
    [[...SET, '--table', '1.5'], /table must be a whole number/],
    [[...SET, '--table', '99999999999999999999'], /table must be a whole number/],
    [[...SET, '--model-column-index', '-1'], /model-column-index must be a whole number from 0/],
    [[...SET, '--force-table'], /--force-table needs --table/],
    [[...SET, '--force-table=yes', '--table', '1'], /force-table/],
    [[...SET, '--format', 'xml'], /format must be one of text, json, yaml/],
    [['inspect-tables', ...FILE, '--format', 'yaml'], /--format must be one of text, json/],
    [[...SET, '--task-type', 'Text Generation'], /task-type must be/],
    [[...SET, '--dataset-type', '../..'], /dataset-type must be/],
    [[...SET, '--model-name', 'x'.repeat(1000)], /model-name must be one line/],
    [[...SET, '--model-name', 'a\n::error::b'], /model-name must be one line/],
    [['inspect-tables', '--repo-id', '\u001b[31mred'], /repo-id must be/],
  ])('%s', async (args, says) => {
    const run = await runCliOn({ 'README.md': CARD }, args);
    expectRefusal(run, 'usage', says);
    expect(run.seconds).toBeLessThan(10);
  });

  it('is told all its problems at once', async () => {
    const args = [
      ...SET.slice(0, 3),
      '--repo-id',
      'x',
      '--table',
      'abc',
      '--model-column-index',
      '-1',
      '--bogus',
      '--format',
      'json',
    ];
    const error = expectJsonRefusal(await runCliOn({ 'README.md': CARD }, args), 'usage');
    for (const part of ['repo-id', 'table', 'model-column-index', '--bogus']) expect(error.message).toContain(part);
    expect(error.problems).toHaveLength(4);
  });

  it.each([
    [['bogus', '--format', 'json']],
    [['extract-readme', '--format=json', '--card']],
    [['extract-readme', '--format', 'json']],
  ])('is an error document with --format json: %s', async (args) => {
    const run = await runCli(args);
    expectJsonRefusal(run, 'usage');
    expect(run.stderr).toBe('');
  });
});

const TWO = { 'README.md': card({ One: PLAIN_TABLE, Settings: SETTINGS_TABLE, Two: PLAIN_TABLE }) };
const twins = table(
  ['Benchmark', 'Sparrow 3B', 'Sparrow-3B'],
  [
    ['MMLU', 61.5, 58.1],
    ['GSM8K', 44.1, 41.7],
  ],
);

describe('a choice that the card does not offer', () => {
  it.each<[string, string, readonly string[], string, RegExp]>([
    ['table 2 of 1', CARD, ['--table', '2'], 'table-out-of-range', /no table 2[\s\S]*--table 1/],
    ['column 3 of 0 to 2', CARD, ['--model-column-index', '3'], 'column-out-of-range', /no column 3/],
    [
      'a column without scores',
      CARD,
      ['--model-column-index', '0'],
      'column-without-scores',
      /1 \(Sparrow 3B\), 2 \(Finch 7B\)/,
    ],
    [
      'another model',
      CARD,
      ['--model-name', 'Heron 9B'],
      'model-not-found',
      /"Heron 9B"[\s\S]*Sparrow 3B[\s\S]*Finch 7B/,
    ],
    ['part of a name', CARD, ['--model-name', 'Sparrow'], 'model-not-found', /Sparrow 3B/],
    ['more than a name', CARD, ['--model-name', 'Sparrow 3B Instruct'], 'model-not-found', /Sparrow 3B/],
    ['a model that is there twice', card({ Evaluation: twins }), [], 'model-ambiguous', /columns 1, 2/],
    ['no evaluation', card({ Settings: SETTINGS_TABLE }), [], 'not-an-evaluation', /--force-table/],
    [
      'a table that is no evaluation',
      card({ Hyperparameters: OTHER_TABLE }),
      ['--table', '1'],
      'not-an-evaluation',
      /--force-table/,
    ],
  ])('%s', async (_, text, choice, code, says) => {
    const files = { 'README.md': text };
    const [run, json] = await Promise.all([
      runCliOn(files, [...SET, ...choice]),
      runCliOn(files, [...SET, ...choice, '--format', 'json']),
    ]);
    expectRefusal(run, code, says);
    expectJsonRefusal(json, code);
  });

  it('is told with the candidates as data', async () => {
    const files = { 'README.md': CARD };
    const run = await runCliOn(files, [...SET, '--model-name', 'Heron 9B', '--format', 'json']);
    const candidates = [
      { index: 1, header: 'Sparrow 3B' },
      { index: 2, header: 'Finch 7B' },
    ];
    expect(expectJsonRefusal(run, 'model-not-found').candidates).toEqual(candidates);
  });

  it('is told with the names of rows', async () => {
    const rows = [
      ['Sparrow 3B', 61.5, 58.1],
      ['Finch 7B', 44.2, 41.7],
    ];
    const files = { 'README.md': card({ Results: table(['Model', 'MMLU', 'GSM8K'], rows) }) };
    const run = await runCliOn(files, [...SET, '--model-name', 'Heron 9B', '--format', 'json']);
    expect(expectJsonRefusal(run, 'model-not-found').candidates).toEqual(['Sparrow 3B', 'Finch 7B']);
  });

  it('is no choice at all: several tables are listed, with a command for each that works', async () => {
    const [text, json] = await Promise.all([runCliOn(TWO, SET), runCliOn(TWO, [...SET, '--format', 'json'])]);
    expectRefusal(text, 'several-tables', /2 tables/);
    const commands = text.stderr.match(/hf-eval extract-readme .*$/gm) ?? [];
    expect(commands.map((command) => /--table (\d+)/.exec(command)?.[1])).toEqual(['1', '3']);
    for (const command of commands) {
      const run = await runCliOn(TWO, command.split(' ').slice(1));
      expect([run.code, run.stderr]).toEqual([0, '']);
    }
    expect(expectJsonRefusal(json, 'several-tables').tables).toMatchObject([
      { table: 1, line: 3 },
      { table: 3, line: 19 },
    ]);
  });

  it('is accepted by force', async () => {
    const files = { 'README.md': card({ Hyperparameters: OTHER_TABLE }) };
    const run = await runCliOn(files, [...SET, '--table', '1', '--force-table', '--format', 'json']);
    expect(run.code).toBe(0);
    expect(JSON.parse(run.stdout).results).toMatchObject([{ value: 32 }, { value: 40 }]);
  });

  it('is not changed by force where the table is an evaluation', async () => {
    const files = { 'README.md': CARD };
    const [forced, plain] = await Promise.all([
      runCliOn(files, [...SET, '--table', '1', '--force-table']),
      runCliOn(files, SET),
    ]);
    expect(forced.stdout).toBe(plain.stdout);
  });
});
