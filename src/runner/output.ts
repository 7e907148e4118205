import { fstatSync, writeSync } from 'node:fs';
import { UserError } from '../errors.ts';

/** Where a program writes its results. */
export type Output = { readonly isTTY: boolean; write(text: string): void };

const STDOUT = 1;

/**
 * Standard output. A reader that has seen enough (`| head`) closes the pipe; that is no failure, the rest is dropped.
 *
 * Into a file or a pipe text is written directly, because to set up Node's stream for it takes a good part of a short
 * run. A terminal, and a pipe that takes no more at the moment, get the stream.
 *
 * @param fail Is told once when the output cannot be written; what is written after that is dropped.
 */
export function openOutput(fail: (error: UserError) => void): Output {
  if (process.platform === 'win32' || isTerminal()) {
    const terminal = openStream();
    return { isTTY: terminal.isTTY === true, write: (text) => void terminal.write(text) };
  }
  let stream: NodeJS.WriteStream | undefined;
  let closed = false;
  return {
    isTTY: false,
    write(text) {
      let rest: Buffer = Buffer.from(text);
      try {
        while (stream === undefined && !closed && rest.length > 0) rest = rest.subarray(writeSync(STDOUT, rest));
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code === 'EAGAIN') stream = openStream();
        else closed = true;
        if (code !== 'EAGAIN' && code !== 'EPIPE') {
          fail(new UserError('cannot-write', `Standard output cannot be written: ${(error as Error).message}.`));
        }
      }
      if (rest.length > 0) stream?.write(rest);
    },
  };
}

/** Node's `tty` is loaded for a device only; it takes as long as the stream. */
function isTerminal(): boolean {
  return fstatSync(STDOUT).isCharacterDevice() && process.getBuiltinModule('node:tty').isatty(STDOUT);
}

function openStream(): NodeJS.WriteStream {
  const stream = process.stdout;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  return stream;
}
