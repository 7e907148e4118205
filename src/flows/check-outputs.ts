import { dirname, join } from 'node:path';
import type { CollectConfig, Export } from '../collect-config.ts';
import type { Config } from '../config.ts';
import { RESULTS_FOLDER } from '../runner/model-folder.ts';
import { type OutputPath, refuseOverwriting } from '../runner/refuse-overwriting.ts';
import type { ReadResults } from './collect-results.ts';
import type { Ports } from './load-card.ts';

/** How the files begin that are written here. */
const OWN: Readonly<Partial<Record<Export['format'], RegExp>>> = {
  json: /^\{\n {2}"(?:repo_id|revision)": "/,
  csv: /^repo,revision,benchmark,/,
  junit: /^<\?xml [^>]*>\n<testsuites name="hf-eval"/,
};
const OWN_REPORT = /^<!doctype html>\n[\s\S]*<meta name="generator" content="hf-eval /;

/**
 * Checks where report and exports go before anything is written: over nothing that is read, and to an MLflow server.
 *
 * @param read The files of results, or those of a baseline.
 * @throws UserError `usage`.
 */
export async function checkOutputs(
  collect: CollectConfig,
  config: Config,
  read: ReadResults,
  ports: Ports,
): Promise<void> {
  const { card, benchmarks } = config;
  refuseOverwriting(outputsOf(collect), {
    files: [
      ...(card === undefined ? [] : [{ what: 'the card', path: card }]),
      ...(benchmarks === undefined ? [] : [{ what: 'the file of benchmarks', path: benchmarks }]),
    ],
    folders: card === undefined ? [] : [{ what: RESULTS_FOLDER, path: join(dirname(card), RESULTS_FOLDER) }],
    results: [...read.files.map(({ path }) => path), ...read.unreadable.keys()],
  });
  if (collect.mlflow === undefined) return;
  const { serverAt } = await import('../mlflow/server.ts');
  serverAt({ ...collect.mlflow, fetch: ports.fetch, userAgent: ports.userAgent });
}

function outputsOf({ report, exports }: CollectConfig): OutputPath[] {
  const files = exports.flatMap(({ format, to }) => {
    const own = OWN[format];
    return format === 'mlflow' ? [] : [{ what: `export ${format}`, path: to, ...(own === undefined ? {} : { own }) }];
  });
  return report === undefined ? files : [{ what: 'report', path: report, own: OWN_REPORT }, ...files];
}
