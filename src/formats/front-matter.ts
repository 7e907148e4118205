import { load } from 'js-yaml';

/**
 * The model's task, a Hub pipeline tag, from a card's front matter; undefined when there is none, or when the front
 * matter is broken, which is no reason not to read the card's tables.
 */
export function readPipelineTag(yaml: string | undefined): string | undefined {
  if (yaml === undefined || !yaml.includes('pipeline_tag')) return undefined;
  try {
    const data: unknown = load(yaml);
    const tag: unknown = typeof data === 'object' && data !== null ? Reflect.get(data, 'pipeline_tag') : undefined;
    return typeof tag === 'string' && /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(tag) ? tag : undefined;
  } catch {
    return undefined;
  }
}
