import { describe, expect, it } from 'vitest';
import type { Hub } from '../../src/hub/request.ts';
import { createScheduledJob, deleteScheduledJob, listScheduledJobs } from '../../src/hub/scheduled-jobs.ts';
import { SPEC } from '../flows/evaluate/world.ts';
import { refusalOf } from '../flows/publish/publishing.ts';

const ITEM = {
  type: 'scheduled-job',
  id: '0123456789abcdef01234567',
  createdAt: '2026-11-01T12:00:00.000Z',
  schedule: '@weekly',
  suspend: false,
  concurrency: false,
  status: { lastJob: null, nextJobRunAt: '2026-11-08T00:00:00.000Z' },
  owner: { id: 'a'.repeat(24), name: 'harbor-labs', avatarUrl: '', type: 'org' },
  jobSpec: { environment: {}, flavor: 'a10g-small', timeout: 3600, labels: { a: 'b' } },
};
const READ = {
  id: ITEM.id,
  namespace: 'harbor-labs',
  schedule: '@weekly',
  isSuspended: false,
  isConcurrent: false,
  createdAt: ITEM.createdAt,
  next: '2026-11-08T00:00:00.000Z',
  flavor: 'a10g-small',
  timeoutSeconds: 3600,
  labels: { a: 'b' },
};

/** A Hub that answers this to everything, and what it was asked. */
function hubOf(answer: () => Response | Promise<Response>): { readonly hub: Hub; readonly asked: string[] } {
  const asked: string[] = [];
  const fetch: Hub['fetch'] = async (url, init) => {
    asked.push(`${init?.method ?? 'GET'} ${new URL(url).pathname} ${String(init?.body ?? '')}`.trim());
    return answer();
  };
  const hub = { fetch, endpoint: 'https://hub.example', repoId: 'harbor-labs/Kestrel-7B', userAgent: 'test' };
  return { hub: { ...hub, token: 'hf_abcdefghijklmnop' }, asked };
}

const json = (data: unknown, status = 200) => Response.json(data, { status });

describe('scheduled jobs', () => {
  it.each<[string, unknown, unknown[]]>([
    ['as the Hub tells them', ITEM, [READ]],
    ['with an id that leads elsewhere', { ...ITEM, id: '../../models' }, []],
    ['without a schedule', { ...ITEM, schedule: 7 }, []],
    ['that are nothing', null, []],
    [
      'with nothing but that',
      { id: 'a', schedule: '@daily' },
      [
        {
          ...{ id: 'a', namespace: 'harbor-labs', schedule: '@daily', createdAt: '', flavor: '', labels: {} },
          isSuspended: false,
          // What is not said may be so.
          isConcurrent: true,
        },
      ],
    ],
    [
      'with texts that are none',
      { ...ITEM, schedule: '\u001b[2J@weekly', jobSpec: { flavor: ['x'], timeout: '9', labels: 'x' } },
      [expect.objectContaining({ schedule: expect.not.stringContaining('\u001b'), flavor: '', labels: {} })],
    ],
  ])('are read %s', async (_, item, expected) => {
    const { hub } = hubOf(() => json([item]));
    expect(await listScheduledJobs(hub, 'harbor-labs')).toEqual(expected);
  });

  it('are no list where the answer is none', async () => {
    const { hub } = hubOf(() => json({}));
    expect((await refusalOf(Promise.resolve(listScheduledJobs(hub, 'harbor-labs')))).code).toBe('unexpected-answer');
  });

  it('are asked for once, with what the Hub takes', async () => {
    const { hub, asked } = hubOf(() => json(ITEM));
    const start = await createScheduledJob(hub, 'harbor-labs', { spec: SPEC, schedule: '@weekly', concurrency: false });
    const { volumes: _, ...jobSpec } = SPEC;
    const body = JSON.stringify({ jobSpec, schedule: '@weekly', concurrency: false });
    expect([start, asked]).toEqual([{ kind: 'started', made: READ }, [`POST /api/scheduled-jobs/harbor-labs ${body}`]]);
  });

  it.each<[string, () => Response | Promise<Response>]>([
    ['a server that failed', () => json({ error: 'x' }, 502)],
    ['an answer of another shape', () => json({ id: 'a' })],
    ['no answer', () => Promise.reject(new TypeError('fetch failed'))],
  ])('may be there after %s', async (_, answer) => {
    const { hub, asked } = hubOf(answer);
    const start = await createScheduledJob(hub, 'harbor-labs', { spec: SPEC, schedule: '@weekly', concurrency: false });
    expect([start.kind, asked.length]).toEqual(['unknown', 1]);
  });

  it.each([
    [400, 'unexpected-answer'],
    [402, 'payment-required'],
    [403, 'forbidden'],
    [404, 'forbidden'],
  ])('are not there after a refusal: %i', async (status, code) => {
    const { hub } = hubOf(() => json({ error: 'no' }, status));
    const start = createScheduledJob(hub, 'harbor-labs', { spec: SPEC, schedule: '@weekly', concurrency: false });
    expect((await refusalOf(start)).code).toBe(code);
  });

  it('are ended by their id', async () => {
    const { hub, asked } = hubOf(() => new Response(null, { status: 200 }));
    await deleteScheduledJob(hub, READ);
    expect(asked).toEqual([`DELETE /api/scheduled-jobs/harbor-labs/${ITEM.id}`]);
  });
});
