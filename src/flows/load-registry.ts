import type { Config } from '../config.ts';
import { readCardFile } from '../runner/card-file.ts';
import { makeRegistry, REGISTRY, type Registry } from '../scores/benchmarks.ts';

const MAX_BYTES = 1_000_000;

/**
 * The benchmarks that are known: this program's, and those of the user's file where there is one.
 *
 * @throws UserError `usage` with every problem of the file; `no-card` when it cannot be read.
 */
export async function loadRegistry({ benchmarks }: Config): Promise<Registry> {
  if (benchmarks === undefined) return REGISTRY;
  const { readBenchmarks } = await import('../formats/benchmarks-file.ts');
  const text = new TextDecoder().decode(readCardFile(benchmarks, MAX_BYTES, 'file of benchmarks'));
  return makeRegistry(readBenchmarks(text, benchmarks));
}
