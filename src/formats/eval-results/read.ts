import { type Part, partOf } from '../../data.ts';
import { datasetKey } from '../../scores/datasets.ts';
import type { HeldScore } from '../../scores/merge.ts';
import { withoutRemarks } from '../../scores/remarks.ts';
import type { Oddity } from '../yaml/data.ts';
import { readYamlTree, resolveAlias, spellingOf, valueAt, type YamlNode, type YamlTree } from '../yaml/tree.ts';

/** A file of a model repo's `.eval_results/`. */
export type ResultsFile = {
  readonly path: string;
  readonly text: string;
  /** What to call it in messages, where that is not its path. */
  readonly name?: string;
};

/** One entry of such a file, as the file has it. */
export type HeldEntry = HeldScore & {
  readonly data: Part;
  readonly node: YamlNode;
  readonly datasetId: string;
  readonly taskId: string;
  readonly notes: string;
  /** Column of the value, from 1. */
  readonly column: number;
};

export type ReadFile = {
  readonly path: string;
  readonly tree: YamlTree;
  readonly entries: readonly HeldEntry[];
  readonly oddities: readonly Oddity[];
};

/** Does the Hub read a file of a model repo for results? Files of other names and in folders of the folder it passes over. */
export function isResultsFile(path: string): boolean {
  return /^\.eval_results\/[^/]+\.yaml$/.test(path);
}

/**
 * The slot of an entry: dataset, task, dataset revision and the setup in its notes; source, date, value and what the notes
 * say of one run are not part of it.
 */
export function entrySlot(entry: {
  readonly datasetId: string;
  readonly taskId: string;
  readonly revision?: string;
  readonly notes?: string;
}): string {
  const notes = withoutRemarks(entry.notes ?? '').toLowerCase();
  return JSON.stringify([datasetKey(entry.datasetId), entry.taskId, entry.revision ?? '', notes]);
}

/**
 * Reads a file of `.eval_results/`. An entry that cannot be understood is left out and named; the others stay.
 *
 * @throws UserError `invalid-card` with line and column for text that is no YAML.
 */
export function readResultsFile({ path, text, name = path }: ResultsFile): ReadFile {
  const tree = readYamlTree(text, { name, line: 1 });
  const entries: HeldEntry[] = [];
  const oddities: Oddity[] = [];
  const odd = (node: YamlNode | undefined, message: string): void => {
    oddities.push({ message, ...tree.placeOf(node?.start ?? 0) });
  };
  const { root, data } = tree;
  if (root !== undefined && (root.kind !== 'sequence' || !Array.isArray(data)))
    odd(root, 'the file holds no list of entries');
  const nodes = root?.kind === 'sequence' && Array.isArray(data) ? root.items : [];
  for (const [at, given] of nodes.entries()) {
    const node = resolveAlias(given) ?? given;
    const own = partOf(Array.isArray(data) ? data[at] : undefined);
    // Some clients wrap an entry as the Hub's API answers it.
    const isWrapped = own.data !== undefined && own.dataset === undefined;
    const entry = isWrapped ? partOf(own.data) : own;
    const entryNode = isWrapped ? resolveAlias(valueAt(node, 'data')) : node;
    const { id, task_id: taskId, revision } = partOf(entry.dataset);
    // A merge key may bring the value along: then it stands nowhere of its own.
    const valueNode = resolveAlias(valueAt(entryNode, 'value')) ?? (entry.value === undefined ? undefined : entryNode);
    if (typeof id !== 'string' || typeof taskId !== 'string' || valueNode === undefined || entryNode === undefined) {
      const missing = typeof id !== 'string' ? 'dataset.id' : typeof taskId !== 'string' ? 'dataset.task_id' : 'value';
      odd(node, `entry ${at + 1} has no ${missing}`);
      continue;
    }
    const notes = labelOf(entry.notes);
    const { url } = partOf(entry.source);
    entries.push({
      slot: entrySlot({ datasetId: id, taskId, revision: labelOf(revision), notes }),
      value: entry.value,
      ...spellingOf(entry.value, valueNode),
      locked: entry.verifyToken !== undefined && entry.verifyToken !== null,
      file: path,
      ...tree.placeOf(valueNode.start),
      data: entry,
      node: entryNode,
      datasetId: id,
      taskId,
      notes,
      ...(typeof url === 'string' ? { source: url } : {}),
    });
  }
  return { path, tree, entries, oddities };
}

/** Notes and revisions are text, but files have `8` or a list there, too: such an entry is not the one without any. */
function labelOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
