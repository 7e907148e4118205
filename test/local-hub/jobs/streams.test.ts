import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LocalHub } from '../server.ts';
import type { LogCut } from './log-cuts.ts';
import { eventsOf, type JobsHub, linesOf, startJobsHub, until } from './sample-jobs.ts';
import type { StubRun } from './types.ts';

const ALL = '/api/jobs/ann';

let sample: JobsHub;
let hub: LocalHub;
let stub: StubRun;

beforeEach(async () => {
  stub = { says: ['1', '2', '3'] };
  sample = await startJobsHub(() => stub);
  ({ hub } = sample);
});

afterEach(() => hub.close());

/** A stream that is read bit by bit; `lost` when the connection broke, `end` when the stream did. */
async function open(path: string, token = 'hf_ann') {
  const response = await fetch(hub.url + path, { headers: { Authorization: `Bearer ${token}` } });
  const state = { text: '', over: undefined as 'end' | 'lost' | undefined };
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  const read = async () => {
    for (let part = await reader?.read(); part?.done === false; part = await reader?.read()) state.text += part.value;
  };
  const done = read().then(
    () => (state.over = 'end'),
    () => (state.over = 'lost'),
  );
  return { state, response, done, close: () => reader?.cancel() };
}

describe('logs', () => {
  it('are events with times, the first of which says when the job started', async () => {
    const id = await sample.start();
    const { state, response, close } = await open(`${ALL}/${id}/logs`);
    await until(() => linesOf(state.text).length === 3);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      date: 'Mon, 01 Jun 2026 00:00:00 GMT',
      ratelimit: expect.stringContaining('"api"'),
    });
    expect(state.text).toBe(
      ['===== Job started at 2026-06-01 00:00:00 =====', '1', '2', '3']
        .map((data) => `data: ${JSON.stringify({ timestamp: '2026-06-01T00:00:00.000Z', data })}\n\n`)
        .join(''),
    );
    await close();
  });

  it('are replayed to each connection, go on, and end with the job', async () => {
    const id = await sample.start();
    const first = await open(`${ALL}/${id}/logs`);
    await until(() => linesOf(first.state.text).length === 3);
    hub.jobs.say(id, '4\n"ü"');
    const second = await open(`${ALL}/${id}/logs`);
    hub.jobs.end(id);
    expect([await first.done, await second.done]).toEqual(['end', 'end']);
    expect(second.state.text).toBe(first.state.text);
    expect(linesOf(second.state.text)).toEqual(['1', '2', '3', '4\n"ü"']);
    expect((await sample.ann.get(`${ALL}/${id}/logs`)).json).toBe(first.state.text);
  });

  it('wait with a job for its start', async () => {
    stub = { starts: 60, says: ['1'], ends: { at: 1 } };
    const id = await sample.start();
    const { state, done } = await open(`${ALL}/${id}/logs`);
    expect(state.text).toBe('');
    sample.clock.now += 120_000;
    hub.jobs.tick();
    expect([await done, linesOf(state.text)]).toEqual(['end', ['1']]);
  });

  it.each([
    ['0', []],
    ['2', ['2', '3']],
    ['99', ['1', '2', '3']],
  ])('may begin with the last %s lines', async (tail, before) => {
    const id = await sample.start();
    const { state, done } = await open(`${ALL}/${id}/logs?tail=${tail}`);
    hub.jobs.say(id, '4');
    hub.jobs.end(id);
    await done;
    expect(linesOf(state.text)).toEqual([...before, '4']);
  });

  it('have no tail that is no number', async () => {
    const id = await sample.start();
    expect((await sample.ann.get(`${ALL}/${id}/logs?tail=-1`)).status).toBe(400);
  });

  it('stay alive with comments', async () => {
    hub.jobs.settings.keepAliveMs = 10;
    const id = await sample.start();
    const { state, close } = await open(`${ALL}/${id}/logs`);
    await until(() => state.text.endsWith(': keep-alive\n\n: keep-alive\n\n'));
    await close();
    expect(linesOf(state.text)).toHaveLength(3);
  });

  it.each<[LogCut, readonly ('end' | 'lost')[], number]>([
    [{ after: 2 }, ['lost', 'end'], 2],
    [{ after: 0 }, ['lost', 'end'], 0],
    [{ after: 2, times: Number.POSITIVE_INFINITY }, ['lost', 'lost'], 2],
    [{ after: 2, endsCleanly: true }, ['end', 'end'], 2],
    [{ after: 99 }, ['end', 'end'], 4],
    [{ empty: true }, ['end', 'end'], 0],
  ])('are cut by %o', async (cut, outcomes, events) => {
    stub = { says: ['1', '2', '3'], ends: { at: 1 } };
    const id = await sample.start();
    sample.clock.now += 1000;
    hub.jobs.cutLogs(cut);
    hub.jobs.cutLogs({ job: 'another', empty: true });
    const first = await open(`${ALL}/${id}/logs`);
    await first.done;
    const second = await open(`${ALL}/${id}/logs`);
    expect([first.state.over, await second.done]).toEqual(outcomes);
    expect(eventsOf(first.state.text)).toHaveLength(events);
  });

  it('are cut while the job goes on', async () => {
    const id = await sample.start();
    hub.jobs.cutLogs({ job: id, after: 5 });
    const { state, done } = await open(`${ALL}/${id}/logs`);
    hub.jobs.say(id, '4');
    expect([await done, linesOf(state.text)]).toEqual(['lost', ['1', '2', '3', '4']]);
  });

  it.each<[LogCut, number]>([
    [{ staysOpen: true }, 4],
    [{ staysOpen: true, empty: true }, 0],
  ])('stay open with %o', async (cut, events) => {
    hub.jobs.settings.keepAliveMs = 10;
    stub = { says: ['1', '2', '3'], ends: {} };
    const id = await sample.start();
    hub.jobs.cutLogs(cut);
    const { state, close } = await open(`${ALL}/${id}/logs`);
    await until(() => state.text.includes(': keep-alive\n\n: keep-alive'));
    expect([state.over, eventsOf(state.text).length]).toEqual([undefined, events]);
    await close();
  });
});

