import { applyPatch, structuredPatch } from 'diff';
import type { ChangedFile } from '../merge-files.ts';
import type { Composition } from './composition.ts';
import type { OwnProposal } from './guard.ts';
import type { Situation } from './step.ts';
import { readFileAt } from './target.ts';

/** What has to be committed to a proposal. */
export type Update = {
  readonly files: readonly ChangedFile[];
  /** Files that are to be gone. */
  readonly deleted: readonly ChangedFile[];
  /** All that the proposal changes, as it is now: texts by path, empty for a file that it takes away. */
  readonly held: ReadonlyMap<string, string>;
  /** The same after the update. */
  readonly wanted: ReadonlyMap<string, string>;
};

/**
 * What has to change in a proposal, from its head, for it to be as it was composed. Of what the branch has become since the
 * proposal was made it takes no more than merging needs: merging it later would undo what is taken back on the branch.
 */
export async function planUpdate(
  { hub, target }: Situation,
  { files: composed }: Pick<Composition, 'files'>,
  { own, head }: { readonly own: OwnProposal; readonly head: string },
): Promise<Update> {
  const { base } = own.marker;
  const files: ChangedFile[] = [];
  const deleted: ChangedFile[] = [];
  const held = new Map<string, string>();
  const wanted = new Map<string, string>();
  const want = async (path: string, after: string | undefined): Promise<void> => {
    const before = await readFileAt(hub, head, path);
    if (own.pullRequest.touched?.includes(path)) held.set(path, before ?? '');
    if (before === after) return;
    if (after === undefined) deleted.push({ path, before: before ?? '', after: '', isNew: false });
    else files.push({ path, before: before ?? '', after, isNew: before === undefined });
  };
  for (const { path, before, after } of composed) {
    const old = base === target.head ? before : await readFileAt(hub, base, path);
    const text = old === undefined ? after : transplant({ from: before, to: after, onto: old });
    wanted.set(path, text);
    await want(path, text);
  }
  // What the proposal changed and no score goes to any more is to be as it was.
  for (const path of own.pullRequest.touched ?? []) {
    const isResults = path === 'README.md' || path.startsWith('.eval_results/');
    if (isResults && !wanted.has(path)) await want(path, await readFileAt(hub, base, path));
  }
  return { files, deleted, held, wanted };
}

/**
 * Makes the same change to an older text: what comes of it, merged with the newer one, is the changed newer one. Where that
 * is not certain, the changed newer text itself.
 */
export function transplant({
  from,
  to,
  onto,
}: {
  readonly from: string;
  readonly to: string;
  readonly onto: string;
}): string {
  if (from === onto) return to;
  const moved = applyChange({ from, to, onto });
  return moved !== undefined && applyChange({ from: onto, to: moved, onto: from }) === to ? moved : to;
}

/** Texts that differ in more places are not compared line by line. */
const MOST_EDITS = 3_000;

/** As git merges: one line that both have on either side of a change is enough. */
function applyChange({ from, to, onto }: Parameters<typeof transplant>[0]): string | undefined {
  const patch = structuredPatch('', '', from, to, undefined, undefined, { context: 1, maxEditLength: MOST_EDITS });
  const result = patch === undefined ? false : applyPatch(onto, patch, { autoConvertLineEndings: false });
  return result === false ? undefined : result;
}
