import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { failedRun, finishedRun } from '../flows/evaluate/finished-run.ts';
import { lmEval, MODEL } from '../frameworks/results-fixtures.ts';
import type { JobReport, StubRun } from '../local-hub/jobs/types.ts';
import { type LocalHub, startLocalHub } from '../local-hub/server.ts';
import type { Snapshot } from '../local-hub/snapshot.ts';
import { type ActionOptions, type ActionRun, runAction } from './run-action.ts';

const TOKEN = 'hf_evaluatorOfHarborLabs';
const JOBS = /^\/api\/jobs\/harbor-labs$/;
const ONE_JOB = /^\/api\/jobs\/harbor-labs\/[0-9a-f]{24}$/;
const RESULTS = { 'lm/results_2026-11-01T12-00-00.json': JSON.stringify(lmEval()) };
const FILES = {
  'README.md': '---\nlicense: mit\n---\n# Kestrel 7B\n',
  'config.json': JSON.stringify({
    model_type: 'llama',
    architectures: ['LlamaForCausalLM'],
    torch_dtype: 'bfloat16',
    num_attention_heads: 32,
    num_key_value_heads: 8,
    num_hidden_layers: 32,
    hidden_size: 4096,
    max_position_embeddings: 8192,
  }),
};

let hub: LocalHub;
let fresh: Snapshot;
/** What jobs do. */
let course: (job: JobReport) => StubRun;

beforeAll(async () => {
  hub = await startLocalHub({ jobs: { run: (job) => course(job), settings: { schedulingSeconds: 0 } } });
  hub.addToken(TOKEN, { user: 'mara', role: 'write', orgs: ['harbor-labs'] });
  await hub.addModel({ id: MODEL, files: FILES, safetensors: { BF16: 7.3e9 } });
  fresh = hub.snapshot();
});
afterAll(() => hub.close());
beforeEach(() => {
  hub.restore(fresh);
  course = (job) => finishedRun(job, RESULTS, { says: ['Running generate_until requests: 100%'] });
});

type Step = ActionRun & { readonly post: () => Promise<ActionRun> };

function step(inputs: Readonly<Record<string, string>> = {}, options: ActionOptions = {}): Promise<Step> {
  return runAction(
    {
      mode: 'preview',
      source: 'evaluation',
      'repo-id': MODEL,
      framework: 'lm-eval',
      tasks: 'gsm8k|5',
      hardware: 'a10g-small',
      namespace: 'harbor-labs',
      'max-cost-usd': '3',
      'hf-token': TOKEN,
      ...inputs,
    },
    { env: { HF_ENDPOINT: hub.url }, ...options },
  );
}

const stages = (): string[] => hub.jobs.all().map(({ status: { stage } }) => stage);
const jobId = (): string => `harbor-labs/${hub.jobs.all()[0]?.id}`;
/** Jobs that go on until somebody ends them. */
const endless = (): StubRun => ({ starts: 0, says: ['loading'] });

