import { spawn } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LOCK_FILE, whileLocked } from '../../src/runner/folder-lock.ts';
import { refused } from './refused.ts';

type LockRecord = { readonly pid: number; readonly host: string; readonly time: string };

/** Linux numbers its processes up to 4194304, other systems not as far. */
const NOBODY = 4_194_305;
const SOURCE = join(import.meta.dirname, '../../src/runner/folder-lock.ts');
let dir = '';
let lock = '';
/** What this process writes into its locks. */
let own: LockRecord;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'hf-eval-lock-'));
  lock = join(dir, LOCK_FILE);
  await whileLocked('README.md', [dir], () => {
    own = JSON.parse(readFileSync(lock, 'utf8')) as LockRecord;
  });
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(dir, { recursive: true, force: true });
});

/** The time, some seconds from now. */
const inSeconds = (seconds: number): string => new Date(Date.now() + seconds * 1000).toISOString();

/** Puts a lock there that was written some seconds ago. */
function leave(content: string | Partial<LockRecord>, secondsAgo = 0): void {
  writeFileSync(lock, typeof content === 'string' ? content : JSON.stringify({ ...own, ...content }));
  const then = Date.now() / 1000 - secondsAgo;
  utimesSync(lock, then, then);
}

/** A dead lock, a dead one on that, and one on that. */
function leaveClaims(): void {
  let path = lock;
  for (let depth = 0; depth < 3; depth += 1) {
    writeFileSync(path, JSON.stringify({ ...own, pid: NOBODY }));
    const { ino, mtimeNs } = lstatSync(path, { bigint: true });
    path = `${path}.${ino}-${mtimeNs}`;
  }
}

describe('a lock', () => {
  it('tells the process and the time while there is work, and goes with it', () => {
    expect(own.pid).toBe(process.pid);
    expect(Math.abs(Date.parse(own.time) - Date.now())).toBeLessThan(60_000);
    expect(readdirSync(dir)).toEqual([]);
  });

  it('goes with work that fails', async () => {
    const work = whileLocked('README.md', [dir], () => {
      throw new RangeError('as it may');
    });
    await expect(work).rejects.toThrow(RangeError);
    expect(readdirSync(dir)).toEqual([]);
  });

  it('is there in each folder, once', async () => {
    const folders = [join(dir, 'b'), join(dir, 'a'), join(dir, 'b')];
    for (const folder of folders) mkdirSync(folder, { recursive: true });
    const locks = (): boolean[] => folders.map((folder) => existsSync(join(folder, LOCK_FILE)));
    await whileLocked('README.md', folders, () => expect(locks()).toEqual([true, true, true]));
    expect(locks()).toEqual([false, false, false]);
  });

  it('that is not its own any more stays', async () => {
    await whileLocked('README.md', [dir], () => {
      rmSync(lock);
      writeFileSync(lock, 'of another');
    });
    expect(readFileSync(lock, 'utf8')).toBe('of another');
  });

  it('that cannot be made is a reason to do nothing', async () => {
    const work = vi.fn();
    const error = await refused(whileLocked('README.md', [join(dir, 'nowhere')], work));
    expect([error.code, work.mock.calls]).toEqual(['cannot-write', []]);
    expect(error.message).toMatch(/^README\.md cannot be written: ENOENT/);
  });
});

