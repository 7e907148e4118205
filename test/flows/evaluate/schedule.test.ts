import { afterEach, describe, expect, it } from 'vitest';
import { parseCommandLine } from '../../../src/command-line.ts';
import type { Config } from '../../../src/config.ts';
import { readEvaluateConfig } from '../../../src/evaluate-config.ts';
import { runEvaluate } from '../../../src/evaluating.ts';
import { reapStrays } from '../../../src/flows/evaluate/reap.ts';
import { plainStyle } from '../../../src/report/text.ts';
import { lmEval } from '../../frameworks/results-fixtures.ts';
import type { JobReport } from '../../local-hub/jobs/types.ts';
import { talkTo } from '../../local-hub/talk.ts';
import { refusalOf } from '../publish/publishing.ts';
import { finishedRun } from './finished-run.ts';
import { NAMESPACE, openWorld, REPO, RUN, TOKEN, type World } from './world.ts';

const worlds: World[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close();
});

const RESULTS = { 'lm/results_2026-11-01T12-00-00.json': JSON.stringify(lmEval()) };

async function open(): Promise<World> {
  const world = await openWorld({ run: (job) => finishedRun(job, RESULTS) });
  worlds.push(world);
  return world;
}

const BACKEND = ['--framework', 'lm-eval', '--backend', 'vllm', '--tasks', 'gsm8k|5', '--hardware', 'a10g-small'];
const WEEKLY = [...BACKEND, '--max-cost-usd', '3', '--schedule', '@weekly'];
const CREATE = { method: 'POST', path: new RegExp(`^/api/scheduled-jobs/${NAMESPACE}$`) };

function configOf({ local }: World, command: string, ...args: readonly string[]): Config {
  const env = { HF_ENDPOINT: local.url, HF_TOKEN: TOKEN };
  const request = parseCommandLine([command, '--repo-id', REPO, ...args], env, { readEvaluate: readEvaluateConfig });
  if (request.kind !== 'run') throw new Error('it is nothing to run');
  return request.config;
}

/** `evaluate` for the organization, as the command line runs it. */
async function evaluate(world: World, ...args: readonly string[]): Promise<string> {
  const config = configOf(world, 'evaluate', '--namespace', NAMESPACE, ...args);
  return (await runEvaluate(config, world.ports, plainStyle)).text;
}

type View = {
  readonly id: string;
  readonly schedule: string;
  readonly concurrency: boolean;
  readonly jobSpec: {
    readonly flavor: string;
    readonly timeout: number;
    readonly labels: Readonly<Record<string, string>>;
    readonly environment: Readonly<Record<string, string>>;
  };
};

const talk = ({ local }: World) => talkTo(local, TOKEN);
const PATH = `/api/scheduled-jobs/${NAMESPACE}`;
async function schedules(world: World): Promise<readonly View[]> {
  return (await talk(world).get(PATH)).json as readonly View[];
}
const asked = ({ local }: World): number =>
  local.requests.filter(({ method, path }) => method === 'POST' && CREATE.path.test(path)).length;

/** The time of the one schedule has come; its job has ended. */
async function fire(world: World): Promise<JobReport> {
  const [schedule] = await schedules(world);
  const job = world.local.jobs.fire(schedule?.id ?? '');
  if (job === undefined) throw new Error('the schedule started nothing');
  world.pass(60);
  return world.local.jobs.get(job.id);
}

