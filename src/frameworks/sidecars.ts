import { partOf, quoted } from '../data.ts';
import { type About, type Sidecar, sidecarOf } from '../evaluation/home/sidecar.ts';
import type { Content, ResultFile } from '../files/content.ts';
import { isCommit, isRepoId } from '../scores/repo-id.ts';
import type { Measurement, Run } from './run.ts';

/** A sidecar, and the folder whose results it is about. */
type Placed = { readonly path: string; readonly folder: string; readonly sidecar: Sidecar };

/** What a run of `evaluate` puts beside results: its sidecar, and the list of what came home. */
export function isOfEvaluation(content: Content): boolean {
  if (readContent(content) !== undefined) return true;
  const { version, run, exitCode, files, leftOut } = partOf(content.kind === 'document' ? content.data : undefined);
  return version === 1 && isRun(run) && typeof exitCode === 'number' && [files, leftOut].every(Array.isArray);
}

function readContent(content: Content): Sidecar | undefined {
  const data = content.kind === 'document' ? content.data : undefined;
  const { run, about, argv, phases } = partOf(data);
  const isOne = isRun(run) && Array.isArray(argv) && [about, phases].every((part) => typeof part === 'object');
  return isOne ? sidecarOf(data) : undefined;
}

function isRun(value: unknown): boolean {
  return typeof value === 'string' && /^[0-9a-f]{32}$/.test(value);
}

/** The sidecars among files. */
export function findSidecars(files: readonly ResultFile[]): readonly Placed[] {
  return files.flatMap(({ path, content }) => {
    const sidecar = readContent(content);
    return sidecar === undefined ? [] : [{ path, folder: path.slice(0, path.lastIndexOf('/') + 1), sidecar }];
  });
}

/**
 * A run with what the sidecars of its folder say against it. They only ever take something from it: anybody may have written
 * one, and what a result file does not prove, it does not prove with one either.
 *
 * @param path Of the result file.
 */
export function heldAgainst(run: Run, path: string, sidecars: readonly Placed[]): Run {
  return sidecars
    .filter(({ folder }) => path.startsWith(folder))
    .reduce((held, one) => otherModel(onlyPart(failed(held, one), one), one), run);
}

function failed(run: Run, { path, sidecar: { programExitCode = 0 } }: Placed): Run {
  if (programExitCode === 0) return run;
  return { ...run, verdict: 'failed', why: `the program ended with exit code ${programExitCode}, as ${path} says` };
}

/** A limit that all of the data is within says nothing. */
function onlyPart(run: Run, { path, sidecar: { about } }: Placed): Run {
  const { limit } = about;
  if (limit === undefined || run.verdict === 'failed') return run;
  const isPart = ({ available, verdict }: Measurement): boolean =>
    verdict !== 'failed' && (available === undefined || available > limit);
  if (!run.measurements.some(isPart)) return run;
  const measurements = run.measurements.map((one) => {
    if (!isPart(one)) return one;
    const { samples: _, available: __, ...rest } = one;
    // More samples than the limit has the file say what is not so.
    return { ...((one.samples ?? 0) > limit ? rest : one), verdict: 'partial' as const };
  });
  if (run.verdict === 'partial') return { ...run, measurements };
  return { ...run, verdict: 'partial', why: `at most ${limit} samples of each task, as ${path} says`, measurements };
}

/** A run that is told to be of two models is of none. */
function otherModel(run: Run, { path, sidecar: { about } }: Placed): Run {
  const said = run.model === undefined ? undefined : whatDiffers(run.model, about);
  return said === undefined ? withAsked(run, about) : { ...run, contradicted: `${said}, as ${path} says` };
}

/** A commit does not tell of which branch it is, and what asks an API tells no commit: its scores may belong elsewhere. */
function withAsked(run: Run, { revision, sha }: About): Run {
  if (run.model === undefined || revision === undefined) return run;
  return { ...run, model: { ...run.model, asked: { revision, ...(sha === undefined ? {} : { sha }) } } };
}

function whatDiffers({ name, revision, sha }: NonNullable<Run['model']>, about: About): string | undefined {
  if (about.model !== undefined && isRepoId(name) && about.model.toLowerCase() !== name.toLowerCase())
    return `the file names ${quoted(name)}, and ${quoted(about.model)} was run`;
  const commit = sha ?? revision;
  if (about.sha === undefined || commit === undefined || about.sha === commit) return undefined;
  // A branch that the file names as well may have been there; alone, it is not what was loaded.
  return `the file names the ${isCommit(commit) ? 'commit' : 'revision'} ${quoted(commit)}, and ${quoted(about.sha)} was run`;
}
