import type { Benchmark, Registry } from '../scores/benchmarks.ts';
import { NO_DATASET } from '../scores/datasets.ts';
import type { Score } from '../scores/score.ts';
import { findTask, type KnownTask, plainName } from './known-tasks.ts';
import { isDataOf, originalsOf } from './mirrors.ts';
import type { Measurement, Run } from './run.ts';

/** What the measurements of one task on one set of data are filed under. */
export type Filing = {
  readonly known?: KnownTask;
  /** What the task is; absent where only its data is known, or nothing. */
  readonly benchmark?: Benchmark;
  readonly dataset: Score['dataset'];
  /** How it differs from the benchmark as it is customary. */
  readonly variant?: string;
};

/** Datasets that the user wants all scores under. */
export type GivenDataset = { readonly name?: string; readonly type?: string };

const UNKNOWN_DATASET_NAME = 'Benchmarks';

/**
 * Files a task under a benchmark of the registry: by the framework's name of it, or by a name that the registry has. Where
 * the file names other data than the benchmark's, or another split of it, or the task was changed, it is not that benchmark.
 */
export function fileUnder(
  measured: Measurement,
  run: Pick<Run, 'framework' | 'harness'>,
  { registry, given }: { readonly registry: Registry; readonly given: GivenDataset },
): Filing {
  const { framework, harness } = run;
  const name = plainName(framework, measured.task);
  const args = measured.shots === undefined ? {} : { args: { num_few_shot: measured.shots } };
  const changes = [measured.variant, measured.isOwnData ? OWN_DATA : undefined];
  if (given.name !== undefined || given.type !== undefined) {
    return {
      dataset: { type: given.type ?? NO_DATASET, name: given.name ?? UNKNOWN_DATASET_NAME, ...args },
      ...variantOf(name, ...changes),
    };
  }
  const known = findTask(framework, measured.task, harness);
  const ofTask = known === undefined ? {} : { known };
  const named = registry.byName(known?.benchmark ?? name);
  if (measured.isOwnData) {
    const called = named === undefined ? name : `${name} (${OWN_DATA})`;
    return { ...ofTask, dataset: { type: NO_DATASET, name: called, ...args }, ...variantOf(measured.variant) };
  }
  const data = hubData(run, measured);
  // Names of MTEB and HELM are none of the Hub; splits and subsets are.
  const own = named?.dataset === undefined || data !== undefined ? data : renamed(run, measured, named.dataset.id);
  if (named?.dataset !== undefined && fits(named, own)) {
    const dataset = datasetOf(named, own, args);
    const suite = suiteOf(framework, measured.task);
    if (measured.variant !== undefined) {
      return { ...ofTask, dataset, ...variantOf(name, known?.variant, suite, measured.variant) };
    }
    return { ...ofTask, benchmark: named, dataset, ...variantOf(known?.variant, suite) };
  }
  // A task of its own on the data of a benchmark may ask otherwise, so it does not pass for it.
  const [only, ...others] = data === undefined ? [] : benchmarksOn(data, measured, registry);
  if (only !== undefined && others.length === 0) {
    return { dataset: datasetOf(only, data, args), ...variantOf(name, measured.variant) };
  }
  const { dataset } = measured;
  return {
    dataset: {
      type: data?.id ?? NO_DATASET,
      name,
      ...(dataset?.config === undefined ? {} : { config: dataset.config }),
      ...(dataset?.split === undefined ? {} : { split: dataset.split }),
      ...(dataset?.revision === undefined ? {} : { revision: dataset.revision }),
      ...args,
    },
    // Without a dataset, the name tells tasks apart; on one dataset there may be many.
    ...variantOf(data === undefined ? undefined : name, measured.variant),
  };
}

const OWN_DATA = 'own data';

function variantOf(...parts: readonly (string | undefined)[]): Pick<Filing, 'variant'> {
  const said = parts.filter((part) => part !== undefined);
  return said.length === 0 ? {} : { variant: said.join(', ') };
}

/**
 * The benchmarks that have these data, or data that these are a copy of. A mean over several configs is of all of them only
 * where the task is the benchmark itself.
 */
function benchmarksOn(
  data: NonNullable<Measurement['dataset']>,
  { isGroup }: Measurement,
  registry: Registry,
): readonly Benchmark[] {
  const found = originalsOf(data.id).flatMap((id) => registry.ofDataset(id));
  return [...new Set(found)].filter(
    (entry) => fits(entry, data) && !(isGroup && data.config === undefined && entry.dataset?.config !== undefined),
  );
}

/** The data where the framework names it by its id on the Hub: MTEB and HELM have names of their own. */
function hubData({ framework }: Pick<Run, 'framework'>, { dataset }: Measurement): Measurement['dataset'] {
  return framework === 'mteb' || framework === 'helm' ? undefined : dataset;
}

function renamed({ framework }: Pick<Run, 'framework'>, { dataset }: Measurement, id: string): Measurement['dataset'] {
  const isRenamed = framework === 'mteb' || framework === 'helm';
  return dataset !== undefined && isRenamed ? { ...dataset, id } : undefined;
}

function fits({ dataset: own }: Benchmark, data: Measurement['dataset']): boolean {
  if (own === undefined) return false;
  if (data === undefined) return true;
  return isDataOf(own, data) && (data.split === undefined || own.split === undefined || data.split === own.split);
}

function datasetOf(
  { name, dataset }: Benchmark,
  data: Measurement['dataset'],
  args: Pick<Score['dataset'], 'args'>,
): Score['dataset'] {
  const { id = '', config, split } = dataset ?? {};
  // The revision of a copy is none of the original's.
  const revision = data?.id === id ? data.revision : undefined;
  return {
    type: id,
    name,
    ...(config === undefined ? {} : { config }),
    ...(split === undefined ? {} : { split }),
    ...(revision === undefined ? {} : { revision }),
    ...args,
  };
}

/** Suites of lighteval up to 0.12 ask in other ways than its own: `leaderboard|gsm8k|5`, `custom|gsm8k|5`. */
function suiteOf(framework: Run['framework'], task: string): string | undefined {
  const [suite, ...rest] = task.split('|');
  if (framework !== 'lighteval' || rest.length < 2 || suite === undefined || suite === 'lighteval') return undefined;
  return `${suite} suite`;
}
