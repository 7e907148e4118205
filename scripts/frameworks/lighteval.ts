import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Verdict } from '../../src/frameworks/run.ts';
import type { Kept, Told, ToldNumber, ToldSamples } from './told.ts';
import { MODEL, makeModel, mustRunPython, type Work } from './work.ts';

/** What is read of a results file here: the little that is to be compared. */
type Results = {
  readonly config_general: { readonly model_config: { readonly model_name: string; readonly revision: string } };
  readonly results: Readonly<Record<string, Readonly<Record<string, number>>>>;
};

const TASKS = 'kestrel_choice|2,kestrel_count|0,kestrel_parts|1';
const ARGS = `model_name=${MODEL},dtype=float32,device=cpu,batch_size=4`;

type Start = { readonly name: string; readonly args: readonly string[]; readonly verdict: Verdict };

/** The same model, again and again, into the same folder: only the time in the names tells the runs apart. */
const STARTS: readonly Start[] = [
  { name: 'full', args: ['--save-details'], verdict: 'full' },
  { name: 'limited', args: ['--save-details', '--max-samples', '3'], verdict: 'partial' },
];

/** Runs lighteval on the tiny model, with accelerate. */
export async function runLighteval(work: Work, { python }: { readonly python: string }): Promise<Kept[]> {
  await makeModel(work, { name: 'lighteval-model', python });
  const shared = join(work.folder, 'out/lighteval');
  const alone = join(work.folder, 'out/lighteval-without-details');
  const runs: Told[] = [];
  for (const start of STARTS) runs.push(await runOne(work, { python, folder: shared, start }));
  const start: Start = { name: 'without details', args: [], verdict: 'full' };
  const bare = await runOne(work, { python, folder: alone, start });
  return [
    { name: 'lighteval', folder: shared, runs },
    { name: bare.name, folder: alone, runs: [bare] },
  ];
}

async function runOne(
  work: Work,
  { python, folder, start }: { readonly python: string; readonly folder: string; readonly start: Start },
): Promise<Told> {
  const id = `lighteval-${start.name.replaceAll(' ', '-')}`;
  const before = new Set(resultsIn(folder));
  const args = ['-m', 'lighteval', 'accelerate', ARGS, TASKS, '--custom-tasks', 'lighteval-tasks.py'];
  await mustRunPython(work, { name: id, python, args: [...args, '--output-dir', folder, ...start.args] });
  const [file] = resultsIn(folder).filter((path) => !before.has(path));
  if (file === undefined) throw new Error(`${id} left no results in ${folder}`);
  const told = await mustRunPython(work, { name: `${id}-told`, python, args: ['tell-lighteval.py', folder] });
  const stamp = /results_(.+)\.json$/.exec(file)?.[1] ?? '';
  const samples = (JSON.parse(told) as readonly ToldSamples[]).filter((one) => one.file.includes(stamp));
  const { config_general: general, results } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Results;
  const { model_name: model, revision } = general.model_config;
  if (model !== MODEL) throw new Error(`${id}: ${model} was run`);
  return {
    name: `lighteval ${start.name}`,
    framework: 'lighteval',
    file,
    verdict: start.verdict,
    model: { model: { name: MODEL, revision }, backend: 'transformers' },
    numbers: Object.keys(results).flatMap((task) => numbersOf(task, { results, samples })),
    samples,
  };
}

function resultsIn(folder: string): string[] {
  try {
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    return files.filter((path) => /(?:^|\/)results_[^/]*\.json$/.test(path));
  } catch {
    return [];
  }
}

/** `all` is a mean over everything, and the score of nothing. */
function numbersOf(
  task: string,
  { results, samples }: { readonly results: Results['results']; readonly samples: readonly ToldSamples[] },
): ToldNumber[] {
  if (task === 'all') return [];
  const entry = results[task] ?? {};
  const shots = Number(task.slice(task.lastIndexOf('|') + 1));
  const isGroup = task.includes(':_average|');
  const group = `${task.split(':')[0]}:_average|${shots}`;
  const isPart = !isGroup && results[group] !== undefined;
  const prefix = `${task.split(':')[0]}:`;
  return Object.entries(entry).flatMap(([metric, value]): ToldNumber[] => {
    if (metric.endsWith('_stderr')) return [];
    const own = samples.filter(
      (one) => one.metric === metric && (isGroup ? one.task.startsWith(prefix) : one.task === task),
    );
    const count = own.reduce((total, one) => total + one.count, 0);
    return [
      {
        task,
        metric,
        value,
        shots,
        higherIsBetter: true,
        ...(isGroup ? {} : { dataset: { id: datasetOf(task), config: 'default', split: 'test' } }),
        // The group's is a mean of errors.
        ...(isGroup ? { isGroup: true } : { stderr: Number(entry[`${metric}_stderr`]) }),
        ...(count === 0 ? {} : { samples: count }),
        ...(isPart ? { partOf: group } : {}),
        ...(isGroup || count === 0 ? {} : { meanOf: metric }),
      },
    ];
  });
}

/** `kestrel_parts:rivers|1` is of the rivers. */
function datasetOf(task: string): string {
  return `harbor-labs/${/:(\w+)\|/.exec(task)?.[1] ?? 'quiz'}`;
}
