import { describe, expect, it } from 'vitest';
import { type EvaluationRequest, FRAMEWORKS } from '../../../src/evaluation/request.ts';
import { backendsOf, planCommand } from '../../../src/frameworks/plan.ts';
import { planOf, problemsOf, requestOf } from './short.ts';

const SERVED = 'base-url=http://127.0.0.1:8000/v1';

describe.each([
  // Combinations that do not exist.
  ['lighteval hf gsm8k', 'lighteval has no backend hf; it has vllm, accelerate, inference-providers, endpoint'],
  ['lm-eval accelerate gsm8k', 'lm-eval has no backend accelerate; it has vllm, hf, local-completions'],
  ['inspect-ai endpoint gsm8k', 'inspect-ai has no backend endpoint; it has vllm, hf, inference-providers'],
  ['nemo-evaluator hf gsm8k', 'nemo-evaluator has no backend hf; it has vllm, endpoint'],
  // Values.
  ['lighteval vllm gsm8k max-samples=0', 'max-samples: it is 0, not a whole number from 1 on'],
  ['lighteval vllm gsm8k batch-size=0.5', 'batch-size: it is 0.5'],
  ['lm-eval vllm gsm8k gpu-memory-utilization=2', 'gpu-memory-utilization: it is 2, not between 0 and 1'],
  ['lm-eval vllm gsm8k dtype=bf16', 'dtype: "bf16" is none of auto, float16, bfloat16, float32'],
  ['lm-eval vllm gsm8k custom-tasks=../tasks', 'custom-tasks: "../tasks" is no path below'],
  ['lm-eval vllm gsm8k custom-tasks=/tasks', 'custom-tasks: "/tasks" is no path below'],
  ['lm-eval vllm gsm8k custom-tasks=--tasks', 'custom-tasks: "--tasks" is no path below'],
  ['lm-eval vllm gsm8k wandb=a,b', 'wandb: "a,b" is no name of a project'],
  ['lm-eval vllm gsm8k push-to-hub=a/b', 'push-to-hub: "a/b" is no name of a user'],
  ['lm-eval local-completions gsm8k base-url=localhost', 'base-url: "localhost" is no address'],
  ['lm-eval local-completions gsm8k base-url=http://user:key@h/v1', 'base-url: it has a user or a password in it'],
  ['lm-eval local-completions gsm8k base-url=http://h/v1?key=1', 'base-url: it has more than a host and a path'],
  // lighteval.
  ['lighteval vllm arc_challenge|25', 'lighteval has no task arc_challenge; it has arc:challenge'],
  ['lighteval vllm nosuite|gsm8k|5', 'lighteval never had a suite nosuite'],
  ['lighteval vllm gsm9k', 'lighteval has no task gsm9k (did you mean gsm8k?)'],
  ['lighteval vllm data-parallel-size=2', 'lighteval has no task data-parallel-size'],
  ['lighteval vllm gsm8k data-parallel-size=2', 'data-parallel-size: lighteval then needs max-model-length'],
  ['lighteval vllm gsm8k provider=together', 'provider: only the backend inference-providers has one'],
  [`lighteval vllm gsm8k ${SERVED}`, 'base-url: only the backend endpoint'],
  ['lighteval vllm gsm8k custom-tasks=tasks', 'custom-tasks: lighteval takes tasks from a Python file'],
  ['lighteval vllm belebele_deu_Latn_mcf extra-args="--load-tasks-multilingual"', 'lighteval has no task belebele'],
  ['lighteval accelerate gsm8k gpu-memory-utilization=0.5', 'gpu-memory-utilization: it is a setting of vLLM'],
  ['lighteval inference-providers gsm8k', 'provider: the backend inference-providers of lighteval needs one'],
  ['lighteval inference-providers gsm8k provider=x dtype=float16', 'dtype: the model runs elsewhere'],
  ['lighteval inference-providers gsm8k provider=x max-model-length=9', 'max-model-length: the model runs elsewhere'],
  ['lighteval inference-providers winogrande provider=x', 'winogrande compares likelihoods'],
  [`lighteval endpoint truthfulqa:mc ${SERVED}`, 'truthfulqa:mc compares likelihoods'],
  [`lighteval endpoint gsm8k ${SERVED} chat-template=false`, 'chat-template: a chat API always applies it'],
  [`lighteval endpoint gsm8k ${SERVED} trust-remote-code=true`, 'trust-remote-code: the model runs elsewhere'],
  ['lighteval endpoint gsm8k', 'base-url: the backend endpoint needs the address'],
  ['lighteval vllm gsm8k extra-args="--max-samples 5"', '"--max-samples" is set by the plan; say max-samples'],
  ['lighteval vllm gsm8k extra-args="--output-dir=elsewhere"', 'is set by the plan; results have to be where'],
  ['lighteval vllm gsm8k extra-args="--save-details"', '"--save-details" is set by the plan'],
  ['lighteval vllm gsm8k extra-args="more"', '"more" belongs to no option'],
  // inspect-ai.
  ['inspect-ai vllm mmlu', 'inspect-evals has no mmlu as such; it has mmlu_pro, mmlu_0_shot, mmlu_5_shot'],
  ['inspect-ai vllm mmlu|3', 'inspect-evals has no mmlu as such'],
  ['inspect-ai vllm leaderboard|gsm8k|5', 'inspect-ai has no suites; write gsm8k|5'],
  ['inspect-ai vllm arc:challenge', 'inspect-evals has no task arc:challenge; it has arc_challenge'],
  ['inspect-ai vllm arc_challenge|25', 'the prompt of arc_challenge is a fixed one'],
  ['inspect-ai vllm gsm8k|5,math|4', 'all tasks of a command have the same number of shots'],
  ['inspect-ai vllm gsm8k|5,math', 'all tasks of a command have the same number of shots'],
  ['inspect-ai vllm ifeval', 'it depends on a package that is in no index'],
  ['inspect-ai vllm hf/one', '"hf/one" is no dataset'],
  ['inspect-ai vllm own.py@task', 'own.py is to be given as custom-tasks'],
  ['inspect-ai vllm gsm8k custom-tasks=own.py', 'custom-tasks: none of the tasks is of own.py'],
  ['inspect-ai vllm own|5 custom-tasks=own.py', 'how its file takes a number of shots is not known'],
  ['inspect-ai vllm gsm8k wandb=evals', 'wandb: inspect-ai has nothing of the kind'],
  ['inspect-ai vllm gsm8k push-to-hub=org', 'push-to-hub: inspect-ai pushes nothing'],
  ['inspect-ai hf gsm8k trust-remote-code=true', 'trust-remote-code: inspect-ai loads the tokenizer'],
  ['inspect-ai hf gsm8k max-model-length=4096', 'max-model-length: its hf backend has no such setting'],
  ['inspect-ai hf gsm8k batch-size=auto', 'batch-size: its hf backend has batches of a fixed size'],
  ['inspect-ai vllm gsm8k,simpleqa', 'simpleqa: a model grades its answers, and without another one it would be the'],
  ['inspect-ai vllm gsm8k extra-args="--limit 5"', '"--limit" is set by the plan; say max-samples'],
  ['inspect-ai vllm gsm8k extra-args="-M revision=main"', "the model's revision is set by the plan"],
  ['inspect-ai vllm gsm8k extra-args="-M tokenizer=other/model"', 'with tokenizer, it would be another model'],
  ['inspect-ai vllm gsm8k|5 extra-args="-T fewshot=0"', "the task's fewshot is set by the plan"],
  ['inspect-ai vllm gsm8k extra-args="--model-spec x"', '"--model-spec" is set by the plan'],
  ['inspect-ai vllm gsm8k extra-args="inspect_evals/boolq"', '"inspect_evals/boolq" belongs to no option'],
  // lm-eval.
  ['lm-eval vllm leaderboard|mmlu|5', 'lm-eval has no suites; write mmlu|5'],
  ['lm-eval vllm arc:challenge|25', 'it may be arc_challenge|25'],
  ['lm-eval vllm gpqa_diamond', 'lm-eval has no task gpqa_diamond; it has gpqa_diamond_zeroshot'],
  ['lm-eval vllm hendrycksTest-anatomy', 'it has mmlu, and mmlu_anatomy for this subject'],
  [
    'lm-eval vllm gsm8k|5,mmlu|0',
    'one number of shots for all tasks, and 5, 0 are asked for; start an evaluation for each',
  ],
  ['lm-eval vllm gsm8k|5,mmlu', 'one number of shots for all tasks, and 5, none are asked for'],
  ['lm-eval vllm gsm8k|5,gsm8k|8', 'one number of shots for all tasks, and 5, 8 are asked for'],
  ['lm-eval vllm humaneval', 'it runs code that the model writes; allow it with --confirm_run_unsafe_code'],
  ['lm-eval hf gsm8k gpu-memory-utilization=0.5', 'gpu-memory-utilization: it is a setting of vLLM'],
  ['lm-eval vllm gsm8k provider=together', 'provider: lm-eval does not know inference providers'],
  ['lm-eval local-completions gsm8k', 'base-url: the backend local-completions needs the address'],
  ['lm-eval local-completions gsm8k base-url=http://h/v1/chat/completions', 'a chat API has no likelihoods'],
  [`lm-eval local-completions gsm8k ${SERVED} batch-size=auto`, 'batch-size: lm-eval cannot find out'],
  [`lm-eval local-completions gsm8k ${SERVED} dtype=float16`, 'dtype: the model runs elsewhere'],
  ['lm-eval vllm GSM8K|5', 'lm-eval has no task GSM8K; it has gsm8k'],
  ['lm-eval vllm gsm8k extra-args="--lim 5"', '"--lim" is set by the plan; say max-samples'],
  ['lm-eval vllm gsm8k extra-args="-L5"', '"-L5" is set by the plan; say max-samples'],
  ['lm-eval vllm gsm8k|5 extra-args="--n 0"', '"--n" is set by the plan; say shots with the task'],
  ['lm-eval hf gsm8k extra-args="--model_args gguf_file=small.gguf"', 'with gguf_file, it would be another model'],
  ['lm-eval vllm gsm8k extra-args="--num_fewshot 3"', 'say shots with the task'],
  ['lm-eval vllm gsm8k extra-args="--model_args revision=main"', "the model's revision is set by the plan"],
  ['lm-eval vllm gsm8k extra-args="--config other.yaml"', 'it may set anything anew'],
  // NeMo Evaluator.
  ['nemo-evaluator vllm mmlu', 'several harnesses have mmlu; say which: lm-evaluation-harness.mmlu, simple_evals.mmlu'],
  ['nemo-evaluator vllm simple_evals.mmlu|5', 'only tasks of lm-evaluation-harness take a number of shots'],
  ['nemo-evaluator vllm social_iqa', 'would run code that comes with the tokenizer of the main branch'],
  ['nemo-evaluator vllm no_such_task', 'NeMo Evaluator has no task no_such_task'],
  ['nemo-evaluator vllm leaderboard|gsm8k|5', 'NeMo Evaluator has no suites'],
  ['nemo-evaluator vllm gsm8k system-prompt=x', 'system-prompt: its tasks have prompts of their own'],
  ['nemo-evaluator vllm gsm8k chat-template=true', 'chat-template: whether prompts go through a chat API'],
  ['nemo-evaluator vllm gsm8k custom-tasks=own', 'custom-tasks: its tasks are in containers'],
  ['nemo-evaluator vllm gsm8k wandb=evals', 'wandb: its launcher exports results afterwards'],
  ['nemo-evaluator vllm gsm8k extra-args="-o deployment.extra_args=x"', 'is set by the plan'],
  [
    'nemo-evaluator vllm gsm8k extra-args="-o +evaluation.nemo_evaluator_config.config.params.limit_samples=3"',
    'is set by the plan',
  ],
  ['nemo-evaluator vllm gsm8k extra-args="--over=deployment.image=x"', 'is set by the plan'],
  [
    'nemo-evaluator vllm gsm8k extra-args="-o ++evaluation.tasks.0.nemo_evaluator_config.target.api_endpoint.model_id=x"',
    'is set by the plan',
  ],
  ['nemo-evaluator vllm gsm8k extra-args="-t mmlu"', '"-t" is set by the plan; say tasks'],
  ['nemo-evaluator vllm gsm8k extra-args="--dry-run"', '"--dry-run" is set by the plan'],
  ['nemo-evaluator endpoint simple_evals.mmlu base-url=http://h/v1/chat/completions', 'give the address of /v1'],
])('%s', (request, reason) => {
  it(reason, () => {
    expect(problemsOf(request).join('\n')).toContain(reason);
  });
});

