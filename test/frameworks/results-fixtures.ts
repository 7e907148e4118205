import type { ResultFile } from '../../src/files/content.ts';
import { type CollectOptions, collectScores } from '../../src/frameworks/collect.ts';
import type { Collection } from '../../src/frameworks/collection.ts';
import { readFiles } from '../../src/frameworks/read-all.ts';
import type { Refusal } from '../../src/frameworks/run.ts';
import { REGISTRY } from '../../src/scores/benchmarks.ts';

export const MODEL = 'harbor-labs/Kestrel-7B';
/** Commits of models. */
export const SHA = 'c0ffee'.repeat(7).slice(0, 40);
export const OTHER_SHA = 'facade'.repeat(7).slice(0, 40);

type Json = Readonly<Record<string, unknown>>;

/** A task of a run: what it measured and on what. */
export type Task = {
  readonly metrics: Json;
  readonly samples?: number;
  readonly of?: number;
  readonly shots?: number;
  readonly dataset?: string;
  readonly config?: string;
  readonly split?: string;
  readonly kwargs?: Json;
};

/** GSM8K as lm-eval writes it, with both of its filters. */
export const GSM8K: Task = {
  metrics: {
    'exact_match,strict-match': 0.52,
    'exact_match_stderr,strict-match': 0.0137,
    'exact_match,flexible-extract': 0.55,
    'exact_match_stderr,flexible-extract': 0.0137,
  },
  samples: 1319,
  of: 1319,
  shots: 5,
  dataset: 'openai/gsm8k',
  config: 'main',
  split: 'test',
};

export type LmEvalRun = {
  readonly tasks?: Readonly<Record<string, Task>>;
  readonly model?: string | null;
  readonly revision?: string;
  readonly sha?: string;
  readonly backend?: string;
  readonly version?: string;
  /** ISO date of the run. */
  readonly date?: string;
  readonly limit?: number;
  readonly groups?: Readonly<Record<string, readonly string[]>>;
  /** A file without counts of samples. */
  readonly uncounted?: true;
};

/** The results file of a run of lm-evaluation-harness. */
export function lmEval({ tasks = { gsm8k: GSM8K }, ...run }: LmEvalRun = {}): Json {
  const each = (of: (task: Task, name: string) => unknown): Json =>
    Object.fromEntries(Object.entries(tasks).map(([name, task]) => [name, of(task, name)]));
  const plain = each(() => []);
  const counted = Object.entries(tasks).filter(([name]) => run.groups?.[name] === undefined);
  return {
    results: each(({ metrics }, name) => ({ alias: name, ...metrics })),
    group_subtasks: { ...plain, ...run.groups },
    configs: Object.fromEntries(
      counted.map(([name, { dataset, config, split = 'test', shots, kwargs }]) => [
        name,
        {
          task: name,
          dataset_path: dataset,
          dataset_name: config ?? null,
          test_split: split,
          num_fewshot: shots,
          ...(kwargs === undefined ? {} : { dataset_kwargs: kwargs }),
        },
      ]),
    ),
    versions: each(() => 1),
    'n-shot': Object.fromEntries(counted.map(([name, { shots }]) => [name, shots])),
    ...(run.uncounted
      ? {}
      : {
          'n-samples': Object.fromEntries(
            counted.map(([name, { samples = 100, of = samples }]) => [name, { original: of, effective: samples }]),
          ),
        }),
    config: {
      model: run.backend ?? 'hf',
      model_args:
        run.model === null
          ? {}
          : { pretrained: run.model ?? MODEL, ...(run.revision ? { revision: run.revision } : {}) },
      ...(run.revision === undefined ? {} : { model_revision: run.revision }),
      ...(run.sha === undefined ? {} : { model_sha: run.sha }),
      limit: run.limit ?? null,
    },
    date: Date.parse(`${run.date ?? '2026-03-04'}T12:00:00Z`) / 1000,
    lm_eval_version: run.version ?? '0.4.9',
    model_source: run.backend ?? 'hf',
    chat_template: null,
  };
}

/** The results file of a run of lighteval: 0.13, unless the changes make it another one. */
export function lighteval(
  results: Json = { 'gsm8k|5': { extractive_match: 0.44, extractive_match_stderr: 0.0136 } },
  { general = {}, config = {} }: { readonly general?: Json; readonly config?: Readonly<Record<string, Json>> } = {},
): Json {
  return {
    config_general: {
      lighteval_sha: '?',
      max_samples: null,
      model_config: { model_name: MODEL, revision: 'main', max_num_seqs: 128, gpu_memory_utilization: 0.8 },
      model_name: MODEL,
      ...general,
    },
    results,
    versions: {},
    config_tasks: config,
  };
}

