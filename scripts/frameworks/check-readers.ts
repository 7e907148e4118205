import { readdirSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { ResultFile } from '../../src/files/content.ts';
import { openContent } from '../../src/files/open.ts';
import { fileSource } from '../../src/files/source.ts';
import { READERS, type ReadFile, readFiles } from '../../src/frameworks/read-all.ts';
import type { Measurement, Run, Sample } from '../../src/frameworks/run.ts';
import type { Checks } from './checks.ts';
import type { Kept, Told, ToldNumber, ToldSamples } from './told.ts';

/** Reads a folder with the readers of this project, and compares that with what the framework says. */
export async function checkReaders(kept: Kept, checks: Checks): Promise<void> {
  const files = await openFolder(kept.folder);
  const read = await readFiles(files);
  const unknown = read.filter(({ role }) => role === undefined).map(({ path }) => path);
  checks.equal(`${kept.name}: each of ${read.length} files is known`, unknown, []);
  const results = read.filter(({ run }) => run !== undefined).map(({ path }) => path);
  checks.equal(`${kept.name}: ${results.length} of them with results`, results.sort(), filesOf(kept.runs));
  const samples = await readSamples(files, read);
  const expected = kept.runs.flatMap((told) => told.samples);
  checkSamples(kept.name, { samples, expected }, checks);
  for (const told of kept.runs) checkRun(told, { read, samples }, checks);
}

async function openFolder(folder: string): Promise<ResultFile[]> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map((entry) => join(entry.parentPath, entry.name)).sort();
  return Promise.all(
    paths.map(async (path) => {
      const name = relative(folder, path).split(sep).join('/');
      return { path: name, content: await openContent(fileSource(path, statSync(path).size), name) };
    }),
  );
}

function filesOf(runs: readonly Told[]): string[] {
  return runs.map(({ file }) => file).sort();
}

function checkRun(
  told: Told,
  { read, samples }: { readonly read: readonly ReadFile[]; readonly samples: readonly ReadSamples[] },
  checks: Checks,
): void {
  const { name } = told;
  const run = read.find(({ path }) => path === told.file)?.run;
  if (run === undefined) {
    checks.tell(`${name}: a run`, `${told.file} was not read as one`);
    return;
  }
  checks.equal(`${name}: of ${told.framework}`, run.framework, told.framework);
  checks.equal(`${name}: version ${told.version ?? 'not written by it'}`, run.version, told.version);
  checks.equal(`${name}: ${told.verdict} (${run.why})`, run.verdict, told.verdict);
  checks.equal(`${name}: ${modelText(told)}`, modelOf(run), told.model);
  checks.tell(`${name}: dated ${run.date}`, isRecent(run.date) ? undefined : 'that is not today');
  const keys = (numbers: readonly { readonly task: string; readonly metric: string }[]): string[] =>
    numbers.map(({ task, metric }) => `${task} ${metric}`).sort();
  checks.equal(`${name}: ${told.numbers.length} numbers`, keys(run.measurements), keys(told.numbers));
  for (const number of told.numbers) checkNumber(told, number, { run, samples }, checks);
}

function modelOf({ model, backend, chatTemplate }: Run): Told['model'] {
  return {
    ...(model === undefined ? {} : { model }),
    ...(backend === undefined ? {} : { backend }),
    ...(chatTemplate === undefined ? {} : { chatTemplate }),
  };
}

function modelText({ model: { model, backend } }: Told): string {
  return `${model?.name ?? 'no model'}${model?.revision === undefined ? '' : `, ${model.revision}`}, run by ${backend}`;
}

/** Frameworks write the day where they are, or in UTC. */
function isRecent(date: string | undefined): boolean {
  return date !== undefined && Math.abs(Date.now() - Date.parse(date)) < 36 * 3600 * 1000;
}

function checkNumber(
  told: Told,
  number: ToldNumber,
  { run, samples }: { readonly run: Run; readonly samples: readonly ReadSamples[] },
  checks: Checks,
): void {
  const { task, metric, meanOf, ...facts } = number;
  const found = run.measurements.find((one) => one.task === task && one.metric === metric);
  checks.equal(`${told.name}: ${numberText(number)}`, found && factsOf(found), facts);
  if (found !== undefined) {
    checks.equal(`${told.name}: ${task} ${metric} is ${told.verdict}`, found.verdict ?? run.verdict, told.verdict);
  }
  if (meanOf === undefined) return;
  const own = samples.filter((one) => one.task === task && one.metric === meanOf && isOf(told, one));
  const { count, sum } = own[0] ?? { count: 0, sum: 0 };
  const isMean = own.length === 1 && Math.abs(sum / count - number.value) < 1e-9;
  const what = `${told.name}: ${task} ${metric} is the mean of ${count} samples`;
  checks.tell(what, isMean ? undefined : `their mean is ${sum / count}`);
}

function isOf(told: Told, { file }: ReadSamples): boolean {
  return told.samples.some((samples) => samples.file === file);
}

/** All that is compared, but for what it was found by. */
function factsOf(found: Measurement): Partial<Measurement> {
  const { task: _task, metric: _metric, verdict: _verdict, at: _at, ...facts } = found;
  return facts;
}

function numberText({ task, metric, value, stderr, shots, samples, available }: ToldNumber): string {
  const error = stderr === undefined ? '' : ` ± ${stderr.toFixed(4)}`;
  const number = `${task} ${metric} = ${value.toFixed(4)}${error}`;
  const of = available === undefined ? '' : ` of ${available}`;
  const details = [
    ...(shots === undefined ? [] : [`${shots}-shot`]),
    ...(samples === undefined ? [] : [`${samples}${of} samples`]),
  ];
  return [number, ...details].join(', ');
}

type ReadSamples = ToldSamples;

/** The samples of all files, by what they are of. */
async function readSamples(files: readonly ResultFile[], read: readonly ReadFile[]): Promise<ReadSamples[]> {
  const found = new Map<string, ReadSamples>();
  for (const [at, file] of files.entries()) {
    const reader = READERS.find(({ framework }) => framework === read[at]?.framework);
    if (reader?.samples === undefined) continue;
    const ids = new Set<string>();
    for await (const sample of reader.samples(file, files)) {
      const key = JSON.stringify([file.path, sample.task, sample.metric]);
      // The same answer twice would count double.
      const id = `${key} ${sample.id}`;
      if (ids.has(id)) throw new Error(`${file.path} has two samples ${id}`);
      ids.add(id);
      found.set(key, add(found.get(key), file.path, sample));
    }
  }
  return [...found.values()];
}

function add(before: ReadSamples | undefined, file: string, { task, metric, value }: Sample): ReadSamples {
  return { file, task, metric, count: (before?.count ?? 0) + 1, sum: (before?.sum ?? 0) + value };
}

function checkSamples(
  name: string,
  { samples, expected }: { readonly samples: readonly ReadSamples[]; readonly expected: readonly ToldSamples[] },
  checks: Checks,
): void {
  const text = ({ file, task, metric, count, sum }: ToldSamples): string =>
    `${file}: ${task} ${metric}: ${count} samples, ${sum.toFixed(6)} in all`;
  const count = expected.reduce((total, one) => total + one.count, 0);
  checks.equal(`${name}: ${count} scored samples`, samples.map(text).sort(), expected.map(text).sort());
}
