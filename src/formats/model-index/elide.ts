import { applySplices, type Splice } from '../yaml/splice.ts';
import { makePlaces, skipBlanks, valueAt, type YamlTree } from '../yaml/tree.ts';
import { isPlainResult } from './plain-result.ts';

/** Below this, leaving results out saves less time than it takes. */
const MANY_RESULTS = 100;

/** A front matter without most of its results. */
export type Elided = {
  readonly text: string;
  /** What was left out, by its place in the whole text; all of them whole lines, in order. */
  readonly gaps: readonly { readonly from: number; readonly to: number }[];
};

/**
 * Leaves out results on other datasets than those of the scores at hand. In a card of thousands of results a YAML reader
 * takes longer for them than everything else takes. Items of a block sequence say what they say whatever stands beside
 * them, so a card can be read and changed without those that are plain enough to be told by their lines; a sequence's
 * first and last item stay, for new ones are put beside them.
 *
 * Whether these lines are what they look like, only the reader knows: see {@link isSound}.
 *
 * @param datasets Keys of datasets (see `datasetKey`).
 * @param least Lists of fewer results are left alone.
 * @returns Undefined when there is nothing to be gained.
 */
export function elideResults(
  yaml: string,
  datasets: ReadonlySet<string>,
  least: number = MANY_RESULTS,
): Elided | undefined {
  const index = /^model-index:[ \t]*\r?$/m.exec(yaml);
  if (index === null) return undefined;
  const gaps: { from: number; to: number }[] = [];
  const key = /^ *(?:- )?results:[ \t]*\r?\n(?=( *)- )/gm;
  key.lastIndex = index.index;
  for (let found = key.exec(yaml); found !== null; found = key.exec(yaml)) {
    const starts = itemStarts(yaml, key.lastIndex, found[1] ?? '');
    key.lastIndex = starts.at(-1) ?? key.lastIndex;
    if (starts.length < least) continue;
    for (const [at, from] of starts.entries()) {
      const to = starts[at + 1];
      if (at === 0 || to === undefined || !isPlainResult(yaml, from, to, datasets)) continue;
      const last = gaps.at(-1);
      if (last?.to === from) last.to = to;
      else gaps.push({ from, to });
    }
  }
  if (gaps.length === 0) return undefined;
  const text = applySplices(
    yaml,
    gaps.map(({ from, to }) => ({ at: from, remove: to - from, insert: '' })),
  );
  return { text, gaps };
}

/** Where the items of a block sequence begin in a text, the line of the first one given: all lines with a dash there. */
function itemStarts(text: string, first: number, indent: string): number[] {
  const starts: number[] = [];
  for (let line = first; line < text.length; line = lineAfter(text, line)) {
    if (!text.startsWith(indent, line)) break;
    if (text.startsWith('- ', line + indent.length)) starts.push(line);
    else if (text[line + indent.length] !== ' ') break;
  }
  return starts;
}

function lineAfter(text: string, offset: number): number {
  const lineBreak = text.indexOf('\n', offset);
  return lineBreak === -1 ? text.length : lineBreak + 1;
}

/**
 * Was all that was left out items of the index's results? It was where the reader finds the dash of such an item behind
 * another: what it looks for there is an item, and all that it would have found was some more of them.
 */
export function isSound(tree: YamlTree, { gaps }: Elided): boolean {
  const index = valueAt(tree.root, 'model-index');
  if (index?.kind !== 'sequence') return false;
  const dashes = new Set<number>();
  for (const element of index.items) {
    const results = valueAt(element, 'results');
    if (results?.kind !== 'sequence' || results.flow) continue;
    for (const item of results.items.slice(0, -1)) {
      const dash = skipBlanks(tree.text, item.end);
      if (tree.text[dash] === '-') dashes.add(lineStart(tree.text, dash));
    }
  }
  let removed = 0;
  return gaps.every(({ from, to }) => {
    const place = from - removed;
    removed += to - from;
    return dashes.has(place);
  });
}

function lineStart(text: string, offset: number): number {
  let at = offset;
  while (at > 0 && text[at - 1] === ' ') at -= 1;
  return at;
}

/** The tree of a text without some of its results, with the places of the whole text. */
export function withWholePlaces(tree: YamlTree, elided: Elided, whole: string): YamlTree {
  const places = makePlaces(whole);
  return { ...tree, placeOf: (offset) => places(wholeOffset(elided, offset)) };
}

/** The changes as they are in the whole text: none goes across a place where something was left out. */
export function restoreSplices(splices: readonly Splice[], elided: Elided): Splice[] {
  return splices.map((splice) => ({ ...splice, at: wholeOffset(elided, splice.at) }));
}

/** What stands where something was left out belongs to the item before. */
function wholeOffset({ gaps }: Elided, offset: number): number {
  let whole = offset;
  for (const { from, to } of gaps) {
    if (from >= whole) break;
    whole += to - from;
  }
  return whole;
}
