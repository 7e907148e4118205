import { isRepoId } from '../../scores/repo-id.ts';
import { finiteNumber, isMapping, ownValue, textOf } from '../facts.ts';
import type { ClaimedModel } from '../run.ts';

/** What is laid over a base model: the scores are its own, never the base's. */
const ADAPTERS = ['peft', 'delta', 'lora_local_path', 'steer_path'];
/** What lm-eval takes a model's name from, in its order (`GeneralConfigTracker._get_model_name`). */
const NAMES = ['pretrained', 'model', 'path', 'engine'];
/** The arguments that name what a backend loads. Elsewhere, `revision` is that of a tokenizer. */
const LOADED = ['peft', 'delta', 'pretrained', 'path'];

/** The model that a file names. Of its arguments, only names and revisions are looked at: keys may be among the others. */
export function readModel(data: unknown): ClaimedModel | undefined {
  const config = ownValue(data, 'config');
  const args = readArguments(ownValue(config, 'model_args'));
  const key = [...ADAPTERS, ...NAMES].find((name) => args.has(name));
  const name = (key === undefined ? undefined : args.get(key)) ?? nameOutside(data);
  if (name === undefined || isContradicted(name, key, data)) return undefined;
  // Without arguments, what the file says of the model is all there is.
  const isLoaded = key === undefined || LOADED.includes(key);
  const revision = isLoaded ? revisionOf(config, args) : undefined;
  const shaKey = key === 'peft' || key === 'delta' ? `${key}_sha` : 'model_sha';
  const sha = isLoaded ? ownValue(config, shaKey) : undefined;
  return {
    name,
    ...(revision === undefined ? {} : { revision }),
    // It is empty where the Hub did not answer.
    ...(typeof sha === 'string' && /^[0-9a-f]{40}$/.test(sha) ? { sha } : {}),
  };
}

/** lm-eval takes `model_name` from the arguments: a file in which the two are different repos was put together by somebody. */
function isContradicted(name: string, key: string | undefined, data: unknown): boolean {
  const given = textOf(ownValue(data, 'model_name'));
  const areRepos = given !== undefined && [name, given].every(isRepoId);
  return areRepos && key !== undefined && NAMES.includes(key) && given.toLowerCase() !== name.toLowerCase();
}

/** What ran the model. A model that was made beforehand has its own name in this place. */
export function readBackend(data: unknown): string | undefined {
  const model = textOf(ownValue(ownValue(data, 'config'), 'model'));
  return model?.includes('/') ? undefined : model;
}

/**
 * Whether prompts went through a chat template. No template means none only where the settings were kept at all, and not
 * with chat servers, which have one of their own; an empty one is what servers are called with either way.
 */
export function readChatTemplate(data: unknown): boolean | undefined {
  const template = ownValue(data, 'chat_template');
  if (textOf(template) !== undefined) return true;
  const isKept = template === null && textOf(ownValue(data, 'model_source')) !== undefined;
  return isKept && !/chat|litellm/.test(readBackend(data) ?? '') ? false : undefined;
}

/** The arguments that matter here: an object, or `pretrained=org/model,revision=main`. Nothing and `None` are left out. */
function readArguments(args: unknown): ReadonlyMap<string, string> {
  const wanted = new Map<string, string>();
  const pairs: readonly (readonly [string, unknown])[] =
    typeof args === 'string' ? args.split(',').map(splitPair) : isMapping(args) ? Object.entries(args) : [];
  for (const [key, given] of pairs) {
    // A revision such as 1000 is read as a number by the command line.
    const value = typeof given === 'string' ? given : String(finiteNumber(given) ?? '');
    const isNothing = value.trim() === '' || /^none$/i.test(value);
    if (KEPT.has(key) && isNothing) wanted.delete(key);
    else if (KEPT.has(key)) wanted.set(key, value);
  }
  return wanted;
}

const KEPT = new Set([...ADAPTERS, ...NAMES, 'revision', 'subfolder']);

function splitPair(pair: string): [string, string] {
  const [key = '', ...rest] = pair.split('=');
  const value = rest.join('=').trim();
  return [key.trim(), /^(["']).*\1$/.test(value) ? value.slice(1, -1) : value];
}

/** A model that was made beforehand has no arguments: then it is its own name, or what the tracker was told. */
function nameOutside(data: unknown): string | undefined {
  const model = textOf(ownValue(ownValue(data, 'config'), 'model'));
  if (model?.includes('/')) return model;
  const name = textOf(ownValue(data, 'model_name'));
  // lm-eval makes up eight letters for what it knows no name of.
  return name !== undefined && /^[a-z0-9]{8}$/.test(name) ? undefined : name;
}

/** As it was asked for, with the folder of the weights where there is one, as lm-eval writes it. */
function revisionOf(config: unknown, args: ReadonlyMap<string, string>): string | undefined {
  const revision = textOf(ownValue(config, 'model_revision')) ?? args.get('revision');
  const folder = args.get('subfolder');
  if (folder === undefined || revision?.endsWith(`/${folder}`)) return revision;
  return `${revision ?? 'main'}/${folder}`;
}