describe('a lock of somebody else', () => {
  it.each<[string, () => void]>([
    ['of a living process', () => leave({ pid: process.ppid })],
    ['of a process of another machine', () => leave({ pid: NOBODY, host: 'another' })],
    ['of a process that is not told', () => leave({ pid: -1 })],
    ['that says nothing, yet', () => leave('')],
    ['that says nothing of ours', () => leave('{')],
    ['that is no text', () => leave('\u0000'.repeat(5000))],
  ])('is waited for: %s', async (_, make) => {
    // It grows no older while the test takes its time.
    vi.useFakeTimers({ toFake: ['Date'] });
    make();
    const content = readFileSync(lock, 'utf8');
    const work = vi.fn();
    const working = whileLocked('README.md', [dir], work);
    await new Promise((done) => setTimeout(done, 100));
    expect([work.mock.calls, readFileSync(lock, 'utf8')]).toEqual([[], content]);
    rmSync(lock);
    await working;
    expect([work.mock.calls, readdirSync(dir)]).toEqual([[[]], []]);
  });

  it('is waited for a few seconds, then nothing is done; a lock that was free is so again', async () => {
    leave({ pid: process.ppid });
    const content = readFileSync(lock, 'utf8');
    mkdirSync(join(dir, '.a'));
    const work = vi.fn();
    const error = await refused(whileLocked('README.md', [dir, join(dir, '.a')], work));
    expect(error).toMatchObject({
      code: 'cannot-write',
      message: `README.md cannot be written: another run (process ${process.ppid}) is writing in its folder.`,
      hint: expect.stringMatching(/^Nothing was written\. Run the command again .* remove .*\.hf-eval\.lock\.$/),
    });
    expect([work.mock.calls, readFileSync(lock, 'utf8'), readdirSync(join(dir, '.a'))]).toEqual([[], content, []]);
  });

  it.each<[string, () => void]>([
    ['of a process that is dead', () => leave({ pid: NOBODY })],
    ['of an earlier process with the same number', () => leave({ pid: process.pid })],
    ['older than a minute', () => leave({ pid: process.ppid, time: inSeconds(-61) })],
    ['older than a minute, of another machine', () => leave({ host: 'another', time: inSeconds(-61) })],
    ['of a time to come', () => leave({ pid: process.ppid, time: inSeconds(3600) })],
    ['that tells no time, older than a minute', () => leave({ time: '', host: 'another' }, 61)],
    ['that says nothing, for a second', () => leave('', 1)],
    ['that says nothing of ours, for a minute', () => leave('[1]', 61)],
    ['that a run was about to take over when it was killed', () => leaveClaims()],
  ])('is taken over: %s', async (_, make) => {
    make();
    await whileLocked('README.md', [dir], () => {
      expect(JSON.parse(readFileSync(lock, 'utf8'))).toMatchObject({ pid: process.pid });
    });
    expect(readdirSync(dir)).toEqual([]);
  });

  it('is not followed when it is a folder', async () => {
    mkdirSync(lock);
    utimesSync(lock, 1, 1);
    const error = await refused(whileLocked('README.md', [dir], () => {}));
    expect([error.code, readdirSync(dir)]).toEqual(['cannot-write', [LOCK_FILE]]);
  });
});

/** Runs a script that gets `whileLocked` and the folder; tells how it ended, and what it printed. */
async function runScript(script: string): Promise<{ readonly ended: number | string | null; readonly stdout: string }> {
  const head = `import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
    import { whileLocked } from ${JSON.stringify(SOURCE)};
    const dir = ${JSON.stringify(dir)};`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', `${head}\n${script}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<number | string | null>((done) =>
    child.on('close', (code, signal) => done(code ?? signal)),
  );
  const stdout = Buffer.concat(await child.stdout.toArray()).toString();
  return { ended: await ended, stdout };
}

describe.skipIf(process.platform === 'win32')('a signal', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'])(
    'ends the process when the work is done and the lock is gone: %s',
    async (signal) => {
      const { ended, stdout } = await runScript(`
        await whileLocked('README.md', [dir], () => {
          process.kill(process.pid, '${signal}');
          for (const end = performance.now() + 50; performance.now() < end;);
          writeFileSync(dir + '/done', '');
        });
        console.log('went on');`);
      expect([ended, stdout, readdirSync(dir)]).toEqual([signal, '', ['done']]);
    },
  );

  it('is nothing to wait for while there is no work', async () => {
    leave({ pid: process.ppid });
    const { ended } = await runScript(`
      setTimeout(() => process.kill(process.pid, 'SIGTERM'), 100);
      await whileLocked('README.md', [dir], () => {});`);
    expect([ended, readdirSync(dir)]).toEqual(['SIGTERM', [LOCK_FILE]]);
  });
});

it('lets one work at a time, of many that find dead locks and leave some', async () => {
  leave({ pid: NOBODY });
  writeFileSync(join(dir, 'count'), '0');
  const ends = await Promise.all(
    [0, 1, 2, 3].map((number) =>
      runScript(`
        for (let round = 0; round < 12; round += 1) {
          const work = whileLocked('README.md', [dir], () => {
            const count = Number(readFileSync(dir + '/count', 'utf8'));
            for (const end = performance.now() + 1; performance.now() < end;);
            writeFileSync(dir + '/count', String(count + 1));
            appendFileSync(dir + '/log', 'x');
            if (round === 3 && ${number} < 2) process.kill(process.pid, 'SIGKILL');
          });
          await work.catch(({ code }) => appendFileSync(dir + '/refused', code + '\\n'));
        }`),
    ),
  );
  expect(ends.map(({ ended }) => ended)).toEqual(['SIGKILL', 'SIGKILL', 0, 0]);
  expect(Number(readFileSync(join(dir, 'count'), 'utf8'))).toBe(readFileSync(join(dir, 'log'), 'utf8').length);
  if (existsSync(join(dir, 'refused')))
    expect(readFileSync(join(dir, 'refused'), 'utf8')).toMatch(/^(cannot-write\n)+$/);
});
