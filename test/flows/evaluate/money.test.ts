import { afterEach, describe, expect, it } from 'vitest';
import { writeLabels } from '../../../src/evaluation/job/labels.ts';
import { beginJob } from '../../../src/flows/evaluate/begin-job.ts';
import { endJobs, endLeft } from '../../../src/flows/evaluate/end-job.ts';
import { finishJob } from '../../../src/flows/evaluate/finish-job.ts';
import { followJob } from '../../../src/flows/evaluate/follow.ts';
import { reapStrays } from '../../../src/flows/evaluate/reap.ts';
import { refusalOf } from '../publish/publishing.ts';
import { labelsOf, NAMESPACE, openWorld, RUN, SPEC, type World } from './world.ts';

const worlds: World[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close();
});
async function open(): Promise<World> {
  const world = await openWorld({ run: () => ({ says: ['hello'] }) });
  worlds.push(world);
  return world;
}

const CANCEL = { method: 'POST', path: /\/cancel$/ };
const stages = ({ local }: World): string[] => local.jobs.all().map(({ status }) => status.stage);
const stage = ({ local }: World, owner: string, alive?: number): string =>
  local.jobs.stage({
    namespace: NAMESPACE,
    timeoutSeconds: 86_400,
    labels: writeLabels(labelsOf({ owner, ...(alive === undefined ? {} : { alive }) })),
  }).id;

describe('the jobs of a start are ended', () => {
  it('all of them, where the Hub made two', async () => {
    const world = await open();
    const id = stage(world, 'process.abc.1.5');
    stage(world, 'process.abc.1.5');
    await endJobs(world.hub, { namespace: NAMESPACE, run: RUN, id });
    expect(stages(world)).toEqual(['CANCELED', 'CANCELED']);
  });

  it.each([
    ['cannot be looked at', new RegExp(`^/api/jobs/${NAMESPACE}/[0-9a-f]{24}$`)],
    ['cannot be listed', new RegExp(`^/api/jobs/${NAMESPACE}$`)],
  ])('though they %s, which is told', async (_, path) => {
    const world = await open();
    const id = stage(world, 'process.abc.1.5');
    world.local.fault({ method: 'GET', path, status: 500, times: 99 });
    const refusal = await refusalOf(endJobs(world.hub, { namespace: NAMESPACE, run: RUN, id }));
    expect([refusal.code, stages(world)]).toEqual(['hub-unavailable', ['CANCELED']]);
  });

  it('whatever the Hub says of it, once it is done', async () => {
    const world = await open();
    const id = stage(world, 'process.abc.1.5');
    world.local.fault({ ...CANCEL, status: 500, afterHandling: true });
    expect(await endJobs(world.hub, { namespace: NAMESPACE, run: RUN, id })).toHaveLength(1);
  });

  it('by a run that is stopped while it looks for its job', async () => {
    const world = await open();
    world.local.fault({
      method: 'POST',
      path: new RegExp(`^/api/jobs/${NAMESPACE}$`),
      status: 500,
      afterHandling: true,
    });
    world.stop();
    const refusal = await refusalOf(
      beginJob(world.hub, { namespace: NAMESPACE, spec: SPEC, labels: labelsOf() }, world.ports),
    );
    expect([refusal.code, stages(world)]).toEqual(['job-canceled', ['CANCELED']]);
  });
});

