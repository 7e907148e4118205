import type { Collection } from '../../frameworks/collection.ts';
import { plainName } from '../../frameworks/known-tasks.ts';
import { baseOf } from '../../frameworks/metrics.ts';
import type { Framework, Measurement, Run } from '../../frameworks/run.ts';
import { NO_DATASET } from '../../scores/datasets.ts';
import { isRepoId } from '../../scores/repo-id.ts';
import type { Score } from '../../scores/score.ts';
import { describeMetric } from './metrics.ts';
import type { Details, EeeResult, EeeSourceData } from './types.ts';

/** A score with what its file says beside it, and what Every Eval Ever goes by. */
export type Sourced = {
  readonly score: Score;
  /** What evaluated; absent for the table of a card. */
  readonly framework?: Framework;
  readonly run?: Run;
  readonly measurement?: Measurement;
  /** The benchmark, in one word: a part of paths. */
  readonly benchmark: string;
  /** When it ran: seconds since 1970. */
  readonly ranAt?: string;
};

/** Names by which Every Eval Ever's converters call the frameworks: as a library, as a source, and before a metric's id. */
const NAMES: Partial<
  Record<Framework, { readonly library: string; readonly source: string; readonly harness: string }>
> = {
  'lm-eval': { library: 'lm_eval', source: 'lm-evaluation-harness', harness: 'lm-evaluation-harness' },
  'inspect-ai': { library: 'inspect_ai', source: 'inspect_ai', harness: 'inspect_ai' },
  helm: { library: 'helm', source: 'HELM', harness: 'helm' },
};

/** How Every Eval Ever's converters call a framework. */
export function namesOf(framework: Framework): { library: string; source: string; harness: string } {
  return NAMES[framework] ?? { library: framework, source: framework, harness: framework };
}

/** Puts beside a score what the file that it is from says of it. */
export function sourceOf(score: Score, runs: ReadonlyMap<string, Run>): Sourced {
  const { provenance, dataset } = score;
  if (provenance.kind !== 'result-file') return { score, benchmark: dataset.name, ...ranAt(score.date) };
  const run = runs.get(provenance.file);
  const measurement = run?.measurements.find(({ at, task }) => at === provenance.at && task === provenance.task);
  const framework = run?.framework;
  return {
    score,
    ...(framework === undefined ? {} : { framework }),
    ...(run === undefined ? {} : { run }),
    ...(measurement === undefined ? {} : { measurement }),
    benchmark: framework === undefined ? provenance.task : plainName(framework, provenance.task),
    ...ranAt(run?.date ?? score.date),
  };
}

/** The runs of a collection by their files. */
export function runsByFile({ files }: Collection): ReadonlyMap<string, Run> {
  return new Map(files.flatMap(({ path, run }) => (run === undefined ? [] : [[path, run] as const])));
}

/** A time without a zone is taken for UTC: whoever converts it anywhere gets the same. */
function ranAt(date: string | undefined): { ranAt?: string } {
  if (date === undefined) return {};
  const isZoned = !date.includes('T') || /(?:Z|[+-]\d\d:?\d\d)$/.test(date);
  const ms = Date.parse(isZoned ? date : `${date}Z`);
  return Number.isNaN(ms) ? {} : { ranAt: String(Math.floor(ms / 1000)) };
}

/** The results of a record, each with an id of its own as far as that goes. */
export function resultsOf(sourced: readonly Sourced[]): EeeResult[] {
  const results = sourced.map(resultOf);
  const counts = Map.groupBy(results, ({ evaluation_result_id: id }) => id);
  return results.map(({ evaluation_result_id: id, ...rest }) => {
    const isOnlyOne = id !== undefined && counts.get(id)?.length === 1;
    return isOnlyOne ? { evaluation_result_id: id, ...rest } : rest;
  });
}

function resultOf(sourced: Sourced): EeeResult {
  const { score, framework, ranAt } = sourced;
  const { provenance } = score;
  const metric = provenance.kind === 'result-file' ? provenance.metric : score.metric.type;
  const base = framework === undefined ? metric : baseOf(framework, metric);
  const filter = framework === 'lm-eval' ? /,(.*)$/s.exec(metric)?.[1] : undefined;
  const said = filter === undefined || filter === 'none' ? undefined : filter;
  const isPlain = framework === 'lm-eval' || framework === 'inspect-ai';
  const { config, value, stderr, details } = describeMetric(score, base, {
    name: isPlain ? base : metric,
    ...(framework === undefined ? {} : { harness: namesOf(framework).harness }),
  });
  const task = provenance.kind === 'result-file' ? provenance.task : score.dataset.name;
  const setup = setupOf(sourced);
  const more = { ...details, ...detailsOf(score) };
  return {
    evaluation_result_id: idOf(metric, framework, said),
    evaluation_name: said === undefined ? task : `${task}/${said}`,
    source_data: dataOf(sourced),
    ...(ranAt === undefined ? {} : { evaluation_timestamp: ranAt }),
    metric_config: config,
    score_details: {
      score: value,
      ...(Object.keys(more).length === 0 ? {} : { details: more }),
      ...uncertainty(stderr, score.samples),
    },
    ...(Object.keys(setup).length === 0 ? {} : { generation_config: { additional_details: setup } }),
  };
}

/** `exact_match:strict-match`, as the samples of a run refer to it. */
function idOf(metric: string, framework: Framework | undefined, filter: string | undefined): string {
  if (framework === 'lm-eval') return [baseOf(framework, metric), ...(filter === undefined ? [] : [filter])].join(':');
  return framework === 'inspect-ai' ? metric.replace(/\/(?=[^/]*$)/, ':') : metric;
}

function setupOf({ score, run }: Sourced): Details {
  return {
    ...(score.shots === undefined ? {} : { num_fewshot: String(score.shots) }),
    ...(run?.chatTemplate === undefined ? {} : { apply_chat_template: String(run.chatTemplate) }),
  };
}

function detailsOf({ notes, partial }: Score): Details {
  return {
    ...(notes === undefined ? {} : { notes }),
    ...(partial === undefined ? {} : { partial_run: 'true', sample_limit: String(partial.limit) }),
  };
}

function uncertainty(
  stderr: number | undefined,
  samples: number | undefined,
): Pick<EeeResult['score_details'], 'uncertainty'> {
  if (stderr === undefined && samples === undefined) return {};
  return {
    uncertainty: {
      ...(stderr === undefined ? {} : { standard_error: { value: stderr } }),
      ...(samples === undefined ? {} : { num_samples: samples }),
    },
  };
}

/** A dataset of the Hub is one with an owner; names alone may be of anything. */
function dataOf({ score, benchmark, measurement }: Sourced): EeeSourceData {
  const { type, config, split, revision } = score.dataset;
  const isOnHub = isRepoId(type);
  const details = {
    ...(isOnHub || type === NO_DATASET ? {} : { dataset: type }),
    ...(config === undefined ? {} : { hf_config: config }),
    ...(revision === undefined ? {} : { hf_revision: revision }),
    ...(isOnHub || split === undefined ? {} : { split }),
  };
  return {
    dataset_name: benchmark,
    source_type: isOnHub ? 'hf_dataset' : 'other',
    ...(isOnHub ? { hf_repo: type } : {}),
    ...(isOnHub && split !== undefined ? { hf_split: split } : {}),
    ...(isOnHub && measurement?.available !== undefined ? { samples_number: measurement.available } : {}),
    ...(Object.keys(details).length === 0 ? {} : { additional_details: details }),
  };
}
