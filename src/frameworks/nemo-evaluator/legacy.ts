import { type Part, partOf } from '../../data.ts';
import { UserError } from '../../errors.ts';
import type { ResultFile } from '../../files/content.ts';
import { countOf, finiteNumber, isMapping, isoDate, known, mappingOf, textOf } from '../facts.ts';
import type { Run, Verdict } from '../run.ts';
import { findJob, type Job, jobFolder, readBackend, readModel, readVersion, whyFailed } from './job.ts';
import { type Kind, kindOf } from './recognise.ts';
import { readScores } from './scores.ts';

/** Reads the `results.yml` of a job, with what lies in the job's folder. The command that ran is looked at, never copied. */
export function readJobResults(file: ResultFile, nearby: readonly ResultFile[]): Run {
  const data = mappingOf(file.content) ?? {};
  const job = findJob(file, nearby);
  const { extra } = partOf(partOf(data.config).params);
  const { measurements, refused } = readScores(partOf(data.results), countOf(partOf(extra).num_fewshot));
  const hasNothing = measurements.length === 0 && refused.length === 0;
  return {
    framework: 'nemo-evaluator',
    ...(hasNothing ? ({ verdict: 'failed', why: 'the results are empty' } as const) : judge(data, job)),
    ...factsOf(job, { target: data.target, metadata: data.metadata }),
    measurements,
    refused: [...job.doubts, ...refused],
  };
}

/**
 * Reads a job that left no `results.yml`, from any other file of it, as a run that failed.
 *
 * @throws UserError `invalid-file` when the results are there.
 */
export function readUnfinished(file: ResultFile, nearby: readonly ResultFile[]): Run {
  const job = findJob(file, nearby);
  if (job.hasResults) {
    throw new UserError('invalid-file', `${file.path} holds no results: they lie beside it.`, {
      hint: 'Give the results.yml or the eval-*.json of the job.',
    });
  }
  const type = textOf(partOf(job.runConfig?.config).type);
  const why = `${whyFailed(job) ?? 'the job did not come to its end'}, and left no results`;
  return {
    framework: 'nemo-evaluator',
    verdict: 'failed',
    why,
    ...factsOf(job, { target: job.runConfig?.target, metadata: undefined }),
    measurements: [],
    refused: [{ what: type ?? (jobFolder(file.path) || file.path), reason: 'It has no results.' }],
  };
}

/** Of several marks of one job, the one that says most about it. */
const BY_WORTH: readonly Kind[] = ['run-config', 'metadata', 'exit', 'interrupted', 'stage'];

/** The files that stand for jobs without results, one for each: `readUnfinished` reads them. */
export function findUnfinished(files: readonly ResultFile[]): readonly ResultFile[] {
  const jobs = Map.groupBy(files, (file) => jobFolder(file.path));
  return [...jobs.values()].flatMap((all) => {
    const byKind = new Map(all.map((file) => [kindOf(file.content), file]));
    if (byKind.has('results') || byKind.has('bundle')) return [];
    const first = BY_WORTH.map((kind) => byKind.get(kind)).find((file) => file !== undefined);
    return first === undefined ? [] : [first];
  });
}

function factsOf(
  job: Job,
  { target, metadata }: { readonly target: unknown; readonly metadata: unknown },
): Pick<Run, 'version' | 'model' | 'harness' | 'backend' | 'date'> {
  return known({
    version: readVersion(metadata, job.metadata),
    harness: textOf(job.runConfig?.framework_name),
    model: readModel(target, job),
    backend: readBackend(job.metadata),
    date: isoDate(job.exit?.date) ?? job.stopped?.date,
  });
}

/** Judges how much of the data a job was on: no limit of samples stands for all of it. */
function judge(data: Part, job: Job): { readonly verdict: Verdict; readonly why: string } {
  const failed = whyFailed(job);
  if (failed !== undefined) return { verdict: 'failed', why: failed };
  if (job.isEndUnclear)
    return { verdict: 'unknown', why: 'one of the jobs in the folder failed, and nothing tells which' };
  const { params } = partOf(data.config);
  const limit = partOf(params).limit_samples ?? limitIn(data.command);
  if (finiteNumber(limit) !== undefined) return { verdict: 'partial', why: `limit ${limit}` };
  if (limit !== undefined) return { verdict: 'partial', why: 'a limit of samples was set' };
  return isMapping(params)
    ? { verdict: 'full', why: 'no limit of samples was set' }
    : { verdict: 'unknown', why: 'the file does not tell whether a limit of samples was set' };
}

/** The limit that a harness was given on its command line: it may be written into the command alone. */
function limitIn(command: unknown): number | undefined {
  const found = typeof command === 'string' ? LIMIT.exec(command)?.[1] : undefined;
  return found === undefined ? undefined : Number(found);
}

const LIMIT = /(?:--(?:first[_-]n|limit)(?:=|\s+)|\+\+max_samples=)(\d{1,12}(?:\.\d{1,12})?)(?![\w.])/;
