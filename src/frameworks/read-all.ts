import { UserError } from '../errors.ts';
import type { Content, ResultFile } from '../files/content.ts';
import { bigcode } from './bigcode/results.ts';
import { helm } from './helm/results.ts';
import { inspectAi } from './inspect-ai/results.ts';
import { lighteval } from './lighteval/results.ts';
import { lmEval } from './lm-eval/results.ts';
import { mteb } from './mteb/results.ts';
import { nemoEvaluator } from './nemo-evaluator/results.ts';
import type { Reader, Role } from './reader.ts';
import type { Run } from './run.ts';
import { findSidecars, heldAgainst, isOfEvaluation } from './sidecars.ts';
import { simpleEvals } from './simple-evals/results.ts';

/** Those with the surest signs first; no content is of two. */
export const READERS: readonly Reader[] = [
  lighteval,
  inspectAi,
  lmEval,
  nemoEvaluator,
  mteb,
  helm,
  bigcode,
  simpleEvals,
];

/** What a file is, and what it says where it is results. */
export type ReadFile = {
  readonly path: string;
  readonly framework?: Run['framework'];
  readonly role?: Role;
  readonly run?: Run;
  /** Why it could not be read, though it was recognised. */
  readonly unreadable?: string;
};

/** Whose content it is, and what it is to that framework; undefined for what nobody knows. */
export function recognise(content: Content): { readonly reader: Reader; readonly role: Role } | undefined {
  for (const reader of READERS) {
    const role = reader.recognise(content);
    if (role !== undefined) return { reader, role };
  }
  return undefined;
}

/** What a file is beside results: to the framework whose it is, or to what ran that. */
export function roleOf(content: Content): Role | undefined {
  return recognise(content)?.role ?? (isOfEvaluation(content) ? 'companion' : undefined);
}

/**
 * Reads files of results, each with all others near it. A run that failed and left no results is told by what it left; one
 * that cannot be read takes nothing from the others.
 */
export async function readFiles(files: readonly ResultFile[]): Promise<readonly ReadFile[]> {
  const unfinished = new Set(READERS.flatMap((reader) => reader.unfinished?.(files) ?? []));
  const sidecars = findSidecars(files);
  const read: ReadFile[] = [];
  for (const file of files) {
    const known = recognise(file.content);
    if (known === undefined) {
      const role = roleOf(file.content);
      read.push({ path: file.path, ...(role === undefined ? {} : { role }) });
      continue;
    }
    const { reader, role } = known;
    const facts = { path: file.path, framework: reader.framework, role };
    if (role !== 'results' && !unfinished.has(file)) {
      read.push(facts);
      continue;
    }
    try {
      read.push({ ...facts, run: heldAgainst(await reader.read(file, files), file.path, sidecars) });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      read.push({ ...facts, unreadable: error.message });
    }
  }
  return read;
}
