import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parseConfig } from '../../src/config.ts';
import { type Baseline, readHeldBaseline } from '../../src/flows/baseline.ts';
import type { Score } from '../../src/scores/score.ts';
import { slotOf } from '../../src/scores/slot.ts';
import { makeScore } from '../exports/collection.ts';
import { MODEL } from '../frameworks/results-fixtures.ts';
import { gitIn, gsm8kCard, gsm8kEntry } from './gsm8k-repo.ts';
import { refusalOf } from './publish/publishing.ts';

const SCORE = makeScore({ benchmark: { id: 'GSM8K', taskId: 'gsm8k' } });

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'hf-eval-baseline-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

type Files = Readonly<Record<string, string>>;

function put(files: Files): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

const git = (...args: readonly string[]): string => gitIn(root)(...args);

/** Commits files, and gives the commit. */
function commit(files: Files): string {
  put(files);
  git('add', '-A');
  git('commit', '-q', '-m', 'x', '--allow-empty');
  return git('rev-parse', 'HEAD').trim();
}

function heldAt(where: string, scores: readonly Score[] = [SCORE], path = 'README.md'): Promise<Baseline> {
  const raw = { 'repo-id': MODEL, card: join(root, path), results: 'x', baseline: where };
  const config = parseConfig('collect', raw, {});
  const place = config.collect?.gate?.baseline;
  if (place === undefined || place.kind === 'files') throw new Error(`${where} is held by no repo`);
  return readHeldBaseline(place, scores, config, {
    fetch: () => Promise.reject(new Error('a local card needs no network')),
    userAgent: 'test',
    say: () => undefined,
    today: '2026-03-09',
  });
}

describe('the card', () => {
  it('is its model-index, whose numbers say no scale and no date', async () => {
    put({ 'README.md': gsm8kCard('71.5'), '.eval_results/a.yaml': gsm8kEntry('50') });
    expect(await heldAt('card')).toEqual({
      name: `the model-index of ${join(root, 'README.md')}`,
      scores: [
        {
          value: 71.5,
          rounding: 0.05,
          slot: slotOf(SCORE),
          name: 'GSM8K exact match (exact_match,strict-match)',
          isHeld: true,
          dataset: { type: 'openai/gsm8k', config: 'main', split: 'test', args: { num_few_shot: 5 } },
          metric: { type: 'exact_match', name: 'exact match (exact_match,strict-match)' },
        },
      ],
      unusable: [],
    });
  });

  it.each<[string, number[]]>([
    ['"71.5"', [71.5]],
    ['0', [0]],
    ['many', []],
    ['null', []],
    ['.inf', []],
    ['.nan', []],
    ['[71.5]', []],
    ['""', []],
    ['true', []],
  ])('with the value %s', async (value, found) => {
    put({ 'README.md': gsm8kCard(value) });
    expect((await heldAt('card')).scores.map((score) => score.value)).toEqual(found);
  });

  it('with none is no baseline for anything', async () => {
    put({ 'README.md': gsm8kCard() });
    expect((await heldAt('card')).scores).toEqual([]);
  });
});

describe('what a card has and cannot be compared with', () => {
  it.each<[string, string, RegExp]>([
    ['a value with its unit', gsm8kCard('"60%"'), /has "60%" for it, which is no number/],
    ['a value with its error', gsm8kCard('60.0 ± 1.2'), /has "60.0 ± 1.2" for it/],
    ['another model', gsm8kCard('60').replace('name: Kestrel-7B', 'name: Heron-13B'), /is of "Heron-13B"/],
  ])('%s', async (_, text, reason) => {
    put({ 'README.md': text });
    const { scores, unusable } = await heldAt('card');
    expect(scores).toEqual([]);
    expect(unusable).toEqual([
      { dataset: expect.objectContaining({ type: 'openai/gsm8k' }), reason: expect.stringMatching(reason) },
    ]);
  });
});

