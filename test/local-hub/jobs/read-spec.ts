import { isBucketPath } from '../buckets/buckets.ts';
import { listOf, partOf } from '../card-rules.ts';
import { findFlavor } from './hardware.ts';
import type { JobSpec, Ports, Volume } from './types.ts';

type Part = Readonly<Record<string, unknown>>;

/** What was sent, with the values of secrets apart; or the first thing that is wrong with it. */
export type ReadSpec =
  | { readonly spec: JobSpec; readonly secrets: Readonly<Record<string, string>> }
  | { readonly problem: string };

const NAME = /^[a-zA-Z][_a-zA-Z0-9]+$/;
const SECRET = /^[a-zA-Z][_a-zA-Z0-9]*$/;
const LABEL = /^[a-zA-Z0-9._-]{1,100}$/;
const LABEL_VALUE = /^[a-zA-Z0-9._-]{0,100}$/;
const GROUP_ID = /^[0-9a-fA-F]{24}$/;
const MAX_PORTS = 20;

/** Reads the body of a new job by the Hub's own description of it. */
export function readSpec(body: Part): ReadSpec {
  const { dockerImage, spaceId, command, environment = {}, secrets = {}, flavor, arch, timeoutSeconds = null } = body;
  const { arguments: args = [], attempts = 1, labels = {}, volumes = [], expose, ssh, resourceGroupId, network } = body;
  const problem =
    said(
      (dockerImage === undefined) === (spaceId === undefined),
      'Exactly one of "dockerImage", "spaceId" is required',
    ) ??
    said(!isText(dockerImage ?? spaceId), '"dockerImage" or "spaceId" must be a string') ??
    said(!isTexts(command) || command.length === 0 || command.includes(''), '"command" must be a list of strings') ??
    said(!isTexts(args), '"arguments" must be a list of strings') ??
    findMapProblem('environment', environment, NAME) ??
    findMapProblem('secrets', secrets, SECRET) ??
    said(findFlavor(String(flavor)) === undefined, `"flavor" must be a known one, not ${JSON.stringify(flavor)}`) ??
    said(arch !== undefined && arch !== 'amd64' && arch !== 'arm64', '"arch" must be amd64 or arm64') ??
    said(timeoutSeconds !== null && !isPositive(timeoutSeconds), '"timeoutSeconds" must be a whole number above 0') ??
    said(!isPositive(attempts), '"attempts" must be a whole number above 0') ??
    findLabelProblem(labels) ??
    findVolumeProblem(body.volumes) ??
    findPortProblem(expose) ??
    said(
      ssh !== undefined && typeof (partOf(ssh).enabled ?? false) !== 'boolean',
      '"ssh.enabled" must be true or false',
    ) ??
    said(resourceGroupId !== undefined && !GROUP_ID.test(String(resourceGroupId)), '"resourceGroupId" must be an id');
  if (problem !== undefined) return { problem };
  return {
    secrets: secrets as Record<string, string>,
    spec: {
      ...(dockerImage === undefined ? {} : { dockerImage: String(dockerImage) }),
      ...(spaceId === undefined ? {} : { spaceId: String(spaceId) }),
      command: command as string[],
      arguments: args as string[],
      environment: environment as Record<string, string>,
      secrets: Object.keys(secrets as object),
      flavor: String(flavor),
      ...(arch === undefined ? {} : { arch: arch as 'amd64' | 'arm64' }),
      timeoutSeconds: timeoutSeconds as number | null,
      attempts: Number(attempts),
      labels: labels as Record<string, string>,
      volumes: listOf(volumes).map(readVolume),
      ...(expose === undefined ? {} : { expose: readPorts(expose) }),
      ssh: partOf(ssh).enabled === true,
      ...(resourceGroupId === undefined ? {} : { resourceGroupId: String(resourceGroupId) }),
      ...(network === undefined ? {} : { network: partOf(network) }),
    },
  };
}

/** Keys and values of labels. */
export function findLabelProblem(labels: unknown): string | undefined {
  if (!isMap(labels)) return '"labels" must be an object of strings';
  for (const [key, value] of Object.entries(labels)) {
    const rule = 'at most 100 letters, digits, dots, dashes and underscores';
    if (!LABEL.test(key)) return `The label ${JSON.stringify(key)} must be ${rule}`;
    if (!LABEL_VALUE.test(value)) return `The value of the label "${key}" must be ${rule}`;
  }
  return undefined;
}

export function findPortProblem(expose: unknown): string | undefined {
  if (expose === undefined) return undefined;
  const { ports, portsPublic = [] } = partOf(expose);
  const known = listOf(ports);
  const good =
    Array.isArray(ports) &&
    Array.isArray(portsPublic) &&
    known.length <= MAX_PORTS &&
    known.every((port) => isPositive(port) && port <= 65_535) &&
    portsPublic.every((port) => known.includes(port));
  return good ? undefined : '"expose" must have at most 20 "ports", which "portsPublic" are among';
}

export function readPorts(expose: unknown): Ports {
  const { ports, portsPublic } = partOf(expose);
  return { ports: ports as number[], ...(portsPublic === undefined ? {} : { portsPublic: portsPublic as number[] }) };
}

function readVolume(sent: unknown): Volume {
  const { type, source, mountPath, revision, readOnly, path } = partOf(sent);
  return {
    type: type as Volume['type'],
    source: String(source),
    mountPath: String(mountPath).replace(/\/+$/, ''),
    ...(revision === undefined ? {} : { revision: String(revision) }),
    ...(readOnly === undefined ? {} : { readOnly: readOnly === true }),
    ...(path === undefined ? {} : { path: String(path) }),
  };
}

function findVolumeProblem(sent: unknown): string | undefined {
  if (sent === undefined) return undefined;
  const volumes = listOf(sent).map(partOf);
  if (volumes.length === 0) return '"volumes" must be a list of at least one volume';
  for (const { type, source, mountPath, revision, readOnly, path } of volumes) {
    const found =
      said(!/^(?:bucket|model|dataset|space)$/.test(String(type)), '"type" must be bucket, model, dataset or space') ??
      said(!isText(source) || source === '', '"source" must be a string') ??
      said(!/^\/+[^/]/.test(isText(mountPath) ? mountPath : ''), '"mountPath" must be a path from the root') ??
      said(revision !== undefined && !isText(revision), '"revision" must be a string') ??
      said(readOnly !== undefined && typeof readOnly !== 'boolean', '"readOnly" must be true or false') ??
      said(path !== undefined && path !== '' && !isBucketPath(String(path)), '"path" must be a folder of the source');
    if (found !== undefined) return `A volume is invalid: ${found}`;
  }
  const places = volumes.map(({ mountPath }) => String(mountPath).replace(/\/+$/, ''));
  return said(new Set(places).size < places.length, 'Two volumes have the same "mountPath"');
}

function findMapProblem(name: string, value: unknown, rule: RegExp): string | undefined {
  if (!isMap(value)) return `"${name}" must be an object of strings`;
  const bad = Object.keys(value).find((key) => !rule.test(key));
  return bad === undefined ? undefined : `"${name}" has a name that is none: ${JSON.stringify(bad)}`;
}

function said(isWrong: boolean, problem: string): string | undefined {
  return isWrong ? problem : undefined;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every(isText);
}

function isMap(value: unknown): value is Readonly<Record<string, string>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every(isText);
}

function isPositive(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) > 0;
}