describe('a schedule', () => {
  it('is made once, with its bounds, whose it is, and no job beside another', async () => {
    const world = await open();
    const text = await evaluate(world, ...WEEKLY);
    const [made, ...others] = await schedules(world);
    expect([others, asked(world), world.local.jobs.all()]).toEqual([[], 1, []]);
    expect(made).toMatchObject({
      schedule: '@weekly',
      concurrency: false,
      jobSpec: {
        flavor: 'a10g-small',
        timeout: 7200,
        labels: {
          'hf-eval-run': RUN,
          'hf-eval-detached': 'yes',
          'hf-eval-repo': 'harbor-labs--Kestrel-7B',
          'hf-eval-owner': 'process.abc.1.5',
          'hf-eval-digest': expect.stringMatching(/^[0-9a-f]{64}$/),
        },
      },
    });
    expect(text).toBe(
      [
        `Scheduled @weekly, next 2026-11-08T00:00:00.000Z: ${made?.id}`,
        'Each run costs at most $2.09; scheduled @weekly, in UTC: at most 5 runs and $10.42 in a month, until somebody ends it.',
        'Each run leaves its results. hf jobs ps --namespace harbor-labs lists the ids; take them with: hf-eval collect --repo-id harbor-labs/Kestrel-7B --job harbor-labs/ID',
        `To end it: hf jobs scheduled delete ${made?.id} --namespace harbor-labs`,
        '',
      ].join('\n'),
    );
    expect(world.said.join('\n')).toMatch(
      /each run: .*at most \$2\.09.*\nscheduled @weekly, in UTC: at most 5 runs and \$10\.42/,
    );
    // Nothing is left for a later step to end.
    expect(world.remembered).toEqual([]);
  });

  it('is there already when it is asked for again, however it is written', async () => {
    const world = await open();
    await evaluate(world, ...WEEKLY);
    const [made] = await schedules(world);
    const again = await evaluate(
      world,
      ...BACKEND,
      '--max-cost-usd',
      '3',
      '--schedule',
      '0 0 * * 0',
      '--format',
      'json',
    );
    expect(JSON.parse(again)).toMatchObject({
      evaluation: {
        status: 'scheduled',
        reused: true,
        revision: 'main',
        schedule: { id: made?.id, when: '@weekly', next: '2026-11-08T00:00:00.000Z', runs_per_month: 5 },
      },
    });
    expect(await evaluate(world, ...WEEKLY)).toMatch(/^Is there already: scheduled @weekly/);
    expect([(await schedules(world)).length, asked(world)]).toEqual([1, 1]);
  });

  it.each(['reset', 'status', 'truncated'] as const)('is made once though its answer is lost: %s', async (kind) => {
    const world = await open();
    const fault = kind === 'status' ? { status: 500 } : kind === 'reset' ? { reset: true } : { truncate: 10 };
    world.local.fault({ ...CREATE, times: 1, afterHandling: true, ...fault });
    const text = await evaluate(world, ...WEEKLY);
    const [made, ...others] = await schedules(world);
    expect([others, asked(world)]).toEqual([[], 1]);
    expect(text).toContain(`: ${made?.id}\n`);
  });

  it('that may be there or not is not asked for again', async () => {
    const world = await open();
    world.local.fault({ ...CREATE, times: 1, status: 500 });
    const refusal = await refusalOf(evaluate(world, ...WEEKLY));
    expect([refusal.code, asked(world), await schedules(world)]).toEqual(['job-unknown', 1, []]);
  });

  it('that another run made at the same time stays the only one', async () => {
    const world = await open();
    const { fetch } = world.ports;
    const both: typeof fetch = async (url, init) => {
      // The other one is a moment ahead.
      if (init?.method === 'POST' && new URL(url).pathname === PATH) {
        const body = String(init.body).replaceAll(RUN, 'e'.repeat(32));
        await fetch(url, { ...init, body });
        world.pass(1);
      }
      return fetch(url, init);
    };
    const text = await evaluate({ ...world, ports: { ...world.ports, fetch: both } }, ...WEEKLY);
    const left = await schedules(world);
    expect(left.map(({ jobSpec }) => jobSpec.labels['hf-eval-run'])).toEqual(['e'.repeat(32)]);
    expect(text).toContain(`Is there already: scheduled @weekly, next 2026-11-08T00:00:00.000Z: ${left[0]?.id}`);
  });

  it('that is suspended is said to be', async () => {
    const world = await open();
    await evaluate(world, ...WEEKLY);
    const [made] = await schedules(world);
    await talk(world).post(`${PATH}/${made?.id}/suspend`);
    expect(await evaluate(world, ...WEEKLY)).toContain(
      `note: it is suspended, so it starts nothing: hf jobs scheduled resume ${made?.id} --namespace harbor-labs`,
    );
  });

  it('of the same repo is named beside a new one, and not that of another program', async () => {
    const world = await open();
    await evaluate(world, ...BACKEND, '--max-cost-usd', '3', '--schedule', '@daily');
    const [daily] = await schedules(world);
    const jobSpec = { dockerImage: 'python:3.12', command: ['true'], flavor: 'cpu-basic', labels: { name: 'train' } };
    await talk(world).post(PATH, { jobSpec, schedule: '@weekly' });
    const text = await evaluate(world, ...WEEKLY);
    expect(text.match(/^note: .*$/gm)).toEqual([
      `note: ${daily?.id} (@daily) evaluates the same repo, too; to end it: hf jobs scheduled delete ${daily?.id} --namespace harbor-labs`,
    ]);
    expect(await schedules(world)).toHaveLength(3);
  });
});

