import type { Benchmark, Registry } from '../../scores/benchmarks.ts';
import { type Change, type LeftOut, mergeScores, type OfferedScore, type OnConflict } from '../../scores/merge.ts';
import { toLeaderboardScale } from '../../scores/scale.ts';
import type { Score } from '../../scores/score.ts';
import { sameMetric } from '../../scores/slot.ts';
import { copyOf, dataOf, partOf, saysSame } from '../yaml/data.ts';
import { appendItems, applySplices, lineBreakOf, type Splice } from '../yaml/splice.ts';
import { renderEntries, renderFlow, renderLines, type YamlValue } from '../yaml/text.ts';
import { invalidYaml, isShared, readYamlTree, valueAt, type YamlNode } from '../yaml/tree.ts';
import { entrySlot, type HeldEntry, type ReadFile, type ResultsFile, readResultsFile } from './read.ts';

/** An offered score with its entry. */
type OfferedEntry = OfferedScore & {
  readonly written: string;
  readonly conversion?: string;
  /** The file that the entry goes to when none holds its slot. */
  readonly file: string;
  readonly datasetId: string;
  readonly taskId: string;
};

export type MergedResults = {
  /** Files whose text changed, and new ones. */
  readonly files: readonly ResultsFile[];
  readonly changes: readonly Change<HeldEntry, OfferedEntry>[];
  readonly leftOut: readonly LeftOut[];
};

/**
 * Merges scores into the files of `.eval_results/`, in place: one file for each benchmark and variant, values on the
 * leaderboard's scale. Only scores of registered benchmarks with a task id have a place there.
 *
 * @param files All files of the folder, by their path in the repo.
 * @param options.date ISO date of the scores that state none.
 * @throws UserError `invalid-card` with line and column for a file that cannot be read or edited safely.
 */
export function mergeIntoResults(
  files: readonly ResultsFile[],
  scores: readonly Score[],
  options: { readonly onConflict: OnConflict; readonly date: string; readonly registry: Registry },
): MergedResults {
  const read = files.map(readResultsFile);
  const leftOut: LeftOut[] = [];
  const offered: OfferedEntry[] = [];
  for (const score of scores) {
    const entry = offer(score, options.registry);
    if ('reason' in entry) leftOut.push(entry);
    else offered.push(entry);
  }
  const entries = read.flatMap((file) => file.entries);
  const changes = mergeScores(entries, offered, options.onConflict).map(keepCredit);
  const edits = new Map<string, { added: OfferedEntry[]; replaced: [HeldEntry, OfferedEntry][] }>();
  const editOf = (path: string) => {
    const known = edits.get(path) ?? { added: [], replaced: [] };
    edits.set(path, known);
    return known;
  };
  for (const change of changes) {
    if (change.op === 'add') editOf(change.offered.file).added.push(change.offered);
    if (change.op === 'replace') editOf(change.held.file).replaced.push([change.held, change.offered]);
  }
  const byPath = new Map(read.map((file) => [file.path, file]));
  const changed = [...edits].map(([path, edit]) => ({
    path,
    text: editFile(byPath.get(path), path, edit, options.date),
  }));
  return { files: changed, changes, leftOut };
}

/** A value is not put below a source that did not state it: it brings its own, or the held one stays. */
function keepCredit(change: Change<HeldEntry, OfferedEntry>): Change<HeldEntry, OfferedEntry> {
  if (change.op !== 'replace' || change.held.data.source === undefined) return change;
  if (change.offered.score.source !== undefined) return change;
  return { op: 'conflict', offered: change.offered, held: change.held, reason: 'what is there has another source' };
}

function offer(score: Score, registry: Registry): OfferedEntry | LeftOut {
  const benchmark = score.benchmark === undefined ? undefined : registry.byName(score.benchmark.id);
  const datasetId = benchmark?.dataset?.id;
  if (benchmark === undefined || datasetId === undefined) return { score, reason: 'no leaderboard is known for it' };
  const { taskId, metric } = benchmark;
  if (taskId === undefined) return { score, reason: `no leaderboard of ${benchmark.name} is known` };
  if (metric !== undefined && !sameMetric(score.metric.type, metric.type)) {
    return { score, reason: `the leaderboard of ${benchmark.name} ranks by ${metric.name}, not ${score.metric.type}` };
  }
  const scaled = toLeaderboardScale(score, benchmark);
  if ('refused' in scaled) return { score, reason: scaled.refused };
  const { notes } = score;
  return {
    score,
    file: pathFor(benchmark, notes),
    datasetId,
    taskId,
    slot: entrySlot({ datasetId, taskId, ...(notes === undefined ? {} : { notes }) }),
    value: Number(scaled.written),
    ...scaled,
  };
}

