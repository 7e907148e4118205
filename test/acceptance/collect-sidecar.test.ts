import { describe, expect, it } from 'vitest';
import { lmEval, MODEL } from '../frameworks/results-fixtures.ts';
import { runCliOn } from './run-cli.ts';

const RESULTS = { 'out/output/results_2026-11-01T12-00-00.json': JSON.stringify(lmEval()) };

function sidecar(about: Readonly<Record<string, unknown>>, more: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    version: 1,
    run: 'ab'.repeat(16),
    about,
    argv: ['lm_eval'],
    phases: {},
    exitCode: 0,
    ...more,
  });
}

async function collect(runJson: string) {
  const args = ['collect', '--results', 'out', '--repo-id', MODEL, '--card', 'README.md', '--format', 'json'];
  const files = { ...RESULTS, 'out/run.json': runJson, 'README.md': '---\nlicense: mit\n---\n' };
  const { code, stdout } = await runCliOn(files, args);
  const printed = JSON.parse(stdout) as { readonly error?: { readonly code: string; readonly hint: string } };
  return { code, ...printed };
}

describe('what a run left beside its results', () => {
  it('is told as that, and takes nothing from a run that it agrees with', async () => {
    expect(await collect(sidecar({ model: MODEL }))).toMatchObject({
      code: 0,
      files: [{ verdict: 'full' }, { path: 'out/run.json', role: 'companion' }],
      results: [{ benchmark: 'GSM8K' }],
    });
  });

  it.each<[string, string, RegExp]>([
    ['a limit', sidecar({ model: MODEL, limit: 10 }), /at most 10 samples/],
    ['another model', sidecar({ model: 'harbor-labs/Heron' }), /"harbor-labs\/Heron" was run/],
    ['a program that failed', sidecar({ model: MODEL }, { programExitCode: 1 }), /exit code 1/],
  ])('counts against them: %s', async (_, runJson, why) => {
    const { code, error } = await collect(runJson);
    expect([code, error?.code]).toEqual([1, expect.stringMatching(/^(?:no-scores|other-model)$/)]);
    expect(error?.hint).toMatch(why);
  });
});
