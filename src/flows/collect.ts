import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { splitCard } from '../card/split-card.ts';
import type { CollectConfig } from '../collect-config.ts';
import type { Config } from '../config.ts';
import { UserError } from '../errors.ts';
import { readPipelineTag } from '../formats/front-matter.ts';
import { renderModelIndex } from '../formats/model-index/render.ts';
import { claimedBy, collectScores } from '../frameworks/collect.ts';
import type { CollectedFile, Collection } from '../frameworks/collection.ts';
import type { Target } from '../frameworks/identity.ts';
import { type ReadFile, readFiles, recognise } from '../frameworks/read-all.ts';
import { fileJson } from '../report/collected.ts';
import { collectCommand } from '../report/commands.ts';
import { checkOffered } from '../scores/check.ts';
import type { Finding } from '../scores/finding.ts';
import type { Score } from '../scores/score.ts';
import { slotOf } from '../scores/slot.ts';
import { type Ports, targetOf } from './load-card.ts';
import { loadRegistry, refreshRegistry } from './load-registry.ts';
import { type Merged, mergeScores } from './merge-scores.ts';
import type { Offer } from './offer.ts';
import { type OpenedFile, openResultFiles } from './open-results.ts';
import { publishScores } from './publish/publish.ts';
import type { Published } from './publish/step.ts';
import type { WriterPorts } from './publish/writer.ts';

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
};

/**
 * Collects scores from result files; writes nothing.
 *
 * @throws UserError `no-results` and what opening throws; `other-model` where all files are of other models; `no-scores`
 *   where none gave any.
 */
export async function collect(config: Config, ports: Ports): Promise<Collected> {
  return (await readOffer(config, ports, await readResults(config))).origin;
}

/**
 * Collects scores, and merges them into the card's `model-index`, into `.eval_results/` beside it, or into both.
 *
 * @throws UserError what collecting and merging throw.
 */
export async function mergeCollected(config: Config, ports: Ports): Promise<Merged<Collected>> {
  const read = await readResults(config);
  return mergeScores(config, ports, (card) => readOffer(config, ports, read, card.text));
}

/**
 * Collects scores and writes them to the model repo: in one pull request, or as a commit.
 *
 * @throws UserError what collecting and publishing throw.
 */
export async function publishCollected(config: Config, ports: WriterPorts): Promise<Published<Collected>> {
  const read = await readResults(config);
  return publishScores(config, ports, (card) => readOffer(config, ports, read, card.text));
}

/** What the files that were given say; those that cannot be read, with the reason. */
type ReadResults = {
  readonly read: readonly ReadFile[];
  readonly unreadable: ReadonlyMap<string, string>;
};

async function readResults(config: Config): Promise<ReadResults> {
  const opened = await openResultFiles(collectOf(config).results, (content) => recognise(content) !== undefined);
  const isOpen = (file: OpenedFile): file is Extract<OpenedFile, { content: unknown }> => 'content' in file;
  const unreadable = new Map(opened.flatMap((file) => (isOpen(file) ? [] : [[file.path, file.unreadable] as const])));
  return { read: await readFiles(opened.filter(isOpen)), unreadable };
}

function collectOf({ collect: given }: Config): CollectConfig {
  if (given === undefined) throw new Error('there is nothing to collect');
  return given;
}