/** `.eval_results/gsm8k.yaml`, `.eval_results/hle_with_tools.yaml`. */
function pathFor(benchmark: Benchmark, notes: string | undefined): string {
  const slug = (text: string): string =>
    text
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '_')
      .replace(/^_+|_+$/g, '');
  const parts = [slug(benchmark.name), slug(notes ?? '')].filter((part) => part !== '');
  return `.eval_results/${parts.join('_')}.yaml`;
}

function entryOf({ score, written, datasetId, taskId }: OfferedEntry, date: string): YamlValue {
  return {
    dataset: { id: datasetId, task_id: taskId },
    value: { spelled: written },
    date: { quoted: score.date ?? date },
    source: score.source === undefined ? undefined : { url: score.source.url, name: score.source.name },
    notes: score.notes,
  };
}

function editFile(
  file: ReadFile | undefined,
  path: string,
  edit: { readonly added: readonly OfferedEntry[]; readonly replaced: readonly [HeldEntry, OfferedEntry][] },
  date: string,
): string {
  const items = edit.added.map((entry) => entryOf(entry, date));
  const root = file?.tree.root;
  if (file === undefined || root === undefined) {
    const text = file?.tree.text ?? '';
    const eol = lineBreakOf(text);
    const start = text === '' || /[\r\n]$/.test(text) ? text : text + eol;
    return (
      start +
      renderLines(items, '')
        .map((line) => line + eol)
        .join('')
    );
  }
  const { text } = file.tree;
  const origin = { name: path, line: 1 };
  const refuse = (node: YamlNode, reason: string): never => {
    throw invalidYaml(reason, origin, file.tree.placeOf(node.start));
  };
  if (root.kind !== 'sequence') return refuse(root, 'the file holds no list of entries');
  const splices: Splice[] = items.length === 0 ? [] : [appendItems(text, root, items, lineBreakOf(text))];
  const expected = copyOf(file.tree.data) as unknown[];
  for (const [held, offered] of edit.replaced) {
    if (
      isShared(file.tree, held.node) ||
      root.items.every((item) => item !== held.node && valueAt(item, 'data') !== held.node)
    ) {
      refuse(held.node, 'this is shared by an anchor or an alias');
    }
    const data = expected[indexOf(root.items, held.node)];
    const replace = (key: string, written: string, value: unknown): void => {
      const node = valueAt(held.node, key);
      if (node === undefined) return;
      const isText = node.kind === 'scalar' && node.start < node.end && node.block === undefined;
      if (!(isText || node.kind === 'mapping') || node.anchor !== undefined || node.tagged) {
        refuse(node, 'this is no plain value, so it cannot be replaced in place');
      }
      splices.push({ at: node.start, remove: node.end - node.start, insert: written });
      setKey(data, key, value);
    };
    replace('value', offered.written, Number(offered.written));
    const day = offered.score.date ?? date;
    replace('date', `'${day}'`, day);
    const { source } = offered.score;
    const node = valueAt(held.node, 'source');
    // Whoever is named beside another source did not state this value.
    if (source !== undefined && node !== undefined && partOf(held.data.source).url !== source.url) {
      const own = { url: source.url, name: source.name };
      const indent = ' '.repeat(file.tree.placeOf(node.start).column - 1);
      const lines = renderEntries(own, indent).join(lineBreakOf(text)).trimStart();
      replace('source', node.kind === 'mapping' && !node.flow ? lines : renderFlow(own), own);
    }
  }
  expected.push(...items.map(dataOf));
  const result = applySplices(text, splices);
  if (!saysSame(readYamlTree(result, origin).data, expected)) {
    refuse(root, 'scores cannot be added here without changing what else it says');
  }
  return result;
}

/** The item of a list that an entry is, or is wrapped in. */
function indexOf(items: readonly YamlNode[], node: YamlNode): number {
  return items.findIndex((item) => item === node || valueAt(item, 'data') === node);
}

function setKey(data: unknown, key: string, value: unknown): void {
  const item = data as Record<string, unknown>;
  const entry =
    item.dataset === undefined && typeof item.data === 'object' ? (item.data as Record<string, unknown>) : item;
  entry[key] = value;
}
