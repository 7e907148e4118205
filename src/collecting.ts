import type { Config } from './config.ts';
import { type Collected, collect, mergeCollected, publishCollected } from './flows/collect.ts';
import { mergeJson, renderMerge } from './report/changes.ts';
import { collectionJson, renderCollected, renderCollection } from './report/collected.ts';
import { printableJson } from './report/plain-text.ts';
import { publishedJson, renderPublished } from './report/published.ts';
import type { Style } from './report/text.ts';

type Ports = Parameters<typeof publishCollected>[1];

/** The command `collect`: what it prints. With a model repo or a card it shows what would change there. */
export async function runCollect(config: Config, ports: Ports, style: Style): Promise<string> {
  const { format, diff } = config;
  const viewOf = (origin: Collected) => ({ scores: renderCollected(origin, style), diff });
  const print = (origin: Collected, text: string, more: object): string => {
    if (format === 'text') return text;
    return format === 'yaml' ? origin.yaml : `${printableJson({ ...collectionJson(origin), ...more })}\n`;
  };
  if (config.publish !== undefined) {
    const published = await publishCollected(config, ports);
    const { origin } = published;
    return print(origin, renderPublished(published, viewOf(origin), style), publishedJson(published));
  }
  if (config.repoId === undefined) {
    const origin = await collect(config, ports);
    return print(origin, renderCollection(origin, style), {});
  }
  const merged = await mergeCollected(config, ports);
  return print(merged.origin, renderMerge(merged, viewOf(merged.origin), style), mergeJson(merged));
}
