import { afterEach, describe, expect, it } from 'vitest';
import { writeLabels } from '../../../src/evaluation/job/labels.ts';
import { beginJob } from '../../../src/flows/evaluate/begin-job.ts';
import { endJobs } from '../../../src/flows/evaluate/end-job.ts';
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

describe('strays', () => {
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
