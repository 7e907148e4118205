import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LocalHub } from '../server.ts';
import { talkTo } from '../talk.ts';
import { isSchedule, nextTime } from './cron.ts';
import { BODY, idOf, type JobsHub, startJobsHub } from './sample-jobs.ts';

const ALL = '/api/scheduled-jobs/ann';

let sample: JobsHub;
let hub: LocalHub;

beforeEach(async () => {
  sample = await startJobsHub(() => ({ ends: { at: 60 } }));
  ({ hub } = sample);
});

afterEach(() => hub.close());

const make = async (more: Readonly<Record<string, unknown>> = {}) =>
  sample.ann.post(ALL, { jobSpec: { ...BODY, secrets: { KEY: 'very-secret' } }, schedule: '@hourly', ...more });

describe('a schedule', () => {
  it('is told without the values of secrets, with its next time', async () => {
    const made = await make({ suspend: true });
    const id = idOf(made);
    expect([made.status, made.json]).toMatchObject([
      200,
      {
        type: 'scheduled-job',
        id,
        createdAt: '2026-06-01T00:00:00.000Z',
        schedule: '@hourly',
        suspend: true,
        concurrency: false,
        status: { lastJob: null, nextJobRunAt: '2026-06-01T01:00:00.000Z' },
        jobSpec: { dockerImage: 'python:3.12', command: ['true'], secrets: ['KEY'] },
        owner: { name: 'ann', type: 'user' },
        initiator: { name: 'ann' },
      },
    ]);
    expect((await sample.ann.get(`${ALL}/${id}`)).json).toEqual(made.json);
    expect((await sample.ann.get(ALL)).json).toEqual([made.json]);
    expect(JSON.stringify(made.json)).not.toContain('very-secret');
  });

  it('starts a job at once when it is asked to, one at a time', async () => {
    const id = idOf(await make());
    const first = await sample.ann.post(`${ALL}/${id}/run`);
    expect(first.json).toMatchObject({ type: 'job', secrets: ['KEY'], initiator: { type: 'scheduled-job', id } });
    expect(await sample.ann.post(`${ALL}/${id}/run`)).toMatchObject({
      status: 409,
      json: { error: expect.stringContaining('Another job is already running') },
    });
    sample.clock.now += 60_000;
    expect((await sample.ann.post(`${ALL}/${id}/run`)).status).toBe(200);
    const last = hub.jobs.all().at(-1);
    expect((await sample.ann.get(`${ALL}/${id}`)).json).toMatchObject({
      status: { lastJob: { id: last?.id, at: '2026-06-01T00:01:00.000Z' } },
    });
    hub.jobs.setCredit('ann', 0);
    expect((await sample.ann.post(`${ALL}/${id}/run`)).status).toBe(402);
  });

  it('never fires by itself, only when a test says so', async () => {
    const id = idOf(await make());
    sample.clock.now += 24 * 3_600_000;
    hub.jobs.tick();
    expect(hub.jobs.all()).toEqual([]);
    expect(hub.jobs.fire(id)).toMatchObject({ createdBy: 'ann', status: { stage: 'SCHEDULING' } });
    expect(hub.jobs.fire(id)).toBeUndefined();
    await sample.ann.post(`${ALL}/${id}/suspend`);
    sample.clock.now += 60_000;
    expect(hub.jobs.fire(id)).toBeUndefined();
    await sample.ann.post(`${ALL}/${id}/resume`);
    hub.jobs.setCredit('ann', 0);
    expect(hub.jobs.fire(id)).toBeUndefined();
    hub.jobs.setCredit('ann', null);
    expect(hub.jobs.fire(id)).toBeDefined();
    expect(() => hub.jobs.fire('none')).toThrow('no schedule none');
  });

  it('may start several at a time', async () => {
    const id = idOf(await make({ concurrency: true }));
    expect([hub.jobs.fire(id), hub.jobs.fire(id)]).not.toContain(undefined);
    expect((await sample.ann.post(`${ALL}/${id}/run`)).status).toBe(200);
  });

  it('is changed and deleted', async () => {
    const id = idOf(await make({ jobSpec: { ...BODY, labels: { run: 'a' } } }));
    expect((await sample.ann.post(`${ALL}/${id}/suspend`)).status).toBe(200);
    expect((await sample.ann.post(`${ALL}/${id}/schedule`, { schedule: '@daily' })).json).toMatchObject({
      schedule: '@daily',
      suspend: true,
    });
    expect((await sample.ann.post(`${ALL}/${id}/schedule`, { schedule: 'daily' })).status).toBe(400);
    expect((await sample.ann.put(`${ALL}/${id}/labels`, { labels: { run: 'b' } })).json).toMatchObject({
      jobSpec: { labels: { run: 'b' } },
    });
    expect((await sample.ann.put(`${ALL}/${id}/labels`, { labels: { run: '/' } })).status).toBe(400);
    expect((await sample.ann.get(`${ALL}?label=run=b`)).json).toHaveLength(1);
    expect((await sample.ann.get(`${ALL}?label=run=a`)).json).toEqual([]);
    expect((await sample.ann.remove(`${ALL}/${id}`)).status).toBe(200);
    expect((await sample.ann.get(`${ALL}/${id}`)).status).toBe(404);
  });

  it.each<[string, Readonly<Record<string, unknown>>]>([
    ['no schedule', { schedule: undefined }],
    ['a schedule in words', { schedule: 'every day' }],
    ['no job', { jobSpec: undefined }],
    ['a job that is none', { jobSpec: { ...BODY, flavor: 'none' } }],
    ['SSH', { jobSpec: { ...BODY, ssh: { enabled: true } } }],
    ['a switch that is none', { suspend: 'yes' }],
  ])('is refused with 400 for %s', async (_name, more) => {
    expect((await make(more)).status).toBe(400);
  });

  it('is refused to those who may not start jobs', async () => {
    const id = idOf(await make());
    const statuses = [
      await talkTo(hub).get(ALL),
      await sample.bob.get(ALL),
      await sample.bob.post(`${ALL}/${id}/run`),
      await sample.ann.get(`/api/scheduled-jobs/org/${id}`),
      await sample.ann.post(`${ALL}/${id}/none`),
      await sample.ann.put(ALL, {}),
    ].map(({ status }) => status);
    expect(statuses).toEqual([401, 403, 403, 404, 404, 404]);
  });
});

describe('times', () => {
  it.each([
    ['@hourly', '2026-06-01T13:00'],
    ['@daily', '2026-06-02T00:00'],
    ['@weekly', '2026-06-07T00:00'],
    ['@monthly', '2026-07-01T00:00'],
    ['@yearly', '2027-01-01T00:00'],
    ['0 9 * * 1', '2026-06-08T09:00'],
    ['*/5 * * * *', '2026-06-01T12:35'],
    ['30,45 12-13 * * *', '2026-06-01T12:45'],
    ['31 12 * * 7', '2026-06-07T12:31'],
    ['0 0 0 29 2 *', '2028-02-29T00:00'],
    ['0 0 1 1 * * 2027', '2026-07-01T01:00'],
    ['0 0 31 2 *', '2030-06-04T00:00'],
  ])('%s comes next at %s', (schedule, next) => {
    expect(isSchedule(schedule)).toBe(true);
    expect(new Date(nextTime(schedule, Date.parse('2026-06-01T12:30:00Z'))).toISOString()).toBe(`${next}:00.000Z`);
  });

  it.each(['', '@often', '* * * *', '1 2 3 4 5 6 7 8', 'a b c d e'])('%j is none', (text) => {
    expect(isSchedule(text)).toBe(false);
  });
});
