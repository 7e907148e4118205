import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseConfig, type RawOptions } from '../../../src/config.ts';
import { readEvaluateConfig } from '../../../src/evaluate-config.ts';
import { evaluate } from '../../../src/flows/evaluate/evaluate.ts';
import { refusalOf } from '../publish/publishing.ts';
import { NAMESPACE, openWorld, REPO, TOKEN, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld({ run: () => ({ says: ['hello'], ends: { at: 60 } }) });
});
afterAll(() => world.close());

function run(raw: RawOptions) {
  const asked = { 'repo-id': REPO, framework: 'lm-eval', tasks: 'gsm8k', hardware: 'a10g-small', namespace: NAMESPACE };
  const env = { HF_ENDPOINT: world.local.url, HF_TOKEN: TOKEN };
  return evaluate(
    parseConfig('evaluate', { ...asked, ...raw }, env, { door: 'cli', readEvaluate: readEvaluateConfig }),
    world.ports,
  );
}

it.each<[string, RawOptions, string, RegExp]>([
  ['a baseline', { baseline: 'old/results.json' }, 'no-results', /no files at old\/results\.json/],
  ['a git ref', { baseline: 'git:v0' }, 'revision-not-found', /v0/],
  ['a card', { card: 'nowhere.md' }, 'no-card', /nowhere\.md/],
  ['benchmarks', { benchmarks: 'nowhere.yaml' }, 'usage', /nowhere\.yaml/],
])('%s that is not there is told before anything is paid for', async (_, raw, code, message) => {
  for (const more of [{ 'dry-run': 'true' }, {}]) {
    const refusal = await refusalOf(run({ ...raw, ...more }));
    expect([refusal.code, refusal.message]).toEqual([code, expect.stringMatching(message)]);
  }
  expect(world.local.jobs.all()).toEqual([]);
});

it('what is there is no reason to refuse', async () => {
  expect((await run({ baseline: 'card', 'dry-run': 'true' })).status).toBe('planned');
});
