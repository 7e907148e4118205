import type { Framework } from './run.ts';

/** What a framework's task measures. */
export type KnownTask = {
  /** Name in the registry. */
  readonly benchmark: string;
  /** Ids of metrics without parameters, the first that a run has counts; none where no one metric stands for the task. */
  readonly primary: readonly string[];
  /** How it differs from the benchmark as it is customary, so that it does not pass for that: `CoT`. */
  readonly variant?: string;
};

/** A row: task, benchmark, primary metrics, variant. */
type Row = readonly [task: string, benchmark: string, primary: string, variant?: string];

/**
 * Names and filters of lm-evaluation-harness 0.4 (`lm_eval/tasks`). Where a task has accuracy and its length-normalised
 * form, the latter counts, as on the Open LLM Leaderboard.
 */
const LM_EVAL: readonly Row[] = [
  ['gsm8k', 'GSM8K', 'exact_match,strict-match exact_match,get-answer acc acc,none'],
  ['gsm8k_cot', 'GSM8K', 'exact_match,strict-match exact_match,get-answer', 'CoT'],
  ['gsm8k_cot_zeroshot', 'GSM8K', 'exact_match,strict-match', 'CoT'],
  ['gsm8k_cot_llama', 'GSM8K', 'exact_match,strict-match', 'CoT, Llama prompt'],
  ['gsm8k_cot_self_consistency', 'GSM8K', 'exact_match,maj@64', 'CoT, self-consistency'],
  ['gsm8k_platinum', 'GSM8K-Platinum', 'exact_match,strict-match'],
  ['mmlu', 'MMLU', 'acc,none'],
  ['mmlu_continuation', 'MMLU', 'acc,none', 'continuation'],
  ['mmlu_generative', 'MMLU', 'exact_match,get_response exact_match,none', 'generative'],
  ['mmlu_llama', 'MMLU', 'exact_match,strict_match', 'Llama prompt'],
  ['mmlu_flan_cot_fewshot', 'MMLU', 'exact_match,get-answer', 'CoT'],
  ['mmlu_flan_cot_zeroshot', 'MMLU', 'exact_match,flexible-extract', 'CoT'],
  ['mmlu_flan_n_shot_generative', 'MMLU', 'exact_match,flexible-extract', 'generative'],
  ['mmlu_flan_n_shot_loglikelihood', 'MMLU', 'acc,none', 'Flan prompt'],
  ['mmlu_pro', 'MMLU-Pro', 'exact_match,custom-extract'],
  ['leaderboard_mmlu_pro', 'MMLU-Pro', 'acc,none', 'multiple choice'],
  ['hellaswag', 'HellaSwag', 'acc_norm,none acc_norm'],
  ['arc_challenge', 'ARC-Challenge', 'acc_norm,none acc_norm'],
  ['arc_challenge_chat', 'ARC-Challenge', 'exact_match,remove_whitespace', 'generative'],
  ['arc_easy', 'ARC-Easy', 'acc_norm,none acc_norm'],
  ['winogrande', 'WinoGrande', 'acc,none acc'],
  ['piqa', 'PIQA', 'acc_norm,none acc_norm'],
  ['openbookqa', 'OpenBookQA', 'acc_norm,none acc_norm'],
  ['boolq', 'BoolQ', 'acc,none acc'],
  ['sciq', 'SciQ', 'acc_norm,none acc_norm'],
  ['commonsense_qa', 'CommonsenseQA', 'acc,none'],
  ['social_iqa', 'SocialIQA', 'acc,none'],
  ['truthfulqa_mc1', 'TruthfulQA MC1', 'acc,none'],
  ['truthfulqa_mc2', 'TruthfulQA MC2', 'acc,none'],
  ['lambada_openai', 'LAMBADA', 'acc,none acc'],
  ['triviaqa', 'TriviaQA', 'exact_match,remove_whitespace em'],
  ['nq_open', 'Natural Questions', 'exact_match,remove_whitespace'],
  ['bbh', 'BBH', 'exact_match,get-answer'],
  ['bbh_cot_fewshot', 'BBH', 'exact_match,get-answer', 'CoT'],
  ['bbh_cot_zeroshot', 'BBH', 'exact_match,flexible-extract', 'CoT'],
  ['leaderboard_bbh', 'BBH', 'acc_norm,none', 'multiple choice'],
  ['leaderboard_musr', 'MuSR', 'acc_norm,none'],
  ['drop', 'DROP', 'f1,none f1'],
  ['ifeval', 'IFEval', 'prompt_level_strict_acc,none'],
  ['leaderboard_ifeval', 'IFEval', 'prompt_level_strict_acc,none'],
  ['gpqa_diamond_zeroshot', 'GPQA Diamond', 'acc_norm,none'],
  ['gpqa_diamond_n_shot', 'GPQA Diamond', 'acc_norm,none'],
  ['leaderboard_gpqa_diamond', 'GPQA Diamond', 'acc_norm,none'],
  ['gpqa_diamond_cot_zeroshot', 'GPQA Diamond', 'exact_match,flexible-extract', 'CoT'],
  ['gpqa_diamond_cot_n_shot', 'GPQA Diamond', 'exact_match,flexible-extract', 'CoT'],
  ['gpqa_diamond_generative_n_shot', 'GPQA Diamond', 'exact_match,flexible-extract', 'generative'],
  ['hendrycks_math', 'MATH', 'exact_match,none'],
  ['minerva_math', 'MATH', 'math_verify,none exact_match,none'],
  ['minerva_math500', 'MATH-500', 'math_verify,none exact_match,none'],
  ['humaneval', 'HumanEval', 'pass@1,create_test'],
  ['humaneval_plus', 'HumanEval+', 'pass@1,create_test'],
  ['humaneval_instruct', 'HumanEval', 'pass@1,create_test', 'instruct prompt'],
  ['mbpp', 'MBPP', 'pass_at_1,none'],
  ['mbpp_plus', 'MBPP+', 'pass_at_1,none'],
  ['aime24', 'AIME 2024', 'exact_match,none'],
  ['aime25', 'AIME 2025', 'exact_match,none'],
  ['asdiv', 'ASDiv', 'acc,none'],
  ['mathqa', 'MathQA', 'acc_norm,none acc_norm'],
  ['logiqa', 'LogiQA', 'acc_norm,none acc_norm'],
  ['coqa', 'CoQA', 'f1,none f1'],
  ['squadv2', 'SQuAD 2.0', 'f1,none f1'],
  ['wikitext', 'WikiText-2 (perplexity)', 'word_perplexity,none word_perplexity'],
  ['medqa_4options', 'MedQA', 'acc_norm,none'],
  ['medmcqa', 'MedMCQA', 'acc_norm,none'],
  ['pubmedqa', 'PubMedQA', 'acc,none'],
  ['ceval-valid', 'C-Eval', 'acc_norm,none'],
  ['cmmlu', 'CMMLU', 'acc_norm,none'],
  ['kmmlu', 'KMMLU', 'acc,none'],
  ['wmdp', 'WMDP', 'acc,none'],
  ['cola', 'GLUE CoLA', 'mcc,none mcc'],
  ['sst2', 'GLUE SST-2', 'acc,none acc'],
  ['mrpc', 'GLUE MRPC', 'f1,none f1'],
  ['qqp', 'GLUE QQP', 'f1,none f1'],
  ['mnli', 'GLUE MNLI', 'acc,none acc'],
  ['qnli', 'GLUE QNLI', 'acc,none acc'],
  ['rte', 'GLUE RTE', 'acc,none acc'],
  ['wnli', 'GLUE WNLI', 'acc,none acc'],
];

