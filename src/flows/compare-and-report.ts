import type { CollectConfig } from '../collect-config.ts';
import type { Config } from '../config.ts';
import { UserError } from '../errors.ts';
import type { Collection } from '../frameworks/collection.ts';
import { identify } from '../frameworks/identity.ts';
import type { ReadFile } from '../frameworks/read-all.ts';
import type { Trend } from '../report/html/report.ts';
import { VERSION } from '../version.ts';
import { checkOutputs } from './check-outputs.ts';
import { collectFrom, collectOf, noScores, type ReadResults, readResults } from './collect-results.ts';
import { exportScores } from './export-scores.ts';
import { compareWithBaseline, type Gated } from './gate.ts';
import { loadCardText, type Ports } from './load-card.ts';
import { type Collected, readOffer } from './offer-results.ts';
import { reportOf } from './report-of.ts';
import { trendOf } from './trend.ts';

/**
 * Does what has to be done before anything is written to a model repo: comparing, the trend, the report, exports. Undefined
 * where nothing of it was asked for, and there is one revision only.
 *
 * @throws UserError `usage` for an output over what is read, what comparing throws, `cannot-write`.
 */
export async function compareAndReport(
  config: Config,
  ports: Ports,
  read: ReadResults,
): Promise<Collected | undefined> {
  const asked = collectOf(config);
  const byRevision = groupByRevision(read, config);
  if (asked.gate === undefined && asked.report === undefined && asked.exports.length === 0 && byRevision.size < 2) {
    return undefined;
  }
  await checkOutputs(asked, config, read, ports);
  const cardText = await cardTextOf(config, ports);
  const { origin } = await readOffer(config, ports, read, cardText);
  const gated = await compare(config, ports, { read, collection: origin.collection, cardText });
  const trend = await trendOver(config, byRevision, { read, cardText });
  const more = { ...(gated === undefined ? {} : { gated }), ...(trend === undefined ? {} : { trend }) };
  const failures = [...(origin.failures ?? []), ...(await writeOutputs(asked, ports, origin, more))];
  return { ...origin, ...more, ...(failures.length === 0 ? {} : { failures }) };
}

/** Tells of failures where no result will. */
export function sayAll(failures: readonly UserError[], { say }: Ports): void {
  for (const { code, message } of failures) say(`${code}: ${message}`);
}

/** The card whose task the scores are filed under; undefined where none is meant, or the repo on the Hub has none. */
export async function cardTextOf(config: Config, ports: Ports): Promise<string | undefined> {
  if (config.repoId === undefined && config.card === undefined) return undefined;
  try {
    return (await loadCardText(config, ports)).text;
  } catch (error) {
    if (error instanceof UserError && error.code === 'no-card' && config.card === undefined) return undefined;
    throw error;
  }
}

type Known = { readonly read: ReadResults; readonly cardText: string | undefined };

async function compare(
  config: Config,
  ports: Ports,
  { read, collection, cardText }: Known & { readonly collection: Collection },
): Promise<Gated | undefined> {
  const measured = { collection, files: read.files, read: read.read };
  return compareWithBaseline(measured, config, ports, async (places) => {
    const before = await readResults(places, config, ports);
    await checkOutputs(collectOf(config), config, before, ports);
    const collected = await collectFrom(config, before, { cardText, isBaseline: true });
    if (collected.collection.scores.length === 0) throw noScores(collected.collection);
    return { collection: collected.collection, files: before.files, read: before.read };
  });
}

/** The scores of each revision, where there are several. */
async function trendOver(
  config: Config,
  byRevision: ReadonlyMap<string, readonly ReadFile[]>,
  { read, cardText }: Known,
): Promise<Trend | undefined> {
  const collections: Collection[] = [];
  for (const [revision, own] of byRevision) {
    collections.push((await collectFrom({ ...config, revision }, { ...read, read: own }, { cardText })).collection);
  }
  return trendOf(collections);
}

/**
 * Runs by the revision that they are of, by what they say or what the user says of them. What does not say it would count
 * for all of them.
 */
function groupByRevision({ read }: ReadResults, config: Config): ReadonlyMap<string, readonly ReadFile[]> {
  const { models } = collectOf(config);
  const target = { models, ...(config.repoId === undefined ? {} : { repoId: config.repoId }) };
  const groups = new Map<string, readonly ReadFile[]>();
  for (const file of read) {
    const found = file.run === undefined ? undefined : identify(file.run, file.path, target);
    if (found === undefined || 'refused' in found || found.revision === undefined) continue;
    groups.set(found.revision, [...(groups.get(found.revision) ?? []), file]);
  }
  return groups;
}

/**
 * Writes the report and the exports.
 *
 * @returns What failed and is told with the result.
 * @throws UserError `cannot-write`: whoever wants a report before anything is changed has none; but a regression is the worse
 *   news.
 */
async function writeOutputs(
  asked: CollectConfig,
  ports: Ports,
  origin: Collected,
  more: Pick<Collected, 'gated' | 'trend'>,
): Promise<readonly UserError[]> {
  const { collection } = origin;
  const { gated } = more;
  const parts = { made: ports.today, version: VERSION, ...more };
  const html =
    asked.report === undefined
      ? undefined
      : (await import('../report/html/page.ts')).renderReport(reportOf(collection, parts));
  const shown = { ...origin, ...more };
  const failures = await exportScores(
    { collection, shown, ...(gated === undefined ? {} : { gated }), ...(html === undefined ? {} : { html }) },
    asked,
    ports,
  );
  const unwritten = failures.find(({ code }) => code === 'cannot-write');
  if (unwritten === undefined || gated?.failed) return failures;
  sayAll(
    failures.filter((one) => one !== unwritten),
    ports,
  );
  throw unwritten;
}