it('all that is wrong is said at once', () => {
  const request = 'lighteval accelerate nosuch,hellaswag2 max-samples=0 gpu-memory-utilization=3 extra-args="--wandb"';
  expect(problemsOf(request).length).toBeGreaterThanOrEqual(5);
});

describe('a model', () => {
  const request = requestOf('lm-eval vllm gsm8k');

  it.each<[EvaluationRequest['model'], string]>([
    [{ repoId: 'org/model' }, 'the commit of org/model is not known, and vllm is to load that one and no other'],
    ...['true', 'Off', 'nan', '1.0', '20240115', '-x', 'a,b', 'main; ls', 'a/../b', 'a b', ''].map(
      (revision): [EvaluationRequest['model'], string] => [
        { repoId: 'org/model', revision },
        'is none that every framework reads as it is',
      ],
    ),
    [{ repoId: 'model', revision: request.model.revision ?? '' }, 'the model "model" is no id of a repo'],
    [{ repoId: '--help/x', revision: request.model.revision ?? '' }, 'is no id of a repo'],
  ])('%o', (model, reason) => {
    const planned = planCommand({ ...request, model });
    expect('problems' in planned ? planned.problems.join('\n') : '').toContain(reason);
  });

  it.each(['main', 'v1.0', 'refs/pr/3', 'release/2026-01'])('is taken as it is at %s', (revision) => {
    const requests = ['lighteval vllm gsm8k', 'lighteval accelerate gsm8k', 'lm-eval vllm gsm8k', 'lm-eval hf gsm8k'];
    for (const text of [...requests, 'inspect-ai vllm gsm8k', 'inspect-ai hf gsm8k', 'nemo-evaluator vllm gsm8k']) {
      const asked = requestOf(text);
      const planned = planCommand({ ...asked, model: { ...asked.model, revision } });
      const { argv, files } = 'plan' in planned ? planned.plan : { argv: [], files: {} };
      expect(`${argv.join(' ')} ${Object.values(files).join(' ')}`).toMatch(new RegExp(`revision[= ]${revision}\\b`));
    }
  });

  it.each([undefined, 'main'])('whose code is to be run has to be at a commit, not at %s', (revision) => {
    const asked = requestOf(`lm-eval local-completions gsm8k ${SERVED} trust-remote-code=true`);
    const { repoId } = asked.model;
    const planned = planCommand({ ...asked, model: { repoId, ...(revision === undefined ? {} : { revision }) } });
    expect('problems' in planned ? planned.problems : []).toEqual([
      'trust-remote-code: the code of a model is run at a commit only, and none is known',
    ]);
  });
});

