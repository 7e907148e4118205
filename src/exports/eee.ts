import type { Collection } from '../frameworks/collection.ts';
import { recordPath, uuidOf } from './eee/path.ts';
import { namesOf, resultsOf, runsByFile, type Sourced, sourceOf } from './eee/record.ts';
import type { Details, EeeRecord, EvaluatorRelationship, ModelAvailability } from './eee/types.ts';

export type { EeeRecord } from './eee/types.ts';

/** What result files do not say. */
export type EeeOptions = {
  /** When the records are made: seconds since 1970. */
  readonly retrieved: number;
  /** What makes them, with its version: `hf-eval 0.1.0`. */
  readonly by: string;
  /** Who evaluated. */
  readonly organization?: { readonly name: string; readonly url?: string };
  /** Default: `first_party` where the organization is the model's owner, else `other`. */
  readonly relationship?: EvaluatorRelationship;
  /** Default `unknown`: a repo may be private. */
  readonly availability?: ModelAvailability;
  /** Hex digits of a digest of a text, at least 32, such as those of SHA-256: files are named after it. */
  readonly digest: (text: string) => string;
};

/** A record, and its place in the datastore. */
export type EeeFile = { readonly path: string; readonly record: EeeRecord };

/** What ran the model, by the names that the frameworks have for it. */
const ENGINES: ReadonlyMap<string, string> = new Map([
  ['hf', 'transformers'],
  ['transformers', 'transformers'],
  ['accelerate', 'transformers'],
  ['vllm', 'vllm'],
  ['sglang', 'sglang'],
  ['gguf', 'llama.cpp'],
  ['llama-cpp', 'llama.cpp'],
]);

/**
 * The scores as records of Every Eval Ever: one for each benchmark that one library ran on one model at one time, as that
 * project's own converters make them. The same scores come out as the same files, but for `retrieved_timestamp`.
 *
 * Rules: its schema 0.3.0 and the checks of its command `validate`.
 */
export function exportEee(collection: Collection, options: EeeOptions): readonly EeeFile[] {
  const runs = runsByFile(collection);
  const records = Map.groupBy(
    collection.scores.map((score) => sourceOf(score, runs)),
    (one) => JSON.stringify(groupOf(one, collection)),
  );
  const ids = [...records.values()].map((group) => idOf(group, collection, options));
  const counts = Map.groupBy(ids, (id) => id);
  return [...records].map(([key, group], index) => {
    const id = ids[index] ?? '';
    const isOnlyOne = counts.get(id)?.length === 1;
    const record = recordOf(group, isOnlyOne ? id : `${id}/${libraryOf(group).name}`, collection, options);
    const place = { collection: group[0]?.benchmark ?? '', modelId: modelIdOf(group, collection) };
    return { path: recordPath(place, uuidOf(options.digest(key))), record };
  });
}

/** What tells records apart. */
function groupOf(one: Sourced, collection: Collection): readonly (string | undefined)[] {
  const { name, version } = libraryOf([one]);
  return [one.benchmark, modelIdOf([one], collection), revisionOf([one], collection), name, version, one.ranAt];
}

/** `<benchmark>/<model>/<time>`, as the schema has it; the same scores have the same again. */
function idOf(group: readonly Sourced[], collection: Collection, { digest }: EeeOptions): string {
  const [first] = group;
  const revision = revisionOf(group, collection);
  const model = `${modelIdOf(group, collection)}${revision === 'main' ? '' : `@${revision}`}`;
  const values = group.map(({ score }) => [score.metric, score.value, score.shots, score.notes]);
  const time = first?.ranAt ?? `undated-${digest(JSON.stringify(values)).slice(0, 12)}`;
  return `${first?.benchmark}/${model}/${time}`;
}

function recordOf(
  group: readonly Sourced[],
  id: string,
  collection: Collection,
  { retrieved, by, organization, relationship, availability = 'unknown' }: EeeOptions,
): EeeRecord {
  const [first] = group;
  const { framework, ranAt, run } = first ?? {};
  const modelId = modelIdOf(group, collection);
  const owner = modelId.includes('/') ? modelId.split('/')[0] : undefined;
  const isOwn = owner !== undefined && organization?.name.toLowerCase() === owner.toLowerCase();
  const results = resultsOf(group);
  const unknown = results.filter(({ metric_config: config }) => config.score_type === undefined).length;
  const engine = ENGINES.get(run?.backend ?? '');
  return {
    schema_version: '0.3.0',
    evaluation_id: id,
    ...(ranAt === undefined ? {} : { evaluation_timestamp: ranAt }),
    retrieved_timestamp: String(Math.floor(retrieved)),
    source_metadata: {
      source_name: framework === undefined ? `Model card of ${modelId}` : namesOf(framework).source,
      source_type: framework === undefined ? 'documentation' : 'evaluation_run',
      source_organization_name: organization?.name ?? 'unknown',
      ...(organization?.url === undefined ? {} : { source_organization_url: organization.url }),
      evaluator_relationship: relationship ?? (isOwn ? 'first_party' : 'other'),
      additional_details: {
        converted_by: by,
        ...(unknown === 0 ? {} : { metrics_with_unknown_bounds: String(unknown) }),
      },
    },
    eval_library: libraryOf(group),
    model_info: {
      name: modelId,
      id: modelId,
      ...(owner === undefined ? {} : { developer: owner }),
      ...(engine === undefined ? {} : { inference_engine: { name: engine } }),
      additional_details: {
        deployment_type: engine === undefined ? 'unknown' : 'self_deployed',
        model_availability: availability,
        ...revisionDetails(group, collection),
      },
    },
    evaluation_results: results,
  };
}

function libraryOf([first]: readonly Sourced[]): EeeRecord['eval_library'] {
  const { framework, run } = first ?? {};
  const name = framework === undefined ? 'unknown' : namesOf(framework).library;
  return { name, version: run?.version ?? 'unknown' };
}

/** Without a repo that scores are for, they are of the model that the file names, unless the user calls it otherwise. */
function modelIdOf([first]: readonly Sourced[], { repoId, modelName }: Collection): string {
  const claimed = first?.run?.model?.name;
  const isMeant = modelName === '' || claimed?.split('/').at(-1) === modelName;
  return repoId ?? (isMeant ? claimed : modelName) ?? 'unknown';
}

function revisionOf([first]: readonly Sourced[], { revision }: Collection): string {
  return first?.score.model.revision ?? revision;
}

function revisionDetails(group: readonly Sourced[], collection: Collection): Details {
  const sha = group[0]?.run?.model?.sha;
  return { revision: revisionOf(group, collection), ...(sha === undefined ? {} : { sha }) };
}
