import type { Config } from '../config.ts';
import { collectOf, readResults } from './collect-results.ts';
import { cardTextOf, compareAndReport, sayAll } from './compare-and-report.ts';
import type { Ports } from './load-card.ts';
import { type Merged, mergeScores } from './merge-scores.ts';
import type { Offer } from './offer.ts';
import { type Collected, readOffer } from './offer-results.ts';
import { publishScores } from './publish/publish.ts';
import type { Published } from './publish/step.ts';
import type { WriterPorts } from './publish/writer.ts';

export type { Collected } from './offer-results.ts';

/** A collection that the gate does not let through: nothing was written to the model repo. */
export type Regression = { readonly status: 'regression'; readonly origin: Collected };

/**
 * Collects scores from result files, and writes what was asked for beside the model repo: a report, exports.
 *
 * @throws UserError `no-results` and what opening throws; `other-model` where all files are of other models; `no-scores`
 *   where none gave any; `usage` for an output over what is read; what comparing throws; `cannot-write`.
 */
export async function collect(config: Config, ports: Ports): Promise<Collected> {
  const read = await readResults(collectOf(config).results, config, ports);
  const first = await compareAndReport(config, ports, read);
  if (first !== undefined) return first;
  // Nothing is compared with a repo on the Hub here: then nothing is read from it.
  const cardText = config.card === undefined ? undefined : await cardTextOf(config, ports);
  return (await readOffer(config, ports, read, cardText)).origin;
}

/**
 * Collects scores, and merges them into the card's `model-index`, into `.eval_results/` beside it, or into both.
 *
 * @throws UserError what collecting and merging throw.
 */
export async function mergeCollected(config: Config, ports: Ports): Promise<Merged<Collected> | Regression> {
  const read = await readResults(collectOf(config).results, config, ports);
  const first = await compareAndReport(config, ports, read);
  if (first?.gated?.failed) return { status: 'regression', origin: first };
  return tellingFailures(first, ports, () =>
    mergeScores(config, ports, async (card) => withFirst(await readOffer(config, ports, read, card.text), first)),
  );
}

/**
 * Collects scores and writes them to the model repo: in one pull request, or as a commit. What the gate does not let
 * through is not written.
 *
 * @throws UserError what collecting and publishing throw.
 */
export async function publishCollected(config: Config, ports: WriterPorts): Promise<Published<Collected> | Regression> {
  const read = await readResults(collectOf(config).results, config, ports);
  const first = await compareAndReport(config, ports, read);
  if (first?.gated?.failed) return { status: 'regression', origin: first };
  return tellingFailures(first, ports, () =>
    publishScores(config, ports, async (card) => withFirst(await readOffer(config, ports, read, card.text), first)),
  );
}

/** What failed before is told with the result; where there is none, it would be lost behind the error of the work. */
async function tellingFailures<T>(first: Collected | undefined, ports: Ports, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    sayAll(first?.failures ?? [], ports);
    throw error;
  }
}

/** What the scores were compared with stays the same, however often they are made anew. */
function withFirst(offer: Offer<Collected>, first: Collected | undefined): Offer<Collected> {
  if (first === undefined) return offer;
  const { gated, trend, failures } = first;
  const more = {
    ...(gated === undefined ? {} : { gated }),
    ...(trend === undefined ? {} : { trend }),
    ...(failures === undefined ? {} : { failures }),
  };
  return { ...offer, origin: { ...offer.origin, ...more } };
}
