import { createHash } from 'node:crypto';
import { decodeText, MAX_CARD_BYTES } from '../../card/decode-card.ts';
import type { Config } from '../../config.ts';
import { UserError } from '../../errors.ts';
import { isResultsFile, type ResultsFile } from '../../formats/eval-results/read.ts';
import { readHead } from '../../hub/commits.ts';
import { listFolder, readRepoFile } from '../../hub/read-card.ts';
import type { Hub } from '../../hub/request.ts';
import { RESULTS_FOLDER } from '../../runner/model-folder.ts';
import type { ModelTexts } from '../merge-files.ts';
import type { Offer, OfferReader } from '../offer.ts';
import { digestOf } from './digest.ts';

/** A branch as it stands at one commit, and the scores that are to go into it. */
export type Target<Origin = unknown> = {
  /** 40 hex digits. */
  readonly head: string;
  readonly files: ModelTexts;
  readonly offer: Offer<Origin>;
  /** Of the scores. */
  readonly digest: string;
};

/**
 * Reads the branch that is to be changed, all of it from one commit, and makes the scores for it.
 *
 * @throws UserError what reading and extracting throw; `usage` for a repo that has another name now.
 */
export async function readTarget<Origin>(
  hub: Hub,
  config: Config,
  readOffer: OfferReader<Origin>,
): Promise<Target<Origin>> {
  const { oid, repoId } = await readHead(hub, config.revision);
  if (repoId.toLowerCase() !== hub.repoId.toLowerCase()) {
    throw new UserError('usage', `${hub.repoId} is called ${repoId} now.`, { hint: `Give --repo-id ${repoId}.` });
  }
  const text = await readFileAt(hub, oid, 'README.md');
  const name = `README.md of ${hub.repoId}`;
  if (text === undefined && (config.card === undefined || config.outputFormat !== 'eval-results')) {
    const why = config.card === undefined ? 'to read scores from' : 'to write model-index into';
    throw new UserError('no-card', `${hub.repoId} has no README.md ${why}.`, {
      hint: `Write a model card first${config.card === undefined ? '' : ', or give --output-format eval-results'}.`,
    });
  }
  const offer = await readOffer({ name, text: text ?? '' });
  const results = await readResultsAt(hub, config, oid);
  return {
    head: oid,
    files: { card: { path: 'README.md', name, text: text ?? '' }, results },
    offer,
    digest: digestOf(offer.scores, `${config.endpoint}/${config.repoId}`),
  };
}

/** The files of results at a commit; none when they are not asked for. */
export async function readResultsAt(hub: Hub, { outputFormat }: Config, revision: string): Promise<ResultsFile[]> {
  if (outputFormat === 'model-index') return [];
  const files: ResultsFile[] = [];
  for (const { path } of await listFolder({ ...hub, revision, maxBytes: MAX_CARD_BYTES }, RESULTS_FOLDER)) {
    const text = isResultsFile(path) ? await readFileAt(hub, revision, path) : undefined;
    if (text !== undefined) files.push({ path, text });
  }
  return files;
}

/**
 * The text of a file at a commit; undefined when there is none. It is to be changed and written back, so it must be the very
 * file: the Hub names it by the hash of its bytes.
 *
 * @throws UserError `unexpected-answer` for bytes that are not the file's; what reading throws.
 */
export async function readFileAt(hub: Hub, revision: string, path: string): Promise<string | undefined> {
  try {
    const { bytes, etag = '', url } = await readRepoFile({ ...hub, revision, maxBytes: MAX_CARD_BYTES }, path);
    if (!isHashOf(etag, bytes)) throw notTheFile(hub, path, url);
    return decodeText(bytes, `${path} of ${hub.repoId}`);
  } catch (error) {
    if (error instanceof UserError && error.code === 'no-card') return undefined;
    throw error;
  }
}

/** Git's id of a blob, or the SHA-256 by which large files are known. */
function isHashOf(etag: string, bytes: Uint8Array): boolean {
  if (etag.length === 64) return createHash('sha256').update(bytes).digest('hex') === etag;
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex') === etag;
}

function notTheFile(hub: Hub, path: string, url: string): UserError {
  return new UserError('unexpected-answer', `What came for ${path} of ${hub.repoId} is not the file [${url}].`, {
    hint: 'Nothing was written. Run it again; a mirror or proxy that changes files, or drops their ETag, cannot be written through.',
  });
}
