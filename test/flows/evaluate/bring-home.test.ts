import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { readMark } from '../../../src/evaluation/home/marks.ts';
import {
  BUCKET,
  gatherFromLog,
  type Home,
  MOUNT,
  type Place,
  takeFromBucket,
  takeFromLog,
} from '../../../src/flows/evaluate/bring-home.ts';
import { privateBucket } from '../../../src/hub/buckets.ts';
import { startJob } from '../../../src/hub/jobs.ts';
import { type FileOf, linesOf, manifestOf, NONCE, pack } from '../../evaluation/home/packages.ts';
import { refusalOf } from '../publish/publishing.ts';
import { NAMESPACE, openWorld, SPEC, type World } from './world.ts';

const FILES: readonly FileOf[] = [
  { path: 'run.json', text: '{}' },
  { path: 'output/results/a%3Ab.json', original: 'output/results/a:b.json', text: '{"results":{}}' },
];

const worlds: World[] = [];
const folders: string[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close();
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

async function place(): Promise<Place> {
  const made = await mkdtemp(join(tmpdir(), 'hf-eval-home-'));
  folders.push(made);
  return { folder: made, name: 'x', isTemporary: true };
}

/** What comes home from a bucket in which a job has left these. */
async function fromBucket(writes: Readonly<Record<string, string>>): Promise<Home | { readonly reason: string }> {
  const files = Object.entries(writes).map(([path, content]) => ({ path: `${MOUNT}/${NONCE}/${path}`, content }));
  const world = await openWorld({ run: () => ({ writes: files, ends: { at: 10 } }) });
  worlds.push(world);
  const bucket = await privateBucket(world.hub, NAMESPACE, BUCKET);
  if (bucket === undefined) throw new Error('no bucket');
  const volumes = [{ type: 'bucket' as const, source: bucket.id, mountPath: MOUNT }];
  const started = await startJob(world.hub, NAMESPACE, { ...SPEC, volumes });
  expect(started.kind).toBe('started');
  world.pass(100);
  return takeFromBucket(world.hub, bucket, { run: NONCE, folder: NONCE }, await place());
}

const contents = (files: readonly FileOf[]) => Object.fromEntries(files.map(({ path, text }) => [path, text]));

describe('results come home from a bucket', () => {
  it('whole, with what was left behind', async () => {
    const leftOut = [{ path: 'output/samples.jsonl', original: 'output/samples.jsonl', size: 9, why: 'no room' }];
    const manifest = manifestOf(FILES, { leftOut, leftOutCount: 3 });
    const home = await fromBucket({ ...contents(FILES), 'manifest.json': manifest });
    if ('reason' in home) throw new Error(home.reason);
    expect((await readdir(home.folder, { recursive: true })).sort()).toEqual([
      'output',
      'output/results',
      'output/results/a%3Ab.json',
      'run.json',
    ]);
    expect(await readFile(join(home.folder, 'run.json'), 'utf8')).toBe('{}');
    expect(home.notes).toEqual(['left behind: output/samples.jsonl (no room), and 2 more']);
  });

  it.each<[string, Readonly<Record<string, string>>, RegExp]>([
    ['nothing', {}, /left no manifest/],
    ['no manifest', contents(FILES), /left no manifest/],
    ['a manifest of another run', { 'manifest.json': manifestOf([], { run: 'b'.repeat(32) }) }, /of another run/],
    ['a manifest that is cut off', { 'manifest.json': manifestOf(FILES).slice(0, -20) }, /no JSON/],
    [
      'other bytes than it says',
      { ...contents(FILES), 'manifest.json': manifestOf(FILES), 'run.json': '[]' },
      /run\.json is not what the job left: its checksum is another one/,
    ],
    ['a program that failed', { 'manifest.json': manifestOf(FILES, { exitCode: 1 }) }, /ended with exit code 1/],
    ['a way out', { 'manifest.json': manifestOf([{ path: '../../x', text: '' }]) }, /the manifest names the path/],
  ])('or not at all: %s', async (_, writes, reason) => {
    const home = await fromBucket(writes);
    expect('reason' in home ? home.reason : home).toMatch(reason);
  });
});

describe('results come home through the log', () => {
  function gather(lines: readonly string[]) {
    const gathered = gatherFromLog(NONCE);
    for (const line of lines) gathered.add(line);
    return gathered.blocks;
  }

  it('whole, between lines of anybody', async () => {
    const lines = linesOf(pack(FILES)).flatMap((line) => ['hf-eval blocks begin 1 1 x', line]);
    expect(lines.some((line) => readMark(line, NONCE) !== undefined)).toBe(true);
    const home = await takeFromLog(gather(lines), await place());
    if ('reason' in home) throw new Error(home.reason);
    expect(await readFile(join(home.folder, 'output/results/a%3Ab.json'), 'utf8')).toBe('{"results":{}}');
  });

  it('or not at all', async () => {
    const failed = pack(FILES, manifestOf(FILES, { exitCode: 1 }));
    expect(await takeFromLog(gather([]), await place())).toEqual({ reason: 'the log brought no files' });
    expect(await takeFromLog(gather(linesOf(failed)), await place())).toEqual({
      reason: 'the program ended with exit code 1',
    });
  });

  it('again into the folder where they are, and never over others', async () => {
    const to = await place();
    await takeFromLog(gather(linesOf(pack(FILES))), to);
    await expect(takeFromLog(gather(linesOf(pack(FILES))), to)).resolves.toMatchObject({ folder: to.folder });
    const others = FILES.map((file) => ({ ...file, text: 'other' }));
    const refusal = await refusalOf(takeFromLog(gather(linesOf(pack(others))), to));
    expect([refusal.code, refusal.hint]).toEqual(['cannot-write', expect.stringContaining('--output-dir')]);
  });
});