/** Names of lighteval without suite and shots, 0.6 to 0.13 (`src/lighteval/tasks`). */
const LIGHTEVAL: readonly Row[] = [
  ['gsm8k', 'GSM8K', 'extractive_match qem em'],
  ['mmlu:_average', 'MMLU', 'acc em'],
  ['mmlu_pro', 'MMLU-Pro', 'extractive_match gpqa_pass@k pass@k em'],
  ['arc:challenge', 'ARC-Challenge', 'acc_norm acc loglikelihood_acc_norm loglikelihood_acc'],
  ['arc:easy', 'ARC-Easy', 'acc_norm acc loglikelihood_acc_norm loglikelihood_acc'],
  ['hellaswag', 'HellaSwag', 'acc_norm em loglikelihood_acc_norm acc'],
  ['winogrande', 'WinoGrande', 'acc_norm acc loglikelihood_acc_norm loglikelihood_acc'],
  ['piqa', 'PIQA', 'acc_norm acc em loglikelihood_acc_norm'],
  ['openbookqa', 'OpenBookQA', 'acc_norm acc em loglikelihood_acc_norm'],
  ['commonsenseqa', 'CommonsenseQA', 'acc_norm acc em'],
  ['boolq', 'BoolQ', 'acc em'],
  ['siqa', 'SocialIQA', 'acc_norm acc em'],
  ['sciq', 'SciQ', 'acc_norm acc em'],
  ['truthfulqa:mc', 'TruthfulQA MC2', 'truthfulqa_mc2'],
  ['triviaqa', 'TriviaQA', 'qem em'],
  ['drop', 'DROP', 'f1 drop_f1_score'],
  ['ifeval', 'IFEval', 'prompt_level_strict_acc'],
  ['math_500', 'MATH-500', 'pass@k extractive_match math_pass@1'],
  ['aime24', 'AIME 2024', 'pass@k extractive_match math_pass@1 avg@n'],
  ['aime25', 'AIME 2025', 'pass@k extractive_match math_pass@1 avg@n'],
  ['gpqa:diamond', 'GPQA Diamond', 'gpqa_pass@k extractive_match gpqa_pass@1'],
  ['musr:_average', 'MuSR', 'acc_norm acc'],
  ['simpleqa', 'SimpleQA', 'simpleqa_judge simpleqa'],
  ['squad_v2', 'SQuAD 2.0', 'f1 em'],
];

