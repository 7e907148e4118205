import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { KnownJob } from '../../src/flows/evaluate/end-job.ts';
import type { JobReport } from '../local-hub/jobs/types.ts';
import type { RequestRule } from '../local-hub/rules.ts';
import { type LocalHub, startLocalHub } from '../local-hub/server.ts';
import type { Told } from './child.ts';
import { judgeJobs, judgeLeft, judgeMoney, type Wrong } from './judge.ts';
import { endLater } from './runs.ts';
import { SCENARIOS, workOf } from './scenarios.ts';
import { FILES, NAMESPACE, REPO, START, TOKEN } from './world.ts';

/** A trial with processes and signals of the system. */
export type RealCell = {
  readonly name: string;
  /** The request before, or after, which the run is struck. */
  readonly moment: { readonly when: 'before' | 'after'; readonly rule: RequestRule; readonly work: 'hangs' | 'ends' };
  readonly blow: Blow;
  readonly door: 'flow' | 'command line';
  readonly after: 'the same machine' | 'the next attempt' | 'another run of the workflow' | 'nobody';
  readonly hasPost: boolean;
};

type Child = ChildProcessByStdio<null, null, Readable>;

/** What befalls a process; `ends`: it has to see to its job itself. */
export type Blow = { readonly name: string; readonly isKill?: true; readonly strike: (child: Child) => unknown };

const BLOWS: readonly Blow[] = [
  { name: 'SIGINT', strike: (child) => child.kill('SIGINT') },
  { name: 'SIGTERM', strike: (child) => child.kill('SIGTERM') },
  { name: 'SIGKILL', isKill: true, strike: (child) => child.kill('SIGKILL') },
  { name: 'SIGHUP, its terminal closed', strike: hangUp },
  // A terminal sends it to npm and to what npm runs, and npm passes it on.
  { name: 'SIGINT twice, as under npm', strike: twice },
];

function hangUp(child: Child): void {
  child.stderr.destroy();
  child.kill('SIGHUP');
}

async function twice(child: Child): Promise<void> {
  child.kill('SIGINT');
  await delay(30);
  child.kill('SIGINT');
}

const JOB = `/api/jobs/${NAMESPACE}/[0-9a-f]{24}`;
const CREATE = { method: 'POST', path: new RegExp(`^/api/jobs/${NAMESPACE}$`) };
const POLL = { method: 'GET', path: new RegExp(`^${JOB}$`) };

