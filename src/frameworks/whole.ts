/**
 * How many parts the tasks have that are means over parts, by their names without suite and shots: of lm-evaluation-harness
 * (`lm_eval/tasks`, also under NeMo Evaluator) and of lighteval.
 */
const PARTS: Readonly<Record<string, number>> = {
  mmlu: 57,
  mmlu_continuation: 57,
  mmlu_generative: 57,
  mmlu_llama: 57,
  mmlu_flan_cot_fewshot: 57,
  mmlu_flan_cot_zeroshot: 57,
  mmlu_flan_n_shot_generative: 57,
  mmlu_flan_n_shot_loglikelihood: 57,
  'mmlu:_average': 57,
  mmlu_pro: 14,
  bbh: 27,
  bbh_cot_fewshot: 27,
  bbh_cot_zeroshot: 27,
  leaderboard_bbh: 24,
  leaderboard_musr: 3,
  'musr:_average': 3,
  hendrycks_math: 7,
  minerva_math: 7,
  'ceval-valid': 52,
  cmmlu: 67,
  kmmlu: 45,
  wmdp: 3,
};

/**
 * How many samples a benchmark has at least, by its name in the registry. Frameworks leave out a few: inspect-evals the 105
 * questions that MMLU has twice, and of MBPP what is not in its sanitized part.
 */
const SAMPLES: Readonly<Record<string, number>> = {
  MMLU: 13_937,
  'MMLU-Pro': 12_032,
  GSM8K: 1319,
  'GSM8K-Platinum': 1209,
  HellaSwag: 10_042,
  'ARC-Challenge': 1172,
  'ARC-Easy': 2376,
  WinoGrande: 1267,
  PIQA: 1838,
  OpenBookQA: 500,
  BoolQ: 3270,
  SciQ: 1000,
  CommonsenseQA: 1221,
  SocialIQA: 1954,
  'TruthfulQA MC1': 817,
  'TruthfulQA MC2': 817,
  LAMBADA: 5153,
  TriviaQA: 17_944,
  'Natural Questions': 3610,
  MuSR: 756,
  DROP: 9535,
  IFEval: 541,
  'GPQA Diamond': 198,
  MATH: 5000,
  'MATH-500': 500,
  HumanEval: 164,
  'HumanEval+': 164,
  MBPP: 257,
  'MBPP+': 378,
  'AIME 2024': 30,
  'AIME 2025': 30,
  ASDiv: 2305,
  MathQA: 2985,
  LogiQA: 651,
  CoQA: 500,
  'SQuAD 2.0': 11_873,
  MedQA: 1273,
  MedMCQA: 4183,
  PubMedQA: 500,
  'GLUE CoLA': 1043,
  'GLUE SST-2': 872,
  'GLUE MRPC': 408,
  'GLUE QQP': 40_430,
  'GLUE MNLI': 9815,
  'GLUE QNLI': 5463,
  'GLUE RTE': 277,
  'GLUE WNLI': 71,
  SimpleQA: 4321,
  HLE: 2500,
  'SWE-bench Verified': 500,
};

/** How many parts a task is the mean of; undefined where nobody knows. */
export function wholeParts(task: string): number | undefined {
  return Object.hasOwn(PARTS, task) ? PARTS[task] : undefined;
}

/** How many samples a benchmark has at least; undefined where nobody knows. */
export function wholeSamples(benchmark: string): number | undefined {
  return Object.hasOwn(SAMPLES, benchmark) ? SAMPLES[benchmark] : undefined;
}
