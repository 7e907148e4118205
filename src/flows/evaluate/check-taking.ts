import type { Config } from '../../config.ts';
import { readHeldBaseline } from '../baseline.ts';
import { checkOutputs } from '../check-outputs.ts';
import { collectOf, type ReadResults, readResults } from '../collect-results.ts';
import { loadCardText, type Ports } from '../load-card.ts';
import { loadRegistry } from '../load-registry.ts';

const NO_FILES: ReadResults = { files: [], read: [], unreadable: new Map() };

/**
 * Opens what the scores will be compared with, filed by and merged into: what is misspelt there is told before the results
 * are paid for, and not after.
 *
 * @throws UserError what opening a baseline, a card or the file of benchmarks throws; `usage` for outputs over what is read.
 */
export async function checkTaking(config: Config, ports: Ports): Promise<void> {
  const collect = collectOf(config);
  const { baseline } = collect.gate ?? {};
  await loadRegistry(config);
  if (config.card !== undefined) await loadCardText(config, ports);
  if (baseline !== undefined && baseline.kind !== 'files') await readHeldBaseline(baseline, [], config, ports);
  const before = baseline?.kind === 'files' ? await readResults(baseline.places, config, ports) : NO_FILES;
  await checkOutputs(collect, config, before, ports);
}
