import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CONTROLS } from './expectations.ts';
import { type Hubs, startHubs } from './hubs.ts';
import { cardWith, entry } from './model-repo.ts';
import { renderSummary } from './rendered-summary.ts';
import { runAction } from './run-action.ts';
import { type Files, runCli, runCliOn } from './run-cli.ts';
import { DOCUMENT, FILES } from './scored-model.ts';

let hubs: Hubs;
beforeAll(async () => {
  hubs = await startHubs();
});
afterAll(() => hubs.close());

describe('a file that cannot be read hides nothing of the others', () => {
  const NO_UTF8 = Buffer.concat([Buffer.from('- a\n- '), Buffer.from([0x23, 0xff, 0x0a])]);
  const LARGE = `# ${'x'.repeat(1_000_000)}\n`;

  it.each<[string, Files, string, number, RegExp]>([
    ['broken', { '.eval_results/x.yaml': '- a\n- [b\n' }, 'invalid-card', 3, /x\.yaml/],
    ['no UTF-8', { '.eval_results/x.yaml': NO_UTF8 }, 'invalid-card', 2, /UTF-8/],
    ['with a NUL', { '.eval_results/x.yaml': '- a\0b\u001b[31m\n' }, 'invalid-card', 1, /has a NUL byte in line 1/],
    ['a folder', { '.eval_results/x.yaml/a.txt': '' }, 'unreadable', 1, /x\.yaml is a folder/],
    ['too large', { '.eval_results/x.yaml': LARGE }, 'unreadable', 1, /more than 1,000,000 bytes/],
  ])('one that is %s', async (_, more, code, line, says) => {
    const files = { ...FILES, ...more };
    const json = await runCliOn(files, ['show', '--card', 'README.md', '--format=json']);
    expect([json.code, json.stderr]).toEqual([1, '']);
    expect(JSON.parse(json.stdout)).toMatchObject({
      ...DOCUMENT,
      findings: [{ severity: 'error', code, file: '.eval_results/x.yaml', line, message: expect.stringMatching(says) }],
    });
    const text = await runCliOn(files, ['show', '--card', 'README.md']);
    expect([text.code, text.stderr]).toEqual([1, '']);
    expect(text.stdout).toMatch(/2 entries$/m);
    expect(text.stdout).toMatch(new RegExp(`^\\.eval_results/x\\.yaml:${line}:\\d+: error \\[${code}\\] `, 'm'));
    expect(text.stdout).not.toMatch(CONTROLS);
    const action = await runAction({ mode: 'show', card: 'README.md' }, { files });
    expect([action.code, action.outputs.status]).toEqual([1, 'shown']);
    expect(JSON.parse(action.outputs.results ?? '')).toEqual(JSON.parse(json.stdout));
    expect(renderSummary(action.summary).tables[2]?.[1]).toEqual(
      expect.arrayContaining(['error', `.eval_results/x.yaml, line ${line}`, code]),
    );
  });

  it.each<[string, Files, string, RegExp]>([
    ['broken', { '.eval_results/x.yaml': '- a\n- [b\n' }, 'invalid-card', /x\.yaml of aviary/],
    ['no UTF-8', { '.eval_results/x.yaml': NO_UTF8 }, 'invalid-card', /UTF-8/],
    ['too large', { '.eval_results/x.yaml': LARGE }, 'unreadable', /more than 1,000,000 bytes/],
  ])('one on the Hub that is %s', async (what, more, code, says) => {
    const id = `aviary/one-${Buffer.from(what).toString('hex')}`;
    await hubs.hub.addModel({ id, files: { ...FILES, ...more } });
    const run = await runCli(['show', '--repo-id', id, '--format=json'], { env: { HF_ENDPOINT: hubs.hub.url } });
    expect([run.code, run.stderr]).toEqual([1, '']);
    expect(JSON.parse(run.stdout)).toMatchObject({
      ...DOCUMENT,
      findings: [{ code, file: '.eval_results/x.yaml', message: expect.stringMatching(says) }],
    });
  });
});

