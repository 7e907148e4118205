import { type JobsSnapshot, restoreJobsSnapshot, takeJobsSnapshot } from './jobs/snapshot.ts';
import type { Publisher } from './publishers.ts';
import { deleteRef, listRefs, readRef, updateRef } from './refs.ts';
import { pastOf } from './revisions.ts';
import type { Account, HubSettings, HubState, Repo } from './state.ts';

/** The Hub at one moment: where refs stand, and all that is not in git. Objects stay, as nothing changes them. */
export type Snapshot = {
  readonly repos: ReadonlyMap<string, Repo>;
  readonly accounts: ReadonlyMap<string, Account>;
  readonly publishers: readonly Publisher[];
  readonly settings: HubSettings;
  readonly counters: Counters;
  readonly jobs: JobsSnapshot;
};

/** What makes times and ids; the same after a restore, so that the same run makes the same commits. */
export type Counters = { time: number; id: number };

export function takeSnapshot(state: HubState, counters: Counters): Snapshot {
  return {
    repos: new Map([...state.repos].map(([key, repo]) => [key, pastOf(repo)])),
    accounts: new Map(state.accounts),
    publishers: [...state.publishers],
    settings: { ...state.settings },
    counters: { ...counters },
    jobs: takeJobsSnapshot(state),
  };
}

/** Puts everything back; repos that were added since are forgotten. */
export function restoreSnapshot(state: HubState, counters: Counters, snapshot: Snapshot): void {
  state.repos.clear();
  for (const [key, { pastRefs = new Map<string, string>(), ...repo }] of snapshot.repos) {
    for (const [ref] of listRefs(repo.dir, 'refs/')) if (!pastRefs.has(ref)) deleteRef(repo.dir, ref);
    for (const [ref, oid] of pastRefs) {
      const now = readRef(repo.dir, ref);
      if (now !== oid) updateRef(repo.dir, ref, oid, now);
    }
    state.repos.set(key, { ...repo, discussions: new Map(repo.discussions) });
  }
  state.accounts.clear();
  for (const [token, account] of snapshot.accounts) state.accounts.set(token, account);
  state.publishers.splice(0, state.publishers.length, ...snapshot.publishers);
  Object.assign(state.settings, snapshot.settings);
  state.past.clear();
  Object.assign(counters, snapshot.counters);
  restoreJobsSnapshot(state, snapshot.jobs);
}