/** Names of inspect-evals without the package; metrics without the scorer. */
const INSPECT: readonly Row[] = [
  ['gsm8k', 'GSM8K', 'accuracy'],
  ['mmlu_0_shot', 'MMLU', 'accuracy'],
  ['mmlu_5_shot', 'MMLU', 'accuracy'],
  ['mmlu_pro', 'MMLU-Pro', 'accuracy'],
  ['arc_challenge', 'ARC-Challenge', 'accuracy'],
  ['arc_easy', 'ARC-Easy', 'accuracy'],
  ['gpqa_diamond', 'GPQA Diamond', 'accuracy'],
  ['hellaswag', 'HellaSwag', 'accuracy'],
  ['winogrande', 'WinoGrande', 'accuracy'],
  ['piqa', 'PIQA', 'accuracy'],
  ['boolq', 'BoolQ', 'accuracy'],
  ['commonsense_qa', 'CommonsenseQA', 'accuracy'],
  ['humaneval', 'HumanEval', 'accuracy mean'],
  ['mbpp', 'MBPP', 'accuracy mean', 'sanitized'],
  ['math', 'MATH', 'accuracy'],
  ['aime2024', 'AIME 2024', 'accuracy'],
  ['aime2025', 'AIME 2025', 'accuracy'],
  ['drop', 'DROP', 'mean'],
  ['hle', 'HLE', 'accuracy'],
  ['simpleqa', 'SimpleQA', 'accuracy'],
  ['ifeval', 'IFEval', 'prompt_strict_acc'],
  ['pubmedqa', 'PubMedQA', 'accuracy'],
  ['medqa', 'MedQA', 'accuracy'],
  ['swe_bench', 'SWE-bench Verified', 'mean accuracy'],
];

const SIMPLE_EVALS: readonly Row[] = [
  ['mmlu', 'MMLU', 'score'],
  ['gpqa', 'GPQA Diamond', 'score'],
  ['math', 'MATH', 'score'],
  ['drop', 'DROP', 'score'],
  ['humaneval', 'HumanEval', 'score'],
  ['mgsm', 'MGSM', 'score'],
  ['simpleqa', 'SimpleQA', 'score'],
];

