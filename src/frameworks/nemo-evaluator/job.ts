import { type Part, partOf } from '../../data.ts';
import type { ResultFile } from '../../files/content.ts';
import { companionOf, settle } from '../beside.ts';
import { commitOf, folderOf, isMapping, isoTime, known, mappingOf, textOf } from '../facts.ts';
import type { ClaimedModel, Refusal } from '../run.ts';
import { type Kind, kindOf, readExit } from './recognise.ts';

/** What lies in the folder of a job, as far as it was given. */
export type Job = {
  /** Its `results.yml`. */
  readonly results?: Part;
  /** Whether it has any results, a bundle of 0.4 too. */
  readonly hasResults: boolean;
  readonly runConfig?: Part;
  readonly metadata?: Part;
  readonly exit?: { readonly code: number; readonly date?: string };
  /** Why it was stopped, when it left a mark of that. */
  readonly stopped?: { readonly why: string; readonly date?: string };
  /** Whether several jobs lie there, and nothing tells whose metadata are whose. */
  readonly isModelUnclear: boolean;
  /** Whether one of several jobs failed, and nothing tells which. */
  readonly isEndUnclear: boolean;
  /** What cannot be told of it. */
  readonly doubts: readonly Refusal[];
};

/** The folder of a job: its files lie in `artifacts` and `logs` below it, those of a container of 0.4 in `results`. */
export function jobFolder(path: string): string {
  return folderOf(path).replace(/(?:^|\/)(?:artifacts|logs|results)$/, '');
}

/** What was given of the job that a file belongs to. */
export function findJob({ path, content }: ResultFile, nearby: readonly ResultFile[]): Job {
  const folder = jobFolder(path);
  const files = nearby.filter((file) => jobFolder(file.path) === folder);
  const byKind = Map.groupBy(files, (file) => kindOf(file.content));
  const rivals = byKind.get(kindOf(content)) ?? [];
  const doubts: Refusal[] = [];
  const find = (kind: Kind, name: string): ResultFile | undefined => {
    const { found, refused } = settle(companionOf(path, byKind.get(kind) ?? [], rivals), name);
    doubts.push(...refused);
    return found;
  };
  const dataOf = (kind: Kind, name: string): Part | undefined => {
    const found = find(kind, name);
    return found === undefined ? undefined : mappingOf(found.content);
  };
  const exit = find('exit', 'stage.exit');
  const interrupted = dataOf('interrupted', '.nemo_evaluator_interrupted');
  // Its text is the error's own, so that the name alone tells what it is.
  const marks = files.filter((file) => /(?:^|\/)\.nemo_evaluator_server_error$/.test(file.path));
  const serverError = settle(companionOf(path, marks, rivals), '.nemo_evaluator_server_error');
  doubts.push(...serverError.refused);
  const found = {
    results: dataOf('results', 'results.yml'),
    runConfig: dataOf('run-config', 'run_config.yml'),
    metadata: dataOf('metadata', 'metadata.yaml'),
  };
  const mayHaveFailed = [...(byKind.get('exit') ?? [])].some((file) => (readExit(file.content)?.code ?? 0) !== 0);
  const isUnclear = (...names: readonly string[]): boolean => doubts.some(({ what }) => names.includes(what));
  const isEndUnclear =
    isUnclear('.nemo_evaluator_interrupted', '.nemo_evaluator_server_error') ||
    (isUnclear('stage.exit') && mayHaveFailed);
  return {
    hasResults: byKind.has('results') || byKind.has('bundle'),
    isModelUnclear: isUnclear('metadata.yaml'),
    isEndUnclear,
    doubts,
    ...known({
      ...found,
      exit: exit === undefined ? undefined : readExit(exit.content),
      stopped:
        interrupted !== undefined
          ? { why: whyInterrupted(interrupted), ...known({ date: isoTime(interrupted.timestamp) }) }
          : serverError.found === undefined
            ? undefined
            : { why: 'stopped by an error of its model server' },
    }),
  };
}

function whyInterrupted({ signal }: Part): string {
  return typeof signal === 'string' && /^\w{1,20}$/.test(signal) ? `interrupted by ${signal}` : 'interrupted';
}

/** Why a job did not come to its end; undefined when nothing says so. An interrupted one may exit with 0. */
export function whyFailed({ exit, stopped }: Job): string | undefined {
  const code = exit !== undefined && exit.code !== 0 ? `ended with exit code ${exit.code}` : undefined;
  const all = [stopped?.why === undefined ? undefined : `was ${stopped.why}`, code].filter((why) => why !== undefined);
  return all.length === 0 ? undefined : `the job ${all.join(' and ')}`;
}

/**
 * The model that results or the configuration of a job name. Its server goes by a name of its own; what it was started with
 * stands in the metadata, and counts when it was served under that name.
 */
export function readModel(target: unknown, { metadata, isModelUnclear }: Job): ClaimedModel | undefined {
  if (isModelUnclear) return undefined;
  const served = textOf(partOf(partOf(target).api_endpoint).model_id);
  const deployment = deploymentOf(metadata);
  const deployedAs = stated(deployment.served_model_name);
  if (served !== undefined && deployedAs !== undefined && deployedAs !== served) return { name: served };
  const handle = stated(deployment.hf_model_handle);
  if (handle !== undefined) {
    const revision = revisionIn(deployment.extra_args);
    return { name: handle, ...known({ revision, sha: commitOf(revision) }) };
  }
  const name = stated(deployment.checkpoint_path) ?? served;
  return name === undefined ? undefined : { name };
}

/** What served the model, in the launcher's words; undefined when the job did not start a server itself. */
export function readBackend(metadata: Part | undefined): string | undefined {
  const type = textOf(deploymentOf(metadata).type);
  return type === 'none' ? undefined : type;
}

/** The version of the evaluator, from results or metadata. */
export function readVersion(...sources: readonly unknown[]): string | undefined {
  const versions = sources.map((source) => textOf(partOf(partOf(source).versioning).nemo_evaluator));
  return versions.find((version) => version !== undefined);
}

function deploymentOf(metadata: Part | undefined): Part {
  const { deployment } = partOf(partOf(metadata).launcher_resolved_config);
  return isMapping(deployment) ? deployment : {};
}

/** The launcher's configuration has `???` for what is still to be given. */
function stated(value: unknown): string | undefined {
  const text = textOf(value);
  return text === '???' ? undefined : text;
}

function revisionIn(args: unknown): string | undefined {
  if (typeof args !== 'string') return undefined;
  return /(?:^|\s)--revision(?:=|\s+)["']?([^\s"']+)/.exec(args)?.[1];
}
