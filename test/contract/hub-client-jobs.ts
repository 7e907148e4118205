import { deepStrictEqual as equal } from 'node:assert';

/** The part of @huggingface/hub that is about jobs and buckets, in the shapes of its own declarations. */
export type JobsClient = {
  readonly runJob: (about: Common & Readonly<Record<string, unknown>>) => Promise<Job>;
  readonly getJob: (about: One) => Promise<Job>;
  readonly listJobs: (about: Common) => Promise<readonly Job[]>;
  readonly cancelJob: (about: One) => Promise<Job>;
  readonly duplicateJob: (about: One) => Promise<Job>;
  readonly streamJobLogs: (about: One) => AsyncIterable<{ readonly message: string; readonly timestamp: Date }>;
  readonly streamJobEvents: (about: One) => AsyncIterable<string>;
  readonly streamJobMetrics: (about: One) => AsyncIterable<string>;
  readonly listJobHardware: (
    about: Pick<Common, 'hubUrl'>,
  ) => Promise<readonly { readonly name: string; readonly unitCostUSD: number }[]>;
  readonly createScheduledJob: (about: Common & Readonly<Record<string, unknown>>) => Promise<{ readonly id: string }>;
  readonly runScheduledJob: (about: One) => Promise<Job | null>;
  readonly suspendScheduledJob: (about: One) => Promise<void>;
  readonly resumeScheduledJob: (about: One) => Promise<void>;
  readonly getScheduledJob: (about: One) => Promise<{ readonly suspend: boolean }>;
  readonly listScheduledJobs: (about: Common) => Promise<readonly { readonly id: string }[]>;
  readonly deleteScheduledJob: (about: One) => Promise<void>;
  readonly listFiles: (about: Bucket & { readonly recursive?: boolean }) => AsyncIterable<{ readonly path: string }>;
  readonly downloadFile: (about: Bucket & { readonly path: string }) => Promise<Blob | null>;
};
type Common = { readonly hubUrl: string; readonly accessToken: string; readonly namespace: string };
type One = Common & { readonly jobId: string };
type Bucket = Omit<Common, 'namespace'> & { readonly repo: { readonly type: 'bucket'; readonly name: string } };
type Job = {
  readonly id: string;
  readonly status: { readonly stage: string };
  readonly secrets?: readonly string[];
  readonly initiator?: { readonly type?: string };
};
type Checks = Readonly<Record<string, () => Promise<void>>>;

/** What the client promises of jobs, each as a check on a Hub that may run them. */
export function jobChecks(client: JobsClient, { hubUrl, accessToken }: Omit<Common, 'namespace'>): Checks {
  const common = { hubUrl, accessToken, namespace: 'runner' };
  const spec = { dockerImage: 'python:3.12', flavor: 'cpu-basic' };
  const bash = (text: string, more = {}) =>
    client.runJob({ ...common, ...spec, command: ['bash', '-c', text], ...more });
  const stageOf = async ({ id }: Job) => (await client.getJob({ ...common, jobId: id })).status.stage;
  return {
    'runJob runs a process, whose lines streamJobLogs brings, and getJob tells its end': async () => {
      const environment = { NAME: 'ü' };
      const job = await bash('echo $NAME $KEY; sleep 0.1; echo end', {
        environment,
        secrets: { KEY: 'x' },
        timeoutSeconds: 60,
      });
      equal([job.status.stage, job.secrets], ['SCHEDULING', ['KEY']]);
      const lines: string[] = [];
      for await (const { message, timestamp } of client.streamJobLogs({ ...common, jobId: job.id })) {
        equal(Number.isNaN(timestamp.getTime()), false);
        lines.push(message);
      }
      equal([lines[0]?.startsWith('===== Job started'), ...lines.slice(1)], [true, 'ü x', 'end']);
      equal(await stageOf(job), 'COMPLETED');
    },
    'cancelJob, duplicateJob, listJobs, streamJobEvents and streamJobMetrics work on jobs that run': async () => {
      const job = await bash('sleep 60');
      for await (const metrics of client.streamJobMetrics({ ...common, jobId: job.id })) {
        equal(Object.keys(JSON.parse(metrics) as object).includes('cpu_usage_pct'), true);
        break;
      }
      const again = await client.duplicateJob({ ...common, jobId: job.id });
      equal(again.initiator?.type, 'duplicated-job');
      const listed = await client.listJobs(common);
      equal(
        listed.slice(0, 2).map(({ id }) => id),
        [again.id, job.id],
      );
      for (const { id } of [job, again]) {
        equal((await client.cancelJob({ ...common, jobId: id })).status.stage, 'CANCELED');
      }
      const stages: unknown[] = [];
      for await (const event of client.streamJobEvents({ ...common, jobId: job.id })) {
        stages.push((JSON.parse(event) as { readonly stage: unknown }).stage);
      }
      equal(stages, ['SCHEDULING', 'RUNNING', 'CANCELED']);
    },
    'listJobHardware tells prices to everybody': async () => {
      const small = (await client.listJobHardware({ hubUrl })).find(({ name }) => name === 'a10g-small');
      equal(small?.unitCostUSD, 0.016667);
    },
    'jobs write to buckets, which listFiles and downloadFile read': async () => {
      const headers = { Authorization: `Bearer ${accessToken}`, 'Content-Type': 'application/json' };
      const body = JSON.stringify({ private: true });
      await fetch(`${hubUrl}/api/buckets/runner/js`, { method: 'POST', headers, body });
      const volumes = [{ source: 'buckets/runner/js', mountPath: '/out' }];
      const job = await bash('mkdir /out/deep; printf "%s" ok > /out/deep/r.txt', { volumes });
      for await (const _ of client.streamJobLogs({ ...common, jobId: job.id }));
      const bucket = { hubUrl, accessToken, repo: { type: 'bucket', name: 'runner/js' } } as const;
      const paths: string[] = [];
      for await (const { path } of client.listFiles({ ...bucket, recursive: true })) paths.push(path);
      equal(paths, ['deep/r.txt']);
      equal(await (await client.downloadFile({ ...bucket, path: 'deep/r.txt' }))?.text(), 'ok');
      equal(await client.downloadFile({ ...bucket, path: 'none' }), null);
    },
    'scheduled jobs: create, list, suspend, resume, run, delete': async () => {
      const jobSpec = { ...spec, command: ['sleep', '60'] };
      const { id } = await client.createScheduledJob({ ...common, jobSpec, schedule: '@daily' });
      const one = { ...common, jobId: id };
      await client.suspendScheduledJob(one);
      equal((await client.getScheduledJob(one)).suspend, true);
      await client.resumeScheduledJob(one);
      const job = await client.runScheduledJob(one);
      equal([job?.initiator?.type, await client.runScheduledJob(one)], ['scheduled-job', null]);
      await client.cancelJob({ ...common, jobId: job?.id ?? '' });
      await client.deleteScheduledJob(one);
      equal(
        (await client.listScheduledJobs(common)).filter((item) => item.id === id),
        [],
      );
    },
  };
}
