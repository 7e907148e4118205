import { load } from 'js-yaml';
import Markdown from 'markdown-it';
import { type DefaultTreeAdapterMap, parseFragment } from 'parse5';

type Node = DefaultTreeAdapterMap['node'];

/** A summary as a reader's browser would have it if nothing were sanitized. */
export type RenderedSummary = {
  readonly elements: readonly { readonly tag: string; readonly attributes: Readonly<Record<string, string>> }[];
  /** Texts outside of code, each as one piece: comments and tags part them. */
  readonly texts: readonly string[];
  /** The titles of folded blocks; those of blocks within blocks are marked with `>`. */
  readonly details: readonly string[];
  /** The parsed contents of the YAML fences. */
  readonly yaml: readonly unknown[];
  /** All that is in bold. */
  readonly bold: readonly string[];
  /** Every cell of every table. */
  readonly tables: readonly (readonly (readonly string[])[])[];
};

/** Renders Markdown as GitHub does, with raw HTML let through and addresses made links. */
export function renderSummary(markdown: string): RenderedSummary {
  const md = new Markdown({ html: true, linkify: true });
  // GitHub makes links of addresses with a scheme and of mail addresses; of `//host` and `host.tld` it does not.
  md.linkify.set({ fuzzyLink: false, fuzzyEmail: true, fuzzyIP: false }).add('//', null);
  const root = parseFragment(md.render(markdown));
  const nodes = [...walk(root, [])];
  const fences = md.parse(markdown, {}).filter(({ type, info }) => type === 'fence' && info.trim() === 'yaml');
  return {
    elements: nodes.flatMap(({ node }) =>
      'tagName' in node
        ? [{ tag: node.tagName, attributes: Object.fromEntries(node.attrs.map(({ name, value }) => [name, value])) }]
        : [],
    ),
    texts: nodes.flatMap(({ node, above }) =>
      'value' in node && !above.some((tag) => /^(?:code|pre)$/.test(tag)) ? [node.value] : [],
    ),
    details: nodes.flatMap(({ node, above }) =>
      'tagName' in node && node.tagName === 'summary'
        ? ['>'.repeat(above.filter((tag) => tag === 'details').length - 1) + textOf(node)]
        : [],
    ),
    yaml: fences.map(({ content }) => load(content)),
    bold: nodes.flatMap(({ node }) => ('tagName' in node && node.tagName === 'strong' ? [textOf(node)] : [])),
    tables: nodes.flatMap(({ node }) =>
      'tagName' in node && node.tagName === 'table'
        ? [descendants(node, /^tr$/).map((row) => descendants(row, /^t[dh]$/).map((cell) => textOf(cell).trim()))]
        : [],
    ),
  };
}

function* walk(node: Node, above: readonly string[]): Generator<{ node: Node; above: readonly string[] }> {
  yield { node, above };
  const inside = 'tagName' in node ? [...above, node.tagName] : above;
  if ('childNodes' in node) for (const child of node.childNodes) yield* walk(child, inside);
}

function descendants(node: Node, tag: RegExp): Node[] {
  return [...walk(node, [])].flatMap((item) =>
    'tagName' in item.node && tag.test(item.node.tagName) ? [item.node] : [],
  );
}

function textOf(node: Node): string {
  return [...walk(node, [])].map((item) => ('value' in item.node ? item.node.value : '')).join('');
}