const MOMENTS: readonly (readonly [string, RealCell['moment']])[] = [
  ['the hardware is looked at', { when: 'before', rule: { path: /\/hardware$/ }, work: 'ends' }],
  ['the job is asked for', { when: 'before', rule: CREATE, work: 'hangs' }],
  ['the job is there, and not told of', { when: 'after', rule: CREATE, work: 'hangs' }],
  ['it has just been started', { when: 'before', rule: POLL, work: 'hangs' }],
  ['it runs', { when: 'after', rule: { ...POLL, nth: 3 }, work: 'hangs' }],
  ['its log is read', { when: 'before', rule: { path: new RegExp(`^${JOB}/logs$`) }, work: 'hangs' }],
  ['its results are taken', { when: 'before', rule: { path: /^\/api\/buckets\/.*\/tree\// }, work: 'ends' }],
];

const AFTER = ['the same machine', 'the next attempt', 'another run of the workflow'] as const;

/** All of them: every moment and every blow; of what comes after, each has its turn. */
export const REAL_CELLS: readonly RealCell[] = [
  ...MOMENTS.flatMap(([when, moment]) =>
    BLOWS.flatMap((blow) =>
      (blow.isKill ? [false, true] : [false]).map((hasPost) => ({ when, moment, blow, hasPost })),
    ),
  ).map(({ when, moment, blow, hasPost }, at): RealCell => {
    const after = AFTER[at % AFTER.length] ?? 'nobody';
    const name = `a process, when ${when}: ${blow.name}${hasPost ? ', with post' : ''}, then ${after}`;
    return { name, moment, blow, hasPost, after, door: 'flow' };
  }),
  ...MOMENTS.slice(1, 4).flatMap(([when, moment]) =>
    BLOWS.filter(({ isKill }) => !isKill).map((blow): RealCell => {
      const name = `the command line, when ${when}: ${blow.name}`;
      return { name, moment, blow, hasPost: false, after: 'nobody', door: 'command line' };
    }),
  ),
  {
    name: 'the command line, when nobody reads along any more, and then SIGINT',
    moment: { when: 'after', rule: CREATE, work: 'hangs' },
    blow: {
      name: 'stderr closed',
      strike: async (child) => {
        child.stderr.destroy();
        // Once it has written and found nobody.
        void delay(2500).then(() => child.kill('SIGINT'));
      },
    },
    hasPost: false,
    after: 'nobody',
    door: 'command line',
  },
];

const ROOT = join(import.meta.dirname, '../..');
const [ASKED] = SCENARIOS;

type Street = {
  readonly hub: LocalHub;
  readonly told: Omit<Told, 'notes'>;
  readonly jump: (seconds: number) => void;
  readonly folder: string;
};

/** Tries one of them, on a Hub of its own. */
export async function tryReal(cell: RealCell): Promise<Wrong> {
  const street = await openStreet(cell);
  const { hub, folder } = street;
  try {
    const notes = join(folder, 'notes.json');
    const pause = hub[cell.moment.when === 'before' ? 'pauseBefore' : 'pauseAfter'](cell.moment.rule);
    const first = start(cell, street, { notes, runId: '77', attempt: 1 });
    const early = await Promise.race([pause.reached.then(() => undefined), first.ended]);
    if (early !== undefined) return [`it ended before its moment: ${early}`];
    await cell.blow.strike(first.child);
    if (cell.blow.isKill) await first.ended;
    pause.release();
    const isGone = await Promise.race([first.ended.then(() => true), delay(PATIENCE, false, { ref: false })]);
    if (!isGone) {
      first.child.kill('SIGKILL');
      return ['it did not end'];
    }
    if (cell.hasPost) await post(hub, notes);
    const jobs = hub.jobs.all();
    const wrong = [
      ...(cell.blow.isKill && !cell.hasPost ? [] : judgeLeft(jobs)),
      ...judgeMoney(jobs, ASKED?.most ?? fail()),
    ];
    return [...wrong, ...(cell.after === 'nobody' ? [] : await startNext(cell, street))];
  } finally {
    await hub.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Milliseconds in which whatever was struck has to be gone. */
const PATIENCE = 15_000;

function fail(): never {
  throw new Error('there is a scenario');
}

async function startNext(cell: RealCell, street: Street): Promise<Wrong> {
  const isElsewhere = cell.after === 'another run of the workflow';
  if (isElsewhere) street.jump(16 * 60);
  const who = { runId: isElsewhere ? '78' : '77', attempt: isElsewhere ? 1 : 2 };
  const next = start(cell, street, { notes: join(street.folder, 'next.json'), ...who });
  const said = await Promise.race([next.ended, delay(2 * PATIENCE, 'it did not end', { ref: false })]);
  next.child.kill('SIGKILL');
  const jobs = street.hub.jobs.all();
  const paid = jobs.filter(({ status }) => status.stage === 'COMPLETED').length;
  return [
    ...(/END done/.test(said) ? [] : [`the next start ended otherwise: ${said.slice(-600)}`]),
    ...(paid === 1 ? [] : [`${paid} jobs did the work`]),
    ...judgeJobs(jobs, ASKED?.most ?? fail()),
  ];
}

/** A Hub whose clock goes faster than the real one, but for the command line, which has no other. */
async function openStreet({ door, moment }: RealCell): Promise<Street> {
  const folder = mkdtempSync(join(tmpdir(), 'hf-eval-money-'));
  const factor = door === 'flow' ? 100 : 1;
  const origin = Date.now();
  const clock = { start: door === 'flow' ? START : origin };
  let made = 0;
  const run = (job: JobReport) => {
    made += 1;
    return workOf(job, { work: made === 1 ? moment.work : 'ends' });
  };
  const now = (): number => clock.start + (Date.now() - origin) * factor;
  const hub = await startLocalHub({ now, jobs: { settings: { schedulingSeconds: 20 }, run } });
  hub.addToken(TOKEN, { user: 'mara', role: 'write', orgs: [NAMESPACE] });
  await hub.addModel({ id: REPO, files: FILES, safetensors: { BF16: 7_000_000_000 } });
  const told = { options: ASKED?.options ?? {}, endpoint: hub.url, token: TOKEN, origin, factor };
  return {
    hub,
    folder,
    told: {
      ...told,
      get start() {
        return clock.start;
      },
    },
    jump: (seconds) => {
      clock.start += seconds * 1000;
      hub.jobs.tick();
    },
  };
}

/** Starts a run; what it said when it has ended. */
function start(
  { door, after }: RealCell,
  { told, folder }: Street,
  about: { readonly notes: string; readonly runId: string; readonly attempt: number },
): { readonly child: Child; readonly ended: Promise<string> } {
  const { notes, runId, attempt } = about;
  const workflow = {
    GITHUB_ACTIONS: 'true',
    GITHUB_RUN_ID: runId,
    GITHUB_RUN_ATTEMPT: String(attempt),
    GITHUB_REPOSITORY: 'harbor-labs/kestrel',
    GITHUB_JOB: 'evaluate',
  };
  const env = {
    PATH: process.env.PATH ?? '',
    HOME: folder,
    TMPDIR: folder,
    HF_ENDPOINT: told.endpoint,
    HF_TOKEN: TOKEN,
    HF_EVAL_MONEY: JSON.stringify({ ...told, notes }),
    ...(after === 'the same machine' || after === 'nobody' ? {} : workflow),
  };
  const flags = Object.entries(told.options).flatMap(([name, value]) =>
    value === 'true' ? [`--${name}`] : [`--${name}`, value],
  );
  const args =
    door === 'flow'
      ? [join(ROOT, 'test/money/child.ts')]
      : [join(ROOT, 'src/cli.ts'), 'evaluate', '--repo-id', REPO, ...flags];
  const child = spawn(process.execPath, args, { env, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const ended = once(child, 'exit').then(async ([code, signal]) => {
    // What it said last may still be on its way.
    await delay(20);
    return `${said}(${signal ?? code})`;
  });
  return { child, ended };
}

/** The process after a run, with what that one took down. */
async function post(hub: LocalHub, notes: string): Promise<void> {
  let known: KnownJob | undefined;
  try {
    known = JSON.parse(readFileSync(notes, 'utf8')) as KnownJob;
  } catch {
    // It had not come so far.
  }
  // There was nothing any more that it would have had to end.
  if (known?.run !== undefined) await endLater({ endpoint: hub.url, fetch }, known);
}
