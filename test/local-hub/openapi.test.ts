import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readOpenApi } from './openapi.ts';
import { type LocalHub, startLocalHub } from './server.ts';
import { file, talkTo } from './talk.ts';

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

if (!existsSync(SPEC)) console.warn(`!!!! SKIPPED: the Hub's own description, ${SPEC}, is not here !!!!`);

describe.skipIf(!existsSync(SPEC))("the Hub's own description", () => {
  let hub: LocalHub;

  beforeAll(async () => {
    hub = await startLocalHub({ settings: { deletedUsers: ['gone'] } });
    hub.addToken('hf_ann', {
      user: 'ann',
      role: 'fineGrained',
      orgs: ['org', { name: 'far', role: 'read' }],
      global: ['discussion.write'],
      scoped: [{ entity: 'org', permissions: ['repo.write'] }],
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

  it('covers the answers', () => {
    const api = readOpenApi(SPEC);
    const covered = new Set(hub.requests.map((request) => api.operationOf(request)));
    expect(DESCRIBED.filter((operation) => !covered.has(operation))).toEqual([]);
    expect(hub.requests.filter(({ answer }) => (answer?.status ?? 500) >= 300)).toEqual([]);
  });

  it('is kept by all of them', () => {
    const api = readOpenApi(SPEC);
    expect(hub.requests.map((request) => api.problemOf(request)).filter(Boolean)).toEqual([]);
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
