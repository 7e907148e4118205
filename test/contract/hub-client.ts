/**
 * Lets @huggingface/hub work with a local Hub: what its unchanged functions return, and what lies in the git repos then.
 *
 *     node hub-client.ts REPORT HUB CLIENT WRITTEN
 *
 * HUB is JSON as `contract-hub.ts` has it, CLIENT the folder that the client is installed in, WRITTEN a model folder that
 * hf-eval wrote into. REPORT, where it is not empty, is a file that gets the results as vitest's JSON reporter writes them.
 */
import { deepStrictEqual as equal } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { ContractHub } from './contract-hub.ts';
import { type JobsClient, jobChecks } from './hub-client-jobs.ts';

/** The part of the client that is used, in the shapes of its own declarations. */
type Client = {
  readonly commit: (
    about: Common & {
      readonly title: string;
      readonly description?: string;
      readonly operations: readonly Operation[];
      readonly branch?: string;
      readonly parentCommit?: string;
      readonly isPullRequest?: boolean;
    },
  ) => Promise<{ readonly pullRequestUrl?: string; readonly commit: { readonly oid: string; readonly url: string } }>;
  readonly downloadFile: (about: Common & Place & { readonly path: string }) => Promise<Blob | null>;
  readonly fileExists: (about: Common & Place & { readonly path: string }) => Promise<boolean>;
  readonly listFiles: (
    about: Common & Place & { readonly recursive?: boolean },
  ) => AsyncIterable<{ readonly path: string; readonly type: string }>;
  readonly listCommits: (about: Common & Place & { readonly batchSize?: number }) => AsyncIterable<{
    readonly title: string;
    readonly authors: readonly { readonly username: string }[];
  }>;
  readonly modelInfo: (
    about: Omit<Common, 'repo'> & { readonly name: string; readonly additionalFields?: readonly string[] },
  ) => Promise<Readonly<Record<string, unknown>>>;
  readonly whoAmI: (
    about: Omit<Common, 'repo'>,
  ) => Promise<{ readonly name: string; readonly auth: { readonly type: string } }>;
};
type Common = { readonly hubUrl: string; readonly accessToken?: string; readonly repo: string };
type Place = { readonly revision?: string };
type Operation =
  | { readonly operation: 'addOrUpdate'; readonly path: string; readonly content: Blob }
  | { readonly operation: 'delete'; readonly path: string };

const [report = '', json = '', folder = '', written = ''] = process.argv.slice(2);
const { url: hubUrl, tokens, dirs } = JSON.parse(json) as ContractHub['about'];
const client = createRequire(join(folder, 'package.json'))('@huggingface/hub') as Client & JobsClient;
const owner = { hubUrl, accessToken: tokens.owner ?? '' };
const stranger = { hubUrl, accessToken: tokens.stranger ?? '' };

