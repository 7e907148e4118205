import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { LocalHub } from '../server.ts';
import { isAlive, type JobsHub, linesOf, script, startJobsHub, until } from './sample-jobs.ts';
import { type Mount, replaceMounts } from './volumes.ts';

const OUT = { type: 'bucket', source: 'ann/out', mountPath: '/out' };
/** Tells the process groups of a script and of one that it leaves behind, then waits. */
const WAITS = 'sleep 60 & echo $$ $!; wait';

let sample: JobsHub;
let hub: LocalHub;

beforeAll(async () => {
  sample = await startJobsHub(undefined, {
    jobs: { environment: { PIP_INDEX_URL: 'http://x', SHARED: 'test' } },
  });
  ({ hub } = sample);
  await hub.addModel({ id: 'org/model', files: { 'a.txt': 'a', 'deep/b.txt': 'b' } });
  hub.addBucket({ id: 'ann/out', files: { 'runs/1/in.txt': 'in' } });
});

afterEach(() => {
  hub.jobs.settings.defaultTimeoutSeconds = 1800;
  hub.jobs.settings.graceMs = 1000;
});

afterAll(() => hub.close());

const run = async (body: Readonly<Record<string, unknown>>) => {
  const id = await sample.start(body);
  const report = await hub.jobs.ended(id);
  return { ...report, log: hub.jobs.log(id).slice(1) };
};
/** Starts a job and waits for the numbers that its first line tells. */
const startAndRead = async (body: Readonly<Record<string, unknown>>) => {
  const id = await sample.start(body);
  await until(() => hub.jobs.log(id).length > 1);
  return { id, pids: (hub.jobs.log(id)[1] ?? '').split(' ').map(Number) };
};

describe('a job for real', () => {
  it('has an environment of its own and nothing of ours', async () => {
    process.env.HF_EVAL_LEAK = 'leak';
    const { log, id, status } = await run({
      command: ['env'],
      environment: { MINE: 'mine', SHARED: 'job', LANG: 'de' },
      secrets: { HF_TOKEN: 'hf_x', MINE: 'secret' },
      flavor: 'a10g-small',
    });
    delete process.env.HF_EVAL_LEAK;
    const variables = Object.fromEntries(log.map((line) => line.split(/=(.*)/s).slice(0, 2)));
    expect(status).toEqual({ stage: 'COMPLETED', message: null });
    expect(variables).toEqual({
      PATH: process.env.PATH,
      HOME: join(hub.buckets.get('ann/out')?.dir ?? '', '../../../jobs', id, 'home'),
      LANG: 'de',
      PIP_INDEX_URL: 'http://x',
      SHARED: 'job',
      JOB_ID: id,
      ACCELERATOR: 'a10g-small',
      CPU_CORES: '4',
      MEMORY: '15Gi',
      MINE: 'secret',
      HF_TOKEN: 'hf_x',
    });
  });

  it('is no shell, gets its arguments, and runs in a folder of its own that goes with it', async () => {
    const { log, id } = await run({
      command: ['bash', '-c', 'printf "%s\\n" "$@"; pwd; ls -A | wc -l; echo x > x', '-'],
      arguments: ['$HOME; *', 'ü\ttab'],
    });
    const [first, second, cwd = '', files] = log;
    expect([first, second, files?.trim()]).toEqual(['$HOME; *', 'ü\ttab', '0']);
    expect(cwd).toContain(id);
    await until(() => !existsSync(join(cwd, '..')));
  });

  it('says each line at once, of both outputs, and a last one without an end', async () => {
    const waits = 'echo 1; echo 2 >&2; while [ ! -e /out/go ]; do sleep 0.01; done; printf "\\r3\\r\\n\\n4"';
    const { id } = await startAndRead({ volumes: [OUT], ...script(waits) });
    expect(hub.jobs.get(id).status.stage).toBe('RUNNING');
    writeFileSync(join(hub.buckets.get('ann/out')?.dir ?? '', 'go'), '');
    await hub.jobs.ended(id);
    expect(hub.jobs.log(id).slice(1).sort()).toEqual(['1', '2', '\r3', '', '4'].sort());
    expect(linesOf((await sample.ann.get(`/api/jobs/ann/${id}/logs`)).json)).toHaveLength(5);
  });

  it.each<[string, Readonly<Record<string, unknown>>, string, number]>([
    ['by its exit code', script('exit 3'), 'Job failed with exit code: 3. Reason: Error', 1],
    ['by a signal', script('kill -9 $$'), 'Job failed with exit code: 137. Reason: Error', 1],
    ['at all its attempts', { ...script('exit 1'), attempts: 3 }, 'Job failed with exit code: 1. Reason: Error', 3],
    [
      'for want of its program',
      { command: ['no-such-program'] },
      'Job failed with exit code: 128. Reason: StartError',
      1,
    ],
    [
      'for a word that no program takes',
      { command: ['a\0b'] },
      'Job failed with exit code: 128. Reason: StartError',
      1,
    ],
  ])('fails %s', async (_name, body, message, failureCount) => {
    const { status } = await run(body);
    expect(status).toEqual({ stage: 'ERROR', message, failureCount });
  });

  it('may succeed at its second attempt', async () => {
    const body = { volumes: [OUT], attempts: 2, ...script('test -e /out/tried || { touch /out/tried; exit 1; }') };
    const { status, log } = await run(body);
    expect(status).toEqual({ stage: 'COMPLETED', message: null, failureCount: 1 });
    expect(log.filter((line) => line.startsWith('===== Job started'))).toHaveLength(1);
  });

  it('says which program is missing', async () => {
    expect((await run({ command: ['no-such-program'] })).log).toEqual([
      'exec: "no-such-program": executable file not found in $PATH',
    ]);
  });

  it('ends with its first process, whatever that left behind', async () => {
    const { id, pids } = await startAndRead(script('sleep 60 & echo $!'));
    expect((await hub.jobs.ended(id)).status.stage).toBe('COMPLETED');
    await until(() => !isAlive(pids[0] ?? 0));
  });
});

