import type { Config } from '../config.ts';
import { UserError } from '../errors.ts';
import { readCardFile } from '../runner/card-file.ts';
import { type DatasetTask, makeRegistry, REGISTRY, type Registry, withTasks } from '../scores/benchmarks.ts';
import { isRepoId } from '../scores/repo-id.ts';
import { openHub, type Ports } from './load-card.ts';

const MAX_BYTES = 1_000_000;

/**
 * The benchmarks that are known: this program's, and those of the user's file where there is one.
 *
 * @throws UserError `usage` with every problem of the file, and when it cannot be read.
 */
export async function loadRegistry({ benchmarks }: Config): Promise<Registry> {
  if (benchmarks === undefined) return REGISTRY;
  const { readBenchmarks } = await import('../formats/benchmarks-file.ts');
  return makeRegistry(readBenchmarks(new TextDecoder().decode(readOwn(benchmarks)), benchmarks));
}

/** The user's file; one that is not there was named wrong. */
function readOwn(path: string): Uint8Array {
  try {
    return readCardFile(path, MAX_BYTES, 'file of benchmarks');
  } catch (error) {
    if (!(error instanceof UserError) || error.code !== 'no-card') throw error;
    throw new UserError('usage', error.message, {
      hint: 'Give --benchmarks the path of a YAML or JSON file, as seen from the working directory.',
      cause: error,
    });
  }
}

/**
 * A registry with the tasks that these datasets name on the Hub, in the `eval.yaml` at their root. A dataset without one
 * keeps what is known of it, and so does one that cannot be read (gated, broken, no network): that is said.
 */
export async function refreshRegistry(
  registry: Registry,
  datasetIds: readonly string[],
  config: Config,
  ports: Ports,
): Promise<Registry> {
  if (!config.refreshBenchmarks) return registry;
  const { readRepoFile, request } = await openHub(config, ports, MAX_BYTES);
  const { readDatasetTasks } = await import('../formats/benchmarks-file.ts');
  const tasksOf = new Map<string, readonly DatasetTask[]>();
  for (const id of new Set(datasetIds)) {
    if (!isRepoId(id)) continue;
    try {
      const { bytes } = await readRepoFile(
        { ...request, repoId: id, repoType: 'dataset', revision: 'main' },
        'eval.yaml',
      );
      tasksOf.set(id, readDatasetTasks(new TextDecoder().decode(bytes), `eval.yaml of ${id}`));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      if (error.code === 'no-card' || error.code === 'repo-not-found') continue;
      ports.say(`the tasks of ${id} could not be asked for, so what is known of them serves: ${error.message}`);
      // No answer to one is none to all, and each would take its time.
      if (error.code === 'hub-unavailable') break;
    }
  }
  return withTasks(registry, tasksOf);
}