describe('source evaluation', () => {
  it('evaluates, and proposes the scores once', async () => {
    const done = await step({ mode: 'pull-request' });
    expect([done.code, done.stderr, done.annotations]).toEqual([0, '', []]);
    expect(done.outputs).toMatchObject({
      status: 'proposed',
      changed: 'true',
      'job-id': jobId(),
      'job-url': `${hub.url}/jobs/${jobId()}`,
      'cost-usd': '0.016667',
      'pull-request-number': '1',
    });
    expect(JSON.parse(done.outputs.results ?? '')).toMatchObject({
      evaluation: { status: 'evaluated', hardware: 'a10g-small', job: { stage: 'COMPLETED' } },
      results: [{ benchmark: 'GSM8K', value: 0.52 }],
    });
    expect(done.stdout).toContain('  | Running generate_until requests: 100%');
    expect(done.summary).toContain('## Evaluation: evaluated');
    expect(done.summary).toMatch(/^## .*pull request 1/m);
    // Nothing is left to be ended.
    expect(done.state).toEqual({ job: '' });
    const post = await done.post();
    expect([post.code, post.stdout, post.summary]).toEqual([0, '', '']);
    // Again, it is neither paid for nor proposed.
    const again = await step({ mode: 'pull-request' });
    expect([again.outputs.status, again.outputs['cost-usd'], again.outputs['job-id']]).toEqual([
      'already-proposed',
      '0',
      jobId(),
    ]);
    expect([stages(), hub.repos.get(MODEL)?.discussions.size]).toEqual([['COMPLETED'], 1]);
  });

  it('lets no line of the log be a command', async () => {
    course = (job) =>
      finishedRun(job, RESULTS, { says: ['::error::x', '\u001b[2K::set-output name=a::b', '##[add-path]/evil'] });
    const done = await step();
    expect([done.code, done.annotations, done.commands.map(({ name }) => name)]).not.toContain('set-output');
    expect(done.annotations).toEqual([]);
    expect(done.stdout).not.toContain('##[add-path]');
  });

  it('tells why a job failed, with the end of its log', async () => {
    const says = Array.from({ length: 80 }, (_, at) => `line ${at}`);
    course = (job) =>
      failedRun(job, { says: [...says, 'torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB'] });
    const done = await step();
    expect([done.code, done.outputs.status, done.outputs.code, done.outputs['job-id']]).toEqual([
      1,
      'refused',
      'job-failed',
      jobId(),
    ]);
    const { summary } = done;
    expect(summary).toContain(`](${done.outputs['job-url']})`);
    expect(done.outputs['cost-usd']).toBe('0.016667');
    expect(summary).toContain('The last 50 lines of the log');
    expect(summary).toContain('line 79');
    expect(summary).not.toContain('line 30\n');
    expect(done.annotations[0]?.data).toMatch(/memory/);
    expect(done.state.job).toBe('');
  });

  it('plans in the words of its inputs, and leaves the command line of the framework as it is', async () => {
    const done = await step({ 'dry-run': 'true', 'max-samples': '20', timeout: '3m' });
    expect([done.code, done.outputs.status, stages()]).toEqual([0, 'planned', []]);
    for (const text of [done.stdout, done.summary]) {
      expect(text).toContain('--tasks gsm8k --batch_size auto');
      expect(text).toMatch(/is ended after 3 min: timeout sets it/);
    }
  });

  it('starts no GPU without a ceiling', async () => {
    const done = await step({ 'max-cost-usd': '' });
    expect([done.code, done.outputs.code, stages()]).toEqual([1, 'cost-limit', []]);
    expect(done.annotations[0]?.data).toContain('max-cost-usd');
  });

  it('starts nothing while somebody else has a pull request open', async () => {
    hub.addToken('hf_strangerStrangerStr', { user: 'stranger', role: 'write' });
    const opened = await fetch(`${hub.url}/api/models/${MODEL}/commit/main?create_pr=1`, {
      method: 'POST',
      headers: { Authorization: 'Bearer hf_strangerStrangerStr', 'Content-Type': 'application/x-ndjson' },
      body: [
        { key: 'header', value: { summary: 'Add evaluation results' } },
        { key: 'file', value: { path: 'README.md', content: btoa('---\nmodel-index: []\n---\n'), encoding: 'base64' } },
      ]
        .map((line) => JSON.stringify(line))
        .join('\n'),
    });
    expect(opened.status).toBe(200);
    const done = await step({ mode: 'pull-request' });
    expect([done.code, done.outputs.code, stages()]).toEqual([1, 'open-pull-request', []]);
  });
});

describe('a step that is stopped', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('by %s ends its job itself', async (signal) => {
    course = endless;
    const followed = hub.pauseAfter({ method: 'GET', path: ONE_JOB, nth: 2 });
    const done = await step({}, { killWhen: followed.reached, signal });
    expect([done.code, done.outputs.code, stages()]).toEqual([1, 'job-canceled', ['CANCELED']]);
    expect(done.state.job).toBe('');
    expect((await done.post()).code).toBe(0);
  });

  it('and killed leaves its job to the step after it', async () => {
    course = endless;
    const followed = hub.pauseAfter({ method: 'GET', path: ONE_JOB, nth: 2 });
    const done = await step({}, { killWhen: followed.reached });
    expect([done.code, stages()]).toEqual([null, ['RUNNING']]);
    expect(done.everything.split(TOKEN)).toHaveLength(2);
    const post = await done.post();
    expect([post.code, post.annotations, stages()]).toEqual([0, [], ['CANCELED']]);
    expect(post.stdout).toContain(`ended ${hub.url}/jobs/${jobId()}`);
  });

  it('and killed before it knew its job leaves that to the step after it', async () => {
    course = endless;
    const asked = hub.pauseAfter({ method: 'POST', path: JOBS });
    const done = await step({}, { killWhen: asked.reached });
    expect([done.code, done.outputs, stages()]).toEqual([null, {}, ['RUNNING']]);
    expect((await done.post()).code).toBe(0);
    expect(stages()).toEqual(['CANCELED']);
  });

  it.each<[string, Parameters<LocalHub['fault']>[0]]>([
    ['is not listed yet', { method: 'GET', path: JOBS, times: 2, edit: () => [] }],
    ['cannot be reached for a while', { path: /^\/api\/jobs/, times: 6, status: 503, body: { error: 'down' } }],
  ])(
    'and killed leaves that to the step after it where the job %s',
    async (_, fault) => {
      course = endless;
      const asked = hub.pauseAfter({ method: 'POST', path: JOBS });
      const done = await step({}, { killWhen: asked.reached });
      hub.fault(fault);
      const post = await done.post();
      expect([post.code, stages()]).toEqual([0, ['CANCELED']]);
    },
    60_000,
  );

  it('leaves nothing to look for where the Hub has refused its job', async () => {
    hub.jobs.setCredit('harbor-labs', 0);
    const done = await step();
    expect([done.code, done.outputs.code, done.state.job]).toEqual([1, 'payment-required', '']);
    const post = await done.post();
    expect([post.code, post.stdout]).toEqual([0, '']);
  });

  it('is told when its job could not be ended', async () => {
    course = endless;
    const followed = hub.pauseAfter({ method: 'GET', path: ONE_JOB, nth: 2 });
    const done = await step({}, { killWhen: followed.reached });
    hub.fault({ path: /cancel$/, status: 403, times: 100 });
    const post = await done.post();
    expect([post.code, post.annotations.map(({ name }) => name), stages()]).toEqual([1, ['error'], ['RUNNING']]);
    expect(post.summary).toContain('A job may be running');
  });
});

