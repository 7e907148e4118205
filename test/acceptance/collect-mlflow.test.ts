import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { useFreshHub } from '../flows/publish/fresh-hub.ts';
import { headOf, OWNER, REPO, valuesAt } from '../flows/publish/publishing.ts';
import { GSM8K, lmEval } from '../frameworks/results-fixtures.ts';
import type { LocalHub } from '../local-hub/server.ts';
import { serveMlflow } from '../mlflow/serve-mlflow.ts';
import { filesOf } from './model-repo.ts';
import { runAction } from './run-action.ts';
import { type Files, runCli, scratchWith } from './run-cli.ts';

let hub: LocalHub;
useFreshHub((started) => {
  hub = started;
});

let mlflow: Awaited<ReturnType<typeof serveMlflow>>;
beforeEach(async () => {
  mlflow = await serveMlflow();
});
afterEach(() => mlflow.close());

function run(value: number, date = '2026-03-04'): string {
  const metrics = { 'exact_match,strict-match': value, 'exact_match_stderr,strict-match': 0.0137 };
  return JSON.stringify(lmEval({ model: REPO, date, tasks: { gsm8k: { ...GSM8K, metrics } } }));
}

const FILES: Files = { 'out/a.json': run(0.52), 'old/a.json': run(0.6, '2026-02-01') };
const EXPORTS = ['mlflow', 'json=made/s.json', 'junit=made/s.xml'];
const MADE = ['made/report.html', 'made/s.json', 'made/s.xml'];
/** Every call is refused. */
const refuse = (): void => {
  mlflow.fake.state.fault = () => new Response('{"error_code":"BAD","message":"no room"}', { status: 400 });
};

async function collect(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const cwd = await scratchWith(FILES);
  const wanted = ['--report', 'made/report.html', ...EXPORTS.flatMap((one) => ['--export', one])];
  const finished = await runCli(['collect', '--results', 'out', '--format', 'json', ...wanted, ...args], {
    cwd,
    env: { MLFLOW_TRACKING_URI: mlflow.url, ...env },
  });
  return { ...finished, made: Object.keys(await filesOf(cwd)).filter((path) => path.startsWith('made/')) };
}

describe('an MLflow server that fails', () => {
  it('takes neither the other exports away nor the scores', async () => {
    refuse();
    const { code, stdout, made } = await collect([]);
    expect([code, made]).toEqual([1, MADE]);
    expect(JSON.parse(stdout)).toMatchObject({
      results: [{ value: 0.52 }],
      error: {
        code: 'mlflow-failed',
        message: expect.stringContaining('no room'),
        hint: expect.stringContaining('All else was done.'),
      },
    });
  });

  it('is told beside a regression, which is the worse news', async () => {
    refuse();
    const { code, stdout, stderr, made } = await collect(['--baseline', 'old']);
    expect([code, stderr, made]).toEqual([1, '', MADE]);
    const { error, comparison } = JSON.parse(stdout) as Record<string, Record<string, unknown>>;
    expect(comparison).toMatchObject({ failed: true });
    expect(error).toMatchObject({
      code: 'regression',
      hint: expect.stringMatching(/Nothing was written to the model repo[\s\S]*\nBesides, .*no room/),
      besides: [{ code: 'mlflow-failed', reason: 'refused' }],
    });
  });

  it('is asked again when it is busy, which is said', async () => {
    let busy = 1;
    mlflow.fake.state.fault = ({ path }) =>
      path.endsWith('runs/search') && busy-- > 0 ? new Response('', { status: 503 }) : undefined;
    const { code, stderr } = await collect([]);
    expect([code, mlflow.fake.runs().map(({ status }) => status)]).toEqual([0, ['FINISHED']]);
    expect(stderr).toMatch(/^waiting 1 s for 127\.0\.0\.1:\d+: HTTP 503 \(try 1 of 5\)$/m);
    expect(stderr).toMatch(/^MLflow: run created, /m);
  });

  it('does not stop what is written to the Hub, and is a failure after it', async () => {
    refuse();
    const done = await runAction(
      { mode: 'push', source: 'results', 'repo-id': REPO, results: 'out', 'hf-token': OWNER, export: 'mlflow' },
      {
        files: FILES,
        env: { HF_ENDPOINT: hub.url, MLFLOW_TRACKING_URI: mlflow.url, MLFLOW_TRACKING_TOKEN: 'tok-1234' },
      },
    );
    expect([done.code, valuesAt(hub, 'main')]).toEqual([1, [0.52]]);
    expect(done.outputs).toMatchObject({
      status: 'pushed',
      changed: 'true',
      commit: headOf(hub, 'main'),
      code: 'mlflow-failed',
    });
    expect(done.annotations).toMatchObject([{ name: 'error', properties: { title: 'mlflow-failed' } }]);
    expect(done.summary).toContain('## Failed: mlflow-failed');
    expect(done.masks).toContain('tok-1234');
  });

  it('leaves a regression to be the code of the Action', async () => {
    refuse();
    const done = await runAction(
      {
        mode: 'push',
        source: 'results',
        'repo-id': REPO,
        results: 'out',
        'hf-token': OWNER,
        export: 'mlflow',
        baseline: 'old',
      },
      { files: FILES, env: { HF_ENDPOINT: hub.url, MLFLOW_TRACKING_URI: mlflow.url } },
    );
    expect([done.code, done.outputs.code, done.outputs.status, valuesAt(hub, 'main')]).toEqual([
      1,
      'regression',
      'refused',
      [],
    ]);
    expect(done.annotations[0]?.data).toContain('no room');
  });

  it.each([
    [{ MLFLOW_TRACKING_USERNAME: 'mara' }, /only one is set/],
    [{ MLFLOW_TRACKING_URI: 'sqlite:///mlflow.db' }, /begins with sqlite:/],
  ])('because of how it was asked for is told before anything is written: %j', async (env, says) => {
    const { code, stdout, made } = await collect([], env);
    const { error } = JSON.parse(stdout) as { error: { code: string; message: string } };
    expect([code, error.code, made]).toEqual([2, 'usage', []]);
    expect(error.message).toMatch(says);
  });
});