/** simple-evals under NeMo Evaluator: tasks are called otherwise, and metrics are `score.micro`. */
const NEMO_SIMPLE_EVALS: readonly Row[] = [
  ['mmlu', 'MMLU', 'score.micro score'],
  ['gpqa_diamond', 'GPQA Diamond', 'score.micro score'],
  ['math_test_500', 'MATH-500', 'score.micro score'],
  ['humaneval', 'HumanEval', 'score.micro score'],
  ['mgsm', 'MGSM', 'score.micro score'],
  ['simpleqa', 'SimpleQA', 'score.micro score'],
];

const BIGCODE: readonly Row[] = [
  ['humaneval', 'HumanEval', 'pass@1'],
  ['humanevalplus', 'HumanEval+', 'pass@1'],
  ['mbpp', 'MBPP', 'pass@1'],
  ['mbppplus', 'MBPP+', 'pass@1'],
];

const MTEB: readonly Row[] = [
  ['ArguAna', 'ArguAna', 'ndcg_at_10'],
  ['NFCorpus', 'NFCorpus', 'ndcg_at_10'],
  ['SciFact', 'SciFact', 'ndcg_at_10'],
  ['FiQA2018', 'FiQA-2018', 'ndcg_at_10'],
  ['TRECCOVID', 'TREC-COVID', 'ndcg_at_10'],
  ['SCIDOCS', 'SCIDOCS', 'ndcg_at_10'],
  ['QuoraRetrieval', 'QuoraRetrieval', 'ndcg_at_10'],
  ['ClimateFEVER', 'Climate-FEVER', 'ndcg_at_10'],
  ['NQ', 'MTEB NQ', 'ndcg_at_10'],
  ['HotpotQA', 'MTEB HotpotQA', 'ndcg_at_10'],
  ['FEVER', 'MTEB FEVER', 'ndcg_at_10'],
  ['DBPedia', 'MTEB DBPedia', 'ndcg_at_10'],
  ['MSMARCO', 'MTEB MSMARCO', 'ndcg_at_10'],
  ['Banking77Classification', 'Banking77', 'accuracy'],
  ['STSBenchmark', 'STS Benchmark', 'cosine_spearman cos_sim.spearman main_score'],
];

const TABLES: Readonly<Record<string, readonly Row[]>> = {
  'lm-eval': LM_EVAL,
  lighteval: LIGHTEVAL,
  'inspect-ai': INSPECT,
  'simple-evals': SIMPLE_EVALS,
  bigcode: BIGCODE,
  mteb: MTEB,
  'nemo-evaluator/lm-evaluation-harness': LM_EVAL.map(([task, benchmark, primary, ...variant]) => {
    // The launcher's metrics have no filter of their own where there is only one.
    const plain = primary.split(' ').map((id) => id.replace(/,none$/, '').replace(',', '__'));
    return [task, benchmark, [...new Set(plain)].join(' '), ...variant];
  }),
  'nemo-evaluator/simple_evals': NEMO_SIMPLE_EVALS,
  'nemo-evaluator/bigcode-evaluation-harness': BIGCODE,
};

const known = new Map<string, ReadonlyMap<string, KnownTask>>();

/**
 * What a task measures; undefined for one that is not known by its name.
 *
 * @param harness What evaluated within the framework, where that is another program.
 */
export function findTask(framework: Framework, task: string, harness?: string): KnownTask | undefined {
  const key = harness === undefined ? framework : `${framework}/${harness}`;
  const table = known.get(key) ?? indexOf(TABLES[key] ?? []);
  known.set(key, table);
  return table.get(plainName(framework, task));
}

/** The name of a task without what else a framework puts into it: suite and shots, or the package. */
export function plainName(framework: Framework, task: string): string {
  if (framework === 'lighteval') return task.split('|').at(-2) ?? task;
  if (framework === 'inspect-ai') return task.replace(/@.*$/, '').replace(/^.*\//, '');
  return task;
}

function indexOf(rows: readonly Row[]): ReadonlyMap<string, KnownTask> {
  return new Map(
    rows.map(([task, benchmark, primary, variant]) => [
      task,
      { benchmark, primary: primary.split(' '), ...(variant === undefined ? {} : { variant }) },
    ]),
  );
}
