import { afterEach, describe, expect, it } from 'vitest';
import { readMark } from '../../../src/evaluation/home/marks.ts';
import { writeLabels } from '../../../src/evaluation/job/labels.ts';
import { SILENT_SECONDS } from '../../../src/evaluation/job/owner.ts';
import { beginJob, findSame } from '../../../src/flows/evaluate/begin-job.ts';
import { endJobs } from '../../../src/flows/evaluate/end-job.ts';
import { followJob } from '../../../src/flows/evaluate/follow.ts';
import { reapStrays } from '../../../src/flows/evaluate/reap.ts';
import { checkMayRunJobs } from '../../../src/hub/jobs.ts';
import type { StagedJob } from '../../local-hub/jobs/types.ts';
import { refusalOf } from '../publish/publishing.ts';
import { labelsOf, NAMESPACE, openWorld, RUN, SPEC, TOKEN, type World } from './world.ts';

const worlds: World[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close();
});
async function open(jobs?: Parameters<typeof openWorld>[0]): Promise<World> {
  const world = await openWorld(jobs);
  worlds.push(world);
  return world;
}

const CREATE = { method: 'POST', path: new RegExp(`^/api/jobs/${NAMESPACE}$`) };
const BOUNDS = { timeoutSeconds: 3600, usd: 1.1, microUsdPerMinute: 16_667 };
const stub = { run: () => ({ says: ['hello'], ends: { at: 600 } }) };

describe('a job is started', () => {
  it('once, with its bounds and whose it is', async () => {
    const { hub, local, ports, remembered } = await open(stub);
    const { job, by } = await beginJob(hub, { namespace: NAMESPACE, spec: SPEC, labels: labelsOf() }, ports);
    const [made, ...others] = local.jobs.all();
    expect(others).toEqual([]);
    expect([job.id, by, job.timeoutSeconds, job.flavor]).toEqual([made?.id, 'this run', 3600, 'a10g-small']);
    expect(made?.spec.labels).toMatchObject(writeLabels(labelsOf()));
    // The run is taken down before the job is asked for.
    expect(remembered).toEqual([
      { namespace: NAMESPACE, run: RUN },
      { namespace: NAMESPACE, run: RUN, job },
    ]);
  });

  it.each(['reset', 'status', 'truncated'] as const)('once, though its answer is lost: %s', async (kind) => {
    const { hub, local, ports } = await open(stub);
    const fault = kind === 'status' ? { status: 500 } : kind === 'reset' ? { reset: true } : { truncate: 10 };
    local.fault({ ...CREATE, times: 1, afterHandling: true, ...fault });
    const { job } = await beginJob(hub, { namespace: NAMESPACE, spec: SPEC, labels: labelsOf() }, ports);
    expect(local.jobs.all().map(({ id }) => id)).toEqual([job.id]);
  });

  it('or not, and nobody knows: it is not asked for again', async () => {
    const { hub, local, ports } = await open(stub);
    local.fault({ ...CREATE, times: 1, status: 500 });
    const refusal = await refusalOf(beginJob(hub, { namespace: NAMESPACE, spec: SPEC, labels: labelsOf() }, ports));
    expect([refusal.code, local.jobs.all().length]).toEqual(['job-unknown', 0]);
    expect(local.requests.filter(({ method, path }) => method === 'POST' && CREATE.path.test(path)).length).toBe(1);
  });

  it.each<[string, (world: World) => void, string, RegExp]>([
    ['without credit', ({ local }) => local.jobs.setCredit(NAMESPACE, 0), 'payment-required', /no credit left/],
    ['for somebody else', () => {}, 'forbidden', /--namespace/],
  ])('not %s', async (what, arrange, code, hint) => {
    const world = await open(stub);
    arrange(world);
    const namespace = what === 'for somebody else' ? 'other-labs' : NAMESPACE;
    const refusal = await refusalOf(beginJob(world.hub, { namespace, spec: SPEC, labels: labelsOf() }, world.ports));
    expect([refusal.code, world.local.jobs.all()]).toEqual([code, []]);
    // There is nothing that somebody would have to look for.
    expect(world.remembered.at(-1)).toBeUndefined();
    expect(`${refusal.message} ${refusal.hint}`).toMatch(hint);
  });
});

it('nobody is told of a job that is missing where the account is', async () => {
  const { hub } = await open(stub);
  const refusal = await refusalOf(checkMayRunJobs(hub, 'nobody-labs'));
  expect([refusal.code, refusal.hint]).toEqual(['forbidden', expect.stringContaining('--namespace')]);
});

