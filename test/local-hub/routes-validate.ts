import { load } from 'js-yaml';
import { errorReply, jsonReply, type Reply } from './reply.ts';
import type { Call } from './state.ts';

const FENCE = /^\s*---[\r\n]+([\s\S]*?)[\r\n]+---(?:\r\n|\r|\n|$)/;
const DATASET_TYPE = /^(?:[\w-]+\/)?[\w.-]+$/;

type Part = Readonly<Record<string, unknown>>;

/** `POST /api/validate-yaml`: the Hub's check of a front matter, as far as scores go; undefined for other paths. */
export function validateRoute(call: Call): Reply | undefined {
  if (call.segments.join('/') !== 'api/validate-yaml') return undefined;
  if (call.method !== 'POST') return errorReply(405, 'Method not allowed');
  const { content } = JSON.parse(new TextDecoder().decode(call.body)) as { content: string };
  const [, yaml] = FENCE.exec(content) ?? [];
  if (yaml === undefined)
    return jsonReply({ errors: [], warnings: [{ message: 'empty or missing yaml metadata in repo card' }] });
  let data: unknown;
  try {
    data = load(yaml);
  } catch (error) {
    const message = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    return jsonReply({ errors: [{ message }], warnings: [] }, 400);
  }
  const index = (data as Part | null)?.['model-index'];
  if (index === undefined) return jsonReply({ errors: [], warnings: [] });
  if (!Array.isArray(index))
    return jsonReply({ errors: [{ message: '"model-index" must be an array' }], warnings: [] }, 400);
  const errors = index.flatMap((element: Part, at) =>
    ((element.results ?? []) as { dataset?: Part }[]).flatMap(({ dataset }, result) => {
      const name = `"model-index[${at}].results[${result}].dataset`;
      if (dataset?.config !== undefined && typeof dataset.config !== 'string')
        return [{ message: `${name}.config" must be a string` }];
      const type = String(dataset?.type);
      return DATASET_TYPE.test(type)
        ? []
        : [{ message: `${name}.type" with value "${type}" fails to match the required pattern: ${DATASET_TYPE}` }];
    }),
  );
  return jsonReply({ errors, warnings: [] }, errors.length > 0 ? 400 : 200);
}