describe('bounds', () => {
  it.each<[string, (view: View) => unknown, RegExp]>([
    ['a longer time', (view) => ({ ...view, jobSpec: { ...view.jobSpec, timeout: 90_000 } }), /may take 25 h, not 2 h/],
    ['no time', ({ jobSpec: { timeout: _, ...jobSpec }, ...view }) => ({ ...view, jobSpec }), /no time limit/],
    [
      'other hardware',
      (view) => ({ ...view, jobSpec: { ...view.jobSpec, flavor: 'h200x8' } }),
      /h200x8, not a10g-small/,
    ],
    ['another time', (view) => ({ ...view, schedule: '@hourly' }), /for @hourly, not @weekly/],
    ['jobs beside one another', (view) => ({ ...view, concurrency: true }), /beside one another/],
  ])('that the Hub made others of end the schedule: %s', async (_, edit, why) => {
    const world = await open();
    world.local.fault({ ...CREATE, times: 1, edit: (answer) => edit(answer as View) });
    const refusal = await refusalOf(evaluate(world, ...WEEKLY));
    expect([refusal.code, refusal.message]).toEqual(['cost-limit', expect.stringMatching(why)]);
    expect(refusal.message).toContain('it was ended');
    expect(await schedules(world)).toEqual([]);
  });

  it('that could not be taken back are said with how to do it', async () => {
    const world = await open();
    world.local.fault({ ...CREATE, times: 1, edit: (answer) => ({ ...(answer as View), concurrency: true }) });
    world.local.fault({ method: 'DELETE', status: 500 });
    const refusal = await refusalOf(evaluate(world, ...WEEKLY));
    const [made] = await schedules(world);
    expect(refusal.message).toContain(`hf jobs scheduled delete ${made?.id} --namespace harbor-labs`);
  });

  it('of one that is there are not what was asked for: it is left, and no second one is made', async () => {
    const world = await open();
    await evaluate(world, ...WEEKLY);
    const refusal = await refusalOf(evaluate(world, ...WEEKLY, '--timeout', '1h'));
    expect([refusal.code, refusal.message]).toEqual(['cost-limit', expect.stringContaining('may take 2 h, not 1 h')]);
    expect([(await schedules(world)).length, asked(world)]).toEqual([1, 1]);
  });

  it('have to be said where there is a GPU', async () => {
    const world = await open();
    const refusal = await refusalOf(evaluate(world, ...BACKEND, '--schedule', '@weekly'));
    expect([refusal.code, refusal.hint]).toEqual([
      'cost-limit',
      expect.stringContaining('--max-cost-usd, for each run'),
    ]);
    expect(await schedules(world)).toEqual([]);
  });
});

it('a plan shows what it costs and what is there, and makes nothing', async () => {
  const world = await open();
  const text = await evaluate(world, ...WEEKLY, '--dry-run');
  expect(text).toContain('scheduled @weekly, in UTC: at most 5 runs and $10.42 in a month, until somebody ends it');
  expect(text).toContain('note: each run evaluates what main of harbor-labs/Kestrel-7B is then');
  expect([await schedules(world), world.local.requests.filter(({ method }) => method !== 'GET')]).toEqual([[], []]);
  await evaluate(world, ...WEEKLY);
  const [made] = await schedules(world);
  const json = JSON.parse(await evaluate(world, ...WEEKLY, '--dry-run', '--format', 'json')) as {
    evaluation: { schedule: unknown; notes: readonly string[] };
  };
  expect(json.evaluation.schedule).toMatchObject({ when: '@weekly', runs_per_month: 5 });
  expect(json.evaluation.notes).toContain(`the same is scheduled already: ${made?.id}, @weekly`);
  expect((await schedules(world)).length).toBe(1);
});