/** The log of a run of inspect-ai. */
export function inspectLog(
  changes: {
    readonly task?: string;
    readonly model?: string;
    readonly args?: Json;
    /** Other parts of `eval`. */
    readonly spec?: Json;
    readonly total?: number;
    readonly dataset?: Json;
    readonly scores?: readonly Json[];
    readonly status?: string;
    readonly samples?: readonly Json[];
    readonly limit?: number;
    readonly completed?: string;
    readonly version?: string;
  } = {},
): Json {
  const { limit, samples } = changes;
  const total = changes.total ?? limit ?? 1319;
  return {
    version: 2,
    status: changes.status ?? 'success',
    eval: {
      run_id: 'run',
      created: '2026-03-04T10:00:00+00:00',
      task: changes.task ?? 'inspect_evals/gsm8k',
      task_id: 'task',
      task_args: {},
      dataset: changes.dataset ?? { name: 'openai/gsm8k', location: 'openai/gsm8k', samples: 1319 },
      model: changes.model ?? `vllm/${MODEL}`,
      model_args: changes.args ?? {},
      config: { epochs: 1, ...(limit === undefined ? {} : { limit }) },
      packages: { inspect_ai: changes.version ?? '0.3.214' },
      ...changes.spec,
    },
    plan: { name: 'plan', steps: [], config: {} },
    results: {
      total_samples: total,
      completed_samples: total,
      scores: changes.scores ?? [
        {
          name: 'match',
          scorer: 'match',
          scored_samples: total,
          unscored_samples: 0,
          metrics: { accuracy: { name: 'accuracy', value: 0.61 }, stderr: { name: 'stderr', value: 0.0134 } },
        },
      ],
    },
    stats: {
      started_at: '2026-03-04T10:00:00+00:00',
      completed_at: changes.completed ?? '2026-03-04T10:20:00+00:00',
    },
    ...(samples === undefined ? {} : { samples }),
  };
}

/** The files of a job of NeMo Evaluator's launcher. */
export function nemoJob(
  folder: string,
  {
    framework = 'nemo_skills',
    tasks = {},
    groups = {},
    params = {},
    exit = 0,
  }: {
    readonly framework?: string;
    readonly tasks?: Json;
    readonly groups?: Json;
    readonly params?: Json;
    readonly exit?: number;
  },
): Readonly<Record<string, unknown>> {
  const target = { api_endpoint: { model_id: MODEL, type: 'chat', url: 'http://127.0.0.1:1/v1' } };
  return {
    [`${folder}/artifacts/results.yml`]: {
      command: 'run',
      config: { params, type: 'one' },
      metadata: { versioning: { nemo_evaluator: '0.2.8' } },
      results: { groups, tasks },
      target,
    },
    [`${folder}/artifacts/run_config.yml`]: { framework_name: framework, config: { type: 'one' }, target },
    [`${folder}/logs/stage.exit`]: `2026-03-04T10:20:00Z ${exit}\n`,
  };
}

/** A score of NeMo Evaluator. */
export function nemoScore(metric: string, scores: Readonly<Record<string, number>>): Json {
  const stats = Object.entries(scores).map(([name, value]) => [name, { stats: {}, value }]);
  return { metrics: { [metric]: { scores: Object.fromEntries(stats) } } };
}

/** Files as the opened ones of a folder: data for documents, a text for what is none, lists for lines. */
export function filesOf(data: Readonly<Record<string, unknown>>): ResultFile[] {
  return Object.entries(data).map(([path, one]): ResultFile => {
    if (typeof one === 'string') return { path, content: { kind: 'text', text: one } };
    if (!path.endsWith('.jsonl') || !Array.isArray(one)) return { path, content: { kind: 'document', data: one } };
    const lines = one as unknown[];
    return {
      path,
      content: {
        kind: 'lines',
        first: lines[0],
        async *all() {
          yield* lines;
        },
      },
    };
  });
}

/** What of the options a test changes. */
export type Changes = Partial<Omit<CollectOptions, 'target'>> & {
  readonly repoId?: string | undefined;
  readonly revision?: string | undefined;
  readonly models?: CollectOptions['target']['models'];
};

/** Collects what these files hold of {@link MODEL} at main. */
export async function collectOf(data: Readonly<Record<string, unknown>>, changes: Changes = {}): Promise<Collection> {
  const { repoId, revision, models = new Map(), ...rest } = { repoId: MODEL, revision: 'main', ...changes };
  return collectScores(await readFiles(filesOf(data)), {
    target: {
      ...(repoId === undefined ? {} : { repoId }),
      ...(revision === undefined ? {} : { revision }),
      models,
    },
    registry: REGISTRY,
    taskType: 'text-generation',
    given: {},
    metrics: 'primary',
    allowPartial: false,
    allowUnknown: false,
    ...rest,
  });
}

/** The scores of a collection, each as a line of what tells it from others. */
export function linesOf({ scores }: Collection): string[] {
  return scores.map(({ benchmark, dataset, metric, value, unit = 'no unit' }) =>
    [benchmark?.id ?? `(${dataset.name})`, metric.type, value, unit].join(' '),
  );
}

/** All that was refused: files whole with their reasons, and numbers in them. */
export function refusalsOf({ files }: Collection): string[] {
  const line = ({ what, reason }: Refusal): string => `${what}: ${reason}`;
  return files.flatMap(({ reason, refused }) => [...(reason === undefined ? [] : [reason]), ...refused.map(line)]);
}
