import type { Part } from '../../data.ts';
import type { ResultFile } from '../../files/content.ts';
import { settle, sharedStem } from '../beside.ts';
import { basename, commitOf, filesBeside, folderOf, known, mappingOf, textOf } from '../facts.ts';
import type { ClaimedModel, Refusal } from '../run.ts';
import { kindOf } from './recognise.ts';

/** The folder in place of a revision where MTEB keeps numbers that others have reported. */
const EXTERNAL = 'external';
const NO_REVISION = 'no_revision_available';

/**
 * The model of a file of results: as the `model_meta.json` beside it says, or the folders that it lies in,
 * `{org}__{model}/{revision}/`. The file itself names none.
 */
export function readModel(
  path: string,
  nearby: readonly ResultFile[],
): { readonly model?: ClaimedModel; readonly refused: readonly Refusal[] } {
  const metas = filesBeside(path, nearby).filter(({ content }) => kindOf(content) === 'model');
  if (metas.length > 0) {
    const { found, refused } = settle(metaOf(path, metas), 'model_meta.json');
    const meta = found === undefined ? undefined : mappingOf(found.content);
    const name = textOf(meta?.name);
    if (name !== undefined) return { model: withRevision(name, textOf(meta?.revision)), refused };
    if (refused.length > 0) return { refused };
  }
  const [revision = '', folder = ''] = folderOf(path).split('/').reverse();
  const [, org, model] = /^([^_](?:.*?[^_])?)__([^_].*)$/.exec(folder) ?? [];
  if (org === undefined || model === undefined) return { refused: [] };
  return { model: withRevision(`${org}/${model}`, textOf(revision)), refused: [] };
}

/** One description is for all files of a folder, unless its name has a beginning that theirs do not have. */
function metaOf(path: string, metas: readonly ResultFile[]): ResultFile | 'unclear' | undefined {
  const saying = new Map(metas.map((file) => [JSON.stringify(mappingOf(file.content)), file]));
  const [first] = saying.values();
  const isOfAll = metas.some((file) => !/.model_meta\.json$/.test(basename(file.path)));
  if (saying.size === 1 && first !== undefined && isOfAll) return first;
  const shared = metas.map((file) => sharedStem(path, file.path));
  const most = Math.max(...shared);
  const best = metas.filter((_, at) => shared[at] === most);
  return most > 0 && best.length === 1 ? best[0] : 'unclear';
}

function withRevision(name: string, revision: string | undefined): ClaimedModel {
  if (revision === undefined || revision === EXTERNAL || revision === NO_REVISION) return { name };
  return { name, revision, ...known({ sha: commitOf(revision) }) };
}

/** Are these numbers copied from a model card? The folder tells; and so does a file that knows neither version nor time. */
export function isExternal(path: string, data: Part): boolean {
  const isCopied = data.mteb_version === null && data.evaluation_time === null;
  return isCopied || folderOf(path).split('/').at(-1) === EXTERNAL;
}