describe('volumes', () => {
  it('are folders here: what a job writes to a bucket is in it', async () => {
    const body = {
      volumes: [OUT],
      environment: { TARGET: '/out/sub' },
      ...script('mkdir $TARGET; echo x > "$TARGET/$0"'),
    };
    await run({ ...body, arguments: ['result.txt'] });
    const bucket = hub.buckets.get('ann/out');
    expect(readFileSync(join(bucket?.dir ?? '', 'sub/result.txt'), 'utf8')).toBe('x\n');
    expect((await sample.ann.get('/api/buckets/ann/out/tree/sub')).json).toMatchObject([{ path: 'sub/result.txt' }]);
  });

  it('may be a part of a bucket, which must be there', async () => {
    const part = { ...OUT, path: 'runs/1' };
    expect((await run({ volumes: [part], command: ['cat', '/out/in.txt'] })).log).toEqual(['in']);
    expect((await run({ volumes: [{ ...OUT, path: 'runs/2' }] })).status).toEqual({
      stage: 'ERROR',
      message: 'Failed to mount bucket ann/out at /out: it has no folder runs/2',
    });
  });

  it('of repos, and buckets that are only read, are copies', async () => {
    const volumes = [
      { type: 'model', source: 'org/model', mountPath: '/model' },
      { type: 'model', source: 'org/model', mountPath: '/model/deep', path: 'deep' },
      { ...OUT, mountPath: '/in', readOnly: true },
    ];
    const writes =
      'cat /model/a.txt /model/deep/b.txt; echo; ls /in; chmod -R u+w /in; echo y > /in/new.txt; stat -c %a /model/a.txt';
    const { log, status } = await run({ volumes, ...script(writes) });
    expect(status.stage).toBe('COMPLETED');
    expect(log).toEqual(expect.arrayContaining(['ab', 'runs', '444']));
    expect(readdirSync(hub.buckets.get('ann/out')?.dir ?? '')).not.toContain('new.txt');
  });

  const mounts: readonly Mount[] = [
    { mountPath: '/out', folder: '/tmp/b' },
    { mountPath: '/out/data', folder: '/tmp/d' },
    { mountPath: '/a.b', folder: '/tmp/c' },
  ];
  it.each([
    ['/out', '/tmp/b'],
    ['/out/', '/tmp/b/'],
    ['/out/x y', '/tmp/b/x y'],
    ['/out/data/x', '/tmp/d/x'],
    ['/out/database', '/tmp/b/database'],
    ['--to=/out/x', '--to=/tmp/b/x'],
    ['cp "/out/x" \'/out\'; ls /out>y', 'cp "/tmp/b/x" \'/tmp/b\'; ls /tmp/b>y'],
    ['/bin:/out', '/bin:/tmp/b'],
    ['/output', '/output'],
    ['/out.txt', '/out.txt'],
    ['/x/out', '/x/out'],
    ['./out', './out'],
    ['https://x.y/out', 'https://x.y/out'],
    ['file:///out', 'file:///out'],
    ['$(pwd)/out {x}/out */out', '$(pwd)/out {x}/out */out'],
    ['/aXb', '/aXb'],
    ['/a.b/$&', '/tmp/c/$&'],
  ])('are found in texts: %s', (text, replaced) => {
    expect(replaceMounts(text, mounts)).toBe(replaced);
  });
});

