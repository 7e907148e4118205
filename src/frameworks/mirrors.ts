import { datasetKey } from '../scores/datasets.ts';
import type { Measurement } from './run.ts';

/**
 * Datasets that hold the very same questions as another one, under which the benchmark is known: frameworks evaluate on
 * copies in a form that suits them. Read in the task definitions of lm-eval and lighteval.
 */
const COPIES: readonly (readonly [copy: string, original: string, config?: string])[] = [
  ['hails/mmlu_no_train', 'cais/mmlu'],
  ['lighteval/mmlu', 'cais/mmlu'],
  ['lighteval/hendrycks_math', 'EleutherAI/hendrycks_math'],
  ['DigitalLearningGmbH/MATH-lighteval', 'EleutherAI/hendrycks_math'],
  ['baber/hendrycks_math', 'EleutherAI/hendrycks_math'],
  ['lighteval/siqa', 'allenai/social_i_qa'],
  ['baber/social_i_qa', 'allenai/social_i_qa'],
  ['lighteval/boolq_helm', 'google/boolq'],
  ['aps/super_glue', 'google/boolq', 'boolq'],
  ['lighteval/piqa', 'ybisk/piqa'],
  ['baber/piqa', 'ybisk/piqa'],
  ['lighteval/drop_harness', 'ucinlp/drop'],
  ['EleutherAI/drop', 'ucinlp/drop'],
  ['EleutherAI/truthful_qa_mc', 'truthfulqa/truthful_qa'],
  ['lighteval/mgsm', 'juletxara/mgsm'],
];

/** A dataset, and those that it is a copy of. */
export function originalsOf(id: string): readonly string[] {
  const key = datasetKey(id);
  return [id, ...new Set(COPIES.flatMap(([copy, original]) => (datasetKey(copy) === key ? [original] : [])))];
}

/** Configs that are all of a dataset: what libraries call the only one. */
const WHOLE = new Set(['default', 'plain_text', 'all', 'main']);

/** Are these the questions of a benchmark's dataset, all of them? What a file does not say speaks against nothing. */
export function isDataOf(
  known: { readonly id: string; readonly config?: string },
  { id, config }: NonNullable<Measurement['dataset']>,
): boolean {
  const key = datasetKey(id);
  if (key !== datasetKey(known.id)) {
    return COPIES.some(
      ([copy, original, part]) =>
        datasetKey(copy) === key &&
        datasetKey(original) === datasetKey(known.id) &&
        (part === undefined ? isWhole(known, config) : part === config),
    );
  }
  return isWhole(known, config);
}

function isWhole(known: { readonly id: string; readonly config?: string }, config: string | undefined): boolean {
  if (config === undefined || config === known.config) return true;
  if (known.config !== undefined && !WHOLE.has(known.config)) return false;
  const name = known.id.slice(known.id.indexOf('/') + 1).toLowerCase();
  return WHOLE.has(config) || config.toLowerCase() === name;
}
