import { suggest } from '../nearest.ts';

/** Names of a registry. */
export function knownNames(names: Iterable<string>): ReadonlySet<string> {
  return new Set([...names].filter((name) => name !== ''));
}

/**
 * Names that differ from one in punctuation, or go on where it ends: `; it has arc:challenge`. Else the one that it may be a
 * slip of: ` (did you mean gsm8k?)`.
 */
export function suggestTasks(name: string, known: ReadonlySet<string>): string {
  const key = keyOf(name);
  if (key === '') return '';
  const same = [...known].filter((one) => keyOf(one) === key);
  const longer = [...known].filter((one) => keyOf(one).startsWith(key));
  const shorter = [...known].filter((one) => key.startsWith(keyOf(one)) && keyOf(one).length > 3);
  const found = same.length > 0 ? same : longer.length > 0 ? longer : shorter;
  if (found.length === 0) return suggest(name, [...known]);
  const shown = found.sort((a, b) => a.length - b.length || (a < b ? -1 : 1)).slice(0, MOST_SHOWN);
  return `; it has ${shown.join(', ')}${found.length > shown.length ? ` and ${found.length - shown.length} more` : ''}`;
}

const MOST_SHOWN = 6;

function keyOf(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}
