import type { Config } from '../config.ts';
import type { HeldEntry } from '../formats/eval-results/read.ts';
import type { IndexedScore } from '../formats/model-index/read.ts';
import type { Ports } from './load-card.ts';
import { loadModel, readModel } from './load-model.ts';

/** All scores that a model repo holds. */
export type Shown = {
  readonly status: 'shown';
  readonly card: string;
  readonly modelIndex: readonly IndexedScore[];
  readonly evalResults: readonly HeldEntry[];
};

/**
 * Reads what the card and `.eval_results/` hold.
 *
 * @throws UserError what reading a card throws; `invalid-card` for the first file that is no YAML.
 */
export async function show(config: Config, ports: Ports): Promise<Shown> {
  const files = await loadModel(config, ports);
  const { index, files: results, errors } = readModel(files);
  if (errors[0] !== undefined) throw errors[0].error;
  return {
    status: 'shown',
    card: files.card.name,
    modelIndex: index.scores,
    evalResults: results.flatMap(({ entries }) => entries),
  };
}
