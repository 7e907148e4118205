import { delimiter, dirname } from 'node:path';
import { startGithubOidc } from '../local-hub/github-oidc.ts';
import { type LocalHub, startLocalHub } from '../local-hub/server.ts';

/** The local Hub that the clients of the contract work with, and what they must know of it. */
export type ContractHub = {
  readonly hub: LocalHub;
  /** Its URL, tokens by user, and folders of git repos by id. */
  readonly about: {
    readonly url: string;
    readonly tokens: Readonly<Record<string, string>>;
    readonly dirs: Readonly<Record<string, string>>;
    /** The environment of a runner's job that may ask for identity tokens. */
    readonly oidc: Readonly<Record<string, string>>;
    /** The command line of huggingface_hub, and whether jobs can run uv. */
    readonly hf: string;
    readonly uv: boolean;
  };
  readonly close: () => Promise<void>;
};

const FILES = { 'README.md': '---\nlicense: mit\n---\n# Card\n', 'data/x.bin': new Uint8Array([0, 255]) };
const MODELS = [
  'commits',
  'locks',
  'refusals',
  'proposals',
  'conflicts',
  'discussions',
  'results',
  'files',
  'keyless',
  'js',
  'written',
];
const EVAL_YAML = 'name: HLE\nevaluation_framework: inspect-ai\ntasks:\n- id: hle\n';

/** Programs that the checks need, where they could be had. */
export type ContractTools = { readonly hf?: string | undefined; readonly uv?: string | undefined };

/** A repo for each check, so that none sees what another one did. */
export async function startContractHub({ hf = '', uv }: ContractTools = {}): Promise<ContractHub> {
  const hub = await startLocalHub({
    settings: { discussionsPageSize: 3, deletedUsers: ['gone'] },
    jobs: { environment: uv === undefined ? {} : uvEnvironment(uv), settings: { jobsPageSize: 3 } },
    limits: { api: 100_000, resolvers: 100_000 },
  });
  const tokens = {
    owner: 'hf_owner',
    stranger: 'hf_stranger',
    other: 'hf_other',
    reader: 'hf_reader',
    scoped: 'hf_scoped',
    runner: 'hf_runner',
  };
  hub.addToken(tokens.owner, { user: 'owner', role: 'write', orgs: ['org'] });
  hub.addToken(tokens.runner, { user: 'runner', role: 'write', orgs: ['org', 'list', 'broke'] });
  hub.addToken(tokens.reader, { user: 'owner', role: 'read', orgs: ['org'] });
  hub.jobs.setCredit('broke', 0);
  hub.addToken(tokens.stranger, { user: 'stranger', role: 'write' });
  hub.addToken(tokens.other, { user: 'other', role: 'write' });
  hub.addToken(tokens.scoped, {
    user: 'owner',
    role: 'fineGrained',
    orgs: ['org'],
    scoped: [{ entity: 'org/files', permissions: ['repo.content.read', 'repo.write'] }],
  });
  for (const name of MODELS) await hub.addModel({ id: `org/${name}`, files: FILES });
  await hub.addModel({ id: 'org/cards', files: { 'README.md': FILES['README.md'] } });
  await hub.addModel({ id: 'org/gated', files: FILES, gated: 'manual' });
  await hub.addModel({ id: 'org/disabled', files: FILES, discussionsDisabled: true });
  await hub.addModel({ id: 'org/locked', files: FILES });
  hub.discuss('org/locked', { title: 'Locked', author: 'stranger', comments: ['No more'] });
  hub.lock('org/locked', { num: 1, by: 'owner' });
  await hub.addModel({ id: 'org/list', files: FILES });
  for (let num = 1; num <= 11; num += 1) {
    const title = `Number ${num}`;
    if (num % 2 === 0) hub.discuss('org/list', { title, author: 'gone', comments: ['Hello'] });
    else {
      const status = num === 11 ? 'closed' : 'open';
      hub.propose('org/list', { title, author: 'stranger', status, files: { 'a.txt': title } });
    }
  }
  await hub.addDataset({ id: 'cais/hle', files: { 'eval.yaml': EVAL_YAML }, tags: ['benchmark:official'] });
  const github = await startGithubOidc({ repository: 'org/evals' });
  hub.trustIssuer(github.key);
  hub.addPublisher({ resource: 'org/keyless', claims: { repository: 'org/evals' } });
  const dirs = Object.fromEntries([...hub.repos].map(([key, { dir }]) => [key, dir]));
  return {
    hub,
    about: { url: hub.url, tokens, dirs, oidc: github.env, hf, uv: uv !== undefined },
    close: async () => {
      await Promise.all([hub.close(), github.close()]);
    },
  };
}

/** With uv in front of all programs, and the Python that is here. */
function uvEnvironment(uv: string): Readonly<Record<string, string>> {
  return {
    PATH: [dirname(uv), process.env.PATH].join(delimiter),
    UV_OFFLINE: '1',
    UV_PYTHON_DOWNLOADS: 'never',
    UV_NO_CONFIG: '1',
  };
}
