import { describe, type Part } from '../data.ts';
import type { Content, ResultFile } from '../files/content.ts';
import { isDay } from '../scores/day.ts';
import type { Measurement, Refusal, Verdict } from './run.ts';

/** Is it a mapping of a file? Lists are none. */
export function isMapping(data: unknown): data is Part {
  return typeof data === 'object' && data !== null && !Array.isArray(data);
}

/** The mapping that a document is; undefined for other documents and other contents. */
export function mappingOf(content: Content): Part | undefined {
  return content.kind === 'document' && isMapping(content.data) ? content.data : undefined;
}

/** A value under a key that a file has made up; never one that every object has, such as `constructor`. */
export function ownValue(data: unknown, key: string): unknown {
  return isMapping(data) && Object.hasOwn(data, key) ? data[key] : undefined;
}

/** A text that says something; undefined for an empty one and for anything else. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

/** A finite number; undefined for anything else, texts of digits among them. */
export function finiteNumber(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** A number of things; undefined for what counts nothing, such as the -1 that stands for a number that nobody knows. */
export function countOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

/** The sum of counts; undefined when one of them is not known, or there is none. */
export function sumOf(counts: readonly (number | undefined)[]): number | undefined {
  let sum = 0;
  for (const count of counts) {
    if (count === undefined) return undefined;
    sum += count;
  }
  return counts.length === 0 ? undefined : sum;
}

/** A standard error as a file has it; undefined for what cannot be one. */
export function errorOf(value: unknown): number | undefined {
  const number = finiteNumber(value);
  return number !== undefined && number >= 0 ? number : undefined;
}

/** The commit that a revision is, when it is written as one. */
export function commitOf(revision: string | undefined): string | undefined {
  return revision !== undefined && /^[0-9a-f]{40}$/.test(revision) ? revision : undefined;
}

/** The value that all of a list have; undefined when they differ, when one has none, and for an empty list. */
export function commonValue<T>(values: readonly (T | undefined)[]): T | undefined {
  const [first] = values;
  return values.every((value) => value === first) ? first : undefined;
}

/** A stamp as the file has it where it has a zone; of any other the day alone, since nobody knows where it was. */
export function isoDate(value: unknown): string | undefined {
  const [stamp, day, time, zone] = STAMP.exec(typeof value === 'string' ? value : '') ?? [];
  if (stamp === undefined || day === undefined || !isDay(day)) return undefined;
  return time !== undefined && zone !== undefined ? stamp : day;
}

const CLOCK = /(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?/.source;
const STAMP = new RegExp(`^(\\d{4}-\\d{2}-\\d{2})(?:[T ](${CLOCK})(Z|[+-][01]\\d:[0-5]\\d)?)?$`);

/** The ISO time of seconds since 1970; undefined for what is no time of this age. */
export function isoTime(seconds: unknown): string | undefined {
  const number = finiteNumber(seconds);
  if (number === undefined || number <= 0 || number >= YEAR_10000) return undefined;
  return new Date(number * 1000).toISOString();
}

const YEAR_10000 = 253_402_300_800;

/** An object without its fields that are undefined. */
export function known<T extends object>(facts: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(facts).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> };
}

/** The JSON path of a place in a file: `results["gsm8k|5"].acc`, `[16].mean`. */
export function jsonPath(...keys: readonly (string | number)[]): string {
  const parts = keys.map((key) =>
    typeof key === 'string' && /^[A-Za-z_]\w*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`,
  );
  return parts.join('').replace(/^\./, '');
}

/** The folder of a file, without a `/` at its end; empty where it has none. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** The name of a file, without its folder. */
export function basename(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The files in the folder of a file. */
export function filesBeside(path: string, nearby: readonly ResultFile[]): ResultFile[] {
  const folder = folderOf(path);
  return nearby.filter((file) => folderOf(file.path) === folder);
}

/** The worst of verdicts; unknown when there is none. */
export function worstOf(verdicts: readonly Verdict[]): Verdict {
  return WORST_FIRST.find((verdict) => verdicts.includes(verdict)) ?? 'unknown';
}

const WORST_FIRST: readonly Verdict[] = ['failed', 'partial', 'unknown', 'full'];

/** A measurement of a value in a file; a refusal when it is no finite number. */
export function measured(facts: Omit<Measurement, 'value'>, value: unknown): Measurement | Refusal {
  const number = finiteNumber(value);
  if (number !== undefined) return { ...facts, value: number };
  const { task, metric, at } = facts;
  return { what: at, reason: whyNoNumber(value), of: { task, metric } };
}

/** Why a value cannot be taken, for people. */
export function whyNoNumber(value: unknown): string {
  if (value === undefined || value === null) return 'The file has no value there.';
  return `The file has ${describe(value)} there, which is no finite number.`;
}

/** Several things of a kind (`statistic`) with one reason, told together. */
export function refuseAll(names: readonly string[], kind: string, reason: string): Refusal[] {
  if (names.length === 0) return [];
  const some = [...new Set(names)];
  const shown = some.slice(0, MOST_NAMED).join(', ');
  return [
    {
      what: `${names.length} ${kind}${names.length === 1 ? '' : 's'}: ${shown}${some.length > MOST_NAMED ? ', …' : ''}`,
      reason,
    },
  ];
}

const MOST_NAMED = 8;
