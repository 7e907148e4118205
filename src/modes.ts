import type { Config } from './config.ts';
import { inspect } from './flows/inspect.ts';
import { modelChoice, type Preview, preview } from './flows/preview.ts';
import type { OutputName } from './outputs.ts';
import { annotatePreview } from './report/annotations.ts';
import { boundedOutput } from './report/bounded-outputs.ts';
import { extractionJson, tablesJson } from './report/json.ts';
import { summarizePreview, summarizeTables } from './report/summary.ts';
import { plainStyle, renderExtraction, renderTables } from './report/text.ts';
import type { Runner } from './runner/actions.ts';
import { fileInCheckout } from './runner/checkout.ts';

/** What a mode of the Action works with. */
export type Door = {
  readonly config: Config;
  readonly ports: Parameters<typeof preview>[1];
  readonly runner: Runner;
  readonly env: NodeJS.ProcessEnv;
};

/** Sets the outputs that are given, as far as GitHub takes them. */
export function setOutputs(runner: Runner, outputs: Readonly<Partial<Record<OutputName, string>>>): void {
  for (const [name, value] of Object.entries(outputs)) runner.setOutput(name, boundedOutput(name, value));
}

/** Mode `inspect`. */
export async function inspectTables({ config, ports, runner }: Door): Promise<void> {
  const { judgeAll, card, status } = await inspect(config, ports);
  const judgements = judgeAll();
  runner.group('Tables', renderTables(judgements, card, config, modelChoice(config), plainStyle));
  runner.appendSummary(summarizeTables(judgements, card));
  const tables = JSON.stringify(tablesJson(judgements, config, modelChoice(config)));
  setOutputs(runner, { tables, status, changed: 'false' });
}

/** Mode `preview`. */
export async function previewScores(door: Door): Promise<void> {
  const result = await preview(door.config, door.ports);
  door.runner.group('Scores', renderExtraction(result, plainStyle));
  showPreview(door, result);
  door.runner.appendSummary(summarizePreview(result));
  const results = JSON.stringify(extractionJson(result, door.config.repoId));
  setOutputs(door.runner, { results, status: result.status, changed: 'false' });
}

/** What every mode that extracts scores tells of them: remarks on lines of the checkout, the tables, the YAML. */
export function showPreview({ config, runner, env }: Door, result: Preview): void {
  const file = fileInCheckout(config.card, env);
  for (const annotation of file === undefined ? [] : annotatePreview(result, file)) runner.annotate(annotation);
  const tables = JSON.stringify(tablesJson(result.judgeAll(), config, modelChoice(config)));
  setOutputs(runner, { tables, yaml: result.yaml });
}
