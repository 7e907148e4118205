import { relative, resolve, sep } from 'node:path';

/** The path of a file within the checkout, as annotations want it; undefined for a file outside, or when there is none. */
export function fileInCheckout(
  path: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): string | undefined {
  if (path === undefined || env.GITHUB_WORKSPACE === undefined) return undefined;
  const inside = relative(env.GITHUB_WORKSPACE, resolve(path));
  return inside === '' || inside.startsWith('..') ? undefined : inside.split(sep).join('/');
}
