import type { MetricChoice } from './frameworks/choose-metrics.ts';
import type { Target } from './frameworks/identity.ts';
import type { OptionName } from './options.ts';
import { quote, readFlag } from './raw-options.ts';

/** What is to be collected, checked. */
export type CollectConfig = {
  /** Files, folders, patterns, archives. At least one. */
  readonly results: readonly string[];
  readonly models: Target['models'];
  readonly metrics: MetricChoice;
  readonly allowPartial: boolean;
  readonly allowUnknown: boolean;
  readonly sourceUrl?: string;
};

/** Checks the options of `collect`. */
export function readCollectConfig(get: (name: OptionName) => string | undefined, problems: string[]): CollectConfig {
  const results = readList(get('results'));
  if (results.length === 0) problems.push('results is needed, to say which files are to be read');
  const sourceUrl = get('source-url');
  if (sourceUrl !== undefined && !/^https?:$/.test(URL.canParse(sourceUrl) ? new URL(sourceUrl).protocol : ''))
    problems.push(`source-url must be an http(s) URL, not ${quote(sourceUrl)}`);
  return {
    results,
    models: readModelMap(readList(get('model-map')), problems),
    metrics: readMetrics(get('metrics')),
    allowPartial: readFlag(get('allow-partial'), 'allow-partial', problems),
    allowUnknown: readFlag(get('allow-unknown'), 'allow-unknown', problems),
    ...(sourceUrl === undefined ? {} : { sourceUrl }),
  };
}

/** One in each line. */
function readList(value: string | undefined): string[] {
  const lines = (value ?? '').split('\n').map((line) => line.trim());
  return lines.filter((line) => line !== '');
}

function readMetrics(value = 'primary'): MetricChoice {
  return value === 'primary' || value === 'all' ? value : value.split(/\s+/);
}

/** `NAME=ORG/MODEL@REVISION`; names may have `=` in them, repos may not. */
function readModelMap(lines: readonly string[], problems: string[]): Target['models'] {
  const models = new Map<string, { readonly repoId: string; readonly revision?: string }>();
  for (const line of lines) {
    const [, name = '', repoId, revision] = /^(.+)=([\w.-]+\/[\w.-]+)(?:@([^@=\s]+))?$/.exec(line) ?? [];
    if (repoId === undefined) {
      problems.push(`model-map must be NAME=ORG/MODEL or NAME=ORG/MODEL@REVISION, not ${quote(line)}`);
    } else if (models.has(name)) problems.push(`model-map has ${quote(name)} twice`);
    else models.set(name, { repoId, ...(revision === undefined ? {} : { revision }) });
  }
  return models;
}
