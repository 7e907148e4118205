import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Job } from './jobs/types.ts';
import { readOpenApi } from './openapi.ts';
import { type LocalHub, startLocalHub } from './server.ts';
import { type Answer, file, talkTo } from './talk.ts';

const SPEC = join(import.meta.dirname, '../../../shared/reference/hub-openapi.json');
const MODEL = '/api/models/org/model';
const ALL = `${MODEL}/discussions`;

/** What the Hub describes of the routes that the double has. */
const DESCRIBED = [
  'GET /api/whoami-v2',
  'GET /api/models/{namespace}/{repo}/tree/{rev}/{path}',
  'GET /api/models/{namespace}/{repo}/commits/{rev}',
  'GET /api/models/{namespace}/{repo}/refs',
  'GET /api/models/{namespace}/{repo}/compare/{compare}',
  'POST /api/models/{namespace}/{repo}/paths-info/{rev}',
  'POST /api/models/{namespace}/{repo}/preupload/{rev}',
  'POST /api/models/{namespace}/{repo}/commit/{rev}',
  'GET /api/{repoType}/{namespace}/{repo}/discussions',
  'POST /api/{repoType}/{namespace}/{repo}/discussions',
  'GET /api/{repoType}/{namespace}/{repo}/discussions/{num}',
  'POST /api/{repoType}/{namespace}/{repo}/discussions/{num}/comment',
  'POST /api/{repoType}/{namespace}/{repo}/discussions/{num}/status',
  'POST /api/{repoType}/{namespace}/{repo}/discussions/{num}/title',
  'GET /api/datasets/{namespace}/{repo}/leaderboard',
];

/** … and of jobs and buckets. Those without a description of their answer are in the list as well. */
const JOBS_DESCRIBED = [
  'GET /api/jobs/hardware',
  'POST /api/jobs/{namespace}/auth-check/{perms}',
  'POST /api/jobs/{namespace}',
  'GET /api/jobs/{namespace}',
  'GET /api/jobs/{namespace}/count',
  'GET /api/jobs/{namespace}/{jobId}',
  'GET /api/jobs/{namespace}/{jobId}/logs',
  'GET /api/jobs/{namespace}/{jobId}/events',
  'POST /api/jobs/{namespace}/{jobId}/auth-check/{perms}',
  'POST /api/jobs/{namespace}/{jobId}/duplicate',
  'PUT /api/jobs/{namespace}/{jobId}/labels',
  'PUT /api/jobs/{namespace}/{jobId}/expose',
  'POST /api/jobs/{namespace}/{jobId}/cancel',
  'POST /api/scheduled-jobs/{namespace}',
  'GET /api/scheduled-jobs/{namespace}',
  'GET /api/scheduled-jobs/{namespace}/{jobId}',
  'POST /api/scheduled-jobs/{namespace}/{jobId}/suspend',
  'POST /api/scheduled-jobs/{namespace}/{jobId}/resume',
  'POST /api/scheduled-jobs/{namespace}/{jobId}/run',
  'POST /api/scheduled-jobs/{namespace}/{jobId}/schedule',
  'PUT /api/scheduled-jobs/{namespace}/{jobId}/labels',
  'DELETE /api/scheduled-jobs/{namespace}/{jobId}',
  'POST /api/buckets/{namespace}/{repo}',
  'GET /api/buckets/{namespace}/{repo}',
  'GET /api/buckets/{namespace}',
  'GET /api/buckets/{namespace}/{repo}/tree/{path}',
  'POST /api/buckets/{namespace}/{repo}/paths-info',
  'GET /buckets/{namespace}/{repo}/resolve/{path}',
];

if (!existsSync(SPEC)) console.warn(`!!!! SKIPPED: the Hub's own description, ${SPEC}, is not here !!!!`);

