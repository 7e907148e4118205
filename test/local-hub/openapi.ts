import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { partOf } from './card-rules.ts';
import type { RecordedRequest } from './state.ts';

type Content = { readonly content?: Readonly<Record<string, unknown>> };
type Operation = {
  readonly requestBody?: Content;
  readonly responses?: Readonly<Record<string, Content>>;
};
type Spec = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
};

/** The Hub's own description of its requests and answers. */
export type OpenApi = {
  /** The operation of a request, such as `GET /api/whoami-v2`; undefined for those that it does not describe. */
  readonly operationOf: (request: RecordedRequest) => string | undefined;
  /** What is wrong with an answer; undefined when nothing is, or when it is not described. */
  readonly problemOf: (request: RecordedRequest) => string | undefined;
  /** What is wrong with the body of a request. */
  readonly requestProblemOf: (request: RecordedRequest) => string | undefined;
};

/** Reads the description, which is no part of this project. Throws when it is not there. */
export function readOpenApi(path: string): OpenApi {
  const spec = JSON.parse(readFileSync(path, 'utf8'), mend) as Spec;
  // The description mixes dialects, so only what it says of values counts, not how it says it.
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: false });
  ajv.addSchema(spec, 'hub');
  const templates = Object.keys(spec.paths).map((path) => ({ path, pattern: patternOf(path) }));
  // `{namespace}/{repo}` also fits what has a name of its own, so the most literal one wins.
  templates.sort((left, right) => literalsOf(right.path) - literalsOf(left.path));
  const validators = new Map<string, ValidateFunction>();

  const find = ({ method, path }: RecordedRequest) => {
    const pathname = path.split('?', 1)[0] ?? '';
    const hit = templates.find((item) => item.pattern.test(pathname) && spec.paths[item.path]?.[method.toLowerCase()]);
    return hit === undefined ? undefined : { path: hit.path, method: method.toLowerCase() };
  };
  const check = (steps: readonly string[], json: Uint8Array): string | undefined => {
    const ref = `hub#/${steps.map((step) => encodeURIComponent(step.replace(/~/g, '~0').replace(/\//g, '~1'))).join('/')}`;
    const validate = validators.get(ref) ?? ajv.compile({ $ref: ref });
    validators.set(ref, validate);
    return validate(JSON.parse(Buffer.from(json).toString())) ? undefined : ajv.errorsText(validate.errors);
  };
  return {
    operationOf(request) {
      const found = find(request);
      return found === undefined ? undefined : `${found.method.toUpperCase()} ${found.path}`;
    },
    problemOf(request) {
      const found = find(request);
      const { answer } = request;
      const type = 'application/json';
      if (found === undefined || answer === undefined || !answer.headers['content-type']?.includes(type))
        return undefined;
      const { path, method } = found;
      if (spec.paths[path]?.[method]?.responses?.[answer.status]?.content?.[type] === undefined) return undefined;
      const steps = ['paths', path, method, 'responses', String(answer.status), 'content', type, 'schema'];
      const problem = check(steps, answer.body);
      return problem === undefined ? undefined : `${request.method} ${request.path}: ${problem}`;
    },
    requestProblemOf(request) {
      const found = find(request);
      const type = 'application/json';
      if (found === undefined || request.body.byteLength === 0 || request.headers['content-type'] !== type)
        return undefined;
      const { path, method } = found;
      if (spec.paths[path]?.[method]?.requestBody?.content?.[type] === undefined) return undefined;
      const problem = check(['paths', path, method, 'requestBody', 'content', type, 'schema'], request.body);
      return problem === undefined ? undefined : `${request.method} ${request.path}: ${problem}`;
    },
  };
}

/**
 * Mends what the description cannot mean: parts that are joined (`allOf`) each forbid what the others have; entries of a
 * tree have no `path`, which all clients read; and `id` is an older dialect's `$id`.
 */
function mend(key: string, value: unknown): unknown {
  if (key === 'allOf') return JSON.parse(JSON.stringify(value).replaceAll('"additionalProperties":false', '"x":0'));
  if (key === 'RepoId') return { ...partOf(value), id: undefined };
  const { xetHash, lastCommit } = partOf(value);
  if (key !== 'properties' || xetHash === undefined || lastCommit === undefined) return value;
  return { ...partOf(value), path: { type: 'string' } };
}

/** A parameter is one segment; a path at the end may be several, or missing. */
function patternOf(path: string): RegExp {
  const escaped = path.replace(/[.*+?^$()|[\]\\]/g, '\\$&');
  const open = escaped.replace(/\/\{path\}$/, '(?:/.*)?').replace(/\{repoType\}/, '(?:models|datasets|spaces)');
  return new RegExp(`^${open.replace(/\{\w+\}/g, '[^/]+')}$`);
}

function literalsOf(path: string): number {
  return path.replace(/\{\w+\}/g, '').length;
}
