import { dirname, join } from 'node:path';
import { decodeText } from '../card/decode-card.ts';
import { splitCard } from '../card/split-card.ts';
import type { Config } from '../config.ts';
import { UserError } from '../errors.ts';
import { type ReadFile, type ResultsFile, readResultsFile } from '../formats/eval-results/read.ts';
import { type ModelIndex, readModelIndex } from '../formats/model-index/read.ts';
import { readYamlTree } from '../formats/yaml/tree.ts';
import { readCardFile } from '../runner/card-file.ts';
import { listResultsFolder, RESULTS_FOLDER } from '../runner/model-folder.ts';
import { loadCardText, openHub, type Ports } from './load-card.ts';

const MAX_RESULTS_BYTES = 1_000_000;
const MAX_RESULTS_FILES = 1000;

/** A file as it was read, by its path in the repo, and what to call it in messages. */
type RawFile = { readonly path: string; readonly name: string; readonly bytes: Uint8Array };

/** The files of a model repo that hold scores. */
export type ModelFiles = {
  readonly card: { readonly name: string; readonly text: string };
  readonly results: readonly RawFile[];
};

/** Reads the card that the configuration names and the files of `.eval_results/` beside it. */
export async function loadModel(config: Config, ports: Ports): Promise<ModelFiles> {
  return { card: await loadCardText(config, ports), results: await loadRaw(config, ports) };
}

/**
 * Reads the files of `.eval_results/` beside the card that the configuration names, as texts.
 *
 * @throws UserError `invalid-card` for a file that is no text and for a folder with too many, `card-too-large`, and what
 *   the Hub's refusals become.
 */
export async function loadResults(config: Config, ports: Ports): Promise<readonly ResultsFile[]> {
  return (await loadRaw(config, ports)).map(decode);
}

async function loadRaw(config: Config, ports: Ports): Promise<readonly RawFile[]> {
  const { folder, paths, nameOf, read } =
    config.card === undefined ? await resultsOnHub(config, ports) : resultsBeside(config.card);
  if (paths.length > MAX_RESULTS_FILES) {
    throw new UserError(
      'invalid-card',
      `${folder} holds ${paths.length} files; at most ${MAX_RESULTS_FILES} are read.`,
    );
  }
  const results: RawFile[] = [];
  // One after the other: the Hub counts requests, and few repos have more than a handful.
  for (const path of paths) results.push({ path, name: nameOf(path), bytes: await read(path) });
  return results;
}

function decode({ path, name, bytes }: RawFile): ResultsFile {
  return { path, text: decodeText(bytes, name) };
}

/** A folder of results: the paths of its files in the repo, what to call them in messages, and their bytes. */
type ResultsFolder = {
  readonly folder: string;
  readonly paths: readonly string[];
  readonly nameOf: (path: string) => string;
  readonly read: (path: string) => Uint8Array | Promise<Uint8Array>;
};

function resultsBeside(card: string): ResultsFolder {
  const nameOf = (path: string): string => join(dirname(card), path);
  const read = (path: string): Uint8Array => readCardFile(nameOf(path), MAX_RESULTS_BYTES, 'file');
  return { folder: nameOf(RESULTS_FOLDER), paths: listResultsFolder(card), nameOf, read };
}

async function resultsOnHub(config: Config, ports: Ports): Promise<ResultsFolder> {
  const { listFolder, readRepoFile, request } = await openHub(config, ports, MAX_RESULTS_BYTES);
  const nameOf = (path: string): string => `${path} of ${config.repoId}`;
  const files = await listFolder(request, RESULTS_FOLDER);
  const paths = files.map(({ path }) => path).filter((path) => /^\.eval_results\/[^/]+\.ya?ml$/.test(path));
  return {
    folder: nameOf(RESULTS_FOLDER),
    paths,
    nameOf,
    read: async (path) => (await readRepoFile(request, path)).bytes,
  };
}

/** What the files hold. A file that is no text or no YAML is left out, with its error; the others are read all the same. */
export type ReadModel = {
  readonly index: ModelIndex;
  readonly files: readonly ReadFile[];
  readonly errors: readonly { readonly file: string; readonly error: UserError }[];
};

export function readModel({ card, results }: ModelFiles): ReadModel {
  const errors: { file: string; error: UserError }[] = [];
  const attempt = <T>(file: string, read: () => T): T | undefined => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      errors.push({ file, error });
      return undefined;
    }
  };
  const { frontMatter } = splitCard(card.text);
  const origin = { name: card.name, line: frontMatter?.line ?? 1 };
  const index = attempt(card.name, () => readModelIndex(readYamlTree(frontMatter?.yaml ?? '', origin), origin));
  const files = results.flatMap((file) => attempt(file.path, () => readResultsFile(decode(file))) ?? []);
  return { index: index ?? { scores: [], oddities: [] }, files, errors };
}