describe('the same work', () => {
  it.each<[string, StagedJob['stage'], boolean]>([
    ['that is done', 'COMPLETED', true],
    ['that is being done', 'RUNNING', true],
    ['that failed', 'ERROR', false],
    ['that was stopped', 'CANCELED', false],
  ])('%s is found, or not', async (_, stage, isFound) => {
    const { hub, local } = await open(stub);
    const { id } = local.jobs.stage({
      namespace: NAMESPACE,
      labels: writeLabels(labelsOf()),
      ...(stage === undefined ? {} : { stage }),
    });
    local.jobs.stage({
      namespace: NAMESPACE,
      stage: 'COMPLETED',
      labels: writeLabels(labelsOf({ digest: 'cd'.repeat(32) })),
    });
    const found = await findSame(hub, NAMESPACE, labelsOf().digest);
    expect([found?.job.id, found?.by]).toEqual(isFound ? [id, 'found'] : [undefined, undefined]);
  });
});

describe('strays', () => {
  const stray = (changes: Parameters<typeof labelsOf>[0]): StagedJob => ({
    namespace: NAMESPACE,
    labels: writeLabels(labelsOf(changes)),
  });

  it.each<[string, StagedJob, boolean]>([
    ['of a process that is not there', stray({ owner: 'process.abc.99.7' }), true],
    ['of a process that is', stray({ owner: 'process.abc.1.5' }), false],
    ['of a machine that has been silent for long', stray({ owner: 'process.fff.9.9', alive: 1_700_000_000 }), true],
    ['of a machine that gave a sign just now', stray({ owner: 'process.fff.9.9' }), false],
    ['that somebody detached', stray({ owner: 'process.abc.99.7', detached: true }), false],
    ['of another program', { namespace: NAMESPACE, labels: { name: 'train' } }, false],
  ])('%s', async (_, job, isEnded) => {
    const { hub, local, ports } = await open(stub);
    const { id } = local.jobs.stage(job);
    const ended = await reapStrays(hub, NAMESPACE, { ...ports, isRunning: (pid) => pid === 1 });
    expect([ended.map((one) => one.id), local.jobs.get(id).status.stage]).toEqual(
      isEnded ? [[id], 'CANCELED'] : [[], 'RUNNING'],
    );
  });

  it('that give a sign in between are left alone', async () => {
    const { hub, local, ports, now } = await open(stub);
    const { id } = local.jobs.stage(stray({ owner: 'process.fff.9.9', alive: now() / 1000 - SILENT_SECONDS - 60 }));
    const sleep: typeof ports.sleep = async (seconds) => {
      await ports.sleep(seconds);
      const labels = writeLabels(labelsOf({ owner: 'process.fff.9.9', alive: now() / 1000 }));
      const init = {
        method: 'PUT',
        headers: { Authorization: `Bearer ${hub.token}`, 'Content-Type': 'application/json' },
      };
      await fetch(`${local.url}/api/jobs/${NAMESPACE}/${id}/labels`, { ...init, body: JSON.stringify({ labels }) });
    };
    expect(await reapStrays(hub, NAMESPACE, { ...ports, sleep })).toEqual([]);
    expect(local.jobs.get(id).status.stage).toBe('RUNNING');
  });
});

describe('a job is ended', () => {
  it('by its id, and by what is written on it where that is all that is known', async () => {
    const { hub, local, ports } = await open(stub);
    const labels = labelsOf();
    const { job } = await beginJob(hub, { namespace: NAMESPACE, spec: SPEC, labels }, ports);
    expect((await endJobs(hub, { namespace: NAMESPACE, run: RUN, id: job.id })).map(({ id }) => id)).toEqual([job.id]);
    const second = await beginJob(
      hub,
      { namespace: NAMESPACE, spec: SPEC, labels: { ...labels, run: 'f'.repeat(32) } },
      ports,
    );
    expect((await endJobs(hub, { namespace: NAMESPACE, run: 'f'.repeat(32) })).map(({ id }) => id)).toEqual([
      second.job.id,
    ]);
    expect(local.jobs.all().map(({ status }) => status.stage)).toEqual(['CANCELED', 'CANCELED']);
    expect(await endJobs(hub, { namespace: NAMESPACE, run: RUN, id: job.id })).toEqual([]);
  });
});

