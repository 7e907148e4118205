import { askGit } from './git.ts';
import { type LocalHub, startLocalHub } from './server.ts';

export const CARD = '---\npipeline_tag: text-generation\nmodel-index: []\n---\n# Model\n';
/** A member of `org`, who owns all models. */
export const OWNER = 'hf_owner';
/** Somebody else, who was let into `org/open-to-bob`. */
export const STRANGER = 'hf_stranger';
export const FILES = {
  'README.md': CARD,
  '.eval_results/a.yaml': 'a: 1\n',
  'data/deep/x.bin': new Uint8Array([0, 255]),
};

/** The Hub of these tests: `org/model` and one model for each state that a repo can be in. */
export type SampleHub = {
  readonly hub: LocalHub;
  /** The commit of `org/model`. */
  readonly head: string;
  /** A request as it is: redirects are not followed. */
  readonly get: (path: string, token?: string, init?: RequestInit) => Promise<Response>;
  /** The body of an answer that must be JSON with status 200. */
  readonly getJson: (path: string, token?: string) => Promise<unknown>;
};

export async function startSampleHub(): Promise<SampleHub> {
  const hub = await startLocalHub();
  hub.addToken(OWNER, { user: 'ann', role: 'write', orgs: ['org'] });
  hub.addToken(STRANGER, { user: 'bob', role: 'fineGrained', gatedAccess: ['org/open-to-bob'] });
  const model = await hub.addModel({ id: 'org/model', files: FILES });
  await hub.addModel({ id: 'org/private', files: FILES, private: true });
  await hub.addModel({ id: 'org/gated', files: FILES, gated: true });
  await hub.addModel({ id: 'org/open-to-bob', files: FILES, gated: 'manual' });
  await hub.addModel({ id: 'org/disabled', files: FILES, disabled: true });
  await hub.addModel({ id: 'org/old', files: {}, renamedTo: 'org/model' });
  await hub.addModel({ id: 'org/old-private', files: {}, renamedTo: 'org/private' });
  await hub.addModel({ id: 'org/broken', files: { 'README.md': '---\na: [\n---\n' } });
  await hub.addModel({ id: 'gpt2', files: FILES });

  const get: SampleHub['get'] = (path, token, init = {}) => {
    const headers = new Headers(init.headers);
    if (token !== undefined) headers.set('Authorization', `Bearer ${token}`);
    return fetch(hub.url + path, { redirect: 'manual', ...init, headers });
  };
  return {
    hub,
    head: await askGit(model.dir, ['rev-parse', 'main']),
    get,
    async getJson(path, token) {
      const response = await get(path, token);
      const type = response.headers.get('content-type');
      if (response.status === 200 && type === 'application/json; charset=utf-8') return response.json();
      throw new Error(`${path}: ${response.status} ${type}`);
    },
  };
}