it('no command line has an option that only copied scripts have', () => {
  const copied =
    /^--(?:tensor-parallel-size|gpu-memory-utilization|dtype|trust-remote-code|batch-size|use-chat-template|override-batch-size)$/;
  const needs: Readonly<Record<string, string>> = { endpoint: SERVED, 'local-completions': SERVED };
  for (const framework of FRAMEWORKS) {
    for (const backend of backendsOf(framework)) {
      const provider = framework === 'lighteval' && backend === 'inference-providers' ? ' provider=x' : '';
      const planned = planCommand(
        requestOf(`${framework} ${backend} gsm8k ${needs[backend] ?? ''}${provider} max-samples=3`),
      );
      if ('problems' in planned) throw new Error(planned.problems.join('; '));
      expect(planned.plan.argv.filter((arg) => copied.test(arg))).toEqual([]);
    }
  }
});

describe('without vLLM, some layers go to each of several cards', () => {
  it.each([
    ['lighteval accelerate gsm8k tensor-parallel-size=2', 'model_parallel=True'],
    ['lm-eval hf gsm8k tensor-parallel-size=2', 'parallelize=True'],
    ['inspect-ai hf gsm8k tensor-parallel-size=2', 'device=auto'],
  ])('%s', (short, argument) => {
    expect(planOf(short).argv.join(' ')).toContain(argument);
    expect(planOf(short.replace('=2', '=1')).argv.join(' ')).not.toContain(argument);
  });
});

it('a task of lm-eval that nobody knows here is not refused, and that is said', () => {
  const notesOf = (task: string): string => planOf(`lm-eval vllm ${task}`).notes.join('\n');
  expect(notesOf('gsm9k')).toMatch(/gsm9k: whether lm-eval has it .*did you mean gsm8k\?.*the job fails/);
  expect(notesOf('gsm8k|5')).not.toMatch(/not known here/);
  expect(notesOf('own custom-tasks=own')).not.toMatch(/not known here/);
});
