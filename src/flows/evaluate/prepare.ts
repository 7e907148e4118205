import { createHash } from 'node:crypto';
import type { Config } from '../../config.ts';
import { UserError } from '../../errors.ts';
import type { EvaluateConfig } from '../../evaluate-config.ts';
import { isWholeCommit } from '../../evaluation/check-request.ts';
import { chooseHardware, describeFlavor, type HardwareChoice } from '../../evaluation/hardware/choose.ts';
import { type Flavor, readFlavors } from '../../evaluation/hardware/flavor.ts';
import stored from '../../evaluation/hardware/flavors.json' with { type: 'json' };
import { ownDtype } from '../../evaluation/hardware/need.ts';
import type { About } from '../../evaluation/home/sidecar.ts';
import type { ModelFacts } from '../../evaluation/model-facts.ts';
import { type Ceiling, ceilingOf } from '../../evaluation/money/ceiling.ts';
import { type Estimate, estimate } from '../../evaluation/money/estimate.ts';
import { type Recurrence, recurrenceOf } from '../../evaluation/money/recurrence.ts';
import { OPTION_ORDER, optionName } from '../../evaluation/parts.ts';
import { type CommandPlan, type EvaluationRequest, FRAMEWORKS } from '../../evaluation/request.ts';
import { planCommand } from '../../frameworks/plan.ts';
import { readHardware } from '../../hub/jobs.ts';
import type { Hub } from '../../hub/request.ts';
import { readTaskFiles } from '../../runner/task-files.ts';
import { readModel, whyElsewhere } from './model.ts';

/** All that is known of an evaluation before it is paid for. */
export type Prepared = {
  readonly request: EvaluationRequest;
  readonly plan: CommandPlan;
  readonly facts: ModelFacts;
  readonly hardware: HardwareChoice;
  readonly expected: Estimate;
  /** Of one run. */
  readonly ceiling: Ceiling;
  /** Where the Hub is to run it again and again. */
  readonly recurrence?: Recurrence;
  /** Own task files, in base64 by their paths. */
  readonly files: Readonly<Record<string, string>>;
  /** Names of the secrets that the job gets. */
  readonly secrets: readonly string[];
  /** Two evaluations with the same one do the same work. */
  readonly digest: string;
  readonly notes: readonly string[];
};

/**
 * Plans an evaluation: what is run, on which machine, for how much at most. Nothing is started and nothing is written.
 *
 * @throws UserError `unsupported-evaluation` with all that stands in its way, `no-hardware`, `cost-limit`, and what asking the
 *   Hub throws.
 */