const CHECKS: Readonly<Record<string, () => Promise<void>>> = {
  'commit commits to main, adds and deletes': async () => {
    const repo = 'org/js';
    const head = git(repo, 'rev-parse', 'main');
    const { commit, pullRequestUrl } = await client.commit({
      ...owner,
      repo,
      title: 'Title',
      description: 'Body',
      parentCommit: head,
      operations: [add('a/b.txt', 'ü\n'), { operation: 'delete', path: 'data/x.bin' }],
    });
    equal([commit.oid, pullRequestUrl], [git(repo, 'rev-parse', 'main'), undefined]);
    equal(commit.url, `${hubUrl}/${repo}/commit/${commit.oid}`);
    equal(git(repo, 'ls-tree', '-r', '--name-only', 'main').split('\n'), ['README.md', 'a/b.txt']);
    equal(git(repo, 'log', '-1', '--format=%an|%s|%b', 'main'), 'owner|Title|Body');
    const stale = client.commit({ ...owner, repo, title: 'No', parentCommit: head, operations: [add('c', '1')] });
    equal(await statusOf(stale), 412);
  },
  'commit with isPullRequest opens one, and its ref can be committed to': async () => {
    const repo = 'org/js';
    const head = git(repo, 'rev-parse', 'main');
    const first = { ...stranger, repo, title: 'Proposal', isPullRequest: true, operations: [add('p', '1')] };
    const { pullRequestUrl, commit } = await client.commit(first);
    equal([pullRequestUrl, git(repo, 'rev-parse', 'main')], [`${hubUrl}/${repo}/discussions/1`, head]);
    equal(git(repo, 'rev-parse', 'refs/pr/1'), commit.oid);
    await client.commit({ ...stranger, repo, title: 'More', branch: 'refs/pr/1', operations: [add('p', '2')] });
    equal(git(repo, 'show', 'refs/pr/1:p'), '2');
    equal(await textOf({ ...stranger, repo, revision: 'refs/pr/1', path: 'p' }), '2');
    equal(await pathsOf({ ...stranger, repo, revision: 'refs%2Fpr%2F1', recursive: true }), [
      'README.md',
      'a',
      'a/b.txt',
      'p',
    ]);
    const refused = client.commit({ ...stranger, repo, title: 'No', operations: [add('c', '1')] });
    equal(await statusOf(refused), 403);
  },
  'downloadFile, fileExists and listFiles read what is there': async () => {
    const repo = 'org/files';
    const blob = await client.downloadFile({ hubUrl, repo, path: 'data/x.bin' });
    equal(await bytesOf(blob), [0, 255]);
    equal(await client.downloadFile({ hubUrl, repo, path: 'none' }), null);
    equal(await client.fileExists({ hubUrl, repo, path: 'README.md' }), true);
    equal(await client.fileExists({ hubUrl, repo, path: 'none' }), false);
    equal(await pathsOf({ hubUrl, repo }), ['README.md', 'data']);
    equal(await statusOf(client.downloadFile({ hubUrl, repo: 'org/none', path: 'README.md' })), 401);
  },
  'listCommits follows the links from page to page': async () => {
    const repo = 'org/commits';
    const titles: string[] = [];
    for await (const { title } of client.listCommits({ hubUrl, repo, batchSize: 1 })) titles.push(title);
    equal(titles, git(repo, 'log', '--format=%s', 'main').split('\n'));
  },
  'modelInfo and whoAmI tell what there is': async () => {
    const info = await client.modelInfo({
      hubUrl,
      name: 'org/files',
      additionalFields: ['sha', 'cardData', 'filePaths'],
    });
    equal([info.name, info.gated, info.sha], ['org/files', false, git('org/files', 'rev-parse', 'main')]);
    const me = await client.whoAmI(owner);
    equal([me.name, me.auth.type], ['owner', 'access_token']);
  },
  'what hf-eval wrote arrives with every byte, and the results as the Hub has them': async () => {
    const repo = 'org/written';
    const paths = readdirSync(written, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(written.length + 1))
      .sort();
    const operations = paths.map((path) => add(path, readFileSync(join(written, path))));
    await client.commit({ ...stranger, repo, title: 'Results', isPullRequest: true, operations });
    for (const path of paths) {
      const blob = await client.downloadFile({ hubUrl, repo, revision: 'refs/pr/1', path });
      equal(await bytesOf(blob), [...readFileSync(join(written, path))]);
    }
    equal(paths.length > 1, true);
    const response = await fetch(`${hubUrl}/api/models/${repo}?expand=evalResults`);
    const { evalResults } = (await response.json()) as { evalResults: readonly Readonly<Record<string, unknown>>[] };
    equal(
      evalResults.some((result) => 'error' in result),
      false,
    );
    const files = new Set(evalResults.map(({ filename }) => filename));
    equal(
      [...files].sort(),
      paths.filter((path) => path.startsWith('.eval_results/')),
    );
  },
};

function add(path: string, content: string | Buffer): Operation {
  return { operation: 'addOrUpdate', path, content: new Blob([new Uint8Array(Buffer.from(content))]) };
}

function git(repo: string, ...args: string[]): string {
  return execFileSync('git', ['-C', dirs[repo] ?? '', ...args], { encoding: 'utf8' }).trim();
}

async function bytesOf(blob: Blob | null): Promise<number[]> {
  return blob === null ? [] : [...new Uint8Array(await blob.arrayBuffer())];
}

async function textOf(about: Parameters<Client['downloadFile']>[0]): Promise<string | undefined> {
  return (await client.downloadFile(about))?.text();
}

async function pathsOf(about: Parameters<Client['listFiles']>[0]): Promise<string[]> {
  const paths: string[] = [];
  for await (const { path } of client.listFiles(about)) paths.push(path);
  return paths;
}

/** The status that the client's error tells. */
async function statusOf(refused: Promise<unknown>): Promise<unknown> {
  const error = await refused.then(
    () => 'no error',
    (thrown: unknown) => thrown,
  );
  return error instanceof Error && 'statusCode' in error ? error.statusCode : error;
}

const tests: { readonly fullName: string; readonly status: 'passed' | 'failed' }[] = [];
const ofJobs = jobChecks(client, { hubUrl, accessToken: tokens.runner ?? '' });
for (const [name, check] of Object.entries({ ...CHECKS, ...ofJobs })) {
  try {
    await check();
    console.log(`good    ${name}`);
    tests.push({ fullName: `@huggingface/hub: ${name}`, status: 'passed' });
  } catch (error) {
    console.log(`BROKEN  ${name}\n  ${error instanceof Error ? error.stack : String(error)}`);
    tests.push({ fullName: `@huggingface/hub: ${name}`, status: 'failed' });
  }
}
const failed = tests.some(({ status }) => status === 'failed');
if (report !== '') {
  const result = { name: 'hub-client', status: failed ? 'failed' : 'passed', assertionResults: tests };
  writeFileSync(report, JSON.stringify({ testResults: [result] }));
}
// The client leaves streams open whose reading it ends.
process.exit(failed ? 1 : 0);