describe('events', () => {
  it('are what the status was and becomes', async () => {
    const id = await sample.start();
    const { state, done } = await open(`${ALL}/${id}/events`);
    hub.jobs.end(id, { code: 1 });
    expect(await done).toBe('end');
    expect(eventsOf(state.text)).toEqual([
      { stage: 'SCHEDULING', message: null },
      { stage: 'RUNNING', message: null },
      { stage: 'ERROR', message: 'Job failed with exit code: 1. Reason: Error', failureCount: 1 },
    ]);
    expect(state.text).toMatch(/^event: status\n/);
  });
});

describe('metrics', () => {
  it('come while the job runs, and not after it', async () => {
    hub.jobs.settings.metricsMs = 10;
    const id = await sample.start({ flavor: 'a10g-largex2' });
    const { state, close } = await open(`${ALL}/${id}/metrics`);
    await until(() => eventsOf(state.text).length > 2);
    expect(state.text).toMatch(/^event: metric\n/);
    expect(eventsOf(state.text)[0]).toMatchObject({
      cpu_millicores: 24_000,
      memory_total_bytes: 92e9,
      gpus: { '00000000': { memory_total_bytes: 24e9 }, '00000001': {} },
    });
    hub.jobs.end(id);
    const { length } = eventsOf(state.text);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect([state.over, eventsOf(state.text).length - length < 2]).toEqual([undefined, true]);
    await close();
    expect((await sample.ann.get(`${ALL}/${id}/metrics`)).status).toBe(500);
    hub.jobs.settings.endedMetricsStatus = 406;
    expect((await sample.ann.get(`${ALL}/${id}/metrics`)).status).toBe(406);
  });
});

describe('faults of streams', () => {
  it.each([
    [{ truncate: 20 }, 'lost', 20],
    [{ truncate: 20, reset: true }, 'lost', 20],
    [{ truncate: 0 }, 'lost', 0],
    [{ body: 'data: {}\n\n' }, 'end', 10],
    [{ delayMs: 1, headers: { 'X-Seen': '1' } }, 'end', 281],
    [{ stale: true }, 'end', 281],
  ] as const)('%o', async (fault, outcome, length) => {
    stub = { says: ['1', '2', '3'], ends: {} };
    const id = await sample.start();
    hub.fault({ path: /\/logs$/, ...fault });
    const { state, done } = await open(`${ALL}/${id}/logs`);
    expect([await done, state.text.length]).toEqual([outcome, length]);
    expect(linesOf((await sample.ann.get(`${ALL}/${id}/logs`)).json)).toHaveLength(3);
  });

  it('may be silence in the middle', async () => {
    const id = await sample.start();
    hub.fault({ path: /\/logs$/, truncate: 20, stall: true });
    const { state, close } = await open(`${ALL}/${id}/logs`);
    await until(() => state.text.length === 20);
    hub.jobs.end(id);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect([state.over, state.text.length]).toEqual([undefined, 20]);
    await close();
  });

  it('end with the Hub, and with the caller', async () => {
    const id = await sample.start();
    const { close } = await open(`${ALL}/${id}/logs`);
    await close();
    const { done } = await open(`${ALL}/${id}/logs`);
    await hub.close();
    expect(await done).toBe('lost');
  });
});
