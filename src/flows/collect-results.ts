import { sep } from 'node:path';
import { splitCard } from '../card/split-card.ts';
import type { CollectConfig } from '../collect-config.ts';
import type { Config } from '../config.ts';
import { UserError } from '../errors.ts';
import type { ResultFile } from '../files/content.ts';
import { readPipelineTag } from '../formats/front-matter.ts';
import { claimedBy, collectScores } from '../frameworks/collect.ts';
import type { CollectedFile, Collection } from '../frameworks/collection.ts';
import type { Target } from '../frameworks/identity.ts';
import { type ReadFile, readFiles, roleOf } from '../frameworks/read-all.ts';
import { fileJson } from '../report/collected-json.ts';
import type { Registry } from '../scores/benchmarks.ts';
import { isOnHub, openDataset } from './dataset-results.ts';
import type { Ports } from './load-card.ts';
import { loadRegistry } from './load-registry.ts';
import { type OpenedFile, openResultFiles } from './open-results.ts';

/** What the files that were given say; those that cannot be read, with the reason. */
export type ReadResults = {
  readonly files: readonly ResultFile[];
  readonly read: readonly ReadFile[];
  readonly unreadable: ReadonlyMap<string, string>;
  /** Where they can be seen, when they came from the Hub. */
  readonly url?: string;
};

/**
 * Opens and reads files.
 *
 * @throws UserError what opening throws.
 */
export async function readResults(places: readonly string[], config: Config, ports: Ports): Promise<ReadResults> {
  const { at, gate, brought } = collectOf(config);
  const here = places.filter((place) => !isOnHub(place));
  const opened: OpenedFile[] = here.length === 0 ? [] : (await openResultFiles(here, roleOf)).map(named(brought));
  let url = brought?.url;
  for (const place of places.filter(isOnHub)) {
    const found = await openDataset(place, config, ports, {
      withSamples: gate !== undefined,
      ...(at === undefined ? {} : { at }),
    });
    opened.push(...found.files);
    url ??= found.url;
  }
  const isOpen = (file: OpenedFile): file is Extract<OpenedFile, { content: unknown }> => 'content' in file;
  const unreadable = new Map(opened.flatMap((file) => (isOpen(file) ? [] : [[file.path, file.unreadable] as const])));
  const files = opened.filter(isOpen);
  return { files, read: await readFiles(files), unreadable, ...(url === undefined ? {} : { url }) };
}

/** Files of a folder whose own name says nothing, and is another one in every run, by what it is called. */
function named(brought: CollectConfig['brought']): (file: OpenedFile) => OpenedFile {
  return (file) =>
    brought !== undefined && file.path.startsWith(brought.folder)
      ? { ...file, path: `${brought.name}${file.path.slice(brought.folder.length).replaceAll(sep, '/')}` }
      : file;
}

/** What the configuration says of collecting. */
export function collectOf({ collect: given }: Config): CollectConfig {
  if (given === undefined) throw new Error('there is nothing to collect');
  return given;
}

/** The scores of files, and the benchmarks that are known. */
export async function collectFrom(
  config: Config,
  { read, unreadable, url }: ReadResults,
  { cardText, isBaseline }: { readonly cardText: string | undefined; readonly isBaseline?: true },
): Promise<{ readonly collection: Collection; readonly known: Registry }> {
  const { models, metrics, allowPartial, allowUnknown, brought, sourceUrl = url } = collectOf(config);
  const known = await loadRegistry(config);
  const target: Target = {
    ...(config.repoId === undefined ? {} : { repoId: config.repoId }),
    ...(isBaseline ? {} : { revision: config.revision }),
    ...(brought?.sha === undefined ? {} : { sha: brought.sha }),
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
  return { collection: { ...collected, files }, known };
}

function asFile([path, reason]: readonly [string, string]): CollectedFile {
  return { path, reason, refused: [] };
}

/** The card's own task. */
function taskOf(cardText: string | undefined): string | undefined {
  return cardText === undefined ? undefined : readPipelineTag(splitCard(cardText).frontMatter?.yaml);
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
export function noScores({ files, repoId }: Collection): UserError {
  const others = files.filter(({ run }) => run !== undefined);
  const lines = (others.length === 0 ? files : others).slice(0, MOST_LISTED).map(({ path, reason, run, refused }) => {
    const first = refused.find(({ reason: one }) => /--allow-|is the one that counts/.test(one)) ?? refused[0];
    const why = reason ?? (run === undefined ? 'it is of no framework that is known' : first?.reason);
    return `${path}: ${why ?? 'it has no scores'}`;
  });
  const isOther =
    others.length > 0 &&
    others.every(
      ({ reason }) => (reason?.startsWith('it is of ') ?? false) && !reason?.startsWith('it is of revision '),
    );
  const whose = isOther ? `No file holds scores of ${repoId ?? 'one model'}.` : 'No file gave a score.';
  return new UserError(isOther ? 'other-model' : 'no-scores', whose, {
    hint: lines.join('\n'),
    details: { files: files.map((file) => fileJson(file, [])) },
  });
}

const MOST_LISTED = 20;
