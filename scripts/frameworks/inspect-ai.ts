import { join } from 'node:path';
import type { Verdict } from '../../src/frameworks/run.ts';
import type { Kept, Told, ToldNumber, ToldSamples } from './told.ts';
import { MODEL, mustRunPython, runPython, type Work } from './work.ts';

/** What `tell-inspect.py` prints of a log. */
type Log = {
  readonly folder: string;
  readonly file: string;
  readonly status: string;
  readonly version: string;
  /** With what runs it before its name. */
  readonly model: string;
  readonly task: string;
  readonly fewshot: number | null;
  readonly available: number;
  readonly scores: readonly LogScore[];
  readonly samples: readonly {
    readonly metric: string;
    /** Answers, each epoch counted. */
    readonly count: number;
    readonly sum: number;
  }[];
};
type LogScore = {
  readonly scorer: string;
  readonly name: string;
  readonly reducer: string | null;
  readonly scored: number;
  readonly metrics: readonly {
    readonly key: string;
    readonly name: string;
    readonly value: number;
    readonly grouped: boolean;
  }[];
};

type Start = {
  readonly name: string;
  readonly args: readonly string[];
  /** What inspect is to say of the end, and what that is for us. */
  readonly status: string;
  readonly verdict: Verdict;
};

const COUNT = 'inspect-tasks.py@kestrel_count';
const SUBJECTS = 'inspect-tasks.py@kestrel_subjects';
const JSON_LOG = ['--log-format', 'json'];
/** One sample after the other, so that some are done when trouble comes. */
const IN_TURN = ['--max-samples', '1'];

const STARTS: readonly Start[] = [
  { name: 'once', args: [COUNT, ...JSON_LOG], status: 'success', verdict: 'full' },
  { name: 'subjects', args: [SUBJECTS], status: 'success', verdict: 'full' },
  {
    name: 'epochs',
    args: [COUNT, '--epochs', '3', '--epochs-reducer', 'mean,at_least_2'],
    status: 'success',
    verdict: 'full',
  },
  { name: 'limited', args: [SUBJECTS, '--limit', '6', ...JSON_LOG], status: 'success', verdict: 'partial' },
  {
    name: 'one error',
    args: [COUNT, '-T', 'trouble=raise', '--no-fail-on-error'],
    status: 'success',
    verdict: 'partial',
  },
  { name: 'failed', args: [COUNT, '-T', 'trouble=raise', ...IN_TURN], status: 'error', verdict: 'failed' },
  { name: 'failed, as JSON', args: [COUNT, '-T', 'trouble=raise', ...JSON_LOG], status: 'error', verdict: 'failed' },
  { name: 'cancelled', args: [COUNT, '-T', 'trouble=interrupt', ...IN_TURN], status: 'cancelled', verdict: 'failed' },
  { name: 'killed', args: [COUNT, '-T', 'trouble=kill', ...IN_TURN], status: 'started', verdict: 'failed' },
];

/** Runs inspect-ai on its mock model, in all the ways that a run can end. */
export async function runInspectAi(
  work: Work,
  { python, version }: { readonly python: string; readonly version: string },
): Promise<Kept[]> {
  const out = join(work.folder, 'out/inspect-ai');
  for (const start of STARTS) await runOne(work, { python, start, folder: join(out, idOf(start)) });
  const told = await mustRunPython(work, { name: 'inspect-ai-told', python, args: ['tell-inspect.py', out] });
  const logs = JSON.parse(told) as readonly Log[];
  return STARTS.map(({ name: way, args, status, verdict }) => {
    const name = `inspect-ai ${way}`;
    const folder = idOf({ name: way });
    const own = logs.filter((log) => log.folder === folder);
    const statuses = own.map((log) => log.status).join(', ');
    if (statuses !== status) throw new Error(`${name}: inspect says ${statuses}, not ${status}`);
    return {
      name,
      folder: join(out, folder),
      runs: own.map((log) => tell(log, { name, version, verdict, ...variantOf(args) })),
    };
  });
}

async function runOne(
  work: Work,
  { python, start, folder }: { readonly python: string; readonly start: Start; readonly folder: string },
): Promise<void> {
  const name = `inspect-ai-${idOf(start)}`;
  const args = ['-m', 'inspect_ai', 'eval', ...start.args, '--log-dir', folder, '--display', 'plain'];
  const { code, signal, output } = await runPython(work, { name, python, args });
  const isAsMeant = start.name === 'killed' ? signal === 'SIGKILL' : code === 0;
  if (!isAsMeant) throw new Error(`${name} ended with ${code ?? signal}: ${output.slice(-2000)}`);
}

function idOf({ name }: Pick<Start, 'name'>): string {
  return name.replaceAll(/\W+/g, '-');
}

/** A task with another argument than its own is another task. */
function variantOf(args: readonly string[]): { readonly variant?: string } {
  const variant = args[args.indexOf('-T') + 1];
  return args.includes('-T') && variant !== undefined ? { variant } : {};
}

function tell(
  log: Log,
  {
    name,
    version,
    verdict,
    variant,
  }: { readonly name: string; readonly version: string; readonly verdict: Verdict; readonly variant?: string },
): Told {
  if (log.version !== version) throw new Error(`${name}: inspect-ai ${version} wrote ${log.version}`);
  if (log.model !== `mockllm/${MODEL}`) throw new Error(`${name}: ${log.model} was run`);
  return {
    name,
    framework: 'inspect-ai',
    file: log.file,
    verdict,
    version,
    model: { model: { name: MODEL }, backend: 'mockllm' },
    numbers: log.scores
      .flatMap((score) => numbersOf(log, score))
      .map((number) => ({ ...number, ...(variant === undefined ? {} : { variant }) })),
    samples: log.samples.map(
      ({ metric, count, sum }): ToldSamples => ({
        file: log.file,
        task: log.task,
        metric,
        count,
        sum,
      }),
    ),
  };
}

function numbersOf(log: Log, { scorer, name, reducer, scored, metrics }: LogScore): ToldNumber[] {
  const label = scorer === name ? name : `${scorer}/${name}`;
  const others = log.scores.filter((one) => one.scorer === scorer && one.name === name);
  // A mean of epochs goes without saying, where there is nothing else.
  const suffix = reducer === null || (reducer === 'mean' && others.length === 1) ? '' : `,${reducer}`;
  const error = metrics.find((metric) => metric.name === 'stderr')?.value;
  // What was scored when it was cancelled is kept, but not counted.
  const isMean = (reducer === null || reducer === 'mean') && log.status === 'success';
  return metrics
    .filter((metric) => metric.name !== 'stderr')
    .map(({ key, value, grouped }) => ({
      task: log.task,
      metric: `${label}/${key}${suffix}`,
      value,
      ...(log.fewshot === null ? {} : { shots: log.fewshot }),
      // A file of this folder.
      isOwnData: true as const,
      // A group is of some of the samples, and a log does not say of how many.
      ...(grouped || error === undefined ? {} : { stderr: error }),
      ...(grouped ? {} : { samples: scored, available: log.available }),
      ...(grouped || !isMean ? {} : { meanOf: label }),
    }));
}
