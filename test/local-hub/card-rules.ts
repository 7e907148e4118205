import { load } from 'js-yaml';

/** What the Hub says of a card's header. */
export type CardVerdict = { readonly errors: readonly string[]; readonly warnings: readonly string[] };

type Part = Readonly<Record<string, unknown>>;

const FENCE = /^\s*---[\r\n]+([\s\S]*?)[\r\n]+---(?:\r\n|\r|\n|$)/;
const DATASET_TYPE = /^(?:[\w-]+\/)?[\w.-]+$/;

/** The Hub's check of a header, as far as scores go (`POST /api/validate-yaml`, and each commit of a README). */
export function checkCard(content: string): CardVerdict {
  const [, yaml] = FENCE.exec(content) ?? [];
  if (yaml === undefined) return { errors: [], warnings: ['empty or missing yaml metadata in repo card'] };
  let data: unknown;
  try {
    data = load(yaml);
  } catch (error) {
    return { errors: [error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)], warnings: [] };
  }
  const index = partOf(data)['model-index'];
  if (index === undefined) return { errors: [], warnings: [] };
  if (!Array.isArray(index)) return { errors: ['"model-index" must be an array'], warnings: [] };
  const errors = index.flatMap((element: unknown, at) =>
    listOf(partOf(element).results).flatMap((result, number) =>
      checkDataset(partOf(partOf(result).dataset), `"model-index[${at}].results[${number}].dataset`),
    ),
  );
  return { errors, warnings: [] };
}

/** The header as data; empty when there is none or it is broken, as the Hub has it. */
export function cardDataOf(content: string | undefined): Record<string, unknown> {
  const header = /^---[ \t]*\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)/.exec(content ?? '')?.[1] ?? '';
  try {
    const parsed: unknown = load(header);
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
  } catch {
    return {};
  }
}

/** The Hub's check of a dataset's `eval.yaml` at a push (hub docs, "eval results"). */
export function checkEvalYaml(content: string): readonly string[] {
  let data: Part;
  try {
    data = partOf(load(content));
  } catch (error) {
    return [error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)];
  }
  const missing = ['name', 'evaluation_framework'].filter((key) => typeof data[key] !== 'string');
  const tasks = listOf(data.tasks);
  return [
    ...missing.map((key) => `"${key}" is required`),
    ...(tasks.length === 0 ? ['"tasks" must be a list of at least one task'] : []),
    ...tasks.flatMap((task, at) => (typeof partOf(task).id === 'string' ? [] : [`"tasks[${at}].id" is required`])),
  ];
}

function checkDataset(dataset: Part, name: string): string[] {
  if (dataset.config !== undefined && typeof dataset.config !== 'string') return [`${name}.config" must be a string`];
  const type = String(dataset.type);
  return DATASET_TYPE.test(type)
    ? []
    : [`${name}.type" with value "${type}" fails to match the required pattern: ${DATASET_TYPE}`];
}

export function partOf(value: unknown): Part {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Part) : {};
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
