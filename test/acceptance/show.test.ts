import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CARD, REPO } from './cards.ts';
import type { Finished } from './child.ts';
import { BIDI, CONTROLS, expectJsonRefusal, expectNoTrace, expectRefusal } from './expectations.ts';
import { ATTACKS } from './hostile-card.ts';
import { type Hubs, STRANGER, startHubs, TOKEN } from './hubs.ts';
import { cardWith, entry } from './model-repo.ts';
import { renderSummary } from './rendered-summary.ts';
import { runAction } from './run-action.ts';
import { type Files, runCli, runCliOn } from './run-cli.ts';
import { DOCUMENT, FILES } from './scored-model.ts';

let hubs: Hubs;
beforeAll(async () => {
  hubs = await startHubs();
  await hubs.hub.addModel({ id: 'aviary/scored', files: FILES });
  await hubs.hub.addModel({ id: 'aviary/scored-private', files: FILES, private: true });
  await hubs.hub.addModel({ id: 'aviary/scored-gated', files: FILES, gated: 'manual' });
  await hubs.hub.addModel({ id: 'aviary/scored-stored', files: FILES, redirectFilesTo: hubs.store.url });
  await hubs.store.addModel({ id: 'aviary/scored-stored', files: FILES });
});
afterAll(() => hubs.close());

function showRepo(repo: string, token?: string, ...more: string[]): Promise<Finished> {
  return runCli(['show', '--repo-id', repo, ...more], { env: { HF_ENDPOINT: hubs.hub.url, HF_TOKEN: token } });
}

describe('the scores of a model', () => {
  it('are shown from files, as text', async () => {
    const run = await runCliOn(FILES, ['show', '--card', 'README.md']);
    expect([run.code, run.stderr]).toEqual([0, '']);
    expect(run.stdout).toMatch(/model-index of README\.md: 1 score$/m);
    expect(run.stdout).toMatch(/^ +text-generation +MMLU +all +test +accuracy +85\.20 +15$/m);
    expect(run.stdout).toMatch(/\.eval_results: 2 entries$/m);
    expect(run.stdout).toMatch(
      /^ +openai\/gsm8k +gsm8k +8-shot +71\.30 +2026-01-31 +https:\/\/a\.example +gsm8k\.yaml +5$/m,
    );
    expect(run.stdout).toMatch(/^ +cais\/hle +hle +20\.9 ✓ +hle\.yaml +4$/m);
  });

  it('are shown from files, as JSON', async () => {
    const run = await runCliOn(FILES, ['show', '--card', 'README.md', '--format', 'json']);
    expect([run.code, run.stderr]).toEqual([0, '']);
    expect(JSON.parse(run.stdout)).toMatchObject(DOCUMENT);
  });

  it.each([
    ['aviary/scored', undefined],
    ['aviary/scored-private', TOKEN],
    ['aviary/scored-gated', TOKEN],
    ['aviary/scored-stored', TOKEN],
  ])('are shown from the Hub: %s, token %s', async (repo, token) => {
    const run = await showRepo(repo, token, '--format', 'json');
    expect([run.code, run.stderr]).toEqual([0, '']);
    expect(JSON.parse(run.stdout)).toMatchObject(DOCUMENT);
    expect(run.stdout).not.toContain(TOKEN);
  });

  it('are none in a card without any', async () => {
    for (const run of [await showRepo(REPO), await runCliOn({ 'README.md': CARD }, ['show', '--card', 'README.md'])]) {
      expect([run.code, run.stderr]).toEqual([0, '']);
      expect(run.stdout.match(/: 0 (?:scores|entries)$/gm)).toHaveLength(2);
    }
  });

  it('need no table in the card', async () => {
    const run = await runCliOn({ 'README.md': '# Sparrow\n' }, ['show', '--card', 'README.md', '--format=json']);
    expect([run.code, JSON.parse(run.stdout)]).toEqual([0, { model_index: [], eval_results: [] }]);
  });

  it.each(['show', 'validate'])('need no text in the card: %s', async (command) => {
    const run = await runCliOn({ 'README.md': '' }, [command, '--card', 'README.md']);
    expect(run.code).toBe(0);
  });

  it('are told apart where the Hub verified them, not where an entry says so', async () => {
    const spoof = entry('cais/hle', 'hle', '20.9', 'other: true');
    const run = await runCliOn({ 'README.md': CARD, '.eval_results/hle.yaml': spoof }, [
      'show',
      '--card',
      'README.md',
      '--format=json',
    ]);
    expect(JSON.parse(run.stdout)).toMatchObject({
      eval_results: [{ verified: false, file: '.eval_results/hle.yaml' }],
    });
  });

  it('are told apart where the Hub verified them, not where an entry has such keys', async () => {
    const spoof = entry('cais/hle', 'hle', '20.9', 'verified: true', 'file: /etc/passwd', 'line: 99');
    const run = await runCliOn({ 'README.md': CARD, '.eval_results/hle.yaml': spoof }, [
      'show',
      '--card',
      'README.md',
      '--format=json',
    ]);
    expect(JSON.parse(run.stdout)).toMatchObject({
      eval_results: [{ verified: false, file: '.eval_results/hle.yaml', line: 4 }],
    });
  });
});