describe('a job is followed', () => {
  async function follow(world: World, bounds = BOUNDS) {
    const begun = await beginJob(world.hub, { namespace: NAMESPACE, spec: SPEC, labels: labelsOf() }, world.ports);
    const lines: string[] = [];
    const ended = await followJob(world.hub, begun, bounds, world.ports, (line) => {
      lines.push(line);
      return readMark(line, RUN);
    });
    return { ended, lines };
  }

  it('to its end, with every line of its log', async () => {
    const says = Array.from({ length: 30 }, (_, at) => ({ at: at * 20, text: `line ${at}` }));
    const world = await open({ run: () => ({ says, ends: { at: 700 } }) });
    const { ended, lines } = await follow(world);
    expect(ended.job.stage).toBe('COMPLETED');
    expect(lines.filter((line) => line.startsWith('line '))).toEqual(says.map(({ text }) => text));
    expect(ended.tail.at(-1)).toBe('line 29');
  });

  it.each([
    ['breaks off', { after: 3 }],
    ['ends', { after: 3, endsCleanly: true }],
    ['is empty at first', { empty: true, times: 2 }],
  ])('when its log %s, without a line twice', async (_, cut) => {
    const says = Array.from({ length: 12 }, (_, at) => ({ at: at * 20, text: `line ${at}` }));
    const world = await open({ run: () => ({ says, ends: { at: 400 } }) });
    world.local.jobs.cutLogs({ times: 2, ...cut });
    const { lines } = await follow(world);
    expect(lines.filter((line) => line.startsWith('line '))).toEqual(says.map(({ text }) => text));
  });

  it('though the Hub is away for a while', async () => {
    const world = await open({ run: () => ({ says: ['x'], ends: { at: 900 } }) });
    world.local.fault({
      method: 'GET',
      path: new RegExp(`^/api/jobs/${NAMESPACE}/[0-9a-f]{24}$`),
      times: 14,
      status: 503,
    });
    const { ended } = await follow(world);
    expect(ended.job.stage).toBe('COMPLETED');
  });

  it('though the Hub does not know it yet when it is asked first', async () => {
    const world = await open({ run: () => ({ ends: { at: 900 } }) });
    const path = new RegExp(`^/api/jobs/${NAMESPACE}/[0-9a-f]{24}$`);
    world.local.fault({ method: 'GET', path, times: 3, status: 404, body: { error: 'Job not found' } });
    expect((await follow(world)).ended.job.stage).toBe('COMPLETED');
    world.local.fault({ method: 'GET', path, times: 99, status: 404, body: { error: 'Job not found' } });
    expect((await refusalOf(follow(world))).code).toBe('job-unknown');
  });

  it('with signs of life for others', async () => {
    const world = await open({ run: () => ({ ends: { at: 900 } }) });
    await follow(world);
    const [job] = world.local.jobs.all();
    const alive = Number(job?.spec.labels['hf-eval-alive']);
    expect(world.now() / 1000 - alive).toBeLessThan(120);
  });

  it('with signs of life of whoever waits for it, though another run has started it', async () => {
    const world = await open({ run: () => ({ ends: { at: 1800 } }) });
    const { labels, job } = await beginJob(
      world.hub,
      { namespace: NAMESPACE, spec: SPEC, labels: labelsOf() },
      world.ports,
    );
    await followJob(world.hub, { job, labels, by: 'found' }, BOUNDS, world.ports, () => undefined);
    const alive = Number(world.local.jobs.get(job.id).spec.labels['hf-eval-alive']);
    expect(world.now() / 1000 - alive).toBeLessThan(120);
  });

  it('and ended where the Hub does not keep its time limit', async () => {
    const world = await open({ run: () => ({}) });
    const refusal = await refusalOf(follow(world, { ...BOUNDS, timeoutSeconds: 600 }));
    expect([refusal.code, world.local.jobs.all().map(({ status }) => status.stage)]).toEqual([
      'cost-limit',
      ['CANCELED'],
    ]);
  });

  it('to the last line of its log, however often that breaks off after the end', async () => {
    const says = Array.from({ length: 40 }, (_, at) => `line ${at}`);
    const world = await open({ run: () => ({ says, ends: { at: 1 } }) });
    for (let after = 5; after < 40; after += 5) world.local.jobs.cutLogs({ after });
    const { lines } = await follow(world);
    expect(lines.filter((line) => line.startsWith('line '))).toEqual(says);
  });

  it('without showing what the wrapper says to this program', async () => {
    const mark = (text: string) => `hf-eval ${RUN} ${text}`;
    const blocks = Array.from({ length: 3000 }, (_, at) => mark(`block ${at + 1}/3000 01234567 AAAA`));
    const says = [
      mark('phase run 2026-11-01T12:00:00Z'),
      'torch.OutOfMemoryError: CUDA out of memory.',
      ...blocks,
      mark('end 1'),
    ];
    const world = await open({ run: () => ({ says, ends: { at: 60, code: 1 } }) });
    const { ended, lines } = await follow(world);
    expect(lines.length).toBeGreaterThan(3000);
    expect(ended.tail.at(-1)).toBe('torch.OutOfMemoryError: CUDA out of memory.');
    expect([...ended.tail, ...world.logged].join('\n')).not.toContain(RUN);
    expect(ended.marks).toEqual([
      { kind: 'phase', phase: 'run', at: '2026-11-01T12:00:00Z' },
      { kind: 'end', code: 1 },
    ]);
  });

  it('with so many lines a second as can be read, and a word on the others', async () => {
    const world = await open({
      run: () => ({ says: Array.from({ length: 5000 }, (_, at) => `${at}`), ends: { at: 60 } }),
    });
    const { lines } = await follow(world);
    expect(lines.length).toBeGreaterThanOrEqual(5000);
    expect(world.logged.length).toBeLessThan(200);
    const left = world.logged.flatMap((line) => Number(/^… (\d+) more lines$/.exec(line)?.[1] ?? []) || []);
    const shown = world.logged.length - left.length;
    expect(left.reduce((sum, count) => sum + count, shown)).toBe(lines.length);
  });

  it.each([
    ['ahead of', 6 * 3600],
    ['behind', -6 * 3600],
  ])('by a clock that is hours %s the Hub’s', async (_, skew) => {
    const world = await open({ run: () => ({ ends: { at: 900 } }) });
    const progress: string[] = [];
    const begun = await beginJob(world.hub, { namespace: NAMESPACE, spec: SPEC, labels: labelsOf() }, world.ports);
    const show = { ...world.ports.show, progress: (line: string) => void progress.push(line) };
    const ports = { ...world.ports, now: () => world.now() + skew * 1000, show };
    const { job } = await followJob(world.hub, begun, BOUNDS, ports, () => undefined);
    expect(job.stage).toBe('COMPLETED');
    expect(progress.join('\n')).not.toMatch(/\d h/);
  });

  it('and a defect of this program in a line of it is told as one', async () => {
    const world = await open({ run: () => ({ says: ['a', 'b'], ends: { at: 60 } }) });
    const begun = await beginJob(world.hub, { namespace: NAMESPACE, spec: SPEC, labels: labelsOf() }, world.ports);
    const followed = followJob(world.hub, begun, BOUNDS, world.ports, (line) => {
      if (line === 'b') throw new TypeError('defect');
      return undefined;
    });
    await expect(followed).rejects.toThrow(TypeError);
  });

  it('with its time, its cost and how far it is', async () => {
    const says = [
      { at: 1, text: `hf-eval ${RUN} phase run 2026-11-01T12:00:00Z` },
      { at: 200, text: 'Running requests:  42%|####      | 554/1319' },
    ];
    const world = await open({ run: () => ({ says, ends: { at: 700 } }) });
    const progress: string[] = [];
    const begun = await beginJob(world.hub, { namespace: NAMESPACE, spec: SPEC, labels: labelsOf() }, world.ports);
    const show = { ...world.ports.show, progress: (line: string) => void progress.push(line) };
    await followJob(world.hub, begun, BOUNDS, { ...world.ports, show }, (line) => readMark(line, RUN));
    expect(progress[0]).toBe('scheduling');
    expect(progress).toContainEqual(expect.stringMatching(/^running \d+ s, \$0\.0\d of at most \$1\.10 · running it$/));
    expect(progress).toContainEqual(
      expect.stringMatching(/^running 1\d min, \$0\.1\d+ of at most \$1\.10 · Running requests: {2}42%.*554\/1319$/),
    );
  });

  it('without the secrets that the job prints', async () => {
    const world = await open({ run: () => ({ says: [`HF_TOKEN=${TOKEN}`], ends: { at: 60 } }) });
    const { ended } = await follow(world);
    expect(ended.tail).toContain('HF_TOKEN=***');
    expect([...ended.tail, ...world.logged].join('\n')).not.toContain(TOKEN);
  });

  it('with hostile lines made harmless', async () => {
    const world = await open({ run: () => ({ says: ['\u001b[2J::error::x\u202e', 'a\rb'], ends: { at: 60 } }) });
    const { lines } = await follow(world);
    expect(lines).toContain('\u001b[2J::error::x\u202e');
    expect(world.logged.join('\n')).not.toMatch(/[\u001b\u202e\r]/);
  });
});
