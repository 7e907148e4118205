import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Snapshot } from '../snapshot.ts';
import { talkTo } from '../talk.ts';
import { listHardware } from './hardware.ts';
import { BODY, idOf, type JobsHub, NOW, startJobsHub } from './sample-jobs.ts';

const ALL = '/api/jobs/ann';

let sample: JobsHub;
let fresh: Snapshot;

beforeAll(async () => {
  sample = await startJobsHub(() => ({}));
  await sample.hub.addDataset({ id: 'org/data', files: { 'a.txt': 'a' } });
  await sample.hub.addModel({ id: 'bob/secret', files: {}, private: true });
  sample.hub.addBucket({ id: 'ann/out' });
  sample.hub.addBucket({ id: 'bob/out' });
  fresh = sample.hub.snapshot();
});

beforeEach(() => {
  sample.clock.now = NOW;
  sample.hub.restore(fresh);
});

afterAll(() => sample.hub.close());

describe('hardware', () => {
  it('is told to everybody, with prices', async () => {
    const { status, json } = await talkTo(sample.hub).get('/api/jobs/hardware');
    expect([status, json]).toEqual([200, listHardware()]);
    expect(json).toHaveLength(26);
    expect(json).toContainEqual({
      name: 'a10g-largex2',
      prettyName: '2x Nvidia A10G - large',
      cpu: '24 vCPU',
      ram: '92 GB',
      ephemeralStorage: '1000 GB',
      accelerator: { type: 'gpu', model: 'A10G', quantity: '2', vram: '48 GB', manufacturer: 'Nvidia' },
      unitCostMicroUSD: 50_000,
      unitCostUSD: 0.05,
      unitLabel: 'minute',
    });
    expect(json).toContainEqual(
      expect.objectContaining({ name: 'cpu-basic', accelerator: null, unitCostMicroUSD: 167 }),
    );
  });
});

