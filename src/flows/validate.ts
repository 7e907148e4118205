import type { Config } from '../config.ts';
import { checkResultsFile, toChecked as entryToChecked } from '../formats/eval-results/check.ts';
import { checkModelIndex, toChecked as scoreToChecked } from '../formats/model-index/check.ts';
import { checkScores } from '../scores/check.ts';
import type { Finding } from '../scores/finding.ts';
import { openHub, type Ports, targetOf } from './load-card.ts';
import { loadModel, readModel } from './load-model.ts';
import { loadRegistry, refreshRegistry } from './load-registry.ts';

/** What is wrong, or looks wrong, with the scores of a model repo. */
export type Validation = {
  readonly status: 'valid' | 'invalid';
  readonly card: string;
  /** In the order of files and lines. */
  readonly findings: readonly Finding[];
  readonly scores: number;
};

/**
 * Checks the card's `model-index` and the files of `.eval_results/` by the rules of both formats, and their scores against
 * the registry and against each other.
 *
 * @throws UserError what reading a card throws.
 */
export async function validate(config: Config, ports: Ports): Promise<Validation> {
  const model = await loadModel(config, ports);
  const { index, files, errors } = readModel(model);
  const datasets = files.flatMap(({ entries }) => entries.map(({ datasetId }) => datasetId));
  const registry = await refreshRegistry(await loadRegistry(config), datasets, config, ports);
  const checked = [...index.scores.map(scoreToChecked), ...files.flatMap(({ entries }) => entries.map(entryToChecked))];
  const findings: Finding[] = [
    ...errors.map(({ file, error }): Finding => {
      const { line = 1, column = 1 } = error.details as { line?: number; column?: number };
      return { file, line, column, severity: 'error', code: error.code, message: error.message };
    }),
    ...(await hubFindings(config, ports, model.card)),
    ...checkModelIndex(index, model.card.name),
    ...files.flatMap((file) => checkResultsFile(file, registry)),
    ...checkScores(checked, { registry, today: ports.today, ...targetOf(config) }),
  ];
  const order = new Map([model.card.name, ...model.results.map(({ path }) => path)].map((file, at) => [file, at]));
  const placed = findings.sort(
    (a, b) => (order.get(a.file) ?? 0) - (order.get(b.file) ?? 0) || a.line - b.line || a.column - b.column,
  );
  const isInvalid = findings.some(({ severity }) => severity === 'error');
  // On the Hub, a path in the repo is a better name than the one for messages.
  const pathOf = (file: string): string => (config.card === undefined && file === model.card.name ? 'README.md' : file);
  return {
    status: isInvalid ? 'invalid' : 'valid',
    card: model.card.name,
    findings: placed.map((finding) => ({ ...finding, file: pathOf(finding.file) })),
    scores: checked.length,
  };
}

/** What the Hub's own check says, for a card that was read there: with a local card there is no network. */
async function hubFindings(
  config: Config,
  ports: Ports,
  card: { readonly name: string; readonly text: string },
): Promise<Finding[]> {
  if (config.card !== undefined) return [];
  const find = (severity: Finding['severity'], message: string): Finding => {
    return { file: card.name, line: 1, column: 1, severity, code: 'hub', message };
  };
  const [{ askHubForVerdict }, { request }] = await Promise.all([
    import('../hub/validate-yaml.ts'),
    openHub(config, ports, 0),
  ]);
  try {
    const verdict = await askHubForVerdict({ ...request, content: card.text });
    if (verdict === undefined) return [];
    return [
      ...verdict.errors.map((message) => find('error', `the Hub says: ${message}`)),
      ...verdict.warnings.map((message) => find('warning', `the Hub says: ${message}`)),
    ];
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return [find('warning', `the Hub's own check could not be asked: ${why}`)];
  }
}
