import type { Splice } from '../yaml/splice.ts';
import { skipBlanks, valueAt, type YamlNode, type YamlTree } from '../yaml/tree.ts';

/** Below this, leaving results out saves less time than it takes. */
const MANY_RESULTS = 100;

/** A front matter without most of its results, and where its offsets have gone. */
export type Elided = {
  readonly text: string;
  /** The splices as they are in the shorter text; undefined when one lies in what was left out. */
  move(splices: readonly Splice[]): Splice[] | undefined;
};

/**
 * Leaves out the results that a change does not touch. A change is checked by reading the changed text anew; in a card of
 * thousands of results that takes longer than all the rest. Items of a block sequence say what they say whatever stands
 * beside them, so the change can be checked without them, unless an anchor ties them to other places.
 *
 * @returns Undefined when there is nothing to be gained.
 */
export function elideResults(tree: YamlTree, touched: ReadonlySet<YamlNode>): Elided | undefined {
  const index = valueAt(tree.root, 'model-index');
  if (index?.kind !== 'sequence' || tree.shared.size > 0) return undefined;
  const gaps: { from: number; to: number }[] = [];
  for (const element of index.items) {
    const results = valueAt(element, 'results');
    if (results?.kind !== 'sequence' || results.flow || results.items.length < MANY_RESULTS) continue;
    let dash = results.start;
    // Something else may begin in the line of the first dash.
    if (!/^[ ]*$/.test(tree.text.slice(lineStart(tree.text, dash), dash))) continue;
    for (const [at, item] of results.items.entries()) {
      if (at === results.items.length - 1) break;
      const next = skipBlanks(tree.text, item.end);
      if (tree.text[next] !== '-') return undefined;
      if (!touched.has(item)) gaps.push({ from: lineStart(tree.text, dash), to: lineStart(tree.text, next) });
      dash = next;
    }
  }
  if (gaps.length === 0) return undefined;
  let text = '';
  let end = 0;
  for (const { from, to } of gaps) {
    text += tree.text.slice(end, from);
    end = to;
  }
  text += tree.text.slice(end);
  return { text, move: (splices) => moveAll(splices, gaps) };
}

function moveAll(splices: readonly Splice[], gaps: readonly { from: number; to: number }[]): Splice[] | undefined {
  const moved: Splice[] = [];
  for (const splice of splices) {
    let removed = 0;
    for (const { from, to } of gaps) {
      if (to <= splice.at) removed += to - from;
      else if (from < splice.at + splice.remove || (from < splice.at && splice.at < to)) return undefined;
      else break;
    }
    moved.push({ ...splice, at: splice.at - removed });
  }
  return moved;
}

function lineStart(text: string, offset: number): number {
  let at = offset;
  while (at > 0 && text[at - 1] !== '\n' && text[at - 1] !== '\r') at -= 1;
  return at;
}
