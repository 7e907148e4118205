import { basename } from 'node:path';
import type { Config } from '../config.ts';
import { UserError } from '../errors.ts';
import { renderModelIndex } from '../formats/model-index/render.ts';
import type { Collection } from '../frameworks/collection.ts';
import { collectCommand } from '../report/commands.ts';
import type { Trend } from '../report/html/report.ts';
import { checkOffered } from '../scores/check.ts';
import type { Finding } from '../scores/finding.ts';
import type { Score } from '../scores/score.ts';
import { slotOf } from '../scores/slot.ts';
import { VERSION } from '../version.ts';
import { collectFrom, collectOf, noScores, type ReadResults, readResults } from './collect-results.ts';
import { exportScores } from './export-scores.ts';
import { compareWithBaseline, type Gated } from './gate.ts';
import { loadCardText, type Ports, targetOf } from './load-card.ts';
import { refreshRegistry } from './load-registry.ts';
import { type Merged, mergeScores } from './merge-scores.ts';
import type { Offer } from './offer.ts';
import { publishScores } from './publish/publish.ts';
import type { Published } from './publish/step.ts';
import type { WriterPorts } from './publish/writer.ts';
import { reportOf } from './report-of.ts';
import { shortHash } from './short-hash.ts';
import { trendOf } from './trend.ts';

/** The scores of result files, and the YAML that they become. */
export type Collected = {
  readonly status: 'collected';
  readonly collection: Collection;
  /** The model-index entry's name. */
  readonly modelName: string;
  readonly scores: readonly Score[];
  /** What is wrong, or looks wrong, with some of them. */
  readonly findings: ReadonlyMap<Score, readonly Finding[]>;
  readonly yaml: string;
  /** Beside the baseline, where one was given. */
  readonly gated?: Gated;
  /** Over the revisions of the model that there are results of, where there are several. */
  readonly trend?: Trend;
};

/** A collection that the gate does not let through: nothing was written to the model repo. */
export type Regression = { readonly status: 'regression'; readonly origin: Collected };

/**
 * Collects scores from result files, and writes what was asked for beside the model repo: a report, exports.
 *
 * @throws UserError `no-results` and what opening throws; `other-model` where all files are of other models; `no-scores`
 *   where none gave any; what comparing and exporting throw.
 */
export async function collect(config: Config, ports: Ports): Promise<Collected> {
  const read = await readResults(collectOf(config).results, config, ports);
  return (await early(config, ports, read)) ?? (await readOffer(config, ports, read)).origin;
}

/**
 * Collects scores, and merges them into the card's `model-index`, into `.eval_results/` beside it, or into both.
 *
 * @throws UserError what collecting and merging throw.
 */
export async function mergeCollected(config: Config, ports: Ports): Promise<Merged<Collected> | Regression> {
  const read = await readResults(collectOf(config).results, config, ports);
  const first = await early(config, ports, read);
  if (first?.gated?.failed) return { status: 'regression', origin: first };
  return mergeScores(config, ports, async (card) => withEarly(await readOffer(config, ports, read, card.text), first));
}

/**
 * Collects scores and writes them to the model repo: in one pull request, or as a commit. What the gate does not let
 * through is not written.
 *
 * @throws UserError what collecting and publishing throw.
 */
export async function publishCollected(config: Config, ports: WriterPorts): Promise<Published<Collected> | Regression> {
  const read = await readResults(collectOf(config).results, config, ports);
  const first = await early(config, ports, read);
  if (first?.gated?.failed) return { status: 'regression', origin: first };
  return publishScores(config, ports, async (card) =>
    withEarly(await readOffer(config, ports, read, card.text), first),
  );
}

/** What the scores were compared with stays the same, however often they are made anew. */
function withEarly(offer: Offer<Collected>, first: Collected | undefined): Offer<Collected> {
  if (first === undefined) return offer;
  const { gated, trend } = first;
  const more = { ...(gated === undefined ? {} : { gated }), ...(trend === undefined ? {} : { trend }) };
  return { ...offer, origin: { ...offer.origin, ...more } };
}

/**
 * What has to be done before anything is written to a model repo: comparing, the trend, the report, exports. Undefined where
 * nothing of it was asked for, and there is one revision only.
 */
