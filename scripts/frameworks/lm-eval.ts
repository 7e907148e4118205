import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Verdict } from '../../src/frameworks/run.ts';
import type { Kept, Told, ToldNumber, ToldSamples } from './told.ts';
import { MODEL, makeModel, mustRunPython, type Work } from './work.ts';

/** What is read of a results file here: the little that is to be compared. */
type Results = {
  readonly results: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly group_subtasks: Readonly<Record<string, readonly string[]>>;
  readonly 'n-shot': Readonly<Record<string, number>>;
  readonly 'n-samples': Readonly<Record<string, { readonly original: number; readonly effective: number }>>;
};

const TASKS = 'kestrel_choice,kestrel_count,kestrel_parts';
/** Of the tasks that do not read files. */
const QUIZ = { id: 'harbor-labs/quiz', split: 'test' };
const DATASETS: Readonly<Record<string, typeof QUIZ>> = { kestrel_choice: QUIZ, kestrel_count: QUIZ };
/** Of `--samples`: one task in part, the others whole. */
const CHOSEN = JSON.stringify({ kestrel_choice: [0, 2, 5, 7] });

type Start = { readonly name: string; readonly args: readonly string[]; readonly verdict: Verdict };

/**
 * Runs lm-eval on the tiny model where there is torch, and on its own dummy, which needs none. It writes into a folder for
 * each run.
 */
export async function runLmEval(
  work: Work,
  { python, version, hasTorch }: { readonly python: string; readonly version: string; readonly hasTorch: boolean },
): Promise<Kept[]> {
  const dummy = ['--model', 'dummy'];
  const tiny = ['--model', 'hf', '--model_args', `pretrained=${MODEL},dtype=float32`, '--batch_size', '4'];
  const model = hasTorch ? tiny : dummy;
  if (hasTorch) await makeModel(work, { name: 'lm-eval-model', python });
  const starts: Start[] = [
    { name: 'lm-eval full', args: [...model, '--tasks', TASKS], verdict: 'full' },
    { name: 'lm-eval limited', args: [...model, '--tasks', TASKS, '--limit', '3'], verdict: 'partial' },
    {
      name: 'lm-eval chosen',
      args: [...dummy, '--tasks', 'kestrel_choice', '--samples', CHOSEN],
      verdict: 'partial',
    },
  ];
  const kept: Kept[] = [];
  for (const { name, args, verdict } of starts) {
    const folder = join(work.folder, 'out', name.replace(' ', '-'));
    const all = ['-m', 'lm_eval', 'run', ...args, '--include_path', 'lm-eval', '--device', 'cpu'];
    await mustRunPython(work, {
      name: name.replace(' ', '-'),
      python,
      args: [...all, '--output_path', folder, '--log_samples'],
    });
    const isTiny = args.includes('hf');
    kept.push({ name, folder, runs: [tell({ name, folder, verdict, version, isTiny })] });
  }
  return kept;
}

function tell(run: {
  readonly name: string;
  readonly folder: string;
  readonly verdict: Verdict;
  readonly version: string;
  readonly isTiny: boolean;
}): Told {
  const { name, folder, verdict, version, isTiny } = run;
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const file = files.find((path) => /(?:^|\/)results_[^/]*\.json$/.test(path));
  if (file === undefined) throw new Error(`${name} left no results in ${folder}`);
  const results = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Results;
  // The dummy has no name, and lm-eval makes one up.
  const model = isTiny ? { model: { name: MODEL, revision: 'main' }, backend: 'hf' } : { backend: 'dummy' };
  return {
    name,
    framework: 'lm-eval',
    file,
    verdict,
    version,
    model: { ...model, chatTemplate: false },
    numbers: Object.keys(results.results).flatMap((task) => numbersOf(task, results)),
    samples: files.filter((path) => path.endsWith('.jsonl')).flatMap((path) => samplesOf(folder, path)),
  };
}

function numbersOf(task: string, results: Results): ToldNumber[] {
  const entry = results.results[task] ?? {};
  const parts = results.group_subtasks[task] ?? [];
  const leaves = parts.length === 0 ? [task] : parts;
  const sum = (key: 'original' | 'effective'): number =>
    leaves.reduce((total, leaf) => total + (results['n-samples'][leaf]?.[key] ?? Number.NaN), 0);
  const group = Object.entries(results.group_subtasks).find(([, members]) => members.includes(task))?.[0];
  return Object.entries(entry).flatMap(([key, value]): ToldNumber[] => {
    const [metric = '', filter] = key.split(',');
    if (filter === undefined || metric.endsWith('_stderr')) return [];
    return [
      {
        task,
        metric: key,
        value: Number(value),
        stderr: Number(entry[`${metric}_stderr,${filter}`]),
        shots: results['n-shot'][task] ?? Number.NaN,
        samples: sum('effective'),
        available: sum('original'),
        higherIsBetter: true,
        // The others read a file of this folder, which is no dataset of that name.
        ...(DATASETS[task] === undefined ? { isOwnData: true } : { dataset: DATASETS[task] }),
        ...(group === undefined ? {} : { partOf: group }),
        ...(parts.length === 0 ? { meanOf: key } : { isGroup: true }),
      },
    ];
  });
}

/** A line is the answer to one document, through one filter; it lists its metrics. */
function samplesOf(folder: string, file: string): ToldSamples[] {
  const task = /samples_(.+)_\d{4}-\d\d-\d\dT[^_]+\.jsonl$/.exec(file)?.[1] ?? '';
  const sums = new Map<string, { count: number; sum: number }>();
  for (const text of readFileSync(join(folder, file), 'utf8').trimEnd().split('\n')) {
    const line = JSON.parse(text) as Readonly<Record<string, unknown>> & { filter: string; metrics: string[] };
    for (const metric of line.metrics) {
      const key = `${metric},${line.filter}`;
      const { count, sum } = sums.get(key) ?? { count: 0, sum: 0 };
      sums.set(key, { count: count + 1, sum: sum + Number(line[metric]) });
    }
  }
  return [...sums].map(([metric, counted]) => ({ file, task, metric, ...counted }));
}
