import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Content, Document, ResultFile } from '../../src/files/content.ts';
import { bytesSource } from '../../src/files/source.ts';
import { makeOpener, type OpenedFile, openResultFiles } from '../../src/flows/open-results.ts';
import { readOutcomes } from '../../src/frameworks/outcomes.ts';
import { readFiles, recognise } from '../../src/frameworks/read-all.ts';
import { makeZip } from '../files/zip.ts';
import { inspectLog } from '../frameworks/results-fixtures.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'hf-eval-open-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const roleOf = (content: Content) => recognise(content)?.role;

async function open(files: Readonly<Record<string, string | Uint8Array>>): Promise<readonly OpenedFile[]> {
  for (const [name, data] of Object.entries(files)) writeFileSync(join(root, name), data);
  return openResultFiles([root], roleOf);
}

function documentOf(file: OpenedFile | undefined): Document {
  if (file === undefined || !('content' in file) || file.content.kind !== 'document') throw new Error('no document');
  return file.content;
}

const samples = Array.from({ length: 1319 }, (_, id) => ({
  id,
  epoch: 1,
  input: `question ${id} ${'x'.repeat(60)}`,
  scores: { match: { value: id % 2 ? 'C' : 'I' } },
}));
const log = JSON.stringify(inspectLog({ samples }));

/** How many of the samples of a log are right, read from where the file lies. */
async function rightIn(file: OpenedFile | undefined): Promise<number> {
  const [read] = await readFiles([file as ResultFile]);
  const [one] = read?.run?.measurements ?? [];
  if (one === undefined) throw new Error('the log has a number');
  const outcomes = await readOutcomes(file as ResultFile, [file as ResultFile], [{ one, parts: [] }]);
  return [...(outcomes.get(one)?.scores.values() ?? [])].reduce((sum, value) => sum + value, 0);
}

describe('what is kept of files', () => {
  it('is a log without its samples, which are read when they are asked for', async () => {
    const [file] = await open({ 'a.json': log });
    expect(documentOf(file).data).toMatchObject({ status: 'success', samples: null });
    expect(await rightIn(file)).toBe(659);
  });

  it('is the same of logs in an archive', async () => {
    const opened = await open({ 'all.zip': makeZip({ 'a.json': log, 'b.json': log, 'notes.json': '{"x": 1}' }) });
    expect(opened.map((file) => (documentOf(file).data as { samples?: unknown } | null)?.samples)).toEqual([
      null,
      null,
      undefined,
    ]);
    expect([await rightIn(opened[1]), await rightIn(opened[0]), await rightIn(opened[1])]).toEqual([659, 659, 659]);
  });

  it('is nothing of what is of no framework', async () => {
    const [file] = await open({ 'a.json': JSON.stringify({ numbers: samples }) });
    expect(documentOf(file).data).toBeNull();
  });

  it('is the first of a list of samples, and the others can be read', async () => {
    const lines = samples.map(({ id }) => ({ doc_id: id, resps: [['1']], filtered_resps: ['1'], acc: id % 2 }));
    const [file] = await open({ 'samples_birds.json': JSON.stringify(lines) });
    expect(documentOf(file).data).toEqual(lines.slice(0, 1));
    const values: number[] = [];
    const reader = recognise(documentOf(file))?.reader;
    for await (const { value } of reader?.samples?.(file as ResultFile) ?? []) values.push(value);
    expect(values.reduce((a, b) => a + b, 0)).toBe(659);
  });

  it('is bounded for all files together, with advice', async () => {
    const opener = makeOpener(() => 'results');
    const source = bytesSource(Buffer.from(`{"a": "${'x'.repeat(31_000_000)}"}`));
    for (let at = 0; at < 4; at += 1) expect(await opener.open(source, 'a.json')).toHaveProperty('content');
    await expect(opener.open(source, 'b.json')).rejects.toMatchObject({
      code: 'too-large',
      hint: expect.stringContaining('fewer files'),
    });
  });

  it('is nothing of a list of results that is too long to be read whole', async () => {
    const source = bytesSource(Buffer.from(`[${'[1],'.repeat(16_500_000)}[1]]`));
    expect(await makeOpener(() => 'results').open(source, 'a.json')).toEqual({
      path: 'a.json',
      unreadable: 'a.json cannot be read: it is a list of 66 MB.',
    });
  });
});

describe('an archive', () => {
  it('is read as far as its files are whole', async () => {
    const archive = makeZip({ 'a.json': log, 'b.json': '{"cut": ' });
    const opened = await open({ 'all.zip': archive });
    expect(opened.map((file) => 'unreadable' in file)).toEqual([false, true]);
  });

  it('is refused where its files are too large together', async () => {
    const large = `{"a": "${'x'.repeat(120_000_000)}"}`;
    const names = ['a', 'b', 'c', 'd', 'e'].map((name) => [`${name}.json`, large]);
    const opened = await open({ 'all.zip': makeZip(Object.fromEntries(names) as Record<string, string>) });
    expect(opened).toEqual([
      { path: `${root}/all.zip`, unreadable: expect.stringContaining('holds more than 512 MB: unpack it') },
    ]);
  });
});
