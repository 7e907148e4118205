import { chmodSync, cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Bucket, folderOf, hasFolder } from '../buckets/buckets.ts';
import { keyOf } from '../permissions.ts';
import { filesOf, readBlob } from '../repo.ts';
import { resolveRevision } from '../revisions.ts';
import type { HubState } from '../state.ts';
import type { Job, Volume } from './types.ts';

/** Where a path of the job lies on this machine, as there is no container. */
export type Mount = { readonly mountPath: string; readonly folder: string };

/** The folder of a job on this machine, which is gone when the job has ended. */
export function jobFolder(hub: Pick<HubState, 'folder'>, id: string): string {
  return join(hub.folder, 'jobs', id);
}

/** Why a volume cannot be mounted, with which the job ends; undefined when all can. */
export function findMountProblem(hub: HubState, volumes: readonly Volume[]): string | undefined {
  for (const { type, source, revision = 'main', path = '', mountPath } of volumes) {
    const what = `Failed to mount ${type} ${source} at ${mountPath}`;
    if (type === 'bucket') {
      const bucket = hub.buckets.get(source);
      if (bucket === undefined) return `${what}: it does not exist`;
      // A bucket has no empty folders, so what nobody wrote into cannot be mounted.
      if (path !== '' && !hasFolder(bucket, path)) return `${what}: it has no folder ${path}`;
    } else {
      const files = repoFiles(hub, { type, source, revision, path });
      if (files === undefined) return `${what}: it has no revision ${revision}`;
      if (path !== '' && files.length === 0) return `${what}: it has no folder ${path}`;
    }
  }
  return undefined;
}

/** Buckets are mounted as they are, repos and what is read-only as copies. All of them must be there. */
export function mountVolumes(hub: HubState, job: Job): readonly Mount[] {
  return job.spec.volumes.map((volume, at) => {
    const copy = join(jobFolder(hub, job.id), 'volumes', String(at));
    const bucket = volume.type === 'bucket' ? hub.buckets.get(volume.source) : undefined;
    const folder = bucket === undefined ? checkOut(hub, volume, copy) : folderOf(bucket, volume.path ?? '');
    if (bucket === undefined || volume.readOnly !== true) return { mountPath: volume.mountPath, folder };
    cpSync(folder, copy, { recursive: true });
    setReadOnly(copy);
    return { mountPath: volume.mountPath, folder: copy };
  });
}

/** The bucket, and the path in it, of a path that a job knows; undefined when that is in no bucket. */
export function locate(hub: HubState, job: Job, path: string): { bucket: Bucket; path: string } | undefined {
  for (const volume of job.spec.volumes) {
    const bucket = volume.type === 'bucket' ? hub.buckets.get(volume.source) : undefined;
    if (bucket === undefined || !path.startsWith(`${volume.mountPath}/`)) continue;
    return { bucket, path: join(volume.path ?? '', path.slice(volume.mountPath.length + 1)) };
  }
  return undefined;
}

/** A text with the paths of mounts, and of what is below them, replaced by those on this machine. */
export function replaceMounts(text: string, mounts: readonly Mount[]): string {
  if (mounts.length === 0) return text;
  const folders = new Map(mounts.map(({ mountPath, folder }) => [mountPath, folder]));
  // The longest first: `/out/data` may be mounted inside of `/out`.
  const paths = [...folders.keys()].sort((left, right) => right.length - left.length);
  const any = paths.map((path) => path.replace(/[.*+?^$()|[\]\\{}]/g, '\\$&')).join('|');
  return text.replace(
    new RegExp(`(?<![\\w.~/}\\])*-])(?:${any})(?![\\w.-])`, 'g'),
    (path) => folders.get(path) ?? path,
  );
}

/** Removes a folder with what was made read-only in it. */
export function removeFolder(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {
    setWritable(folder);
    rmSync(folder, { recursive: true, force: true, maxRetries: 3, retryDelay: 20 });
  }
}

function checkOut(hub: HubState, volume: Volume, copy: string): string {
  mkdirSync(copy, { recursive: true });
  for (const { name, content } of repoFiles(hub, volume) ?? []) {
    const file = join(copy, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content());
  }
  setReadOnly(copy);
  return copy;
}

/** The files of a repo's folder; undefined when there is no such revision. */
function repoFiles(hub: HubState, { type, source, revision = 'main', path = '' }: Omit<Volume, 'mountPath'>) {
  const repo = type === 'bucket' ? undefined : hub.repos.get(keyOf({ type, id: source }));
  const commit = repo === undefined ? undefined : resolveRevision(repo, revision);
  if (repo === undefined || commit === undefined) return undefined;
  const prefix = path === '' ? '' : `${path.replace(/\/$/, '')}/`;
  return [...filesOf(repo.dir, commit)]
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, oid]) => ({ name: name.slice(prefix.length), content: () => readBlob(repo.dir, oid) }));
}

function setReadOnly(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) setReadOnly(path);
    else if (entry.isFile()) chmodSync(path, 0o444);
  }
  chmodSync(folder, 0o555);
}

function setWritable(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) setWritable(join(folder, entry.name));
  }
}
