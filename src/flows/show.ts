import type { Config } from '../config.ts';
import { type HeldEntry, isResultsFile } from '../formats/eval-results/read.ts';
import type { IndexedScore } from '../formats/model-index/read.ts';
import type { Finding } from '../scores/finding.ts';
import type { Ports } from './load-card.ts';
import { loadModel, readModel } from './load-model.ts';

/** An entry of a file, `file` being where the user can open it. */
export type ShownEntry = HeldEntry & {
  /** False for what lies in a file that the Hub passes over. */
  readonly isRead: boolean;
};

/** All scores that a model repo holds. */
export type Shown = {
  readonly status: 'shown';
  readonly card: string;
  /** The name of the repo without its owner, where it is known. */
  readonly repoName?: string;
  readonly modelIndex: readonly IndexedScore[];
  readonly evalResults: readonly ShownEntry[];
  /** Files that could not be read. */
  readonly problems: readonly Finding[];
};

/**
 * Reads what the card and `.eval_results/` hold. A file of results that cannot be read hides nothing of the others.
 *
 * @throws UserError what reading a card throws; `invalid-card` for one whose front matter is no YAML.
 */
export async function show(config: Config, ports: Ports): Promise<Shown> {
  const model = await loadModel(config, ports);
  const { index, files, cardError, problems } = readModel(model);
  if (cardError !== undefined) throw cardError;
  const repoName = config.repoId?.split('/').at(-1);
  return {
    status: 'shown',
    card: model.card.name,
    ...(repoName === undefined ? {} : { repoName }),
    modelIndex: index.scores,
    evalResults: files.flatMap(({ path, file, entries }) =>
      entries.map((entry) => ({ ...entry, file, isRead: isResultsFile(path) })),
    ),
    problems,
  };
}
