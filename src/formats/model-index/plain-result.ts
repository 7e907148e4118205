import { datasetKey } from '../../scores/datasets.ts';

/**
 * A line of block style, with one key at most and a value of one line: no anchor, tag, escape, comment or text that goes
 * on, so that it means the same whatever stands around it.
 */
const LINE =
  /( *)(- )?([A-Za-z_]+):(?: (?:(-?[A-Za-z0-9(](?: ?[!-"$-9;-~]|:(?=[\w/]))*)|'([ -&(-~]*)'|"([ !#-[\]-~]*)"))?\r?\n/y;

/** The keys of a result, all text to every reader. */
const KEYS = new Set(
  'task dataset metrics source type name config split revision args num_few_shot value verified verifyToken url'.split(
    ' ',
  ),
);

/** A mapping or a list that is not at its end yet, with the column of its keys or dashes. */
type Open = {
  readonly column: number;
  readonly list: boolean;
  /** The key that it is the value of. */
  readonly of: string;
  /** Those that a mapping has had so far. */
  readonly keys: string[];
};

/** What is open in a mapping of a result: the list of results, the result and the mapping. */
const OF_RESULT = 3;

/**
 * Is this item of a block sequence a result, on a dataset that is none of these, of nothing but plain lines? Anything
 * that a YAML reader might see in another way, or refuse, such as a key that comes twice, makes it none.
 *
 * @param from Where the line of its dash begins.
 * @param to Where the line behind its last one begins.
 * @param datasets Keys of datasets (see `datasetKey`).
 */
export function isPlainResult(text: string, from: number, to: number, datasets: ReadonlySet<string>): boolean {
  const open: Open[] = [];
  /** The key that has no value yet. */
  let waiting = '-';
  let isOther = false;
  LINE.lastIndex = from;
  while (LINE.lastIndex < to) {
    const match = LINE.exec(text);
    if (match === null) return false;
    const [, blanks = '', dash, key = '', plain, single, double] = match;
    const column = blanks.length;
    const value = plain ?? single ?? double;
    if (!KEYS.has(key)) return false;
    const isItem = dash !== undefined;
    while (isBelow(open.at(-1), column, isItem)) {
      open.pop();
      waiting = '';
    }
    if (isItem) {
      const top = open.at(-1);
      if (!(top?.list === true && top.column === column)) {
        if (waiting === '' || column < (top?.column ?? 0)) return false;
        open.push({ column, of: waiting, keys: [], list: true });
      }
      open.push({ column: column + 2, of: '-', keys: [], list: false });
    } else if (open.at(-1)?.column !== column) {
      if (waiting === '') return false;
      open.push({ column, of: waiting, keys: [], list: false });
    }
    const mapping = open.at(-1);
    if (mapping === undefined || mapping.list || mapping.keys.includes(key)) return false;
    mapping.keys.push(key);
    waiting = value === undefined ? key : '';
    if (key === 'type' && mapping.of === 'dataset' && open.length === OF_RESULT) {
      isOther = value !== undefined && !datasets.has(datasetKey(value));
    }
  }
  return isOther && LINE.lastIndex === to;
}

/** Has a collection ended where a line begins at this column? The key of a list may stand at the column of its dashes. */
function isBelow(last: Open | undefined, column: number, isItem: boolean): boolean {
  if (last === undefined) return false;
  return last.column > column || (last.column === column && last.list && !isItem);
}