describe('a model that cannot be read', () => {
  it.each<[string, string | undefined, string]>([
    ['aviary/missing', undefined, 'repo-not-found'],
    ['aviary/scored-private', undefined, 'repo-not-found'],
    ['aviary/scored-private', STRANGER, 'repo-not-found'],
    ['aviary/scored-gated', undefined, 'gated'],
    ['aviary/scored-gated', STRANGER, 'gated'],
    ['aviary/disabled', undefined, 'forbidden'],
    ['aviary/bare', undefined, 'no-card'],
  ])('%s, token %s: %s', async (repo, token, code) => {
    expectRefusal(await showRepo(repo, token), code);
    expectJsonRefusal(await showRepo(repo, token, '--format=json'), code);
  });

  it('is told when only the list of its results fails', async () => {
    await hubs.hub.addModel({ id: 'aviary/scored-faulty', files: FILES });
    hubs.hub.fault({ path: /^\/api\/models\/aviary\/scored-faulty\/tree/, body: '<html>', status: 418, times: 9 });
    expectRefusal(await showRepo('aviary/scored-faulty'), 'unexpected-answer');
  });

  it('is waited for where that helps', async () => {
    await hubs.hub.addModel({ id: 'aviary/scored-slow', files: FILES });
    hubs.hub.fault({ path: /^\/api\/models\/aviary\/scored-slow\/tree/, status: 503 });
    const run = await showRepo('aviary/scored-slow', undefined, '--format=json');
    expect(JSON.parse(run.stdout)).toMatchObject(DOCUMENT);
    expect(run.stderr).toMatch(/waiting .*503/);
  });

  it('has broken front matter, which is told with its line', async () => {
    const files = { ...FILES, 'README.md': '---\na: [\n---\n' };
    expectRefusal(await runCliOn(files, ['show', '--card', 'README.md']), 'invalid-card', /README\.md, line \d/);
    const error = expectJsonRefusal(
      await runCliOn(files, ['show', '--card', 'README.md', '--format=json']),
      'invalid-card',
    );
    expect(error).toMatchObject({ line: expect.any(Number), column: expect.any(Number) });
  });

  it.each([
    ['neither card nor repo', ['show'], /--repo-id or --card/],
    ['YAML', ['show', '--card', 'README.md', '--format=yaml'], /--format must be one of text, json/],
    ['a table', ['show', '--card', 'README.md', '--table', '1'], /--table.*extract-readme/],
  ])('is a wrong usage: %s', async (_, args, says) => {
    expectRefusal(await runCliOn(FILES, args), 'usage', says);
  });

  it.each(['gsm8k+cot.yaml', 'é.yaml', 'a(b).yaml'])('does not lose a file for its name: %s', async (name) => {
    const id = `aviary/named-${Buffer.from(name).toString('hex')}`;
    const files = { 'README.md': CARD, [`.eval_results/${name}`]: entry('cais/hle', 'hle', '20.9') };
    await hubs.hub.addModel({ id, files });
    const local = await runCliOn(files, ['show', '--card', 'README.md', '--format=json']);
    expect(JSON.parse(local.stdout).eval_results).toHaveLength(1);
    const run = await showRepo(id, undefined, '--format=json');
    expect(JSON.parse(run.stdout).eval_results).toHaveLength(1);
  });

  it('has too many files', async () => {
    const many = Object.fromEntries(Array.from({ length: 1001 }, (_, at) => [`.eval_results/a${at}.txt`, '']));
    await hubs.hub.addModel({ id: 'aviary/scored-often', files: { ...FILES, ...many } });
    const run = await showRepo('aviary/scored-often', undefined, '--format=json');
    if (run.code === 0) expect(JSON.parse(run.stdout)).toMatchObject(DOCUMENT);
  });
});