describe.skipIf(!existsSync(SPEC))("the Hub's own description", () => {
  let hub: LocalHub;

  beforeAll(async () => {
    // Stubs, so that nothing runs: jobs fail at all their attempts, and those of a schedule go on.
    const run = ({ initiator }: Job) =>
      initiator.type === 'scheduled-job' ? {} : { says: ['line'], ends: { code: 1 } };
    hub = await startLocalHub({ settings: { deletedUsers: ['gone'] }, jobs: { run } });
    hub.addToken('hf_ann', {
      user: 'ann',
      role: 'fineGrained',
      orgs: ['org', { name: 'far', role: 'read' }],
      global: ['discussion.write'],
      scoped: [{ entity: 'org', permissions: ['repo.write', 'job.write'] }],
      expiresAt: '2099-01-01T00:00:00.000Z',
      policies: { far: 'pending' },
    });
    const results = '- dataset: {id: cais/hle, task_id: hle}\n  value: 1\n  source: {url: "https://x.y", user: ann}\n';
    const files = { 'README.md': '# Card\n', 'data/a.txt': 'a', '.eval_results/hle.yaml': results };
    await hub.addModel({ id: 'org/model', files });
    const yaml = 'name: HLE\nevaluation_framework: inspect-ai\ntasks:\n- id: hle\n';
    await hub.addDataset({ id: 'cais/hle', files: { 'eval.yaml': yaml } });
    hub.discuss('org/model', { title: 'Question', author: 'gone', comments: ['What?', 'And?'] });
    hub.propose('org/model', { title: 'Proposal', author: 'bob', files: { b: '1' } });
    await callEverything();
    await callAllOfJobs();
  });

  afterAll(() => hub.close());

  async function callEverything(): Promise<void> {
    const ann = talkTo(hub, 'hf_ann');
    const gets = [
      'tree/main',
      'tree/main/data?expand=1',
      'commits/main',
      'refs?include_prs=1',
      'compare/main..refs%2Fpr%2F2',
    ];
    await ann.get('/api/whoami-v2');
    for (const path of gets) await ann.get(`${MODEL}/${path}`);
    await ann.post(`${MODEL}/paths-info/main`, { paths: ['data'], expand: true });
    await ann.post(`${MODEL}/preupload/main`, { files: [{ path: 'README.md', size: 1, sample: '' }] });
    await ann.commit(`${MODEL}/commit/main?create_pr=1`, { summary: 'Results' }, [file('p', '1')]);
    await ann.commit(`${MODEL}/commit/main`, { summary: 'Results' }, [file('p', '1')]);
    await ann.post(ALL, { title: 'Draft', description: '', pullRequest: true });
    await ann.post(ALL, { title: 'Question', description: '' });
    await ann.post(`${ALL}/1/comment`, { comment: 'This' });
    await ann.post(`${ALL}/1/status`, { status: 'closed' });
    await ann.post(`${ALL}/1/title`, { title: 'Other' });
    await ann.post(`${ALL}/1/pin`, { pinned: true });
    hub.lock('org/model', { num: 1, by: 'ann' });
    await ann.post(`${ALL}/2/merge`);
    for (const path of ['', '/1', '/2', '/2?diff=1', '/3', '/4']) await ann.get(ALL + path);
    await ann.get('/api/datasets/cais/hle/leaderboard');
    await ann.get('/api/models/org/model');
  }

  async function callAllOfJobs(): Promise<void> {
    const ann = talkTo(hub, 'hf_ann');
    await talkTo(hub).get('/api/jobs/hardware');
    await ann.post('/api/buckets/org/out', { private: true });
    await ann.post('/api/buckets/org/out', { private: true });
    hub.addBucket({ id: 'org/in', files: { 'deep/a.txt': 'a' } });
    for (const path of ['', '/in', '/in/tree', '/in/tree/deep?recursive=false', '/in/tree?recursive=false']) {
      await ann.get(`/api/buckets/org${path}`);
    }
    await ann.post('/api/buckets/org/in/paths-info', { paths: ['deep/a.txt'] });
    await ann.get('/buckets/org/in/resolve/deep/a.txt');
    await ann.get('/buckets/org/in/resolve/none');
    const base = { dockerImage: 'python:3.12', command: ['true'], flavor: 'a10g-small' };
    const full = {
      ...base,
      arguments: ['x'],
      environment: { NAME: 'x' },
      secrets: { HF_TOKEN: 'hf_ann' },
      arch: 'amd64',
      timeoutSeconds: 60,
      attempts: 2,
      labels: { name: 'x' },
      volumes: [{ type: 'bucket', source: 'org/out', mountPath: '/out', readOnly: false, path: '' }],
      expose: { ports: [80], portsPublic: [80] },
      ssh: { enabled: true },
    };
    const id = idOf(await ann.post('/api/jobs/org', full));
    const running = hub.jobs.stage({ namespace: 'org', by: 'ann' });
    hub.jobs.stage({ namespace: 'org', by: 'ann', stage: 'CANCELED', cancelReason: 'NO_CREDITS' });
    await ann.post('/api/jobs/org/auth-check/write');
    await ann.post(`/api/jobs/org/${id}/auth-check/read`);
    for (const path of ['', '/count?stage=ERROR', `/${id}`, `/${id}/logs`, `/${id}/events`]) {
      await ann.get(`/api/jobs/org${path}`);
    }
    await ann.post(`/api/jobs/org/${id}/duplicate`);
    await ann.put(`/api/jobs/org/${id}/labels`, { labels: {} });
    await ann.put(`/api/jobs/org/${running.id}/expose`, { ports: [80] });
    await ann.post(`/api/jobs/org/${running.id}/cancel`);
    const all = '/api/scheduled-jobs/org';
    const schedule = idOf(await ann.post(all, { jobSpec: { ...base, secrets: { KEY: 'x' } }, schedule: '0 9 * * 1' }));
    for (const verb of ['suspend', 'resume', 'run']) await ann.post(`${all}/${schedule}/${verb}`);
    await ann.post(`${all}/${schedule}/run`);
    await ann.post(`${all}/${schedule}/schedule`, { schedule: '@daily' });
    await ann.put(`${all}/${schedule}/labels`, { labels: { name: 'x' } });
    for (const path of ['', `/${schedule}`]) await ann.get(all + path);
    await ann.remove(`${all}/${schedule}`);
  }

  const idOf = ({ json }: Answer) => (json as { readonly id: string }).id;

  it('covers the answers', () => {
    const api = readOpenApi(SPEC);
    const covered = new Set(hub.requests.map((request) => api.operationOf(request)));
    expect([...DESCRIBED, ...JOBS_DESCRIBED].filter((operation) => !covered.has(operation))).toEqual([]);
    const refused = hub.requests.filter(({ answer }) => (answer?.status ?? 500) >= 300);
    // A bucket that is there already, a file's other URL, no such file, and a job beside another of its schedule.
    expect(refused.map(({ answer }) => answer?.status)).toEqual([409, 302, 404, 409]);
  });

  it('is kept by all of them', () => {
    const api = readOpenApi(SPEC);
    expect(hub.requests.map((request) => api.problemOf(request)).filter(Boolean)).toEqual([]);
  });

  it('is kept by what is sent', () => {
    const api = readOpenApi(SPEC);
    expect(hub.requests.map((request) => api.requestProblemOf(request)).filter(Boolean)).toEqual([]);
    const bad = hub.requests.map((request) => ({ ...request, body: Buffer.from('{"flavor":0,"schedule":""}') }));
    const problems = bad.map((request) => api.requestProblemOf(request)).filter(Boolean);
    expect(problems.length).toBeGreaterThan(5);
  });

  it('tells what is wrong with others', () => {
    const api = readOpenApi(SPEC);
    const bad = hub.requests.map((request) => ({
      ...request,
      answer: { ...request.answer, body: Buffer.from('{"x":1}') },
    }));
    const problems = bad.map((request) => api.problemOf(request as (typeof hub.requests)[number])).filter(Boolean);
    expect(problems.length).toBeGreaterThanOrEqual(DESCRIBED.length);
  });
});
