import type { Part } from '../../data.ts';

/** What this program writes on a job, so that a later run knows whose it is. */
export type JobLabels = {
  /** Model repo that is evaluated. */
  readonly repoId: string;
  /** Of this one start of a job: 32 hex digits. It is there before the job is, so it finds a job whose answer was lost. */
  readonly run: string;
  /** Of what is evaluated: two jobs with the same one do the same work. 64 hex digits. */
  readonly digest: string;
  /** Who started it: see {@link Owner}. */
  readonly owner: string;
  /** Somebody collects it later: it is not ended with the run that started it. */
  readonly detached: boolean;
  /** When its run was last alive, in seconds since 1970. */
  readonly alive: number;
};

const PREFIX = 'hf-eval-';

/**
 * Labels as the Hub takes them: keys and values of letters, digits, `.`, `-` and `_`, a hundred at most. `name` is what its
 * pages show.
 */
export function writeLabels(labels: JobLabels): Record<string, string> {
  const { repoId, run, digest, owner, detached, alive } = labels;
  return {
    name: labelValue(`hf-eval-${repoId.split('/').at(-1) ?? ''}`),
    [`${PREFIX}repo`]: labelValue(repoId),
    [`${PREFIX}run`]: run,
    [`${PREFIX}digest`]: digest,
    [`${PREFIX}owner`]: labelValue(owner),
    [`${PREFIX}alive`]: String(Math.floor(alive)),
    ...(detached ? { [`${PREFIX}detached`]: 'yes' } : {}),
  };
}

/** A filter for the jobs of one start, or of one digest. */
export function labelFilter(key: 'run' | 'digest', value: string): string {
  return `${PREFIX}${key}=${value}`;
}

/** What the labels of a job say; undefined for one that this program did not start. The repo is as labels write it. */
export function readLabels(labels: Part): JobLabels | undefined {
  const get = (key: string): string | undefined => {
    const value = labels[`${PREFIX}${key}`];
    return typeof value === 'string' ? value : undefined;
  };
  const [repoId, run, digest, owner, alive] = [get('repo'), get('run'), get('digest'), get('owner'), get('alive')];
  if (repoId === undefined || owner === undefined || digest === undefined) return undefined;
  if (run === undefined || !/^[0-9a-f]{32}$/.test(run)) return undefined;
  return { repoId, run, digest, owner, detached: get('detached') === 'yes', alive: Number(alive ?? 0) || 0 };
}

/** A slash, and whatever else a label cannot have, becomes `--`. */
export function labelValue(text: string): string {
  return text.replace(/[^A-Za-z0-9._-]+/g, '--').slice(0, 100);
}
