import { runGit, tryGit } from './git.ts';
import { mergeBase } from './repo.ts';

/** A true three-way merge by the system's git: the tree, or the files that it cannot join. */
export type MergeOutcome = { readonly tree: string } | { readonly conflicts: readonly string[] };

/** Answers do not change, as commits do not. A merged tree lies in one repo only, so it is not kept. */
const conflicts = new Map<string, readonly string[]>();
const diffs = new Map<string, string>();
const MAX_KEPT = 500;

/** Joins two commits. `git merge-tree --write-tree` needs neither a work tree nor an index (git 2.38). */
export async function mergeCommits(dir: string, ours: string, theirs: string): Promise<MergeOutcome> {
  const key = `${ours} ${theirs}`;
  const known = conflicts.get(key);
  if (known !== undefined) return { conflicts: known };
  const args = ['merge-tree', '--write-tree', '--name-only', '--no-messages', '-z', ours, theirs];
  const { code, stdout, stderr } = await tryGit(dir, args);
  if (code > 1) throw new Error(`git ${args.join(' ')}: ${stderr.trim()}`);
  const [tree = '', ...files] = stdout.toString().split('\0').filter(Boolean);
  if (code === 0) return { tree };
  const found = [...new Set(files)].sort();
  keep(conflicts, key, found);
  return { conflicts: found };
}

/** Files of `theirs` that cannot be joined with `ours`; no process where one builds on the other. */
export async function conflictsOf(dir: string, ours: string, theirs: string): Promise<readonly string[]> {
  const base = mergeBase(dir, ours, theirs);
  if (base === ours || base === theirs) return [];
  const outcome = await mergeCommits(dir, ours, theirs);
  return 'conflicts' in outcome ? outcome.conflicts : [];
}

/** What `git diff` prints. */
export async function diffCommits(dir: string, from: string, to: string): Promise<string> {
  const key = `${from} ${to}`;
  const known = diffs.get(key);
  if (known !== undefined) return known;
  const text = from === to ? '' : (await runGit(dir, ['diff', '--no-color', '--no-ext-diff', from, to])).toString();
  keep(diffs, key, text);
  return text;
}

function keep<Value>(kept: Map<string, Value>, key: string, value: Value): void {
  if (kept.size >= MAX_KEPT) kept.clear();
  kept.set(key, value);
}
