import type { YamlNode } from './tree.ts';

/**
 * The known key that another one is a spelling of: `verify_token` is `verifyToken`, `note` is `notes`. One slip of the pen
 * counts, not more: short keys soon are near to each other.
 */
export function meantKey(key: string, known: readonly string[]): string | undefined {
  return known.find((candidate) => isNear(fold(key), fold(candidate)));
}

/** "did you mean notes?" */
export function didYouMean(key: string, known: readonly string[]): string | undefined {
  const meant = meantKey(key, known);
  return meant === undefined ? undefined : `did you mean ${meant}?`;
}

/** The node of a key in a mapping, as opposed to that of its value. */
export function keyNode(node: YamlNode | undefined, name: string): YamlNode | undefined {
  if (node?.kind !== 'mapping') return undefined;
  return node.entries.find(({ key }) => key.kind === 'scalar' && key.text === name)?.key;
}

function fold(key: string): string {
  return key.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** Are two words alike but for one letter that is added, missing, another one, or has changed places with the next? */
function isNear(a: string, b: string): boolean {
  let start = 0;
  while (start < a.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  const [restA, restB] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  const isSwap = restA.length === 2 && restA === `${restB[1]}${restB[0]}`;
  return isSwap || (restA.length <= 1 && restB.length <= 1);
}
