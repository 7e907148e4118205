import { partOf } from '../../data.ts';
import { UserError } from '../../errors.ts';
import type { Registry } from '../../scores/benchmarks.ts';
import { type Change, type LeftOut, mergeScores, type OfferedScore, type OnConflict } from '../../scores/merge.ts';
import { hasRemarks, withoutRemarks } from '../../scores/remarks.ts';
import { toLeaderboardScale } from '../../scores/scale.ts';
import type { Score } from '../../scores/score.ts';
import { sameMetric } from '../../scores/slot.ts';
import { copyOf, dataOf, saysSame } from '../yaml/data.ts';
import { appendItems, applySplices, lineBreakOf, replaceScalar, type Splice } from '../yaml/splice.ts';
import { renderEntries, renderFlow, renderLines, renderNumber, renderString, type YamlValue } from '../yaml/text.ts';
import {
  invalidYaml,
  isShared,
  readYamlTree,
  type SequenceNode,
  valueAt,
  type YamlNode,
  type YamlTree,
} from '../yaml/tree.ts';
import { pathFor } from './file-name.ts';
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
  const { offered, leftOut } = offerAll(scores, options.registry);
  const entries = read.flatMap((file) => file.entries);
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  const changes = mergeScores(entries, offered, options.onConflict).map((change) => keepCredit(change, texts));
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

/** The entries that scores become. One beside another that cannot be put on the scale is not certain any more. */
function offerAll(
  scores: readonly Score[],
  registry: Registry,
): { readonly offered: readonly OfferedEntry[]; readonly leftOut: readonly LeftOut[] } {
  const all = scores.map((score) => offer(score, registry));
  const doubtful = new Set(all.flatMap((one) => ('reason' in one && one.slot !== undefined ? [one.slot] : [])));
  const offered: OfferedEntry[] = [];
  const leftOut: LeftOut[] = [];
  for (const one of all) {
    if ('reason' in one) leftOut.push({ score: one.score, reason: one.reason });
    else if (doubtful.has(one.slot))
      leftOut.push({ score: one.score, reason: 'there is another value for it, on a scale that is not known' });
    else offered.push(one);
  }
  return { offered, leftOut };
}

/**
 * A value is not put below a source that did not state it: it brings its own, or the held one stays. Who is credited with
 * the old value is not with the new one, which is said.
 */
function keepCredit(
  change: Change<HeldEntry, OfferedEntry>,
  texts: ReadonlyMap<string, string>,
): Change<HeldEntry, OfferedEntry> {
  if (change.op !== 'replace' || change.held.data.source == null) return change;
  const { held, offered } = change;
  const { source } = offered.score;
  if (source === undefined) return { op: 'conflict', offered, held, reason: 'what is there has another source' };
  const { url, name: _, ...credit } = partOf(held.data.source);
  const named = Object.entries(credit).map((part) => part.join(' '));
  if (url === source.url) return change;
  // Remarks stay where address and name are put in place of others; where all of it is written anew, they would go.
  const node = valueAt(held.node, 'source');
  if (placesOf(held) === undefined && needsCare(node, texts.get(held.file) ?? '') === 'remark') {
    return { op: 'conflict', offered, held, reason: 'what is there has another source, and more to say' };
  }
  if (named.length === 0) return change;
  return { ...change, reason: `the credit of ${named.join(', ')} goes with the old value` };
}

/** Where address and name of an entry's source stand, when it has these two and nothing else. */
function placesOf({ node, data }: HeldEntry): { readonly url: YamlNode; readonly name: YamlNode } | undefined {
  const source = valueAt(node, 'source');
  const [url, name] = [valueAt(source, 'url'), valueAt(source, 'name')];
  const isPlain = Object.keys(partOf(data.source)).every((key) => key === 'url' || key === 'name');
  return url?.kind === 'scalar' && name?.kind === 'scalar' && isPlain ? { url, name } : undefined;
}

