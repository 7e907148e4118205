import { type Part, partOf } from '../../data.ts';
import { isMapping } from '../facts.ts';
import { plainName } from '../known-tasks.ts';

/**
 * Arguments that change neither data nor question: how many examples there are, which is told in other ways; orders; how
 * answers are sampled; where code runs.
 */
const HARMLESS = new Set([
  ...['fewshot', 'fewshot_seed', 'fewshot_shuffle', 'shuffle_fewshot', 'seed', 'shuffle', 'shuffle_choices'],
  ...['epochs', 'temperature', 'top_p', 'max_tokens', 'max_non_cot_tokens', 'max_cot_tokens', 'max_connections'],
  ...['sandbox', 'sandbox_type', 'sandbox_config', 'arch'],
]);

/** What tasks of inspect-evals do by themselves, where that is not nothing (0.2 to 0.26, their `@task` functions). */
const DEFAULTS: Readonly<Record<string, Part>> = {
  mmlu_0_shot: { language: 'EN_US' },
  mmlu_5_shot: { language: 'EN_US' },
  gpqa_diamond: { cot: true },
  hellaswag: { split: 'validation' },
  winogrande: { dataset_name: 'winogrande_xl' },
  hle: { include_multi_modal: true, system_prompt: 'system_mc' },
  simpleqa: { scorer: 'tool', grade_parse: 'strict' },
  swe_bench: { dataset: 'princeton-nlp/SWE-bench_Verified', split: 'test' },
};

/**
 * What the arguments of a task make of it: `subjects=anatomy`; undefined where it is the task as it is. The log lists what
 * the user gave (`task_args_passed`); before that was kept, all arguments, with those that the task has by itself.
 *
 * @param task Its name, with or without the package.
 */
export function readVariant(spec: Part, task: string): string | undefined {
  const given = isMapping(spec.task_args_passed) ? spec.task_args_passed : partOf(spec.task_args);
  const name = plainName('inspect-ai', task);
  const defaults = Object.hasOwn(DEFAULTS, name) ? (DEFAULTS[name] ?? {}) : {};
  const isHubTask = task.startsWith('hf/');
  const changes = Object.entries(given).filter(([argument, value]) => {
    // The revision of data that defines its own task is told with the data.
    if (HARMLESS.has(argument) || (isHubTask && argument === 'revision')) return false;
    return Object.hasOwn(defaults, argument) ? wordsOf(value) !== wordsOf(defaults[argument]) : !isNothing(value);
  });
  if (changes.length === 0) return undefined;
  const said = changes.map(([argument, value]) => `${argument}=${wordsOf(value)}`);
  return said.sort().join(' ');
}

/** What an argument has that was left as it is by nearly all tasks. */
function isNothing(value: unknown): boolean {
  if (value === undefined || value === null || value === false || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

/** A value as it can stand in a name: lists with `+`, what is long by its beginning and a checksum. */
function wordsOf(value: unknown): string {
  const text = [value].flat().map(textOf).join('+');
  const plain = text.replace(/[\s,()]+/g, '_');
  return plain.length <= MOST_CHARACTERS ? plain : `${plain.slice(0, MOST_CHARACTERS)}…${checksum(text)}`;
}

function textOf(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

const MOST_CHARACTERS = 60;

/** Tells long values apart (FNV-1a, 32 bits). */
function checksum(text: string): string {
  let sum = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) sum = Math.imul(sum ^ text.charCodeAt(at), 0x01000193) >>> 0;
  return sum.toString(16).padStart(8, '0');
}