export async function prepare(
  hub: Hub,
  config: Config,
  ports: { readonly say: (line: string) => void; readonly secretOf: (name: string) => string | undefined },
): Promise<Prepared> {
  const asked = evaluateOf(config);
  const { framework, backend, options, schedule } = asked;
  const revision = asked.modelRevision ?? config.revision;
  const [facts, told, elsewhere] = await Promise.all([
    readModel(hub, revision),
    askFlavors(hub),
    whyElsewhere(hub, asked.modelRevision, config.revision),
  ]);
  if (told === undefined && asked.maxCostUsd !== undefined && !config.dryRun) {
    throw new UserError('cost-limit', 'The Hub does not tell its prices, so that what a job may take is not known.', {
      hint: 'Try again later; without --max-cost-usd, the time limit alone holds. Nothing was started.',
    });
  }
  const flavors = told ?? storedFlavors(ports.say);
  const files = readTaskFiles(options.customTasks);
  const isPinned = isWholeCommit(asked.modelRevision);
  const problems =
    options.trustRemoteCode && !isPinned
      ? [
          `--trust-remote-code runs the code of ${facts.repoId}: say which with --model-revision, a whole commit${facts.sha === undefined ? '' : ` such as ${facts.sha}`}`,
        ]
      : [];
  problems.push(...elsewhere);
  const dtype = ownDtype(facts, asked);
  const wanted = { ...options, ...(dtype === undefined ? {} : { dtype }) };
  // A branch may move while a job waits; each run of a schedule is of what it is then, unless a commit was asked for.
  const loaded = schedule === undefined ? facts.sha : revision;
  const draft = planned(requestFor(facts, loaded, asked, wanted), problems);
  const inOutput = Object.keys(files).find((path) => path.split('/', 1)[0] === draft.output);
  if (inOutput !== undefined) {
    throw unsupported([
      `custom-tasks: ${inOutput} lies in ${draft.output}, where the framework writes there: give it another place`,
    ]);
  }
  if (facts.onlyHolds !== undefined && draft.needsGpu) throw unsupported([whyNoModel(facts)]);
  const foreign = whyForeign(facts, asked);
  if (foreign !== undefined && draft.needsGpu) throw unsupported([foreign]);
  const load = { framework, backend, options: wanted, needsGpu: draft.needsGpu };
  const choice = chooseHardware(facts, load, asked.hardware, flavors);
  if ('problem' in choice) {
    throw new UserError('no-hardware', `${sentence(choice.problem)}.`, {
      hint: 'hf jobs hardware lists all hardware with its prices. Nothing was started.',
    });
  }
  const { flavor, tensorParallelSize, dataParallelSize, maxModelLength } = choice;
  const request = requestFor(facts, loaded, asked, {
    ...wanted,
    ...(tensorParallelSize === undefined ? {} : { tensorParallelSize }),
    ...(dataParallelSize === undefined ? {} : { dataParallelSize }),
    ...(maxModelLength === undefined ? {} : { maxModelLength }),
  });
  const plan = planned(request);
  if (plan.needsDocker) {
    throw unsupported([
      `${framework} starts containers itself, which a job of the Hub cannot: run it on a runner of your own`,
    ]);
  }
  if ((asked.mustLimitCost || schedule !== undefined) && flavor.gpus > 0 && asked.maxCostUsd === undefined) {
    const who = schedule === undefined ? 'a workflow' : 'a schedule, which nobody watches,';
    throw new UserError('cost-limit', `Nothing says what ${describeFlavor(flavor)} may cost at most.`, {
      hint: `Give --max-cost-usd${schedule === undefined ? '' : ', for each run'}: ${who} starts no GPU without it. Nothing was started.`,
    });
  }
  const expected = estimate(facts, request, flavor);
  const bounded = ceilingOf(flavor, asked, expected);
  if ('problem' in bounded) {
    throw new UserError('cost-limit', `${sentence(bounded.problem)}.`, {
      hint: 'Raise --max-cost-usd, lower --timeout, or take cheaper hardware with --hardware. Nothing was started.',
    });
  }
  const { ceiling } = bounded;
  const secrets = secretsOf(facts, plan, asked, ports.secretOf);
  const own = [...dtypeNotes(dtype), ...codeNotes(facts, request)];
  const notes = [...choice.notes, ...own, ...plan.notes, ...bounded.notes];
  return {
    request,
    plan,
    facts,
    hardware: choice,
    expected,
    ceiling,
    ...(schedule === undefined ? {} : { recurrence: recurrenceOf(schedule, ceiling, flavor) }),
    files,
    secrets,
    digest: digestOf(request, plan, files),
    notes: schedule === undefined ? notes : [...notes, ...scheduleNotes(request, secrets)],
  };
}

/** What the configuration says of evaluating. */
export function evaluateOf({ evaluate }: Config): EvaluateConfig {
  if (evaluate === undefined) throw new Error('there is nothing to evaluate');
  return evaluate;
}

/** What the sidecar of the results repeats. */
export function aboutOf({ request, plan }: Prepared, revision: string): About {
  const { model, framework, backend, tasks, options } = request;
  const [version] = Object.values(plan.versions);
  return {
    model: model.repoId,
    revision,
    ...(model.revision !== undefined && isWholeCommit(model.revision) ? { sha: model.revision } : {}),
    framework,
    ...(version === undefined ? {} : { version }),
    backend,
    tasks: tasks.map(({ text }) => text),
    ...(options.maxSamples === undefined ? {} : { limit: options.maxSamples }),
    ...(options.chatTemplate === undefined ? {} : { chatTemplate: options.chatTemplate }),
  };
}

function scheduleNotes({ model: { repoId, revision } }: EvaluationRequest, secrets: readonly string[]): string[] {
  const of = isWholeCommit(revision)
    ? `each run evaluates the same commit, ${revision}, again: --model-revision with a branch evaluates what that is then`
    : `each run evaluates what ${revision ?? 'the model'} of ${repoId} is then, so that scores of two runs may be of two commits`;
  if (secrets.length === 0) return [of];
  return [of, `the Hub keeps ${secrets.join(', ')} for all runs: one that expires, or is taken back, has them fail`];
}

function requestFor(
  { repoId }: ModelFacts,
  revision: string | undefined,
  asked: EvaluateConfig,
  options: EvaluationRequest['options'],
): EvaluationRequest {
  const { framework, backend, tasks } = asked;
  return { framework, backend, model: { repoId, ...(revision === undefined ? {} : { revision }) }, tasks, options };
}

