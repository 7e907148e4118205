import { partOf } from './data.ts';

/** What the step after the job has to know to end a paid job that its run left behind. No secrets: it is kept in a file. */
export type JobState = {
  /** Base URL of the Hub that has the job: the token goes nowhere else. */
  readonly endpoint: string;
  readonly namespace: string;
  /** Of this one start, 32 hex digits. */
  readonly run: string;
  /** Absent where the run ended before the Hub had told it. */
  readonly id?: string;
};

/** As text. */
export function writeJobState(state: JobState): string {
  return JSON.stringify(state);
}

/** Reads it again; undefined for what is none. */
export function readJobState(text: string): JobState | undefined {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return undefined;
  }
  const { endpoint, namespace, run, id } = partOf(data);
  if (typeof endpoint !== 'string' || typeof namespace !== 'string' || typeof run !== 'string') return undefined;
  if (!URL.canParse(endpoint) || !/^[\w.-]+$/.test(namespace) || !/^[0-9a-f]{32}$/.test(run)) return undefined;
  if (id === undefined) return { endpoint, namespace, run };
  return typeof id === 'string' && /^[\w-]{1,64}$/.test(id) ? { endpoint, namespace, run, id } : undefined;
}