async function early(config: Config, ports: Ports, read: ReadResults): Promise<Collected | undefined> {
  const asked = collectOf(config);
  const revisions = revisionsIn(read);
  if (asked.gate === undefined && asked.report === undefined && asked.exports.length === 0 && revisions.length < 2) {
    return undefined;
  }
  const cardText = await cardTextOf(config, ports);
  const { origin } = await readOffer(config, ports, read, cardText);
  const measured = { collection: origin.collection, files: read.files, read: read.read };
  const gated = await compareWithBaseline(measured, config, ports, async (places) => {
    const before = await readResults(places, config, ports);
    const { collection } = await collectFrom(config, before, { cardText, isBaseline: true });
    if (collection.scores.length === 0) throw noScores(collection);
    return { collection, files: before.files, read: before.read };
  });
  const collections: Collection[] = [];
  for (const revision of revisions) {
    // What does not say of which revision it is would count for all of them.
    const own = read.read.filter(({ run }) => run?.model?.revision === revision);
    collections.push((await collectFrom({ ...config, revision }, { ...read, read: own }, { cardText })).collection);
  }
  const trend = trendOf(collections);
  const all: Collected = {
    ...origin,
    ...(gated === undefined ? {} : { gated }),
    ...(trend === undefined ? {} : { trend }),
  };
  const made = ports.today;
  const parts = {
    made,
    version: VERSION,
    ...(gated === undefined ? {} : { gated }),
    ...(trend === undefined ? {} : { trend }),
  };
  const html =
    asked.report === undefined
      ? undefined
      : (await import('../report/html/page.ts')).renderReport(reportOf(origin.collection, parts));
  await exportScores(
    {
      collection: origin.collection,
      shown: all,
      ...(gated === undefined ? {} : { gated }),
      ...(html === undefined ? {} : { html }),
    },
    asked,
    ports,
  );
  return all;
}

/** The card whose task the scores are filed under; undefined where there is none, or none is meant. */
async function cardTextOf(config: Config, ports: Ports): Promise<string | undefined> {
  if (config.repoId === undefined && config.card === undefined) return undefined;
  try {
    return (await loadCardText(config, ports)).text;
  } catch (error) {
    if (error instanceof UserError && error.code === 'no-card') return undefined;
    throw error;
  }
}

/** The revisions that runs were of, where they say it. */
function revisionsIn({ read }: ReadResults): readonly string[] {
  return [...new Set(read.flatMap(({ run }) => (run?.model?.revision === undefined ? [] : [run.model.revision])))];
}

async function readOffer(
  config: Config,
  ports: Ports,
  results: ReadResults,
  cardText?: string,
): Promise<Offer<Collected>> {
  const { sourceUrl = results.url } = collectOf(config);
  const { collection, known } = await collectFrom(config, results, { cardText });
  const { scores, modelName } = collection;
  if (scores.length === 0) throw noScores(collection);
  const findings = checkOffered(scores, '', { registry: known, today: ports.today, ...targetOf(config) });
  const datasets = scores.flatMap(({ benchmark, dataset }) => (benchmark === undefined ? [] : [dataset.type]));
  const by = [...new Set(scores.flatMap(({ provenance: from }) => (from.kind === 'result-file' ? [from.by] : [])))];
  const places = new Set(scores.map(({ provenance: from }) => (from.kind === 'result-file' ? from.file : '')));
  const source = `results ${keyOf(scores)}${newestDate(scores)}`;
  return {
    modelName,
    scores,
    findings,
    warnings: [],
    registry: await refreshRegistry(known, datasets, config, ports),
    origin: {
      status: 'collected',
      collection,
      modelName,
      scores,
      findings,
      yaml: renderModelIndex(scores, modelName),
    },
    source,
    label: `results of ${by.join(', ')}`,
    // Of the same benchmarks on the same day the new run is the same source; all others stay.
    placeOf: (sources) => new Map(sources.map((one) => [one, { kind: one === source ? 'own' : 'other' }])),
    told: { kind: 'result-files', files: places.size, by, ...(sourceUrl === undefined ? {} : { url: sourceUrl }) },
    command: collectCommand(collectOf(config).results.map(nameOf), config),
  };
}

/** A run of another day is another source: of the same benchmarks, the newer one counts. */
function newestDate(scores: readonly Score[]): string {
  const newest = scores.reduce((date, score) => ((score.date ?? '') > date ? (score.date ?? '') : date), '');
  return newest === '' ? '' : ` ${newest}`;
}

/** The same for the next run of the same benchmarks, whatever it finds. */
function keyOf(scores: readonly Score[]): string {
  return shortHash(scores.map(slotOf).sort());
}

/** What folder files lie in is nobody's business; where they lie on the Hub is. */
function nameOf(place: string): string {
  return place.includes('://') ? place : basename(place);
}