describe('a job that is left alone', () => {
  it('goes on, and a later step takes its results', async () => {
    course = endless;
    const left = await step({ wait: 'false' });
    expect([left.code, left.outputs.status, left.outputs['job-id'], left.state.job]).toEqual([
      0,
      'detached',
      jobId(),
      '',
    ]);
    await left.post();
    expect(stages()).toEqual(['RUNNING']);
    const take = { source: 'results', mode: 'pull-request', job: left.outputs['job-id'] ?? '' };
    const only = { framework: '', tasks: '', hardware: 'auto', namespace: '', 'max-cost-usd': '' };
    const early = await step({ ...only, ...take, wait: 'false' });
    expect([early.code, early.outputs.status, stages()]).toEqual([0, 'running', ['RUNNING']]);
    const [job] = hub.jobs.all();
    if (job === undefined) throw new Error('there is no job');
    hub.jobs.end(job.id, {});
    const empty = await step({ ...only, ...take });
    expect([empty.code, empty.outputs.code]).toEqual([1, 'no-results']);
  });

  it('that another run waits for is not said to go on by itself', async () => {
    course = endless;
    const followed = hub.pauseAfter({ method: 'GET', path: ONE_JOB, nth: 2 });
    await step({}, { killWhen: followed.reached });
    const left = await step({ wait: 'false' }, { env: { HF_ENDPOINT: hub.url, GITHUB_RUN_ID: '2' } });
    expect([left.code, left.outputs.status, stages()]).toEqual([0, 'detached', ['RUNNING']]);
    expect(left.stdout).not.toContain('goes on by itself');
    expect([left.stdout, left.summary].every((text) => text.includes('should that be stopped'))).toBe(true);
    expect(JSON.parse(left.outputs.results ?? '').evaluation.job.environment).toBeUndefined();
  });

  it('that has ended gives its scores to whoever asks for them', async () => {
    await step({ wait: 'false' });
    await hub.jobs.ended(hub.jobs.all()[0]?.id ?? '');
    const only = { framework: '', tasks: '', hardware: 'auto', namespace: '', 'max-cost-usd': '' };
    const taken = await step({ ...only, source: 'results', mode: 'pull-request', job: `${hub.url}/jobs/${jobId()}` });
    expect([taken.code, taken.outputs.status, taken.outputs['job-id']]).toEqual([0, 'proposed', jobId()]);
    const other = await step({ ...only, source: 'results', job: jobId(), 'repo-id': 'harbor-labs/Heron' });
    expect([other.code, other.outputs.code]).toEqual([1, 'other-model']);
  });
});
