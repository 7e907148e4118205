import type { Config } from '../config.ts';
import { UserError } from '../errors.ts';
import { bytesSource } from '../files/source.ts';
import { roleOf } from '../frameworks/read-all.ts';
import { stampOf } from '../frameworks/stamp.ts';
import { openHub, type Ports } from './load-card.ts';
import { makeOpener, type OpenedFile } from './open-results.ts';

/** A place on the Hub: a dataset that results were pushed to, or a folder or file of it. */
type Place = { readonly repoId: string; readonly revision: string; readonly path: string };

/** Of one file, and of all together. */
const MOST_BYTES = 128_000_000;
const MOST_BYTES_IN_ALL = 512_000_000;
/** What results come in; details and samples are many times as large. */
const RESULTS = /\.(?:json|ya?ml|eval)$/i;
const SAMPLES = /\.(?:jsonl|parquet|eval|json)$/i;

/** Is it a place on the Hub, not on this machine? */
export function isOnHub(place: string): boolean {
  return place.startsWith('hf://');
}

/**
 * Opens the results in a dataset on the Hub, where lighteval and lm-eval push them: of each folder the newest run.
 *
 * @param options.at The beginning of the stamp of another run: `2026-02-03`.
 * @param options.withSamples Samples and details as well.
 * @throws UserError `usage` for an address of another form, `no-results` where nothing is there, and what the Hub's
 *   refusals become.
 */
export async function openDataset(
  address: string,
  config: Config,
  ports: Ports,
  { at, withSamples }: { readonly at?: string; readonly withSamples: boolean },
): Promise<{ readonly files: readonly OpenedFile[]; readonly url: string }> {
  const { repoId, revision, path } = readAddress(address);
  const { listFolder, readRepoFile, request } = await openHub(config, ports, MOST_BYTES);
  const place = { ...request, repoId, revision, repoType: 'dataset' as const };
  // A folder may have a point in its name as well: models do.
  const beside = /\.[a-z]+$/i.test(path) ? await listFolder(place, path.split('/').slice(0, -1).join('/')) : [];
  const file = beside.find((one) => one.path === path);
  const listed = file === undefined ? await listFolder(place, path, { recursive: true }) : beside;
  const wanted = file === undefined ? newestRuns(listed, at) : [file];
  const results = wanted.filter((file) => RESULTS.test(file.path));
  const samples = wanted.filter((file) => !RESULTS.test(file.path) && SAMPLES.test(file.path));
  // Samples may be too many to be taken: results come first.
  const taken = withSamples ? [...results, ...samples] : results;
  if (taken.length === 0) throw nothingThere(address, listed, at);
  const files: OpenedFile[] = [];
  const opener = makeOpener(roleOf);
  let total = 0;
  for (const one of taken) {
    const name = `hf://datasets/${repoId}/${one.path}`;
    total += one.size;
    if (one.size > MOST_BYTES || total > MOST_BYTES_IN_ALL) {
      files.push({ path: name, unreadable: `${name} is too large to be taken from the Hub: download it.` });
      continue;
    }
    const { bytes } = await readRepoFile(place, one.path);
    const opened = await opener.open(bytesSource(bytes), name);
    files.push(withSamples ? opened : withoutSamples(opened));
  }
  return { files, url: `${config.endpoint}/datasets/${repoId}/tree/${encodeURIComponent(revision)}` };
}

/** What is read of samples would keep all bytes of a file in memory. */
function withoutSamples(file: OpenedFile): OpenedFile {
  if (!('content' in file) || file.content.kind !== 'document') return file;
  return { path: file.path, content: { kind: 'document', data: file.content.data } };
}

function readAddress(address: string): Place {
  const [, repoId, revision = 'main', path = ''] =
    /^hf:\/\/datasets\/([\w.-]+\/[\w.-]+)(?:@([^/]+))?(?:\/(.*?)\/?)?$/.exec(address) ?? [];
  if (repoId === undefined || path.split('/').some((part) => part === '.' || part === '..')) {
    throw new UserError('usage', `results must be hf://datasets/ORG/NAME or a path below it, not ${address}.`, {
      hint: 'Results are pushed to datasets: by lighteval to ORG/details_MODEL, by lm-eval to ORG/lm-eval-results.',
    });
  }
  return { repoId, revision: revision.replaceAll('%2F', '/'), path };
}

type Listed = { readonly path: string; readonly size: number };

/**
 * The files of the newest run of each folder, or of those whose stamp begins so. lighteval puts the details of a run into a
 * folder that has its stamp as its name, so all with a stamp count to the folder that the results lie in.
 */
function newestRuns(files: readonly Listed[], at: string | undefined): readonly Listed[] {
  const stamped = files.flatMap((file) => {
    const stamp = stampOf(file.path)?.text;
    return stamp === undefined ? [] : [{ file, stamp, home: homeOf(file.path, stamp) }];
  });
  const wanted = stamped.filter(({ stamp }) => at === undefined || stamp.startsWith(at.replaceAll(':', '-')));
  const newest = new Map<string, string>();
  for (const { file, stamp, home } of wanted) {
    if (RESULTS.test(file.path) && stamp > (newest.get(home) ?? '')) newest.set(home, stamp);
  }
  const runs = wanted.filter(({ stamp, home }) => newest.get(home) === stamp).map(({ file }) => file);
  // Other frameworks have no stamps in the names of their files.
  const others = at === undefined ? files.filter((file) => !stamped.some((one) => one.file === file)) : [];
  return [...runs, ...others];
}

function homeOf(path: string, stamp: string): string {
  const folders = path.split('/').slice(0, -1);
  return folders.filter((name) => name !== stamp && name.replaceAll(':', '-') !== stamp).join('/');
}

function nothingThere(address: string, files: readonly Listed[], at: string | undefined): UserError {
  const stamps = [...new Set(files.flatMap(({ path }) => stampOf(path)?.text ?? []))].sort().slice(-5);
  const there = stamps.length === 0 ? '' : ` The newest runs there are ${stamps.join(', ')}.`;
  return new UserError('no-results', `There are no results at ${address}${at === undefined ? '' : ` of ${at}`}.`, {
    hint: `Check the name of the dataset and the folder.${there}`,
    details: { runs: stamps },
  });
}