describe('what is stopped', () => {
  it('is cancelled, with all its processes', async () => {
    const { id, pids } = await startAndRead(script(WAITS));
    const answer = await sample.ann.post(`/api/jobs/ann/${id}/cancel`);
    expect(answer.json).toMatchObject({ status: { stage: 'CANCELED', message: null } });
    await until(() => !pids.some(isAlive));
    expect(hub.jobs.get(id).status.stage).toBe('CANCELED');
  });

  it('may tidy up, for a while', async () => {
    hub.jobs.settings.graceMs = 10_000;
    const body = {
      volumes: [OUT],
      ...script('trap "echo late > /out/late; exit 0" TERM; echo $$; while :; do sleep 0.02; done'),
    };
    const { id, pids } = await startAndRead(body);
    await sample.ann.post(`/api/jobs/ann/${id}/cancel`);
    await until(() => !isAlive(pids[0] ?? 0));
    expect(existsSync(join(hub.buckets.get('ann/out')?.dir ?? '', 'late'))).toBe(true);
    expect(hub.jobs.get(id).status.stage).toBe('CANCELED');
  });

  it('is killed when it does not listen', async () => {
    const { id, pids } = await startAndRead(script('trap "" TERM; echo $$; while :; do sleep 0.02; done'));
    await sample.ann.post(`/api/jobs/ann/${id}/cancel`);
    expect(isAlive(pids[0] ?? 0)).toBe(true);
    await until(() => !isAlive(pids[0] ?? 0));
  });

  it.each([
    ['of its own', { timeoutSeconds: 1 }, 1800],
    ['of the Hub', {}, 0.8],
  ])('has a limit of time %s', async (_name, body, limit) => {
    hub.jobs.settings.defaultTimeoutSeconds = limit;
    const { id, pids } = await startAndRead({ ...body, ...script(WAITS) });
    expect(await hub.jobs.ended(id)).toMatchObject({ status: { stage: 'ERROR', message: 'Job timeout' } });
    await until(() => !pids.some(isAlive));
  });

  it('has one even while it talks without a pause', async () => {
    const { status } = await run({ timeoutSeconds: 1, ...script('while :; do echo y; done') });
    expect(status).toMatchObject({ message: 'Job timeout' });
  });

  it('stays stopped when it is forgotten: a snapshot, and the end of the Hub', async () => {
    const other = await startJobsHub();
    const fresh = other.hub.snapshot();
    const first = await other.start(script(WAITS));
    await until(() => other.hub.jobs.log(first).length > 1);
    const pids = (other.hub.jobs.log(first)[1] ?? '').split(' ').map(Number);
    other.hub.restore(fresh);
    expect(other.hub.jobs.all()).toEqual([]);
    await until(() => !pids.some(isAlive));
    const second = await other.start(script('trap "" TERM; sleep 60 & echo $$ $!; wait; wait'));
    await until(() => other.hub.jobs.log(second).length > 1);
    const more = (other.hub.jobs.log(second)[1] ?? '').split(' ').map(Number);
    other.hub.addBucket({ id: 'ann/b', files: { a: '' } });
    const folder = join(other.hub.buckets.get('ann/b')?.dir ?? '', '../../..');
    await other.hub.close();
    expect([more.some(isAlive), existsSync(folder)]).toEqual([false, false]);
  });

  it.each(['SIGKILL', 'SIGTERM', 'exit'] as const)('does not outlive a process that ends by %s', async (how) => {
    const file = join(hub.buckets.get('ann/out')?.dir ?? '', `host-${how}.ts`);
    const source = [
      `import { startJobsHub, script, until } from ${JSON.stringify(join(import.meta.dirname, 'sample-jobs.ts'))};`,
      'const { hub, start } = await startJobsHub();',
      `const id = await start(script(${JSON.stringify(`${WAITS}`)}));`,
      'await until(() => hub.jobs.log(id).length > 1);',
      "const dir = hub.addBucket({ id: 'ann/b' }).dir;",
      'console.log(hub.jobs.log(id)[1], dir);',
      how === 'exit' ? 'process.exit(0);' : 'setInterval(() => {}, 1000);',
    ];
    writeFileSync(file, source.join('\n'));
    const host = spawn(process.execPath, ['--no-warnings', file], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(host.stdout, 'data')) as [Buffer];
    const [first, second, dir = ''] = line.toString().trim().split(' ');
    if (how !== 'exit') host.kill(how);
    await until(() => ![first, second].map(Number).some(isAlive) && !existsSync(dir));
  });
});
