import { quoted } from '../data.ts';
import { isRepoId } from '../scores/repo-id.ts';
import { OPTION_ORDER, optionName } from './parts.ts';
import type { Backend, EvaluationOptions, EvaluationRequest } from './request.ts';

/** Backends that ask an API: they load no model, and need no commit of one. */
const BEHIND_AN_API: readonly Backend[] = ['inference-providers', 'endpoint', 'local-completions'];

function isBehindApi(backend: Backend): boolean {
  return BEHIND_AN_API.includes(backend);
}

/**
 * Branches and tags that stay what they are in a shell, in YAML and in Python: others than words such as `true`, `off` and
 * `nan`, and than numbers.
 */
const NAME_OF_REVISION =
  /^(?!(?:y|n|yes|no|on|off|true|false|null|none|nan|inf|infinity)$)[a-z](?!.*(?:\.\.|\/\/))[\w./-]{0,249}$/i;
/** Types of weights that every one of the frameworks takes under the same name. */
const DTYPES = ['auto', 'float16', 'bfloat16', 'float32'];
/** A path below the folder that the command is started in. */
const PATH = /^(?![-/])(?!(?:.*\/)?\.\.(?:\/|$))[\w.][\w./-]*$/;
const PROJECT = /^[A-Za-z0-9][\w.-]{0,127}$/;
const NAMESPACE = /^[A-Za-z0-9][\w.-]{0,95}$/;
const PROVIDER = /^[a-z0-9][a-z0-9-]{0,63}$/;
const MOST = 100_000_000;

type Check<V> = (value: V) => string | false;

const atLeastOne: Check<number> = (value) =>
  !(Number.isSafeInteger(value) && value >= 1 && value <= MOST) && `it is ${value}, not a whole number from 1 on`;
const text =
  (pattern: RegExp, what: string): Check<string> =>
  (value) =>
    !pattern.test(value) && `${quoted(value)} is no ${what}`;

/** What is wrong with the values of options, whatever the framework. */
const CHECKS: { readonly [K in keyof EvaluationOptions]?: Check<NonNullable<EvaluationOptions[K]>> } = {
  maxSamples: atLeastOne,
  batchSize: (value) => value !== 'auto' && atLeastOne(value),
  tensorParallelSize: atLeastOne,
  dataParallelSize: atLeastOne,
  maxModelLength: atLeastOne,
  gpuMemoryUtilization: (value) => !(value > 0 && value <= 1) && `it is ${value}, not between 0 and 1`,
  dtype: (value) => !DTYPES.includes(value) && `${quoted(value)} is none of ${DTYPES.join(', ')}`,
  systemPrompt: (value) =>
    value.trim() === '' ? 'it is empty' : !isText(value) && 'it has characters that are no text',
  customTasks: text(PATH, 'path below the folder that the command is started in'),
  extraArgs: (values) => values.some((value) => value === '' || !isText(value)) && 'one of them is empty or no text',
  wandb: text(PROJECT, 'name of a project'),
  pushToHub: text(NAMESPACE, 'name of a user or an organization'),
  provider: text(PROVIDER, 'name of a provider'),
  baseUrl: whyNoBaseUrl,
};

/** Whether a revision is a whole commit, which is the same whenever it is loaded. */
export function isWholeCommit(revision: string | undefined): boolean {
  return revision !== undefined && /^[0-9a-f]{40}$/.test(revision);
}

/** All that is wrong with a request, whatever its framework. */
export function checkRequest({ backend, model, tasks, options }: EvaluationRequest): string[] {
  const { repoId, revision } = model;
  const problems: string[] = [];
  if (!isRepoId(repoId)) problems.push(`the model ${quoted(repoId)} is no id of a repo`);
  if (revision !== undefined && !isWholeCommit(revision) && !NAME_OF_REVISION.test(revision)) {
    problems.push(`the revision ${quoted(revision)} is none that every framework reads as it is: give a commit`);
  }
  if (revision === undefined && !isBehindApi(backend)) {
    problems.push(`the commit of ${repoId} is not known, and ${backend} is to load that one and no other`);
  }
  if (!isWholeCommit(revision) && options.trustRemoteCode === true) {
    problems.push('trust-remote-code: the code of a model is run at a commit only, and none is known');
  }
  if (tasks.length === 0) problems.push('no task is given');
  return [...problems, ...checkOptions(options)];
}

/** What is wrong with the values of options, which is known before anything is known of the model. */
export function checkOptions(options: EvaluationOptions): string[] {
  return OPTION_ORDER.flatMap((key) => {
    const value = options[key];
    const reason = value === undefined ? false : (CHECKS[key] as Check<typeof value> | undefined)?.(value);
    return typeof reason === 'string' ? [`${optionName(key)}: ${reason}`] : [];
  });
}

/** No NUL, which ends an argument, and no half of a character; line breaks and tabs are text. */
function isText(value: string): boolean {
  return value.isWellFormed() && !/[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/.test(value);
}

/** An address is shown and kept with the results, so that a key has no place in it. */
function whyNoBaseUrl(value: string): string | false {
  if (!URL.canParse(value)) return `${quoted(value)} is no address`;
  const { protocol, username, password, search, hash } = new URL(value);
  if (!/^https?:$/.test(protocol)) return `it begins with ${quoted(protocol)}, not with http: or https:`;
  if (username !== '' || password !== '') return 'it has a user or a password in it; keys are given as secrets';
  return (search !== '' || hash !== '' || !/^[\w.:/@%~+[\]-]+$/.test(value)) && 'it has more than a host and a path';
}