describe('the leaderboard entries', () => {
  it('are of none where several metrics would go there', async () => {
    put({ 'README.md': gsm8kCard(), '.eval_results/a.yaml': gsm8kEntry('60', "notes: '5-shot'") });
    const flexible = {
      ...SCORE,
      metric: { ...SCORE.metric, name: 'exact match (exact_match,flexible-extract)' },
    };
    const { scores, unusable } = await heldAt('eval-results', [SCORE, flexible]);
    expect(scores).toEqual([]);
    expect(unusable[0]?.reason).toContain('which of 2 metrics it is of');
  });

  it.each<[string, string, number[]]>([
    ['of the same setup', gsm8kEntry('71.5', "notes: '5-shot'"), [71.5]],
    ['of the same setup, whatever the run', gsm8kEntry('71.5', "notes: '5-shot, lm-eval 0.3.0, backend vllm'"), [71.5]],
    ['in letters of another case', gsm8kEntry('71.5', "notes: '5-SHOT'"), [71.5]],
    ['of another setup', gsm8kEntry('71.5', "notes: '8-shot'"), []],
    ['of no setup', gsm8kEntry('71.5'), []],
    ['of another task', gsm8kEntry('71.5', "notes: '5-shot'").replace('task_id: gsm8k', 'task_id: gsm8k_hard'), []],
    ['of other data', gsm8kEntry('71.5', "notes: '5-shot'").replace('openai/gsm8k', 'openai/gsm8k_hard'), []],
    ['under the old name of the data', gsm8kEntry('71.5', "notes: '5-shot'").replace('openai/gsm8k', 'gsm8k'), [71.5]],
    ['without a number', gsm8kEntry('high', "notes: '5-shot'"), []],
  ])('%s', async (_, text, values) => {
    put({ 'README.md': gsm8kCard('10'), '.eval_results/a.yaml': text });
    expect((await heldAt('eval-results')).scores.map(({ value }) => value)).toEqual(values);
  });

  it('count in percent, and are dated by the newest', async () => {
    const first = gsm8kEntry('71.5', "notes: '5-shot'", "date: '2026-02-01'");
    put({
      'README.md': gsm8kCard(),
      '.eval_results/a.yaml': first,
      '.eval_results/b.yaml': gsm8kEntry('1', "date: '2026-02-03'"),
    });
    expect(await heldAt('eval-results')).toEqual({
      name: `.eval_results of ${join(root, 'README.md')}`,
      date: '2026-02-03',
      scores: [
        {
          value: 71.5,
          rounding: 0.05,
          unit: 'percent',
          slot: slotOf(SCORE),
          name: expect.stringContaining('.eval_results/a.yaml'),
          dataset: { type: 'openai/gsm8k' },
          isHeld: true,
        },
      ],
      unusable: [{ dataset: { type: 'openai/gsm8k' }, reason: expect.stringContaining('was run in another way: ""') }],
    });
  });

  it('have nothing for a score on no leaderboard', async () => {
    put({ 'README.md': gsm8kCard(), '.eval_results/a.yaml': gsm8kEntry('71.5', "notes: '5-shot'") });
    expect((await heldAt('eval-results', [makeScore()])).scores).toEqual([]);
  });
});

describe('a git ref', () => {
  beforeEach(() => {
    git('init', '-q');
  });

  it('is what both held then, not what they hold now', async () => {
    const old = commit({
      'README.md': gsm8kCard('60'),
      '.eval_results/a.yaml': gsm8kEntry('61', "notes: '5-shot'", "date: '2026-01-01'"),
    });
    commit({ 'README.md': gsm8kCard('70'), '.eval_results/a.yaml': gsm8kEntry('71', "notes: '5-shot'") });
    put({ 'README.md': gsm8kCard('80') });
    const found = await heldAt(`git:${old}`);
    expect([found.name, found.date, found.scores.map(({ value }) => value)]).toEqual([
      `${join(root, 'README.md')} at ${old}`,
      git('log', '-1', '--format=%cI', old).trim(),
      [61],
    ]);
    expect((await heldAt('git:HEAD')).scores.map(({ value }) => value)).toEqual([71]);
  });

  it('is the card where there were no entries, by branch and tag too', async () => {
    commit({ 'README.md': gsm8kCard('60') });
    git('tag', 'v1');
    git('branch', 'old/step-5');
    commit({ 'README.md': gsm8kCard('70') });
    for (const ref of ['v1', 'old/step-5', 'HEAD~1']) {
      expect((await heldAt(`git:${ref}`)).scores.map(({ value }) => value)).toEqual([60]);
    }
  });

  it('is that of a card in a folder of the repo', async () => {
    commit({
      'models/k/README.md': gsm8kCard('60'),
      'models/k/.eval_results/a.yaml': gsm8kEntry('61', "notes: '5-shot'"),
      'README.md': gsm8kCard('1'),
    });
    put({ 'models/k/README.md': gsm8kCard('70') });
    expect((await heldAt('git:HEAD', [SCORE], 'models/k/README.md')).scores.map(({ value }) => value)).toEqual([61]);
  });

  it.each(['lost', '--output=evil', '-h', 'HEAD:README.md', 'a b', '$(touch evil)', '@{upstream}'])(
    'that git does not know is a wrong use: %j',
    async (ref) => {
      commit({ 'README.md': gsm8kCard('60') });
      const before = readdirSync(root);
      const error = await refusalOf(heldAt(`git:${ref}`));
      expect([error.code, error.message]).toEqual(['usage', expect.stringContaining('cannot be read')]);
      expect(readdirSync(root)).toEqual(before);
    },
  );

  it('is never an option of git', async () => {
    commit({ 'README.md': gsm8kCard('60') });
    // Where git would write `evil:./README.md`, were it one.
    mkdirSync(join(root, 'evil:.'));
    expect((await refusalOf(heldAt('git:--output=evil'))).code).toBe('usage');
    expect(readdirSync(join(root, 'evil:.'))).toEqual([]);
  });

  it('of a card that was not there then, or of no repo, is a wrong use as well', async () => {
    const old = commit({ 'notes.txt': 'x' });
    commit({ 'README.md': gsm8kCard('60') });
    expect((await refusalOf(heldAt(`git:${old}`))).code).toBe('usage');
    rmSync(join(root, '.git'), { recursive: true });
    expect((await refusalOf(heldAt('git:HEAD'))).code).toBe('usage');
  });

  it('leaves nothing behind', async () => {
    commit({ 'README.md': gsm8kCard('60') });
    vi.stubEnv('TMPDIR', root);
    const before = readdirSync(root);
    await heldAt('git:HEAD');
    vi.unstubAllEnvs();
    expect(readdirSync(root)).toEqual(before);
  });
});
