import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { UserError } from '../../errors.ts';
import { type BlockCollector, collectBlocks } from '../../evaluation/home/blocks.ts';
import { checkFiles, type Manifest, readManifest } from '../../evaluation/home/manifest.ts';
import { type Mark, readMark } from '../../evaluation/home/marks.ts';
import { type Bucket, listBucketFolder, readBucketFile } from '../../hub/buckets.ts';
import type { Job } from '../../hub/jobs.ts';
import type { Hub } from '../../hub/request.ts';
import { jobDetails } from './begin-job.ts';

/** The bucket of a namespace in which runs leave their results, each in a folder of its own. */
export const BUCKET = 'hf-eval-runs';
/** Where a job sees it. */
export const MOUNT = '/out';

/** The folder of it that a job leaves its results in: the runs of a schedule have one each. */
export function outFolder({
  run,
  jobId,
  isScheduled,
}: {
  readonly run: string;
  readonly jobId: string;
  readonly isScheduled: boolean;
}): string {
  return isScheduled ? `${run}-${jobId}` : run;
}

/** Of files with samples, what is brought home; results themselves are small. */
const MOST_FILE = 512_000_000;
const MOST_TOTAL = 2_000_000_000;
const MOST_MANIFEST = 16_000_000;

/** A folder of this machine for the results of a job. */
export type Place = {
  readonly folder: string;
  /** What it is called for people: a folder that goes with this run has a name that says nothing. */
  readonly name: string;
  readonly isTemporary: boolean;
};

/** Files that came home. */
export type Home = Place & { readonly manifest: Manifest; readonly notes: readonly string[] };

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** A folder for the results of a job: one that stays, below `outputDir`, or one that goes with this run. */
export async function openHome({ namespace, id }: Job, outputDir: string | undefined): Promise<Place> {
  if (outputDir !== undefined) {
    const folder = join(outputDir, id);
    return { folder, name: folder, isTemporary: false };
  }
  const folder = await mkdtemp(join(tmpdir(), 'hf-eval-results-'));
  return { folder, name: `${namespace}/${id}`, isTemporary: true };
}

/** Takes away what goes with this run. */
export async function closeHome({ folder, isTemporary }: Place): Promise<void> {
  if (isTemporary) await rm(folder, { recursive: true, force: true });
}

/** Gathers the files that a job without a bucket writes into its log. */
export function gatherFromLog(run: string): {
  readonly add: (line: string) => Mark | undefined;
  readonly blocks: BlockCollector;
} {
  const gunzip = (bytes: Uint8Array, most: number): Uint8Array => gunzipSync(bytes, { maxOutputLength: most });
  const blocks = collectBlocks(run, { sha256, gunzip });
  return {
    blocks,
    add: (line) => {
      const mark = readMark(line, run);
      if (mark !== undefined) blocks.add(mark);
      return mark;
    },
  };
}

/**
 * Takes the files that a job left in its folder of a bucket.
 *
 * @returns The reason where there are none, or they are not whole.
 * @throws UserError what the Hub's refusals become.
 */
export async function takeFromBucket(
  hub: Hub,
  bucket: Bucket,
  { run, folder }: { readonly run: string; readonly folder: string },
  to: Place,
): Promise<Home | { readonly reason: string }> {
  const found = await listBucketFolder(hub, bucket, folder);
  const sizes = new Map(found.map(({ path, size }) => [path, size]));
  if (!sizes.has(`${folder}/manifest.json`))
    return { reason: 'the job left no manifest, so it did not come to its end' };
  const text = new TextDecoder().decode(await readBucketFile(hub, bucket, `${folder}/manifest.json`, MOST_MANIFEST));
  const read = readManifest(text, run);
  if ('reason' in read) return read;
  const { manifest } = read;
  if (manifest.exitCode !== 0) return { reason: unfinished(manifest) };
  const notes: string[] = [];
  let total = 0;
  for (const file of manifest.files) {
    total += file.size;
    if (file.size > MOST_FILE || total > MOST_TOTAL) {
      notes.push(`${file.path} is too large to be brought home (${file.size} bytes)`);
      continue;
    }
    const bytes = await readBucketFile(hub, bucket, `${folder}/${file.path}`, MOST_FILE);
    // One at a time: all of them together may not go into memory.
    const checked = checkFiles({ ...manifest, files: [file] }, new Map([[file.path, bytes]]), sha256);
    const [problem] = checked.problems;
    if (problem !== undefined) return { reason: `${problem.path} is not what the job left: ${problem.reason}` };
    await put(to.folder, file.path, bytes);
  }
  return { ...to, manifest, notes: [...notes, ...leftOutNotes(manifest)] };
}

/** Takes the files that the log brought. */
export async function takeFromLog(blocks: BlockCollector, to: Place): Promise<Home | { readonly reason: string }> {
  const collected = blocks.finish();
  if ('reason' in collected) return collected;
  const { manifest, files, problems } = collected;
  if (manifest.exitCode !== 0) return { reason: unfinished(manifest) };
  const [problem] = problems;
  if (problem !== undefined) return { reason: `${problem.path} is not what the job left: ${problem.reason}` };
  for (const { path, name } of manifest.files) {
    const bytes = files.get(name);
    if (bytes !== undefined) await put(to.folder, path, bytes);
  }
  return { ...to, manifest, notes: leftOutNotes(manifest) };
}

/** A job counts as completed by its last word, and what it left tells more. */
function unfinished({ exitCode }: Manifest): string {
  return `the program ended with exit code ${exitCode}`;
}

function leftOutNotes({ leftOut, leftOutCount }: Manifest): string[] {
  const [first] = leftOut;
  if (first === undefined) return [];
  const more = leftOutCount > 1 ? `, and ${leftOutCount - 1} more` : '';
  return [`left behind: ${first.name} (${first.why})${more}`];
}

/**
 * Writes a file, whole or not at all. Paths were checked with the manifest: none leads out of the folder. One that is there
 * already, of an earlier run that took the same, has to be the same.
 */
async function put(folder: string, path: string, bytes: Uint8Array): Promise<void> {
  const file = join(folder, path);
  try {
    const there = await readFile(file).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (there?.equals(bytes)) return;
    if (there !== undefined) throw new Error('it is there already, and is another one');
    await mkdir(dirname(file), { recursive: true });
    const part = `${file}.${process.pid}.part`;
    await writeFile(part, bytes, { flag: 'wx' });
    await rename(part, file);
  } catch (error) {
    throw new UserError(
      'cannot-write',
      `${file} cannot be written: ${error instanceof Error ? error.message : error}.`,
      {
        hint: 'Name another folder with --output-dir. The results stay where the job left them.',
        cause: error,
      },
    );
  }
}

/** The error for a job that ended well and left nothing. */
export function nothingCameHome(job: Job, reason: string): UserError {
  return new UserError('no-results', `The job ended, and its results did not come home: ${reason}. ${job.url}`, {
    hint: 'Its log says more. hf-eval collect --job takes them when they are there after all; --force runs it again.',
    details: jobDetails(job),
  });
}