async function readOffer(
  config: Config,
  ports: Ports,
  { read, unreadable }: ReadResults,
  cardText?: string,
): Promise<Offer<Collected>> {
  const { models, metrics, allowPartial, allowUnknown, sourceUrl } = collectOf(config);
  const known = await loadRegistry(config);
  const target: Target = {
    ...(config.repoId === undefined ? {} : { repoId: config.repoId }),
    revision: config.revision,
    models,
  };
  if (config.repoId === undefined) refuseSeveral(read, target);
  const collected = collectScores(read, {
    target,
    registry: known,
    taskType: config.taskType ?? taskOf(cardText) ?? 'text-generation',
    given: {
      ...(config.datasetName === undefined ? {} : { name: config.datasetName }),
      ...(config.datasetType === undefined ? {} : { type: config.datasetType }),
    },
    metrics,
    allowPartial,
    allowUnknown,
    ...(config.unit === undefined ? {} : { unit: config.unit }),
    ...(sourceUrl === undefined ? {} : { sourceUrl }),
  });
  const files = [...collected.files, ...[...unreadable].map(asFile)].sort((a, b) => (a.path < b.path ? -1 : 1));
  const collection = { ...collected, files };
  const { scores, modelName } = collection;
  if (scores.length === 0) throw noScores(collection);
  const findings = checkOffered(scores, '', { registry: known, today: ports.today, ...targetOf(config) });
  const datasets = scores.flatMap(({ benchmark, dataset }) => (benchmark === undefined ? [] : [dataset.type]));
  const by = [...new Set(scores.flatMap(({ provenance: from }) => (from.kind === 'result-file' ? [from.by] : [])))];
  const places = new Set(scores.map(({ provenance: from }) => (from.kind === 'result-file' ? from.file : '')));
  const source = `results ${keyOf(scores)}`;
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
    // Of the same benchmarks the new run is the same source; all others stay.
    placeOf: (sources) => new Map(sources.map((one) => [one, { kind: one === source ? 'own' : 'other' }])),
    told: { kind: 'result-files', files: places.size, by, ...(sourceUrl === undefined ? {} : { url: sourceUrl }) },
    command: collectCommand(collectOf(config).results.map(nameOf), config),
  };
}

function asFile([path, reason]: readonly [string, string]): CollectedFile {
  return { path, reason, refused: [] };
}

/** The card's own task. */
function taskOf(cardText: string | undefined): string | undefined {
  return cardText === undefined ? undefined : readPipelineTag(splitCard(cardText).frontMatter?.yaml);
}

/** The same for the next run of the same benchmarks, whatever it finds. */
function keyOf(scores: readonly Score[]): string {
  return createHash('sha256')
    .update(JSON.stringify(scores.map(slotOf).sort()))
    .digest('hex')
    .slice(0, 8);
}

/** What folder files lie in is nobody's business; where they lie on the Hub is. */
function nameOf(place: string): string {
  return place.includes('://') ? place : basename(place);
}

/** Without a repo, all files have to be of one model. */
function refuseSeveral(read: readonly ReadFile[], target: Target): void {
  const names = [...new Set(read.flatMap(({ run }) => (run?.model === undefined ? [] : [run.model.name])))];
  if (names.length < 2 || claimedBy(read, target) !== undefined) return;
  throw new UserError('other-model', `The files are of ${names.length} models: ${names.slice(0, 8).join(', ')}.`, {
    hint: 'Say which one is meant with --repo-id.',
    details: { models: names },
  });
}

/** No file gave a score: what each of them is, and why. */
function noScores({ files, repoId }: Collection): UserError {
  const others = files.filter(({ run }) => run !== undefined);
  const lines = (others.length === 0 ? files : others).slice(0, MOST_LISTED).map(({ path, reason, run, refused }) => {
    const first = refused.find(({ reason: one }) => one.includes('--allow-')) ?? refused[0];
    const why = reason ?? (run === undefined ? 'it is of no framework that is known' : first?.reason);
    return `${path}: ${why ?? 'it has no scores'}`;
  });
  const isOther = others.length > 0 && others.every(({ reason }) => reason?.startsWith('it is of ') ?? false);
  const whose = isOther ? `No file holds scores of ${repoId ?? 'one model'}.` : 'No file gave a score.';
  return new UserError(isOther ? 'other-model' : 'no-scores', whose, {
    hint: lines.join('\n'),
    details: { files: files.map((file) => fileJson(file, [])) },
  });
}

const MOST_LISTED = 20;