describe('what tells scores apart', () => {
  const result = (dataset: string, metric: string, task = 'text-generation'): string =>
    `  - {task: {type: ${task}}, dataset: {name: MMLU, type: cais/mmlu${dataset}}, metrics: [{type: acc${metric}}]}\n`;
  const show = async (card: string, ...more: string[]): Promise<string[]> => {
    const run = await runCliOn({ 'README.md': cardWith(card) }, ['show', '--card', 'README.md', ...more]);
    return run.stdout.split('\n').map((line) => line.trim().replace(/ {2,}/g, ' | '));
  };

  it('is shown: tasks, shots and arguments', async () => {
    const card = `model-index:\n- name: Sparrow-3B\n  results:\n${[
      result(', args: {num_few_shot: 5}', ', value: 85.2'),
      result(', args: {num_few_shot: 0, chat: true}', ', value: 61.5, args: {average: macro}'),
      result(', args: en', ', value: 3', 'multiple-choice'),
    ].join('')}`;
    expect((await show(card)).slice(1, 5)).toEqual([
      'task | dataset | shots | args | metric | value | line',
      'text-generation | MMLU | 5 | acc | 85.2 | 5',
      'text-generation | MMLU | 0 | chat=true, average=macro | acc | 61.5 | 6',
      'multiple-choice | MMLU | en | acc | 3 | 7',
    ]);
  });

  it('is shown: another model', async () => {
    const one = `model-index:\n- name: Sparrow-3B\n  results:\n${result('', ', value: 1')}`;
    const two = `${one}- name: Finch-7B\n  results:\n${result('', ', value: 2')}`;
    expect((await show(one))[1]).toBe('task | dataset | metric | value | line');
    expect((await show(one, '--repo-id', 'aviary/sparrow-3b'))[1]).toBe('task | dataset | metric | value | line');
    expect((await show(one, '--repo-id', 'aviary/Finch-7B')).slice(1, 3)).toEqual([
      'model | task | dataset | metric | value | line',
      'Sparrow-3B | text-generation | MMLU | acc | 1 | 5',
    ]);
    expect((await show(two)).slice(2, 4)).toEqual([
      'Sparrow-3B | text-generation | MMLU | acc | 1 | 5',
      'Finch-7B | text-generation | MMLU | acc | 2 | 8',
    ]);
  });

  it('is shown as JSON: values that are no finite numbers as they are written', async () => {
    const card = `model-index:\n- name: a\n  results:\n${['.nan', '-.INF', '[1, .inf]', '1.5']
      .map((value) => result(', args: {x: .NaN}', `, value: ${value}`))
      .join('')}`;
    const files = { 'README.md': cardWith(card), '.eval_results/a.yaml': entry('cais/hle', 'hle', '.Inf') };
    const run = await runCliOn(files, ['show', '--card', 'README.md', '--format=json']);
    const { model_index, eval_results } = JSON.parse(run.stdout);
    expect(model_index.map(({ value }: { value: unknown }) => value)).toEqual(['.nan', '-.INF', [1, '.inf'], 1.5]);
    expect(model_index[0].dataset.args).toEqual({ x: '.nan' });
    expect(eval_results).toMatchObject([{ value: '.Inf', dataset: { id: 'cais/hle' } }]);
  });
});

it('a file that the Hub passes over is marked', async () => {
  const files = { ...FILES, '.eval_results/hle.yml': entry('cais/hle', 'hle', '20.9') };
  const text = await runCliOn(files, ['show', '--card', 'README.md']);
  expect(text.stdout).toMatch(/ +on the Hub *$/m);
  expect(text.stdout).toMatch(/ hle\.yml +4 +not read$/m);
  expect(text.stdout).toMatch(/ hle\.yaml +4 *$/m);
  const json = await runCliOn(files, ['show', '--card', 'README.md', '--format=json']);
  expect(JSON.parse(json.stdout).eval_results).toMatchObject([
    { file: '.eval_results/gsm8k.yaml', read_by_hub: true },
    { file: '.eval_results/hle.yaml', read_by_hub: true },
    { file: '.eval_results/hle.yml', read_by_hub: false },
  ]);
});

it('files are named as they can be opened', async () => {
  const files = Object.fromEntries(Object.entries(FILES).map(([path, text]) => [`models/sparrow/${path}`, text]));
  const run = await runCliOn(files, ['show', '--card', 'models/sparrow/README.md', '--format=json']);
  expect(JSON.parse(run.stdout).eval_results[0].file).toBe('models/sparrow/.eval_results/gsm8k.yaml');
});