/** What would be lost if a node was written anew. A sign of a remark in quotes counts as well, to be on the safe side. */
function needsCare(node: YamlNode | undefined, text: string): 'remark' | 'blank line' | undefined {
  const written = node === undefined ? '' : text.slice(node.start, node.end).trimEnd();
  if (/\s#/.test(written)) return 'remark';
  return /\n[ \t]*\r?\n/.test(written) ? 'blank line' : undefined;
}

/** The entry of a score, or why it has none; with the slot where it would have one on another scale. */
function offer(score: Score, registry: Registry): OfferedEntry | (LeftOut & { readonly slot?: string }) {
  const benchmark = score.benchmark === undefined ? undefined : registry.byName(score.benchmark.id);
  const datasetId = benchmark?.dataset?.id;
  if (benchmark === undefined || datasetId === undefined) return { score, reason: 'no leaderboard is known for it' };
  const { taskId, metric } = benchmark;
  if (taskId === undefined) return { score, reason: `no leaderboard of ${benchmark.name} is known` };
  if (metric !== undefined && !sameMetric(score.metric.type, metric.type)) {
    return { score, reason: `the leaderboard of ${benchmark.name} ranks by ${metric.name}, not ${score.metric.type}` };
  }
  const { revision = '' } = score.dataset;
  const { notes = '' } = score;
  const slot = entrySlot({ datasetId, taskId, revision, notes });
  const scaled = toLeaderboardScale(score, benchmark);
  if ('refused' in scaled) return { score, reason: scaled.refused, ...(score.partial === undefined ? { slot } : {}) };
  return {
    score,
    file: pathFor(benchmark.name, datasetId, notes),
    datasetId,
    taskId,
    slot,
    value: Number(scaled.written),
    ...scaled,
  };
}

function entryOf({ score, written, datasetId, taskId }: OfferedEntry, date: string): YamlValue {
  return {
    dataset: { id: datasetId, task_id: taskId, revision: score.dataset.revision },
    value: { spelled: written },
    date: { quoted: score.date ?? date },
    source: score.source === undefined ? undefined : { url: score.source.url, name: score.source.name },
    notes: notesOf(score),
  };
}

/** The setup, and what is known of the run. */
function notesOf({ notes, remarks }: Score): string | undefined {
  return remarks === undefined ? notes : [notes, remarks].filter(Boolean).join(', ');
}

function editFile(
  file: ReadFile | undefined,
  path: string,
  edit: { readonly added: readonly OfferedEntry[]; readonly replaced: readonly [HeldEntry, OfferedEntry][] },
  date: string,
): string {
  const origin = { name: path, line: 1 };
  const tree = file?.tree ?? readYamlTree('', origin);
  const { text, root } = tree;
  const refuse = (node: YamlNode | undefined, reason: string): never => {
    throw invalidYaml(reason, origin, tree.placeOf(node?.start ?? 0));
  };
  if (root !== undefined && root.kind !== 'sequence') return refuse(root, 'the file holds no list of entries');
  const items = edit.added.map((entry) => entryOf(entry, date));
  const splices = items.length === 0 ? [] : [appendEntries(text, root, items)];
  const expected = root === undefined ? [] : (copyOf(tree.data) as unknown[]);
  for (const [held, offered] of edit.replaced) {
    const at = root?.items.findIndex((item) => item === held.node || valueAt(item, 'data') === held.node) ?? -1;
    if (isShared(tree, held.node) || at === -1) refuse(held.node, 'this is shared by an anchor or an alias');
    splices.push(...replaceEntry(tree, held, offered, { data: entryIn(expected[at]), date, refuse }));
  }
  const result = applySplices(text, splices);
  if (!says(result, [...expected, ...items.map(dataOf)]))
    refuse(root, 'scores cannot be merged here without changing what else it says');
  return result;
}

/** Adds entries behind those of a list, or where a file has none yet. */
function appendEntries(text: string, list: SequenceNode | undefined, items: readonly YamlValue[]): Splice {
  const eol = lineBreakOf(text);
  if (list !== undefined) return appendItems(text, list, items, eol);
  const lines = renderLines(items, '').map((line) => line + eol);
  const isLineStart = /(?:^|[\r\n\uFEFF])$/.test(text);
  return { at: text.length, remove: 0, insert: (isLineStart ? '' : eol) + lines.join('') };
}

/** Gives an entry another value, and a date and a source where it has them, in its text and in its data. */
function replaceEntry(
  { text, placeOf }: YamlTree,
  held: HeldEntry,
  offered: OfferedEntry,
  {
    data,
    date,
    refuse,
  }: {
    readonly data: Record<string, unknown>;
    readonly date: string;
    readonly refuse: (node: YamlNode, reason: string) => never;
  },
): Splice[] {
  const splices: Splice[] = [];
  const replace = (key: string, value: unknown, render: (node: YamlNode) => string): void => {
    if (held.data[key] === undefined) return;
    const node =
      valueAt(held.node, key) ?? refuse(held.node, `this has its ${key} from elsewhere, so it cannot be replaced`);
    const isText = node.kind === 'scalar' && node.start < node.end && node.block === undefined;
    if (!(isText || node.kind === 'mapping') || node.anchor !== undefined || node.tagged) {
      refuse(node, 'this is no plain value, so it cannot be replaced in place');
    }
    // The line breaks behind a last text in block style stay.
    const remove = text.slice(node.start, node.end).replace(/[ \r\n]+$/, '').length;
    splices.push({ at: node.start, remove, insert: render(node) });
    data[key] = value;
  };
  replace('value', Number(offered.written), () => renderNumber(offered.written));
  const day = offered.score.date ?? date;
  replace('date', day, () => renderFlow({ quoted: day }));
  // What is said of the run that gave the old value is not true of the new one. What is said of the setup stays as it is.
  const notes = notesOf(offered.score) ?? withoutRemarks(held.notes);
  if (hasRemarks(held.notes) && notes !== held.notes) replace('notes', notes, () => renderString(notes));
  const { source } = offered.score;
  // Whoever is named beside another source did not state this value.
  if (source !== undefined && partOf(held.data.source).url !== source.url) {
    const own = { url: source.url, name: source.name };
    const places = needsCare(valueAt(held.node, 'source'), text) === undefined ? undefined : placesOf(held);
    const splicesOf = (node: YamlNode, given: string): readonly Splice[] =>
      replaceScalar(text, node, renderString(given)) ??
      refuse(node, 'this is no plain text, so it cannot be replaced in place');
    if (places !== undefined) {
      splices.push(...splicesOf(places.url, source.url), ...splicesOf(places.name, source.name));
      data.source = own;
    } else
      replace('source', own, (node) => {
        if (node.kind !== 'mapping' || node.flow) return renderFlow(own);
        const indent = ' '.repeat(placeOf(node.start).column - 1);
        return renderEntries(own, indent).join(lineBreakOf(text)).trimStart();
      });
  }
  return splices;
}

/** The data of an item's entry, which may be wrapped. */
function entryIn(item: unknown): Record<string, unknown> {
  const own = item as Record<string, unknown>;
  return own.dataset === undefined && typeof own.data === 'object' ? (own.data as Record<string, unknown>) : own;
}

/** Does a text say this? One that cannot be read says nothing. */
function says(text: string, expected: unknown): boolean {
  try {
    return saysSame(readYamlTree(text, { name: '', line: 1 }).data, expected);
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}
