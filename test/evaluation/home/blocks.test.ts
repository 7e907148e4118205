import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Collected, collectBlocks } from '../../../src/evaluation/home/blocks.ts';
import type { Mark } from '../../../src/evaluation/home/marks.ts';
import { type FileOf, linesOf, manifestOf, marksOf, NONCE, OTHER_NONCE, pack, TOOLS } from './packages.ts';

const FILES: readonly FileOf[] = [
  { path: 'run.json', text: '{}' },
  { path: 'output/a%3Ab.json', original: 'output/a:b.json', text: 'x'.repeat(300) },
  { path: 'output/empty.json', text: '' },
];
const PACKED = pack(FILES);
const LINES = linesOf(PACKED);
const OTHER: readonly FileOf[] = [{ path: 'run.json', text: '{"attempt": 2}' }];

function collect(marks: readonly Mark[]): Collected {
  const collector = collectBlocks(NONCE, TOOLS);
  for (const mark of marks) collector.add(mark);
  return collector.finish();
}

const textsOf = (collected: Collected): Record<string, string> | string =>
  'reason' in collected
    ? collected.reason
    : Object.fromEntries([...collected.files].map(([name, bytes]) => [name, new TextDecoder().decode(bytes)]));

const WANTED = { 'run.json': '{}', 'output/a:b.json': 'x'.repeat(300), 'output/empty.json': '' };

describe('files come out of the log', () => {
  it('by the names that the framework gave', () => {
    const collected = collect(marksOf(LINES));
    expect(textsOf(collected)).toEqual(WANTED);
    expect(collected).toMatchObject({ problems: [], manifest: { exitCode: 0, leftOut: [], leftOutCount: 0 } });
  });

  it('from lines in any order, each as often as it comes', () => {
    const marks = marksOf(LINES);
    const again = fc.array(fc.constantFrom(...marks), { maxLength: 30 });
    const ordered = fc.shuffledSubarray(marks, { minLength: marks.length, maxLength: marks.length });
    fc.assert(
      fc.property(ordered, again, (order, repeated) => {
        expect(textsOf(collect([...repeated, ...order, ...repeated]))).toEqual(WANTED);
      }),
    );
  });

  it('from a log that is read again from its beginning', () => {
    expect(textsOf(collect(marksOf([...LINES.slice(0, 4), ...LINES])))).toEqual(WANTED);
    expect(textsOf(collect(marksOf([...LINES, ...LINES.slice(0, 4)])))).toEqual(WANTED);
  });

  it('of the last attempt, when a job was tried again', () => {
    const second = linesOf(pack(OTHER));
    expect(textsOf(collect(marksOf([...LINES, ...second])))).toEqual({ 'run.json': '{"attempt": 2}' });
    expect(textsOf(collect(marksOf([...LINES.slice(0, -2), ...second])))).toEqual({ 'run.json': '{"attempt": 2}' });
    // One that did not come home does not take the place of one that did.
    expect(textsOf(collect(marksOf([...LINES, ...second.slice(0, 1)])))).toEqual(WANTED);
  });

  it('of the last attempt, where both have as many blocks and the log is read again', () => {
    const [first, second] = ['1', '2'].map((text) => linesOf(pack([{ path: 'run.json', text }]), { chunk: 400 }));
    if (first === undefined || second === undefined) throw new Error('there are two');
    expect(first.length).toBe(second.length);
    expect(textsOf(collect(marksOf([...first, ...first, ...second])))).toEqual({ 'run.json': '2' });
  });

  it('without those that were damaged on their way, once they come again', () => {
    const damaged = LINES.map((line) => line.replace(/(block 3\/\d+ \w+ )..../, '$1AAAA'));
    expect(damaged).not.toEqual(LINES);
    expect(textsOf(collect(marksOf(damaged)))).toMatch(/^of \d+ blocks of files, the log brought \d+$/);
    expect(textsOf(collect(marksOf([...damaged, ...LINES])))).toEqual(WANTED);
  });
});

describe('there are none', () => {
  const big = { kind: 'blocks begin', count: 4, size: 400_000_000, sha256: 'a'.repeat(64) } as const;
  const block = {
    kind: 'block',
    index: 1,
    count: 1,
    check: TOOLS.sha256(new Uint8Array(3)).slice(0, 8),
    text: 'AAAA',
  } as const;

  it.each<[string, readonly Mark[], RegExp]>([
    ['where nobody wrote any', [], /^the log brought no files$/],
    ['of another run', marksOf(linesOf(PACKED, { nonce: OTHER_NONCE })), /^the log brought no files$/],
    ['where blocks are missing', marksOf(LINES.slice(0, 3)), /^of \d+ blocks of files, the log brought 2$/],
    [
      'where the end is missing, and the beginning',
      marksOf(LINES.slice(1, -1)),
      /^of \d+ blocks of files, the log brought \d+$/,
    ],
    ['where the whole has another checksum', [{ ...big, count: 1, size: 3 }, block], /another checksum/],
    ['where it has another length', [{ ...big, count: 1, size: 4 }, block], /another checksum/],
    ['where it would be huge', [big], /more than it may bring/],
    ['in a block beyond their number', [{ ...block, index: 2 }], /^the log brought no files$/],
    ['in a block before the first', [{ ...block, index: 0 }], /^the log brought no files$/],
    ['in more blocks than there may be', [{ ...block, count: 900_000 }], /more than it may bring/],
    ['in what is not packed', marksOf(linesOf(Buffer.from('{}\n'))), /cannot be unpacked/],
    ['in what is cut off', marksOf(linesOf(PACKED.subarray(0, -9))), /cannot be unpacked/],
    ['in what unpacks to too much', marksOf(linesOf(bomb(), { chunk: 2_940 })), /cannot be unpacked, or is too large/],
    ['without a manifest', marksOf(linesOf(gzipSync('no line'))), /has no manifest/],
    [
      'with a manifest of another run',
      marksOf(linesOf(pack([], manifestOf([], { run: OTHER_NONCE })))),
      /of another run/,
    ],
    ['where files are longer than told', marksOf(linesOf(pack(FILES, manifestOf([])))), /not as long/],
    ['where files are shorter than told', marksOf(linesOf(pack([], manifestOf(FILES)))), /not as long/],
  ])('%s', (_, marks, reason) => {
    expect(textsOf(collect(marks))).toMatch(reason);
  });

  it('of those whose checksum is another one', () => {
    const told = manifestOf(FILES.map((file) => ({ ...file, text: file.text.replace('x', 'y') })));
    const collected = collect(marksOf(linesOf(pack(FILES, told))));
    expect(collected).toMatchObject({
      problems: [{ path: 'output/a%3Ab.json', reason: 'its checksum is another one' }],
    });
    expect(textsOf(collected)).toEqual({ 'run.json': '{}', 'output/empty.json': '' });
  });

  it('and never too many in memory, whatever the log says', () => {
    const collector = collectBlocks(NONCE, TOOLS);
    const bytes = Buffer.alloc(4_400, 1);
    for (let index = 1; index <= 4_000; index += 1) {
      bytes.writeUInt32LE(index);
      const check = TOOLS.sha256(bytes).slice(0, 8);
      collector.add({ kind: 'block', index, count: 5_000, check, text: bytes.toString('base64') });
    }
    expect(textsOf(collector.finish())).toMatch(/more than it may bring/);
  });
});

/** Half a megabyte that unpacks to half a gigabyte. */
function bomb(): Buffer {
  return Buffer.concat(Array.from({ length: 32 }, () => gzipSync(Buffer.alloc(16_000_000))));
}
