import { dirname, join } from 'node:path';
import { decodeText } from '../card/decode-card.ts';
import { splitCard } from '../card/split-card.ts';
import type { Config } from '../config.ts';
import { type ErrorCode, UserError } from '../errors.ts';
import { isResultsFile, type ReadFile, type ResultsFile, readResultsFile } from '../formats/eval-results/read.ts';
import { type ModelIndex, readModelIndex } from '../formats/model-index/read.ts';
import { readYamlTree, type YamlOrigin, type YamlTree } from '../formats/yaml/tree.ts';
import { readCardFile } from '../runner/card-file.ts';
import { listResultsFolder, RESULTS_FOLDER } from '../runner/model-folder.ts';
import { listStrayFiles } from '../runner/stray-files.ts';
import type { Finding } from '../scores/finding.ts';
import { loadCardText, openHub, type Ports } from './load-card.ts';

const MAX_RESULTS_BYTES = 1_000_000;
const MAX_RESULTS_FILES = 1000;

/** A file of a model repo. */
type FileNames = {
  /** In the repo. */
  readonly path: string;
  /** Where the user can open it: beside a local card, else the path in the repo. */
  readonly file: string;
  /** In messages. */
  readonly name: string;
};

/** A file as it was read, or why it could not be. */
type RawFile = FileNames & { readonly content: Uint8Array | UserError };

/** The files of a model repo that hold scores. */
export type ModelFiles = {
  readonly card: { readonly name: string; readonly text: string };
  readonly results: readonly RawFile[];
  /** What lies beside the results, and nobody reads. */
  readonly strays: readonly FileNames[];
};

/** Reads the card that the configuration names and the files of `.eval_results/` beside it, as far as they can be read. */
export async function loadModel(config: Config, ports: Ports): Promise<ModelFiles> {
  return { card: await loadCardText(config, ports), ...(await loadFolder(config, ports)) };
}

/**
 * Reads the files of `.eval_results/` beside the card that the configuration names, as texts: those that the Hub reads.
 *
 * @throws UserError `no-card` for what is no file or cannot be read, `invalid-card` for a file that is no text and for a
 *   folder with too many, `card-too-large`, and what the Hub's refusals become.
 */
export async function loadResults(config: Config, ports: Ports): Promise<readonly ResultsFile[]> {
  const { results } = await loadFolder(config, ports);
  return results.filter(({ path }) => path === RESULTS_FOLDER || isResultsFile(path)).map(decode);
}

async function loadFolder(config: Config, ports: Ports): Promise<Omit<ModelFiles, 'card'>> {
  const { list, namesOf, read } =
    config.card === undefined ? await folderOnHub(config, ports) : folderBeside(config.card);
  const listed = await attempt(list);
  if (listed instanceof UserError) return { results: [{ ...namesOf(RESULTS_FOLDER), content: listed }], strays: [] };
  const results: RawFile[] = [];
  // One after the other: the Hub counts requests, and few repos have more than a handful.
  for (const path of listed.paths) results.push({ ...namesOf(path), content: await attempt(() => read(path)) });
  return { results, strays: listed.strays.map(namesOf) };
}

/** What is wrong with one file; any other refusal is one of the whole repo. */
const OF_ONE_FILE: readonly ErrorCode[] = ['no-card', 'card-too-large', 'invalid-card'];

/** What a call gives, or its refusal where that is about one file, so that the others can be read all the same. */
async function attempt<T>(call: () => T | Promise<T>): Promise<T | UserError> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof UserError && OF_ONE_FILE.includes(error.code)) return error;
    throw error;
  }
}

function decode({ path, name, content }: RawFile): ResultsFile {
  if (content instanceof UserError) throw content;
  return { path, text: decodeText(content, name) };
}

/** What a folder holds, by paths in the repo. */
type Listing = { readonly paths: readonly string[]; readonly strays: readonly string[] };

type ResultsFolder = {
  list(): Listing | Promise<Listing>;
  namesOf(path: string): FileNames;
  read(path: string): Uint8Array | Promise<Uint8Array>;
};

function folderBeside(card: string): ResultsFolder {
  const fileOf = (path: string): string => join(dirname(card), path);
  return {
    list: () => bounded({ paths: listOrRefuse(card, fileOf(RESULTS_FOLDER)), strays: listStrayFiles(card) }, fileOf),
    namesOf: (path) => ({ path, file: fileOf(path), name: fileOf(path) }),
    read: (path) => readCardFile(fileOf(path), MAX_RESULTS_BYTES, 'file'),
  };
}

async function folderOnHub(config: Config, ports: Ports): Promise<ResultsFolder> {
  const { listFolder, readRepoFile, request } = await openHub(config, ports, MAX_RESULTS_BYTES);
  const nameOf = (path: string): string => `${path} of ${config.repoId}`;
  return {
    list: async () => {
      const files = (await listFolder(request, RESULTS_FOLDER)).map(({ path }) => path);
      const isYaml = (path: string): boolean => /^\.eval_results\/[^/]+\.ya?ml$/i.test(path);
      return bounded({ paths: files.filter(isYaml), strays: files.filter((path) => !isYaml(path)) }, nameOf);
    },
    namesOf: (path) => ({ path, file: path, name: nameOf(path) }),
    read: async (path) => (await readRepoFile(request, path)).bytes,
  };
}

function listOrRefuse(card: string, folder: string): string[] {
  try {
    return listResultsFolder(card);
  } catch (error) {
    if (error instanceof UserError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new UserError('no-card', `The folder ${folder} cannot be read: ${why}.`);
  }
}

function bounded(listing: Listing, nameOf: (path: string) => string): Listing {
  const { length } = listing.paths;
  if (length <= MAX_RESULTS_FILES) return listing;
  const message = `${nameOf(RESULTS_FOLDER)} holds ${length} files; at most ${MAX_RESULTS_FILES} are read.`;
  throw new UserError('invalid-card', message);
}

/** What the files hold. One that cannot be read is left out and named; the others are read all the same. */
export type ReadModel = {
  /** Absent in a card without front matter, and in one that is no YAML. */
  readonly frontMatter?: { readonly tree: YamlTree; readonly origin: YamlOrigin };
  readonly index: ModelIndex;
  readonly files: readonly (ReadFile & Pick<FileNames, 'file'>)[];
  /** What is wrong with the card as a whole. */
  readonly cardError?: UserError;
  /** What is wrong with other files as a whole. */
  readonly problems: readonly Finding[];
};

export function readModel({ card, results }: ModelFiles): ReadModel {
  const problems: Finding[] = [];
  const files = results.flatMap((raw) => {
    try {
      return [{ ...readResultsFile({ ...decode(raw), name: raw.name }), file: raw.file }];
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      problems.push(problemOf(raw.file, error));
      return [];
    }
  });
  const { frontMatter } = splitCard(card.text);
  const none = { index: { scores: [] }, files, problems };
  if (frontMatter === undefined) return none;
  const origin = { name: card.name, line: frontMatter.line };
  try {
    const tree = readYamlTree(frontMatter.yaml, origin);
    return { ...none, frontMatter: { tree, origin }, index: readModelIndex(tree, origin) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { ...none, cardError: error };
  }
}

/** An error of one file as a finding on it. */
export function problemOf(file: string, { code, message, details }: UserError): Finding {
  const { line = 1, column = 1 } = details as { line?: number; column?: number };
  return { file, line, column, severity: 'error', code: code === 'invalid-card' ? code : 'unreadable', message };
}
