import { execFile } from 'node:child_process';

const MAX_OUTPUT_BYTES = 256 * 1024 * 1024;

/** A date that no run depends on: 2026-01-01T00:00:00Z. */
export const COMMIT_DATE = '2026-01-01T00:00:00Z';

/** What git itself answered; commands such as `merge-tree` tell things by their exit code. */
export type GitAnswer = { readonly code: number; readonly stdout: Buffer; readonly stderr: string };

type GitOptions = {
  readonly input?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
};

/** The environment of git in a bare repo: nothing of the machine's and the user's configuration. */
export function gitEnv(dir: string): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    HOME: dir,
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_DIR: dir,
  };
}

/** Runs git in a bare repo, whatever its exit code. Throws when there is no git. */
export function tryGit(dir: string, args: readonly string[], options: GitOptions = {}): Promise<GitAnswer> {
  const env = { ...gitEnv(dir), ...options.env };
  return new Promise((resolve, reject) => {
    const child = execFile(
      'git',
      [...args],
      { cwd: dir, env, encoding: 'buffer', maxBuffer: MAX_OUTPUT_BYTES },
      (error, stdout, stderr) => {
        if (error === null) resolve({ code: 0, stdout, stderr: stderr.toString() });
        else if (typeof error.code === 'number') resolve({ code: error.code, stdout, stderr: stderr.toString() });
        else reject(error);
      },
    );
    // Git may end before it has read everything; its exit code tells whether that matters.
    child.stdin?.on('error', () => {});
    child.stdin?.end(options.input ?? '');
  });
}

/** Runs git in a bare repo. Throws with git's stderr when it fails. */
export async function runGit(dir: string, args: readonly string[], options: GitOptions = {}): Promise<Buffer> {
  const { code, stdout, stderr } = await tryGit(dir, args, options);
  if (code === 0) return stdout;
  throw new Error(`git ${args.join(' ')}: ${stderr.trim()}`);
}

/** Like {@link runGit}, for commands that answer with one line. */
export async function askGit(...call: Parameters<typeof runGit>): Promise<string> {
  return (await runGit(...call)).toString().trim();
}
