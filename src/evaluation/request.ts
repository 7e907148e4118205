/** Evaluation frameworks, by the names that the Hub gives them where it does. */
export const FRAMEWORKS = ['lighteval', 'inspect-ai', 'lm-eval', 'nemo-evaluator'] as const;
export type Framework = (typeof FRAMEWORKS)[number];

/** What runs the model inside a framework. */
export const BACKENDS = ['vllm', 'accelerate', 'hf', 'inference-providers', 'endpoint', 'local-completions'] as const;
export type Backend = (typeof BACKENDS)[number];

/** A task as a user asks for it: `leaderboard|mmlu|5`, `gsm8k|5`, `hellaswag`. */
export type Task = {
  /** As it was written. */
  readonly text: string;
  readonly suite?: string;
  readonly name: string;
  readonly shots?: number;
  /** Examples are to be left out where a prompt is too long: a fourth field of `1`, which frameworks up to 2025 took. */
  readonly cutsShots?: boolean;
};

/** What is to be evaluated, and how: all that a framework's command line is made of. */
export type EvaluationRequest = {
  readonly framework: Framework;
  readonly backend: Backend;
  readonly model: {
    readonly repoId: string;
    /**
     * What is loaded of it: the commit that the asked revision is at, since a branch may move while a job runs. The branch
     * itself where each run of a schedule is to load what it is then. May be absent for models behind an API.
     */
    readonly revision?: string;
  };
  readonly tasks: readonly Task[];
  readonly options: EvaluationOptions;
};

export type EvaluationOptions = {
  /** Samples of each task that are evaluated; all without it. */
  readonly maxSamples?: number;
  readonly batchSize?: number | 'auto';
  readonly tensorParallelSize?: number;
  readonly dataParallelSize?: number;
  /** Between 0 and 1. */
  readonly gpuMemoryUtilization?: number;
  /** In tokens. */
  readonly maxModelLength?: number;
  readonly dtype?: string;
  /** Without it, what the framework does of itself. */
  readonly chatTemplate?: boolean;
  readonly systemPrompt?: string;
  readonly trustRemoteCode?: boolean;
  /** A file or a folder of own tasks, by its path in the folder that the command is started in. */
  readonly customTasks?: string;
  /** Appended to the framework's own arguments, each as it is. */
  readonly extraArgs?: readonly string[];
  /** Weights & Biases, through the framework's own flags: the name of the project. */
  readonly wandb?: string;
  /** Organization or user to whose datasets the framework itself is to push results and details. */
  readonly pushToHub?: string;
  /** Of the backends `endpoint` and `local-completions`: the address of an OpenAI-compatible API. */
  readonly baseUrl?: string;
  /** Of the backend `inference-providers`. */
  readonly provider?: string;
};

/** What starts an evaluation: a program of a Python environment. No part of it goes through a shell. */
export type CommandPlan = {
  /** Python, as `3.12`. */
  readonly python: string;
  /** Packages with exact versions, each as pip takes it. */
  readonly requirements: readonly string[];
  /** What is resolved beside them is not newer than this day: `2026-10-31`. */
  readonly resolvedUntil: string;
  /** The program, by its name in that environment, and its arguments. Paths are relative to the folder it is started in. */
  readonly argv: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Files that have to lie in that folder before it starts: texts by their names. */
  readonly files: Readonly<Record<string, string>>;
  /** Names of secrets that it cannot do without, and of those that it takes when they are there. */
  readonly secrets: { readonly needed: readonly string[]; readonly wanted: readonly string[] };
  /** Needs a GPU where it runs; a model behind an API needs none. */
  readonly needsGpu: boolean;
  /** Starts containers itself, which cannot be done within a job of the Hub. */
  readonly needsDocker: boolean;
  /** Ends as soon as the evaluation has begun, which then goes on by itself. */
  readonly detaches: boolean;
  /** Folder in which the results will be, relative to the one it is started in. */
  readonly output: string;
  /** Versions that the plan pins, by package: framework first. */
  readonly versions: Readonly<Record<string, string>>;
  /** What the user is to know: what a task was turned into, what is not what it was in older versions. */
  readonly notes: readonly string[];
};

/** A plan, or all that stands in its way. */
export type Planned = { readonly plan: CommandPlan } | { readonly problems: readonly string[] };
