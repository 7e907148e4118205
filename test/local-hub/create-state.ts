import { createHash, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { createJobsState } from './jobs/state.ts';
import type { JobsOptions } from './jobs/types.ts';
import { keyOf } from './permissions.ts';
import { addCommit, createRepo } from './repo.ts';
import type { Counters } from './snapshot.ts';
import type { HubSettings, HubState, Repo, RepoSpec, RepoType } from './state.ts';
import { createXetStore } from './xet/store.ts';

const DEFAULTS: HubSettings = {
  discussionsPageSize: 50,
  draftsAreOpen: true,
  verifyTokens: [],
  deletedUsers: [],
};

/** A Hub without repos. Times of writes are a second apart and depend on nothing but their number. */
export function createState(about: {
  readonly origin: string;
  readonly now: () => number;
  readonly counters: Counters;
  readonly settings: Partial<HubSettings>;
  readonly folder: string;
  readonly jobs: JobsOptions;
}): HubState {
  const { origin, now, counters, settings, folder } = about;
  return {
    origin,
    repos: new Map(),
    accounts: new Map(),
    publishers: [],
    oidcKeys: [],
    settings: { ...DEFAULTS, ...settings },
    folder,
    buckets: new Map(),
    jobs: createJobsState(about.jobs, folder),
    xet: createXetStore(),
    past: new Map(),
    now,
    nextTime() {
      counters.time += 1000;
      return new Date(counters.time).toISOString();
    },
    nextId() {
      counters.id += 1;
      return createHash('sha1').update(`id ${counters.id}`).digest('hex').slice(0, 24);
    },
  };
}

/** Makes the git repo of a model, dataset or space in a folder, with a first commit of its files. */
export function addRepo(state: HubState, folder: string, type: RepoType, spec: RepoSpec): Repo {
  const { id, gated = false, renamedTo, redirectFilesTo, safetensors } = spec;
  const repo: Repo = {
    id,
    type,
    dir: join(folder, `${state.repos.size}-${randomUUID()}.git`),
    private: spec.private ?? false,
    gated: gated === true ? 'auto' : gated,
    disabled: spec.disabled ?? false,
    discussionsDisabled: spec.discussionsDisabled ?? false,
    tags: spec.tags ?? [],
    discussions: new Map(),
    ...(safetensors === undefined ? {} : { safetensors }),
    ...(renamedTo === undefined ? {} : { renamedTo }),
    ...(redirectFilesTo === undefined ? {} : { redirectFilesTo }),
  };
  createRepo(repo.dir);
  addCommit(repo.dir, { files: spec.files, title: 'initial commit' });
  state.repos.set(keyOf(repo), repo);
  return repo;
}