function planned(request: EvaluationRequest, before: readonly string[] = []): CommandPlan {
  const result = planCommand(request);
  const problems = [...before, ...('problems' in result ? result.problems : [])];
  if ('problems' in result || problems.length > 0) throw unsupported(problems);
  return result.plan;
}

function whyNoModel({ repoId, onlyHolds }: ModelFacts): string {
  return onlyHolds === 'an adapter'
    ? `${repoId} holds an adapter alone, and a whole model is evaluated: merge it into the model that it was made for`
    : `${repoId} holds GGUF files alone, which are for llama.cpp: serve it, and evaluate it with --backend endpoint or local-completions and --base-url`;
}

/** vLLM 0.19, lighteval 0.13 and inspect-ai 0.3.285 load models alone that go on writing what they read. */
function whyForeign(
  { repoId, isEncoderDecoder }: ModelFacts,
  { framework, backend }: EvaluateConfig,
): string | undefined {
  if (isEncoderDecoder !== true || (framework === 'lm-eval' && backend === 'hf')) return undefined;
  return `${repoId} is an encoder and a decoder, which ${framework} does not load with ${backend}: lm-eval does, with --backend hf`;
}

function dtypeNotes(dtype: string | undefined): string[] {
  return dtype === undefined
    ? []
    : [`lighteval would load it in 32 bits: it is told ${dtype}, the model's own. --dtype float32 has them`];
}

function codeNotes({ repoId, hasOwnCode }: ModelFacts, { options }: EvaluationRequest): string[] {
  return hasOwnCode && options.trustRemoteCode !== true
    ? [`${repoId} brings code of its own, which is not run: where nothing else knows the model, the job fails`]
    : [];
}

function unsupported(found: readonly string[]): UserError {
  const problems = found.map(asOption);
  return new UserError('unsupported-evaluation', problems.map((problem) => `${sentence(problem)}.`).join('\n'), {
    hint: 'Nothing was started.',
    details: { problems },
  });
}

/** What is wrong with an option, under its name as the command line has it. */
function asOption(problem: string): string {
  const [name] = problem.split(':', 1);
  return OPTION_ORDER.some((key) => optionName(key) === name) ? `--${problem}` : problem;
}

/** A problem as a sentence of its own; names of options, tasks and frameworks stay as they are written. */
function sentence(text: string): string {
  const [first = ''] = text.split(' ', 1);
  if (/[-:]/.test(first) || FRAMEWORKS.some((name) => name === first)) return text;
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** Machines at the prices of today; as they were stored where the Hub does not tell them. */
export async function flavorsOf(hub: Hub, say: (line: string) => void): Promise<readonly Flavor[]> {
  return (await askFlavors(hub)) ?? storedFlavors(say);
}

async function askFlavors(hub: Hub): Promise<readonly Flavor[] | undefined> {
  return readHardware(hub).then(readFlavors, (error: unknown) => {
    if (error instanceof UserError) return undefined;
    throw error;
  });
}

function storedFlavors(say: (line: string) => void): readonly Flavor[] {
  say(`the Hub does not tell its prices: those of ${stored.checked} are taken`);
  return stored.flavors;
}

/** A job gets what it cannot do without, what somebody names, and for a model that not everybody may read the token. */
function secretsOf(
  { isGated, isPrivate }: ModelFacts,
  { secrets: { needed, wanted } }: CommandPlan,
  { secrets }: EvaluateConfig,
  secretOf: (name: string) => string | undefined,
): readonly string[] {
  const names = new Set([...needed, ...secrets]);
  if (isGated || isPrivate) names.add('HF_TOKEN');
  const missing = [...names].filter((name) => secretOf(name) === undefined);
  if (missing.length > 0) {
    throw unsupported(missing.map((name) => `the job needs the secret ${name}, and the environment has none`));
  }
  return [
    ...names,
    ...wanted.filter((name) => name !== 'HF_TOKEN' && !names.has(name) && secretOf(name) !== undefined),
  ];
}

/** Of the work alone: where it is done, and for how much, is no part of it. */
function digestOf(request: EvaluationRequest, plan: CommandPlan, files: Prepared['files']): string {
  const { requirements, resolvedUntil, python, argv, environment } = plan;
  const work = { model: request.model, requirements, resolvedUntil, python, argv, environment, files, own: plan.files };
  return createHash('sha256').update(JSON.stringify(work)).digest('hex');
}
