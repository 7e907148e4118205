import { UserError } from '../../errors.ts';
import { type ModelFacts, readModelFacts } from '../../evaluation/model-facts.ts';
import { callApi } from '../../hub/api.ts';
import { listFolder, readRepoFile } from '../../hub/read-card.ts';
import { type Hub, hubUrl } from '../../hub/request.ts';

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

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as unknown;
  } catch {
    return undefined;
  }
}
