import { databaseId } from '../people.ts';
import type { HubState } from '../state.ts';
import type { Job, JobSpec } from './types.ts';

type View = Readonly<Record<string, unknown>>;

/** A job as the Hub's API tells it: names of secrets, and no values. */
export function jobView(hub: HubState, job: Job): View {
  const { id, spec, status, createdAt, startedAt, finishedAt, initiator } = job;
  return {
    type: 'job',
    id,
    createdAt: timeOf(createdAt),
    ...(startedAt === undefined ? {} : { startedAt: timeOf(startedAt) }),
    ...(finishedAt === undefined ? {} : { finishedAt: timeOf(finishedAt) }),
    durations: durationsOf(job, hub.now()),
    ...specView(hub, spec, job.tokenOf),
    ...(spec.network === undefined ? {} : { network: spec.network }),
    createdBy: { id: databaseId(job.createdBy), name: job.createdBy },
    owner: ownerView(hub, job.namespace),
    initiator: initiator.type === 'user' ? ownerView(hub, job.createdBy) : initiator,
    status: {
      stage: status.stage,
      message: status.message,
      failureCount: status.failureCount ?? 0,
      ...(status.cancelReason === undefined ? {} : { cancelReason: status.cancelReason }),
      ...(spec.expose?.ports.length
        ? { exposeUrls: spec.expose.ports.map((port) => `https://${id}--${port}.hf.jobs`) }
        : {}),
      ...(spec.ssh ? { sshUrl: `ssh://${id}@ssh.hf.jobs` } : {}),
    },
  };
}

/** What a job or schedule is to do. */
export function specView(hub: HubState, spec: JobSpec, tokenOf: string | undefined): View {
  const { dockerImage, spaceId, arch, timeoutSeconds, attempts, volumes, expose, resourceGroupId } = spec;
  return {
    ...(dockerImage === undefined ? {} : { dockerImage }),
    ...(spaceId === undefined ? {} : { spaceId }),
    command: spec.command,
    arguments: spec.arguments,
    environment: spec.environment,
    secrets: spec.secrets,
    flavor: spec.flavor,
    ...(arch === undefined ? {} : { arch }),
    ...(timeoutSeconds === null ? {} : { timeout: timeoutSeconds }),
    ...(attempts === 1 ? {} : { retry: attempts - 1 }),
    labels: spec.labels,
    ...(volumes.length === 0 ? {} : { volumes }),
    ...(expose === undefined ? {} : { expose }),
    ...(resourceGroupId === undefined ? {} : { resourceGroupId }),
    ...(tokenOf === undefined ? {} : { hfToken: tokenView(hub, tokenOf) }),
  };
}

/** The user or organization that something belongs to. */
export function ownerView(hub: HubState, name: string): View {
  return {
    id: databaseId(name),
    name,
    type: isUser(hub, name) ? 'user' : 'org',
    avatarUrl: `${hub.origin}/avatars/${encodeURIComponent(name)}.svg`,
  };
}

export function isUser(hub: HubState, name: string): boolean {
  return [...hub.accounts.values()].some(({ user }) => user === name);
}

export function timeOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

function tokenView(hub: HubState, user: string): View {
  const role = [...hub.accounts.values()].find((account) => account.user === user)?.role;
  return { ownerName: user, ...(role === undefined || role === 'god' ? {} : { tokenRole: role }) };
}

function durationsOf({ createdAt, startedAt, finishedAt }: Job, now: number): View {
  const end = finishedAt ?? now;
  const seconds = (from: number, to: number) => Math.floor((to - from) / 1000);
  return {
    ...(startedAt === undefined
      ? {}
      : { schedulingSecs: seconds(createdAt, startedAt), runningSecs: seconds(startedAt, end) }),
    totalSecs: seconds(createdAt, end),
  };
}
