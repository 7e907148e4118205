/** What a file holds, told by its bytes. Big ones are read as far as they are asked for. */
export type Content =
  /** One JSON or YAML document; what Python writes for numbers that are none is `NaN` or an infinity here. */
  | Document
  /** A short text that is no document: what programs leave as a mark. */
  | { readonly kind: 'text'; readonly text: string }
  /** A JSON document per line. */
  | {
      readonly kind: 'lines';
      /** The first of them, which tells what they are. */
      readonly first: unknown;
      all(): AsyncIterable<unknown>;
    }
  | Archive
  | Table;

/** A JSON or YAML document. */
export type Document = {
  readonly kind: 'document';
  readonly data: unknown;
  /**
   * The items of a list, read one by one: of the one under a key, which is not in the data, or without a key of the document
   * itself. Absent where all is in the data.
   *
   * @throws UserError `invalid-file`.
   */
  items?(key?: string): AsyncIterable<unknown>;
  /** How many bytes the data is of, where parts were left out. */
  readonly bytes?: number;
  /** The data is the first item of a list, which is too long for more. */
  readonly isCut?: true;
};

/** The items of a list of a document, whether they are in its data or not; none where there is no list. */
export async function* itemsOf(document: Document, key?: string): AsyncIterable<unknown> {
  const { data, items } = document;
  const isMapping = typeof data === 'object' && data !== null && !Array.isArray(data);
  const inside: unknown = key === undefined ? data : isMapping ? Reflect.get(data, key) : undefined;
  if (items !== undefined && (key === undefined || inside === null)) yield* items(key);
  else if (Array.isArray(inside)) yield* inside as readonly unknown[];
  else if (inside !== undefined && inside !== null) yield inside;
}

/** A zip archive. */
export type Archive = {
  readonly kind: 'archive';
  /** Paths of its files, as they are in it. */
  readonly names: readonly string[];
  /**
   * The bytes of a file in it; undefined when there is no such file.
   *
   * @throws UserError `invalid-file` for one that is broken or too large.
   */
  read(name: string): Promise<Uint8Array | undefined>;
  /** The JSON document of a file in it. Throws as `read` does, and for what is no JSON. */
  document(name: string): Promise<unknown>;
};

/** A parquet file. */
export type Table = {
  readonly kind: 'table';
  /** Its columns, those within others left out. */
  readonly columns: readonly string[];
  readonly rowCount: number;
  /** Its rows, as objects of these columns. */
  rows(columns: readonly string[]): AsyncIterable<Readonly<Record<string, unknown>>>;
};

/** A file that somebody says holds results. */
export type ResultFile = {
  /** With `/`, as messages call it; files of one folder or archive share their beginning. */
  readonly path: string;
  readonly content: Content;
};