describe('a new job', () => {
  it('waits for its machine, and tells everything but the values of secrets', async () => {
    const answer = await sample.ann.post('/api/jobs/org', {
      dockerImage: 'python:3.12',
      command: ['python', '-c'],
      arguments: ['pass'],
      environment: { MODEL: 'org/model' },
      secrets: { HF_TOKEN: 'hf_bob', OTHER: 'very-secret' },
      flavor: 't4-small',
      arch: 'amd64',
      timeoutSeconds: 60,
      attempts: 3,
      labels: { name: 'eval', run: '' },
      volumes: [{ type: 'dataset', source: 'org/data', mountPath: '/data/', revision: 'main' }],
      expose: { ports: [80, 81], portsPublic: [81] },
      ssh: { enabled: true },
      resourceGroupId: '0123456789abcdef01234567',
      network: { group: 'train', aliases: ['master'] },
    });
    const id = idOf(answer);
    expect([answer.status, answer.json]).toEqual([
      200,
      {
        type: 'job',
        id: expect.stringMatching(/^[0-9a-f]{24}$/),
        createdAt: '2026-06-01T00:00:00.000Z',
        durations: { totalSecs: 0 },
        dockerImage: 'python:3.12',
        command: ['python', '-c'],
        arguments: ['pass'],
        environment: { MODEL: 'org/model' },
        secrets: ['HF_TOKEN', 'OTHER'],
        flavor: 't4-small',
        arch: 'amd64',
        timeout: 60,
        retry: 2,
        labels: { name: 'eval', run: '' },
        volumes: [{ type: 'dataset', source: 'org/data', mountPath: '/data', revision: 'main' }],
        expose: { ports: [80, 81], portsPublic: [81] },
        resourceGroupId: '0123456789abcdef01234567',
        network: { group: 'train', aliases: ['master'] },
        hfToken: { ownerName: 'bob', tokenRole: 'write' },
        createdBy: { id: expect.any(String), name: 'ann' },
        owner: expect.objectContaining({ name: 'org', type: 'org' }),
        initiator: expect.objectContaining({ name: 'ann', type: 'user' }),
        status: {
          stage: 'SCHEDULING',
          message: null,
          failureCount: 0,
          exposeUrls: [`https://${id}--80.hf.jobs`, `https://${id}--81.hf.jobs`],
          sshUrl: `ssh://${id}@ssh.hf.jobs`,
        },
      },
    ]);
    const everything = JSON.stringify([
      sample.hub.jobs.all(),
      (await sample.ann.get(`/api/jobs/org/${id}`)).json,
      (await sample.ann.get('/api/jobs/org')).json,
      (await sample.ann.post(`/api/jobs/org/${id}/duplicate`)).json,
    ]);
    expect(everything).toContain('OTHER');
    expect(everything).not.toContain('very-secret');
  });

  it.each<[string, unknown]>([
    ['no JSON object', []],
    ['no image', { dockerImage: undefined }],
    ['two images', { spaceId: 'org/space' }],
    ['an image that is no text', { dockerImage: 1 }],
    ['no command', { command: undefined }],
    ['an empty command', { command: [] }],
    ['an empty word in the command', { command: [''] }],
    ['a command line', { command: 'python x.py' }],
    ['arguments that are no texts', { arguments: [1] }],
    ['no flavor', { flavor: undefined }],
    ['an unknown flavor', { flavor: 'a10g' }],
    ['an unknown architecture', { arch: 'x86' }],
    ['a timeout of nothing', { timeoutSeconds: 0 }],
    ['a timeout of half a second', { timeoutSeconds: 0.5 }],
    ['a timeout with a unit', { timeoutSeconds: '2h' }],
    ['no attempts', { attempts: 0 }],
    ['a number in the environment', { environment: { NUMBER: 1 } }],
    ['a name that is none', { environment: { 'A-B': '' } }],
    ['a name of one letter', { environment: { A: '' } }],
    ['a list of secrets', { secrets: ['HF_TOKEN'] }],
    ['a slash in a label', { labels: { model: 'org/model' } }],
    ['a slash in the key of a label', { labels: { 'a/b': '' } }],
    ['a label that is too long', { labels: { name: 'x'.repeat(101) } }],
    ['labels that are no texts', { labels: { name: 1 } }],
    ['no volumes in the list', { volumes: [] }],
    ['a volume of an unknown type', { volumes: [{ type: 'disk', source: 'ann/out', mountPath: '/out' }] }],
    ['a volume without a source', { volumes: [{ type: 'bucket', mountPath: '/out' }] }],
    ['a volume at no path', { volumes: [{ type: 'bucket', source: 'ann/out', mountPath: 'out' }] }],
    ['a volume at the root', { volumes: [{ type: 'bucket', source: 'ann/out', mountPath: '/' }] }],
    ['a volume that leads out', { volumes: [{ type: 'bucket', source: 'ann/out', mountPath: '/out', path: '../x' }] }],
    [
      'two volumes at one path',
      {
        volumes: [
          { type: 'bucket', source: 'ann/out', mountPath: '/out' },
          { type: 'dataset', source: 'org/data', mountPath: '/out/' },
        ],
      },
    ],
    ['a port that is none', { expose: { ports: [0] } }],
    ['a public port that is not exposed', { expose: { ports: [80], portsPublic: [81] } }],
    ['21 ports', { expose: { ports: Array.from({ length: 21 }, (_, at) => at + 1) } }],
    ['a resource group that is none', { resourceGroupId: 'group' }],
  ])('is refused with 400 for %s', async (_name, changed) => {
    const body = Array.isArray(changed) ? changed : { ...BODY, ...(changed as object) };
    const { status, json } = await sample.ann.post(ALL, body);
    expect([status, json]).toEqual([400, { error: expect.any(String) }]);
    expect(sample.hub.jobs.all()).toEqual([]);
  });

  it.each<[string, unknown, number]>([
    ['a bucket of somebody else', { type: 'bucket', source: 'bob/out', mountPath: '/out' }, 403],
    [
      'a bucket of somebody else, to read',
      { type: 'bucket', source: 'bob/out', mountPath: '/out', readOnly: true },
      200,
    ],
    ['a bucket that is not there', { type: 'bucket', source: 'ann/none', mountPath: '/out' }, 404],
    ['a private repo of somebody else', { type: 'model', source: 'bob/secret', mountPath: '/m' }, 404],
    ['a revision that is not there', { type: 'dataset', source: 'org/data', mountPath: '/d', revision: 'x' }, 404],
  ])('may mount %s or not', async (_name, volume, status) => {
    expect((await sample.ann.post(ALL, { ...BODY, volumes: [volume] })).status).toBe(status);
  });

  it('is refused with 402 where there is no credit, before it exists', async () => {
    sample.hub.jobs.setCredit('org', 0);
    const { status, json } = await sample.ann.post('/api/jobs/org', BODY);
    expect([status, json]).toEqual([
      402,
      { error: 'Pre-paid credit balance is insufficient - add more credits to your account to use Jobs.' },
    ]);
    expect(sample.hub.jobs.all()).toEqual([]);
    expect((await sample.ann.post(ALL, BODY)).status).toBe(200);
    sample.hub.jobs.setCredit('org', null);
    expect((await sample.ann.post('/api/jobs/org', BODY)).status).toBe(200);
  });
});

describe('a call by another name', () => {
  it('starts nothing here', async () => {
    const options = { port: new URL(sample.hub.url).port, path: ALL, method: 'POST' };
    const headers = { Host: 'evil.example', Authorization: 'Bearer hf_ann' };
    const sent = request({ ...options, host: '127.0.0.1', headers });
    sent.end(JSON.stringify(BODY));
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    answer.resume();
    expect([answer.statusCode, sample.hub.jobs.all()]).toEqual([403, []]);
  });
});
