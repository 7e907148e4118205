import { execFile } from 'node:child_process';

const MAX_OUTPUT_BYTES = 256 * 1024 * 1024;

/** A date that no run depends on: 2026-01-01T00:00:00Z. */
export const COMMIT_DATE = '2026-01-01T00:00:00Z';

/** Runs git in a bare repo, away from the machine's and the user's configuration. Throws with git's stderr. */
export function runGit(
  dir: string,
  args: readonly string[],
  options: { readonly input?: string | Uint8Array; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<Buffer> {
  const env = {
    PATH: process.env.PATH,
    HOME: dir,
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_DIR: dir,
    ...options.env,
  };
  return new Promise((resolve, reject) => {
    const child = execFile(
      'git',
      [...args],
      { cwd: dir, env, encoding: 'buffer', maxBuffer: MAX_OUTPUT_BYTES },
      (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else reject(new Error(`git ${args.join(' ')}: ${stderr.toString().trim()}`, { cause: error }));
      },
    );
    // Git may end before it has read everything; its exit code tells whether that matters.
    child.stdin?.on('error', () => {});
    child.stdin?.end(options.input ?? '');
  });
}

/** Like {@link runGit}, for commands that answer with one line. */
export async function askGit(...call: Parameters<typeof runGit>): Promise<string> {
  return (await runGit(...call)).toString().trim();
}

/** Who writes the commits, and when: always the same, so that object ids are. */
export function identityEnv(user: string, date: string): Record<string, string> {
  return {
    GIT_AUTHOR_NAME: user,
    GIT_AUTHOR_EMAIL: `${user}@users.invalid`,
    GIT_AUTHOR_DATE: date,
    GIT_COMMITTER_NAME: user,
    GIT_COMMITTER_EMAIL: `${user}@users.invalid`,
    GIT_COMMITTER_DATE: date,
  };
}
