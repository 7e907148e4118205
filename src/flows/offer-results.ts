import { basename } from 'node:path';
import type { Config } from '../config.ts';
import { quoted } from '../data.ts';
import { UserError } from '../errors.ts';
import { renderModelIndex } from '../formats/model-index/render.ts';
import type { Collection } from '../frameworks/collection.ts';
import { findLost, type LostTask } from '../frameworks/lost-tasks.ts';
import { placeOf } from '../frameworks/newest.ts';
import { collectCommand } from '../report/commands.ts';
import type { Trend } from '../report/html/report.ts';
import { findAgreed } from '../scores/agreed.ts';
import { checkOffered } from '../scores/check.ts';
import type { Finding } from '../scores/finding.ts';
import type { Score } from '../scores/score.ts';
import { slotOf } from '../scores/slot.ts';
import { collectFrom, collectOf, noScores, type ReadResults } from './collect-results.ts';
import type { Gated } from './gate.ts';
import { type Ports, targetOf } from './load-card.ts';
import { refreshRegistry } from './load-registry.ts';
import type { Offer } from './offer.ts';
import { shortHash } from './short-hash.ts';

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
  /** What could not be written for other programs, and tasks that left no results, where all else went on. */
  readonly failures?: readonly UserError[];
};

/**
 * The scores of results, as they are offered to a model repo.
 *
 * @throws UserError `no-scores` or `other-model` where there are none, with what each file is.
 */
export async function readOffer(
  config: Config,
  ports: Ports,
  results: ReadResults,
  cardText: string | undefined,
): Promise<Offer<Collected>> {
  const { sourceUrl = results.url } = collectOf(config);
  const { collection, known } = await collectFrom(config, results, { cardText });
  const { scores, modelName } = collection;
  if (scores.length === 0) throw noScores(collection);
  const findings = checkOffered(scores, '', { registry: known, today: ports.today, ...targetOf(config) });
  const { agreed, rivals } = findAgreed(scores, findings);
  for (const same of rivals) addConflict(findings, same);
  const datasets = scores.flatMap(({ benchmark, dataset }) => (benchmark === undefined ? [] : [dataset.type]));
  const by = [...new Set(scores.flatMap(({ provenance: from }) => (from.kind === 'result-file' ? [from.by] : [])))];
  const places = new Set(scores.map(({ provenance: from }) => (from.kind === 'result-file' ? from.file : '')));
  const failures = findLost(results.files, results.read).map(lostTask);
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
      yaml: renderModelIndex(agreed, modelName),
      ...(failures.length === 0 ? {} : { failures }),
    },
    source,
    label: `results of ${by.join(', ')}`,
    // Of the same benchmarks on the same day the new run is the same source; all others stay.
    placeOf: (sources) => new Map(sources.map((one) => [one, { kind: one === source ? 'own' : 'other' }])),
    told: { kind: 'result-files', files: places.size, by, ...(sourceUrl === undefined ? {} : { url: sourceUrl }) },
    command: collectCommand(collectOf(config).results.map(nameOf), config),
  };
}

/** The others are right all the same, but whoever reads that all went well would take this one for done. */
function lostTask({ text, sidecar }: LostTask): UserError {
  return new UserError('no-results', `${quoted(text)} was asked for, as ${sidecar} says, and left no results.`, {
    hint: 'The log of the run says why.',
    details: { task: text },
  });
}

/** Two values for one place: neither is written, which is said at the first of them. */
function addConflict(findings: Map<Score, Finding[]>, [first, ...others]: readonly Score[]): void {
  if (first === undefined) return;
  const said = [first, ...others].map((score) => `${score.written} (${placeOf(score)})`).join(', ');
  const message = `${first.dataset.name} ${first.metric.name} has ${others.length + 1} values in the files, so that none is written: ${said}`;
  const { provenance } = first;
  const file = provenance.kind === 'result-file' ? provenance.file : '';
  const finding: Finding = { file, line: 1, column: 1, severity: 'warning', code: 'several-values', message };
  findings.set(first, [...(findings.get(first) ?? []), finding]);
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
