import { COUNTED, sizeOfTask } from '../../evaluation/money/task-sizes.ts';
import type { Part } from '../../evaluation/parts.ts';
import type { EvaluationRequest, Task } from '../../evaluation/request.ts';
import { suggest } from '../../nearest.ts';
import { findTask } from '../known-tasks.ts';

/** Names that are typed for lm-eval and do not exist in it: what does, where there is something. */
const MISSING: Readonly<Record<string, string>> = {
  aime2024: 'aime24',
  aime2025: 'aime25',
  aime_24: 'aime24',
  arc: 'arc_challenge, arc_easy or ai2_arc',
  arc_agi_2: '',
  bbeh: '',
  bigbench_hard: 'bbh or leaderboard_bbh',
  commonsenseqa: 'commonsense_qa',
  ethics: 'ethics_cm, ethics_deontology, ethics_justice, ethics_utilitarianism or ethics_virtue',
  gaia: '',
  global_mmlu: 'global_mmlu_ar and other languages',
  gpqa_diamond: 'gpqa_diamond_zeroshot, gpqa_diamond_n_shot or gpqa_diamond_cot_zeroshot',
  gpqa_main: 'gpqa_main_zeroshot, gpqa_main_n_shot or gpqa_main_cot_zeroshot',
  hle: '',
  ifbench: '',
  ifbench_test: '',
  livecodebench: '',
  math: 'hendrycks_math or minerva_math',
  math500: 'minerva_math500',
  math_500: 'minerva_math500',
  med_qa: 'medqa_4options',
  medqa: 'medqa_4options',
  mgsm: 'mgsm_direct or mgsm_en_cot_en',
  mmlu_0_shot: 'mmlu, as mmlu|0',
  mmlu_5_shot: 'mmlu, as mmlu|5',
  mmlu_redux: 'mmlu_redux_generative',
  mmlu_redux_2: 'mmlu_redux_generative',
  mt_bench: '',
  musr: 'leaderboard_musr',
  natural_questions: 'nq_open',
  niah: 'ruler or niah_single_1',
  pubmed_qa: 'pubmedqa',
  quac: '',
  simpleqa: '',
  siqa: 'social_iqa',
  squad: 'squadv2 or squad_completion',
  squad_v2: 'squadv2',
  stereoset: '',
  super_glue: 'super-glue-lm-eval-v1',
  superglue: 'super-glue-lm-eval-v1',
  svamp: '',
  swe_bench: '',
  truthfulqa_mc: 'truthfulqa_mc1 or truthfulqa_mc2',
  xstest: '',
};
/** Tasks that run what a model has written (`unsafe_code: true` in their files). */
const RUNS_CODE = /^(?:humaneval|mbpp|cruxeval_|longproc_)/;
/** Names have no other characters (`TaskManager().all_tasks`). */
const NAME = /^[\w.()-]+$/;

/** The tasks as `--tasks` takes them, with what they ask for. */
export function planTasks(
  { tasks, options }: EvaluationRequest,
  { mayRunCode }: { readonly mayRunCode: boolean },
): { readonly text: string; readonly part: Part; readonly problems: readonly string[] } {
  const { customTasks } = options;
  const shots = [...new Set(tasks.map((task) => task.shots))];
  const [count, ...others] = shots;
  const runsCode = tasks.filter(({ name }) => RUNS_CODE.test(name));
  const folder = customTasks === undefined ? [] : ['--include_path', folderOf(customTasks)];
  return {
    text: [...new Set(tasks.map(({ name }) => name))].join(','),
    part: {
      args: [...(count === undefined || others.length > 0 ? [] : ['--num_fewshot', String(count)]), ...folder],
      // Its metric asks for it beside the flag.
      ...(mayRunCode && runsCode.length > 0 ? { environment: { HF_ALLOW_CODE_EVAL: '1' } } : {}),
      notes: [
        ...(count === undefined
          ? ['without a number of shots, each task has its own, often 0']
          : ['tasks that are defined with 0 shots stay at 0']),
        ...(customTasks === undefined ? tasks.filter(isUnknown).map(noteUnknown) : []),
      ],
    },
    problems: [
      ...tasks.flatMap((task) => problemsOf(task, customTasks !== undefined)),
      ...(others.length > 0
        ? [
            `lm-eval has one number of shots for all tasks, and ${shots.map(wordOf).join(', ')} are asked for; start an evaluation for each`,
          ]
        : []),
      ...(mayRunCode
        ? []
        : runsCode.map(
            ({ text }) =>
              `${text}: it runs code that the model writes; allow it with --confirm_run_unsafe_code in extra-args`,
          )),
    ],
  };
}

/** Its thousands of names come with the package: only some of them are known here. */
function isUnknown(task: Task): boolean {
  return sizeOfTask(task) === undefined && findTask('lm-eval', task.name) === undefined;
}

function noteUnknown({ text, name }: Task): string {
  return `${text}: whether lm-eval has it is not known here${suggest(name, COUNTED)}; where it has not, the job fails`;
}

function problemsOf({ text, suite, name, shots }: Task, isCustom: boolean): string[] {
  const again = shots === undefined ? '' : `|${shots}`;
  if (suite !== undefined) return [`${text}: lm-eval has no suites; write ${name}${again}`];
  if (!NAME.test(name)) {
    const plain = name.replaceAll(/[^\w.()-]+/g, '_');
    return [`${text}: names of lm-eval have no such characters; it may be ${plain}${again}`];
  }
  if (isCustom) return [];
  const instead = Object.hasOwn(MISSING, name) ? MISSING[name] : undefined;
  if (instead !== undefined)
    return [`${text}: lm-eval has no task ${name}${instead === '' ? '' : `; it has ${instead}`}`];
  const inSmall = name.toLowerCase();
  if (name !== inSmall && findTask('lm-eval', name) === undefined && findTask('lm-eval', inSmall) !== undefined)
    return [`${text}: lm-eval has no task ${name}; it has ${inSmall}`];
  return name.startsWith('hendrycksTest-')
    ? [
        `${text}: lm-eval has had no tasks of that name since 0.4; it has mmlu, and mmlu_${name.slice(14)} for this subject`,
      ]
    : [];
}

function wordOf(shots: number | undefined): string {
  return shots === undefined ? 'none' : String(shots);
}

/** The folder with the files of own tasks: what is given, or where it lies. */
function folderOf(path: string): string {
  if (!/\.ya?ml$/.test(path)) return path;
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '.';
}