describe('the Action', () => {
  it('shows: outputs, summary, log', async () => {
    const run = await runAction({ mode: 'show', card: 'README.md' }, { files: FILES });
    expect([run.code, run.stderr, run.annotations]).toEqual([0, '', []]);
    expect(Object.keys(run.outputs).sort()).toEqual(['changed', 'results', 'status']);
    expect([run.outputs.status, run.outputs.changed]).toEqual(['shown', 'false']);
    expect(JSON.parse(run.outputs.results ?? '')).toMatchObject(DOCUMENT);
    expect(run.stdout).toContain('openai/gsm8k');
    const [indexed = [], entries = []] = renderSummary(run.summary).tables;
    expect([indexed.length, entries.length]).toEqual([2, 3]);
    expect(indexed[1]?.slice(0, 6)).toEqual(['text-generation', 'MMLU', 'all', 'test', 'accuracy', '85.20']);
    expect(entries[1]?.slice(0, 4)).toEqual(['openai/gsm8k', 'gsm8k', '8-shot', '71.30']);
  });

  it('shows a model of the Hub, with a token that stays secret', async () => {
    const inputs = { mode: 'show', 'repo-id': 'aviary/scored-private', 'hf-token': TOKEN };
    const run = await runAction(inputs, { env: { HF_ENDPOINT: hubs.hub.url } });
    expect([run.code, run.masks]).toEqual([0, [TOKEN]]);
    expect(run.everything.replace(/^::add-mask::.*$/gm, '')).not.toContain(TOKEN);
    expect(JSON.parse(run.outputs.results ?? '')).toMatchObject(DOCUMENT);
  });

  it('refuses: outputs, summary, one annotation', async () => {
    const files = { 'README.md': '---\na: [\n---\n' };
    const run = await runAction({ mode: 'show', card: 'README.md' }, { files });
    expect(run.code).toBe(1);
    expect(run.outputs).toEqual({ status: 'refused', code: 'invalid-card', changed: 'false' });
    expect(run.annotations).toMatchObject([
      { name: 'error', properties: { title: 'invalid-card', file: 'README.md' } },
    ]);
    expect(run.summary).toContain('invalid-card');
  });
});

describe('scores full of attacks', () => {
  const quoted = (text: string): string =>
    JSON.stringify(text).replace(
      /[\u007f-\uffff]/g,
      (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
  const texts = Object.values(ATTACKS).concat('nul\0nul', 'two\nlines\n::error::canary\r::error::canary');
  const hostile: Files = {
    'README.md': cardWith(
      `model-index:\n- name: ${quoted(texts.join(' '))}\n  results:\n${texts
        .map((text) => {
          const it = quoted(text);
          return `  - {task: {type: ${it}}, dataset: {type: ${it}, name: ${it}, config: ${it}, split: ${it}}, metrics: [{type: ${it}, name: ${it}, value: ${it}}], source: {url: ${it}, name: ${it}}}\n`;
        })
        .join('')}`,
    ),
    '.eval_results/::error::canary.yaml': texts
      .map((text) => {
        const it = quoted(text);
        return `- {dataset: {id: ${it}, task_id: ${it}}, value: ${it}, date: ${it}, notes: ${it}, source: {url: ${it}, name: ${it}}}\n`;
      })
      .join(''),
  };

  it.each(['show', 'validate'])('do nothing to a terminal: %s', async (command) => {
    for (const format of ['text', 'json']) {
      const run = await runCliOn(hostile, [command, '--card', 'README.md', '--format', format]);
      expectNoTrace(run);
      expect([run.code, run.stderr]).toEqual([command === 'show' ? 0 : 1, '']);
      expect(run.stdout).not.toMatch(CONTROLS);
      expect(run.stdout).not.toMatch(BIDI);
    }
  });

  it.each(['show', 'validate'])('do nothing to the runner, and stay text in the summary: %s', async (mode) => {
    const run = await runAction({ mode, card: 'README.md' }, { files: hostile });
    expectNoTrace(run);
    expect(run.code).toBe(mode === 'show' ? 0 : 1);
    for (const { name, properties } of run.commands) {
      expect(name).toMatch(/^(?:group|endgroup|stop-commands|warning|error|hf_eval_[0-9a-z]{8,})$/);
      expect(properties.title ?? '').toMatch(/^[a-z-]*$/);
    }
    expect(run.masks).toEqual([]);
    for (const text of [run.stdout, run.stderr, run.summary]) expect(text).not.toMatch(CONTROLS);
    for (const text of [run.stdout, run.stderr, run.summary]) expect(text).not.toMatch(BIDI);
    const { elements, texts: shown, tables } = renderSummary(run.summary);
    const known = /^(?:h2|p|table|thead|tbody|tr|th|td|strong|em|code|pre|br)$/;
    expect(elements.map(({ tag }) => tag).filter((tag) => !known.test(tag))).toEqual([]);
    expect(shown.filter((text) => /(?:^|[^\w])@\w|(?:^|[^\w&])#\d|https?:\/\/\w|\bwww\.\w/.test(text))).toEqual([]);
    for (const rows of tables) expect(new Set(rows.map((row) => row.length)).size).toBe(1);
  });

  it.each(['show', 'validate'])('do nothing to a step that prints the outputs: %s', async (mode) => {
    const run = await runAction({ mode, card: 'README.md' }, { files: hostile });
    expect(run.outputs.results).not.toMatch(CONTROLS);
    expect(run.outputs.results).not.toMatch(BIDI);
  });

  it('cannot make the JSON another document', async () => {
    const run = await runCliOn(hostile, ['show', '--card', 'README.md', '--format=json']);
    const shown = JSON.parse(run.stdout) as { model_index: { value: string }[]; eval_results: { notes: string }[] };
    expect(shown.model_index.map(({ value }) => value)).toEqual(texts);
    expect(shown.eval_results.map(({ notes }) => notes)).toEqual(texts);
  });
});
