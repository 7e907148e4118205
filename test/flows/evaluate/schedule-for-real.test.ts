import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { parseCommandLine } from '../../../src/command-line.ts';
import { readEvaluateConfig } from '../../../src/evaluate-config.ts';
import { runEvaluate } from '../../../src/evaluating.ts';
import { plainStyle } from '../../../src/report/text.ts';
import { HAS_PYTHON } from '../../evaluation/wrapper/run-wrapper.ts';
import { lmEval } from '../../frameworks/results-fixtures.ts';
import { startLocalHub } from '../../local-hub/server.ts';
import { NAMESPACE, openWorld, REPO, TOKEN } from './world.ts';

/** Programs in place of uv and lm_eval, on a PATH where `python3` is Python itself: one that chooses among several adds to it. */
function programs(): { readonly path: string; readonly log: string } {
  const folder = mkdtempSync(join(tmpdir(), 'schedule-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  copyFileSync(join(import.meta.dirname, '../../evaluation/wrapper/fake-uv.py'), join(bin, 'uv'));
  const text = JSON.stringify(JSON.stringify(lmEval()));
  const results = `#!/usr/bin/env python3\nimport pathlib\npathlib.Path("results/lm").mkdir(parents=True)\npathlib.Path("results/lm/results_2026-11-01T12-00-00.json").write_text(${text})\n`;
  writeFileSync(join(bin, 'lm_eval'), results);
  for (const name of ['uv', 'lm_eval']) chmodSync(join(bin, name), 0o755);
  const python = spawnSync('python3', ['-c', 'import sys; print(sys.executable)'], { encoding: 'utf8' }).stdout.trim();
  return { path: [bin, dirname(python), process.env.PATH].join(delimiter), log: join(folder, 'uv.log') };
}

it.skipIf(!HAS_PYTHON)('a schedule runs the wrapper each time, and each run brings its own results home', async () => {
  const { path, log } = programs();
  const local = await startLocalHub({
    jobs: { environment: { PATH: path, FAKE_UV_LOG: log }, settings: { schedulingSeconds: 0 } },
  });
  const world = await openWorld();
  onTestFinished(async () => {
    await local.close();
    await world.close();
  });
  local.addToken(TOKEN, { user: 'mara', role: 'write', orgs: [NAMESPACE] });
  await local.addModel({ id: REPO, files: { 'README.md': '# Kestrel\n' } });
  const run = async (...args: readonly string[]): Promise<unknown> => {
    const env = { HF_ENDPOINT: local.url, HF_TOKEN: TOKEN };
    const request = parseCommandLine([...args, '--repo-id', REPO, '--format', 'json'], env, {
      readEvaluate: readEvaluateConfig,
    });
    if (request.kind !== 'run') throw new Error('it is nothing to run');
    return JSON.parse((await runEvaluate(request.config, world.ports, plainStyle)).text);
  };
  const served = ['--backend', 'local-completions', '--base-url', 'http://127.0.0.1:9/v1', '--namespace', NAMESPACE];
  const made = await run('evaluate', '--framework', 'lm-eval', '--tasks', 'gsm8k|5', ...served, '--schedule', '@daily');
  const { id } = (made as { evaluation: { schedule: { id: string } } }).evaluation.schedule;
  const ended: string[] = [];
  for (const _ of [1, 2]) {
    const job = local.jobs.fire(id);
    const { status, id: jobId } = await local.jobs.ended(job?.id ?? '');
    expect([status.stage, local.jobs.log(jobId).filter((line) => line.startsWith('hf-eval: '))]).toEqual([
      'COMPLETED',
      [],
    ]);
    ended.push(jobId);
  }
  const bucket = local.buckets.get(`${NAMESPACE}/hf-eval-runs`);
  expect(
    readdirSync(bucket?.dir ?? '')
      .map((name) => name.replace(/^[0-9a-f]{32}-/, ''))
      .sort(),
  ).toEqual(ended.toSorted());
  for (const jobId of ended) {
    expect(await run('collect', '--job', `${NAMESPACE}/${jobId}`)).toMatchObject({
      evaluation: { job: { id: jobId } },
      results: [{ metric: 'exact_match', value: 0.52 }],
    });
  }
});
