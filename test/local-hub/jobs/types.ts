import type { LogCut } from './log-cuts.ts';

/** Where a job stands; all but the first two are final. */
export type Stage = 'SCHEDULING' | 'RUNNING' | 'COMPLETED' | 'CANCELED' | 'ERROR' | 'DELETED';

export const STAGES: readonly Stage[] = ['COMPLETED', 'CANCELED', 'ERROR', 'DELETED', 'RUNNING', 'SCHEDULING'];

/** What is mounted into a job: a bucket, or the files of a repo. */
export type Volume = {
  readonly type: 'bucket' | 'model' | 'dataset' | 'space';
  readonly source: string;
  readonly mountPath: string;
  readonly revision?: string;
  readonly readOnly?: boolean;
  /** The folder of the source that is mounted; the whole source without it. */
  readonly path?: string;
};

export type Ports = { readonly ports: readonly number[]; readonly portsPublic?: readonly number[] };

/** What a job is to do, as its creator sent it; of secrets the names alone. */
export type JobSpec = {
  readonly dockerImage?: string;
  readonly spaceId?: string;
  readonly command: readonly string[];
  readonly arguments: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly secrets: readonly string[];
  readonly flavor: string;
  readonly arch?: 'amd64' | 'arm64';
  /** Null: the Hub's own limit, 30 minutes. */
  readonly timeoutSeconds: number | null;
  readonly attempts: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly volumes: readonly Volume[];
  readonly expose?: Ports;
  readonly ssh: boolean;
  readonly resourceGroupId?: string;
  /** Sent by clients of 2026-09, and not in the Hub's description. */
  readonly network?: Readonly<Record<string, unknown>>;
};

export type Status = {
  readonly stage: Stage;
  readonly message: string | null;
  readonly cancelReason?: string;
  /** Attempts that failed. */
  readonly failureCount?: number;
};

export type Initiator = { readonly type: 'user' | 'scheduled-job' | 'duplicated-job'; readonly id: string };

/** A job on the local Hub, replaced when it changes. Times are milliseconds since 1970. */
export type Job = {
  readonly id: string;
  /** The user or organization that owns and pays it. */
  readonly namespace: string;
  readonly createdBy: string;
  readonly initiator: Initiator;
  readonly spec: JobSpec;
  readonly status: Status;
  readonly createdAt: number;
  readonly startedAt?: number;
  readonly finishedAt?: number;
  /** The user whose token a secret holds, where one does. */
  readonly tokenOf?: string;
};

/** A job as tests see it. */
export type JobReport = Job & {
  /** Seconds on its hardware so far; those of scheduling are free. */
  readonly billedSeconds: number;
  /** USD so far: each minute that began. */
  readonly cost: number;
};

/** What a job does in place of a process. Times are seconds since it runs; what has none is there at once. */
export type StubRun = {
  /** Seconds from its creation until it runs. Default: the setting. */
  readonly starts?: number;
  /** Lines of its log. */
  readonly says?: readonly (string | { readonly at: number; readonly text: string })[];
  /** Files in its volumes, by the path that the job knows, such as `/out/results.json`. */
  readonly writes?: readonly { readonly at?: number; readonly path: string; readonly content: string | Uint8Array }[];
  /** Without it, the job runs until it is stopped. */
  readonly ends?: StubEnd & { readonly at?: number };
};

/** Exit code (default 0), and for a failure the reason that the Hub names (default `Error`; also `OOMKilled`). */
export type StubEnd = { readonly code?: number; readonly reason?: string };

export type JobsOptions = {
  /** For all processes; what a job brings itself wins. */
  readonly environment?: Readonly<Record<string, string>>;
  /** What a job does in place of a process, once for each attempt; undefined: it is one. */
  readonly run?: (job: JobReport) => StubRun | undefined;
  readonly settings?: Partial<JobSettings>;
};

/** Where the Hub's behaviour is not established, or a test wants it otherwise. May be changed while it runs. */
export type JobSettings = {
  bucketsAvailable: boolean;
  /** Whether the content of a bucket's file comes from another URL, as on the Hub. */
  bucketRedirects: boolean;
  schedulingSeconds: number;
  /** Limit of jobs that name none. */
  defaultTimeoutSeconds: number;
  /** Jobs on a page of their list. */
  jobsPageSize: number;
  /** Milliseconds between two comments of a silent stream. */
  keepAliveMs: number;
  metricsMs: number;
  /** The answer to `/metrics` of a job that ended; 406 since the autumn of 2026. */
  endedMetricsStatus: 406 | 500;
  /** The answer to `/cancel` of a job that ended, which is not established. */
  endedCancelStatus: 200 | 409;
  /** Milliseconds between SIGTERM and SIGKILL. */
  graceMs: number;
};

/** A job of the past, or one that runs until it is stopped, made without a request. */
export type StagedJob = Partial<Omit<JobSpec, 'secrets'>> & {
  readonly namespace: string;
  /** Default: the namespace. */
  readonly by?: string;
  /** Default RUNNING. */
  readonly stage?: Stage;
  readonly message?: string;
  readonly cancelReason?: string;
  readonly createdAt?: number;
  readonly startedAt?: number;
  readonly finishedAt?: number;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly log?: readonly string[];
};

/** What a test tells and asks of jobs: `hub.jobs`. */
export type JobsControl = {
  readonly settings: JobSettings;
  /** Oldest first. */
  readonly all: () => readonly JobReport[];
  /** Throws when there is none. */
  readonly get: (id: string) => JobReport;
  readonly log: (id: string) => readonly string[];
  /** Resolves when the job has ended. */
  readonly ended: (id: string) => Promise<JobReport>;
  readonly stage: (spec: StagedJob) => JobReport;
  /** Goes on with what has no process: writes a line, ends it. */
  readonly say: (id: string, text: string) => void;
  readonly end: (id: string, end?: StubEnd) => void;
  /** Brings all jobs to what the clock says now, and streams with them. Requests and questions do so too. */
  readonly tick: () => void;
  readonly billedSeconds: (id: string) => number;
  readonly cost: (id: string) => number;
  /** USD that a namespace has from now on; null: enough. */
  readonly setCredit: (namespace: string, usd: number | null) => void;
  /** What is left in USD, or null. */
  readonly credit: (namespace: string) => number | null;
  readonly cutLogs: (cut: LogCut) => void;
  /** The time of a schedule has come: the new job, or undefined when the Hub would skip it. */
  readonly fire: (scheduleId: string) => JobReport | undefined;
};
