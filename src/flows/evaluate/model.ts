import { quoted } from '../../data.ts';
import { UserError } from '../../errors.ts';
import { isWholeCommit } from '../../evaluation/check-request.ts';
import { type ModelFacts, readModelFacts } from '../../evaluation/model-facts.ts';
import { callApi } from '../../hub/api.ts';
import { listCommits } from '../../hub/commits.ts';
import { listFolder, readRepoFile } from '../../hub/read-card.ts';
import { type Hub, hubUrl } from '../../hub/request.ts';
import { isCommit } from '../../scores/repo-id.ts';

/** A configuration is a few kilobytes. */
const MOST_CONFIG = 2_000_000;

/**
 * Asks the Hub what a model is: its commit, size and shape. What cannot be told stays open.
 *
 * @throws UserError `repo-not-found`, `revision-not-found` and what else a refusal becomes. A gated model whose files the
 *   caller may not read is `gated`: a job could not read them either.
 */
export async function readModel(hub: Hub, revision: string): Promise<ModelFacts> {
  const { repoId } = hub;
  const url = hubUrl({ ...hub, revision }, (repo, rev) => `api/models/${repo}/revision/${rev}`);
  const { json: info } = await callApi(hub, url, { what: `what ${repoId} is`, revision });
  const request = { ...hub, revision, maxBytes: MOST_CONFIG };
  const config = await readRepoFile(request, 'config.json').then(
    ({ bytes }) => parse(bytes),
    (error: unknown) => {
      // Models of other libraries have none.
      if (error instanceof UserError && (error.code === 'no-card' || error.code === 'unexpected-answer'))
        return undefined;
      throw error;
    },
  );
  const facts = readModelFacts(repoId, info, config);
  if (facts.weightBytes !== undefined) return facts;
  const files = await listFolder(request, '');
  return readModelFacts(repoId, info, config, new Map(files.map(({ path, size }) => [path, size])));
}

/** As many commits of a branch as the Hub tells at once. */
const MOST_COMMITS = 1000;

/**
 * Why the scores of a commit do not belong to a branch or tag: it is none of its commits. Nothing where the branch has more
 * than the Hub tells.
 *
 * @throws UserError what the Hub's refusals become.
 */
export async function whyElsewhere(hub: Hub, commit: string | undefined, target: string): Promise<readonly string[]> {
  if (!isWholeCommit(commit) || isCommit(target)) return [];
  const commits = await listCommits(hub, target);
  if (commits.length >= MOST_COMMITS || commits.some(({ oid }) => oid === commit)) return [];
  return [
    `model-revision: ${commit} is none of the commits of ${quoted(target)}, to which the scores would go: give the branch or tag that it is of as --revision`,
  ];
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as unknown;
  } catch {
    return undefined;
  }
}
