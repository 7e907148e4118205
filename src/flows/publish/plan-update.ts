import type { ChangedFile } from '../merge-files.ts';
import type { Composition } from './composition.ts';
import type { OwnProposal } from './guard.ts';
import { writeOnBase } from './on-own-base.ts';
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
  /** Files of which merging it would not give the branch what it is to have. */
  readonly lacking: readonly string[];
};

/** What has to change in a proposal, from its head, for it to be as it was composed. */
export async function planUpdate(
  situation: Situation,
  composition: Composition,
  { own, head }: { readonly own: OwnProposal; readonly head: string },
): Promise<Update> {
  const { hub } = situation;
  const { base } = own.marker;
  const files: ChangedFile[] = [];
  const deleted: ChangedFile[] = [];
  const held = new Map<string, string>();
  const want = async (path: string, after: string | undefined): Promise<void> => {
    const before = await readFileAt(hub, head, path);
    if (own.pullRequest.touched?.includes(path)) held.set(path, before ?? '');
    if (before === after) return;
    if (after === undefined) deleted.push({ path, before: before ?? '', after: '', isNew: false });
    else files.push({ path, before: before ?? '', after, isNew: before === undefined });
  };
  const onBase = await writeOnBase(situation, composition, base);
  const wanted = new Map(onBase.files.map(({ path, text }) => [path, text]));
  for (const [path, text] of wanted) await want(path, text);
  // What the proposal changed and no score goes to any more is to be as it was.
  for (const path of own.pullRequest.touched ?? []) {
    const isResults = path === 'README.md' || path.startsWith('.eval_results/');
    if (isResults && !wanted.has(path)) await want(path, await readFileAt(hub, base, path));
  }
  return { files, deleted, held, wanted, lacking: onBase.lacking };
}