describe('the jobs of a run that is gone are ended', () => {
  const listLate = (world: World, times: number): void =>
    world.local.fault({ method: 'GET', path: new RegExp(`^/api/jobs/${NAMESPACE}$`), times, edit: () => [] });

  it('though the list lacks them at first', async () => {
    const world = await open();
    stage(world, 'process.abc.1.5');
    listLate(world, 4);
    const ended = await endLeft(world.hub, { namespace: NAMESPACE, run: RUN }, world.ports);
    expect([ended.length, stages(world)]).toEqual([1, ['CANCELED']]);
  });

  it('or there is none, after half a minute', async () => {
    const world = await open();
    const start = world.now();
    expect(await endLeft(world.hub, { namespace: NAMESPACE, run: RUN }, world.ports)).toEqual([]);
    expect((world.now() - start) / 1000).toBe(31);
  });

  it('at once, where its id is known', async () => {
    const world = await open();
    const id = stage(world, 'process.abc.1.5');
    const start = world.now();
    await endLeft(world.hub, { namespace: NAMESPACE, run: RUN, id }, world.ports);
    expect([world.now() - start, stages(world)]).toEqual([0, ['CANCELED']]);
  });

  it('though the Hub is away for two minutes', async () => {
    const world = await open();
    const id = stage(world, 'process.abc.1.5');
    const start = world.now();
    const fetchThen: typeof fetch = async (...call) =>
      world.now() - start < 120_000 ? new Response('down', { status: 503 }) : fetch(...call);
    const hub = { ...world.hub, fetch: fetchThen };
    const ended = await endLeft(hub, { namespace: NAMESPACE, run: RUN, id }, world.ports);
    expect([ended.length, stages(world)]).toEqual([1, ['CANCELED']]);
  });

  it('or that is refused, and told at once', async () => {
    const world = await open();
    const id = stage(world, 'process.abc.1.5');
    world.local.fault({ ...CANCEL, status: 403, times: 99 });
    const start = world.now();
    const refusal = await refusalOf(endLeft(world.hub, { namespace: NAMESPACE, run: RUN, id }, world.ports));
    expect([refusal.code, world.now() - start]).toEqual(['forbidden', 0]);
  });

  it('as far as the time goes that there is, and what went wrong is told', async () => {
    const world = await open();
    const id = stage(world, 'process.abc.1.5');
    const late = new AbortController();
    const sleep: typeof world.ports.sleep = async (seconds) => {
      await world.ports.sleep(seconds);
      late.abort();
    };
    world.local.fault({ path: /^\/api\/jobs\//, status: 503, times: 99 });
    const hub = { ...world.hub, signal: late.signal };
    const refusal = await refusalOf(
      endLeft(hub, { namespace: NAMESPACE, run: RUN, id }, { show: world.ports.show, sleep }),
    );
    expect(refusal.code).toBe('hub-unavailable');
  });
});

it('a job that is known is ended while the list of all is long in coming', async () => {
  const world = await open();
  const id = stage(world, 'process.abc.1.5');
  const hub: typeof world.hub = {
    ...world.hub,
    fetch: async (url, init) => (String(url).includes('label=') ? new Promise(() => {}) : fetch(url, init)),
  };
  void endJobs(hub, { namespace: NAMESPACE, run: RUN, id });
  expect((await world.local.jobs.ended(id)).status.stage).toBe('CANCELED');
});

describe('a run that is stopped', () => {
  const labels = labelsOf();
  const bounds = { timeoutSeconds: 3600, usd: 1.1, microUsdPerMinute: 16_667 };

  it.each([
    ['while the rest of the log is read', { at: 'end' }],
    ['after its job has ended by itself', { at: 'sleep' }],
  ] as const)('%s publishes nothing, and says that the results are there', async (_, { at }) => {
    const world = await openWorld({ run: () => ({ says: ['hello'], ends: { at: 5 } }) });
    worlds.push(world);
    const begun = await beginJob(world.hub, { namespace: NAMESPACE, spec: SPEC, labels }, world.ports);
    const sleep = async (seconds: number, signal?: AbortSignal): Promise<void> => {
      await world.ports.sleep(seconds, signal);
      if (at === 'sleep' && stages(world)[0] === 'COMPLETED') world.stop();
      signal?.throwIfAborted();
    };
    const hub: typeof world.hub = {
      ...world.hub,
      fetch: async (url, init) => {
        const answer = await fetch(url, init);
        if (at === 'end' && String(url).endsWith('/logs') && stages(world)[0] === 'COMPLETED') world.stop();
        return answer;
      },
    };
    const finishing = { begun, bucket: undefined, bounds, runs: {} };
    const refusal = await refusalOf(finishJob(hub, finishing, { ...world.ports, sleep }));
    expect([refusal.code, stages(world), world.remembered.at(-1)]).toEqual(['job-canceled', ['COMPLETED'], undefined]);
    expect(`${refusal.message} ${refusal.hint}`).toMatch(/had ended before.*collect --job/);
  });
});

it('a job that its own run has ended is told as that to another that waits for it', async () => {
  const world = await open();
  const { job, labels } = await beginJob(
    world.hub,
    { namespace: NAMESPACE, spec: SPEC, labels: labelsOf() },
    world.ports,
  );
  await endJobs(world.hub, { namespace: NAMESPACE, run: RUN });
  const bounds = { timeoutSeconds: 3600, usd: 1.1, microUsdPerMinute: 16_667 };
  const finishing = { begun: { job, labels, by: 'found' as const }, bucket: undefined, bounds, runs: {} };
  const refusal = await refusalOf(finishJob(world.hub, finishing, world.ports));
  expect([refusal.code, refusal.hint]).toEqual(['job-canceled', expect.stringContaining('evaluate again')]);
});

describe('strays', () => {
  it('that are silent are ended though one of them cannot be looked at', async () => {
    const world = await open();
    for (const pid of [7, 8]) stage(world, `process.fff.${pid}.1`, 1_700_000_000);
    world.local.fault({ method: 'GET', path: new RegExp(`^/api/jobs/${NAMESPACE}/[0-9a-f]{24}$`), status: 404 });
    const refusal = await refusalOf(reapStrays(world.hub, NAMESPACE, world.ports));
    expect([refusal.code, stages(world).sort()]).toEqual(['job-unknown', ['CANCELED', 'RUNNING']]);
  });

  it('are ended though one of them cannot be, which is told', async () => {
    const world = await open();
    for (const pid of [7, 8, 9]) stage(world, `process.abc.${pid}.1`);
    world.local.fault({ ...CANCEL, status: 403 });
    const refusal = await refusalOf(reapStrays(world.hub, NAMESPACE, { ...world.ports, isRunning: () => false }));
    expect([refusal.code, stages(world).sort()]).toEqual(['forbidden', ['CANCELED', 'CANCELED', 'RUNNING']]);
  });

  it.each([
    ['behind', -7200],
    ['ahead', 7200],
  ])('are none while they give signs, by a clock that is %s', async (_, ahead) => {
    const world = await open();
    const { hub, local, ports, now } = world;
    const aliveNow = (): number => now() / 1000 + ahead;
    const id = stage(world, 'process.fff.9.9', aliveNow());
    const sleep: typeof ports.sleep = async (seconds: number) => {
      await ports.sleep(seconds);
      const labels = writeLabels(labelsOf({ owner: 'process.fff.9.9', alive: aliveNow() }));
      const headers = { Authorization: `Bearer ${hub.token}`, 'Content-Type': 'application/json' };
      const body = JSON.stringify({ labels });
      await fetch(`${local.url}/api/jobs/${NAMESPACE}/${id}/labels`, { method: 'PUT', headers, body });
    };
    expect(await reapStrays(hub, NAMESPACE, { ...ports, sleep })).toEqual([]);
    // Without a sign in between it is one, whatever time its last one tells.
    expect((await reapStrays(hub, NAMESPACE, ports)).map((job) => job.id)).toEqual([id]);
  });
});

it('a clock that is ahead of the Hub’s ends no job early', async () => {
  const { hub, local, ports, now } = await open();
  const begun = await beginJob(hub, { namespace: NAMESPACE, spec: SPEC, labels: labelsOf() }, ports);
  const ahead = { ...ports, now: () => now() + 7_200_000 };
  const bounds = { timeoutSeconds: 3600, usd: 1.1, microUsdPerMinute: 16_667 };
  const { job } = await followJob(hub, begun, bounds, ahead, () => {});
  expect([job.stage, local.jobs.all().map(({ billedSeconds }) => billedSeconds)]).toEqual(['ERROR', [3600]]);
});
