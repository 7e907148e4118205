import * as fs from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openOutput } from '../../src/runner/output.ts';

vi.mock('node:fs', { spy: true });

/** What reached the file descriptor, what reached the stream, and what was said of failures. */
let pieces: Uint8Array[];
let streamed: string;
let failures: string[];

/** Lets each write take so many bytes; an error code makes it fail. */
function answerWrites(answers: readonly (number | string)[]): void {
  const left = [...answers];
  vi.mocked(fs.writeSync).mockImplementation((_, data) => {
    const answer = left.shift() ?? Number.POSITIVE_INFINITY;
    if (typeof answer === 'string') throw Object.assign(new Error(`${answer}: write`), { code: answer });
    const taken = (data as unknown as Uint8Array).subarray(0, answer);
    pieces.push(taken);
    return taken.length;
  });
}

beforeEach(() => {
  pieces = [];
  streamed = '';
  failures = [];
  vi.mocked(fs.fstatSync).mockReturnValue({ isCharacterDevice: () => false } as fs.Stats);
  vi.spyOn(process.stdout, 'write').mockImplementation((data) => {
    streamed += String(data);
    return true;
  });
});
afterEach(() => void vi.restoreAllMocks());

const direct = () => Buffer.concat(pieces).toString();
const open = () => openOutput((error) => failures.push(`${error.code}: ${error.message}`));

describe.skipIf(process.platform === 'win32')('standard output', () => {
  it('goes straight into a file or a pipe, in as many pieces as it takes', () => {
    answerWrites([3, 1, 4]);
    const output = open();
    output.write('naïve text');
    output.write(', and more');
    expect({ direct: direct(), streamed, failures, isTTY: output.isTTY }).toEqual({
      direct: 'naïve text, and more',
      streamed: '',
      failures: [],
      isTTY: false,
    });
  });

  it('goes on by the stream, in order, when a pipe takes no more at the moment', () => {
    answerWrites([4, 'EAGAIN']);
    const output = open();
    output.write('one two');
    output.write(' three');
    expect({ direct: direct(), streamed, failures }).toEqual({ direct: 'one ', streamed: 'two three', failures: [] });
  });

  it('is dropped without a word when the reader has gone', () => {
    answerWrites([2, 'EPIPE']);
    const output = open();
    output.write('one');
    output.write('two');
    expect({ direct: direct(), streamed, failures }).toEqual({ direct: 'on', streamed: '', failures: [] });
  });

  it('tells once that it cannot be written', () => {
    answerWrites(['ENOSPC', 'ENOSPC']);
    const output = open();
    output.write('one');
    output.write('two');
    expect({ direct: direct(), streamed, failures }).toEqual({
      direct: '',
      streamed: '',
      failures: ['cannot-write: Standard output cannot be written: ENOSPC: write.'],
    });
  });
});