describe('a run of a schedule', () => {
  it('loads the branch as it is then, and leaves its results in a folder of its own', async () => {
    const world = await open();
    await evaluate(world, ...WEEKLY);
    const { spec } = await fire(world);
    const plan = JSON.parse(spec.environment.HF_EVAL_PLAN ?? '') as { argv: string[]; about: Record<string, unknown> };
    expect(plan.argv.join(' ')).toMatch(/revision=main,tokenizer_revision=main\b/);
    expect(plan.about).toMatchObject({ model: REPO, revision: 'main' });
    expect(plan.about).not.toHaveProperty('sha');
    expect(spec.environment).toMatchObject({ HF_EVAL_RUN: RUN, HF_EVAL_OUT: `/out/${RUN}-{job}` });
  });

  it('is ended by no later run, whatever became of the one that made the schedule', async () => {
    const world = await open();
    await evaluate(world, ...WEEKLY);
    const [made] = await schedules(world);
    const job = world.local.jobs.fire(made?.id ?? '');
    expect(await reapStrays(world.hub, NAMESPACE, { ...world.ports, isRunning: () => false })).toEqual([]);
    expect(world.local.jobs.get(job?.id ?? '').status.stage).toBe('RUNNING');
  });

  it('has its results taken, each by its job', async () => {
    const world = await open();
    await evaluate(world, ...WEEKLY);
    for (const { id } of [await fire(world), await fire(world)]) {
      const config = configOf(world, 'collect', '--job', `${NAMESPACE}/${id}`, '--format', 'json');
      const { text } = await runEvaluate(config, world.ports, plainStyle);
      expect(JSON.parse(text)).toMatchObject({
        evaluation: { status: 'evaluated', job: { id } },
        results: [{ metric: 'exact_match', value: 0.52 }],
      });
    }
  });

  it('of a branch is not what an evaluation of today’s commit has paid for', async () => {
    const world = await open();
    await evaluate(world, ...WEEKLY);
    const first = await fire(world);
    await evaluate(world, ...BACKEND, '--max-cost-usd', '3');
    expect(world.local.jobs.all().map(({ id }) => id)).toEqual([first.id, expect.any(String)]);
  });

  it('of a commit is the same work, and is not paid for twice', async () => {
    const world = await open();
    const sha = ((await talk(world).get(`/api/models/${REPO}`)).json as { sha: string }).sha;
    await evaluate(world, ...WEEKLY, '--model-revision', sha);
    const { id } = await fire(world);
    const again = await evaluate(world, ...BACKEND, '--max-cost-usd', '3', '--model-revision', sha, '--format', 'json');
    expect(JSON.parse(again)).toMatchObject({ evaluation: { reused: true, cost_usd: 0, sha, job: { id } } });
    expect(world.local.jobs.all()).toHaveLength(1);
  });
});

describe('--schedule', () => {
  it.each([
    [['--schedule', '0 4 * * MON'], /cron expression of numbers/],
    [['--schedule', '0 0 31 2 *'], /names a time that never comes/],
    [['--schedule', '@weekly', '--force'], /--force pays a second time/],
  ])('%j is refused', async (args, reason) => {
    const world = await open();
    expect((await refusalOf(evaluate(world, ...BACKEND, ...args))).message).toMatch(reason);
  });

  it('of a revision that frameworks read as something else is refused', async () => {
    const world = await open();
    const bad = refusalOf(evaluate(world, ...WEEKLY, '--model-revision', 'true'));
    expect((await bad).code).toMatch(/unsupported-evaluation|revision-not-found/);
    expect(await schedules(world)).toEqual([]);
  });
});
