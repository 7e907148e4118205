import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../src/errors.ts';
import type { CardRequest } from '../../src/hub/read-card.ts';
import type { FaultRule } from '../local-hub/faults.ts';
import type { LocalHub } from '../local-hub/server.ts';
import { cardRequest, refusalOf, STRANGER, startHubs, TOKEN } from './card-hub.ts';

let hub: LocalHub;
let store: LocalHub;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ hub, store, close } = await startHubs());
});

afterAll(() => close());

const request = (overrides: Partial<CardRequest> = {}) => cardRequest(hub.url, overrides);
const refusal = (overrides: Partial<CardRequest> = {}) => refusalOf(request(overrides));

describe('refusals of the Hub', () => {
  it.each<[string, Partial<CardRequest>, ErrorCode, RegExp, RegExp]>([
    ['missing, anonymous', { repoId: 'org/none' }, 'repo-not-found', /private or gated/, /HF_TOKEN/],
    ['private, anonymous', { repoId: 'org/private' }, 'repo-not-found', /private or gated/, /spelling/],
    ['gated, anonymous', { repoId: 'org/gated' }, 'gated', /no token/, /\/org\/gated.*HF_TOKEN/],
    ['gated, stranger', { repoId: 'org/gated', token: STRANGER }, 'gated', /not on its list/, /\/org\/gated/],
    ['disabled', { repoId: 'org/disabled', token: TOKEN }, 'forbidden', /disabled/, /again/],
    ['bad token', { token: 'hf_unknownUnknownUnknown' }, 'unauthorized', /token/, /settings\/tokens/],
    ['missing, stranger', { repoId: 'org/none', token: STRANGER }, 'repo-not-found', /may not see/, /spelling/],
    ['private, stranger', { repoId: 'org/private', token: STRANGER }, 'repo-not-found', /may not see/, /account/],
    ['no such revision', { revision: 'v9' }, 'revision-not-found', /"v9"/, /branch/],
    ['revision encoded twice', { revision: 'refs%2Fpr%2F7' }, 'revision-not-found', /refs%2Fpr%2F7/, /branch/],
    ['git notation', { revision: 'main~0' }, 'revision-not-found', /main~0/, /branch/],
    ['no README', { repoId: 'org/bare' }, 'no-card', /no README\.md/, /Write a model card/],
  ])('%s', async (_name, overrides, code, message, hint) => {
    const error = await refusal(overrides);
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
    expect(error.hint).toMatch(hint);
    const { repoId = 'org/model' } = overrides;
    expect(error.message).toContain(repoId);
    expect(error.message).toContain(`${hub.url}/${repoId}/resolve/`);
    expect(error.message).toMatch(/request Root=1-[0-9a-f-]+;[0-9a-f-]{36}/);
    expect(error.details).toMatchObject({ repo_id: repoId, status: expect.any(Number) });
  });

  const refused = { error: 'Forbidden: the org demands approval' };
  it.each<[string, FaultRule, string | undefined, ErrorCode, RegExp]>([
    ['429 with a window', { status: 429, headers: { RateLimit: '"x";r=0;t=55' } }, TOKEN, 'rate-limited', /in 56 s/],
    ['429 without', { status: 429 }, undefined, 'rate-limited', /some minutes.*HF_TOKEN/],
    ['403 with a reason', { status: 403, body: refused }, TOKEN, 'forbidden', /permission/],
    ['401 without code', { status: 401, body: { error: 'expired' } }, TOKEN, 'unauthorized', /expired/],
    ['401 without code', { status: 401, body: { error: 'no' } }, undefined, 'repo-not-found', /HF_TOKEN/],
    ['408', { status: 408 }, TOKEN, 'hub-unavailable', /later/],
    ['500', { status: 500 }, TOKEN, 'hub-unavailable', /later/],
    ['502 page', { status: 502, body: '<html>Bad gateway' }, TOKEN, 'hub-unavailable', /later/],
    ['404 by words', { status: 404, body: { error: 'Entry not found' } }, TOKEN, 'no-card', /Write/],
    ['404 of another server', { status: 404, body: 'nginx' }, TOKEN, 'unexpected-answer', /HF_ENDPOINT/],
    ['416', { status: 416 }, TOKEN, 'unexpected-answer', /HF_ENDPOINT/],
    ['402', { status: 402 }, TOKEN, 'unexpected-answer', /HF_ENDPOINT/],
    ['204', { status: 204 }, TOKEN, 'unexpected-answer', /HF_ENDPOINT/],
    ['304', { status: 304 }, TOKEN, 'unexpected-answer', /HF_ENDPOINT/],
  ])('%s', async (_name, rule, token, code, hint) => {
    hub.fault(rule);
    const error = await refusal(token === undefined ? {} : { token });
    expect([error.code, error.details.status]).toEqual([code, rule.status]);
    expect(error.hint).toMatch(hint);
  });

  it('tells the seconds of a rate limit to scripts', async () => {
    hub.fault({ status: 429, headers: { 'Retry-After': '30' } });
    expect((await refusal()).details).toMatchObject({ retry_after_seconds: 30 });
  });

  it('counts when the text that explains it breaks off', async () => {
    hub.fault({
      status: 404,
      headers: { 'X-Error-Code': 'EntryNotFound' },
      body: '{"error":"Ent',
      truncate: 3,
    });
    expect((await refusal()).code).toBe('no-card');
  });

  it('does not take the word of another server for the state of the repo', async () => {
    store.fault({ status: 404, headers: { 'X-Error-Code': 'RepoNotFound' } });
    const error = await refusal({ repoId: 'org/stored', token: TOKEN });
    expect(error.code).toBe('unexpected-answer');
    expect(error.message).not.toContain('secret-of-the-link');
  });
});

describe('text of the server', () => {
  it.each<[string, FaultRule, string]>([
    ['error', { body: { error: 'one' } }, '"one"'],
    ['a list of errors', { body: { error: ['one', 'two'] } }, '"one; two"'],
    ['errors', { body: { errors: [{ message: 'one' }, { message: 'two' }] } }, '"one; two"'],
    ['message', { body: { message: 'one' } }, '"one"'],
    ['OAuth', { body: { error: 'invalid_request', error_description: 'why' } }, '"why; invalid_request"'],
    ['header first', { headers: { 'X-Error-Message': 'header' }, body: { error: 'body' } }, '"header"'],
    ['plain text', { body: 'one' }, '"one"'],
    ['broken JSON', { headers: { 'content-type': 'application/json' }, body: '{"a' }, '"{"a"'],
    ['JSON without a message', { body: { error: { deep: 1 } } }, 'README.md]'],
  ])('is found in %s', async (_name, rule, expected) => {
    hub.fault({ status: 403, headers: { 'X-Request-Id': '' }, ...rule });
    expect((await refusal()).message).toContain(expected);
  });

  it('loses control characters, line ends and the token, and is cut at 200 characters', async () => {
    const error = `a\n::error::b\u001b[31m\u202ec\u2028d ${TOKEN} hf_abcdefghijklmnopqrstuvwxyz ${'é'.repeat(500)}`;
    hub.fault({ status: 403, headers: { 'X-Request-Id': `id-${TOKEN}` }, body: { error } });
    const { message } = await refusal({ token: TOKEN });
    const said = /"(a .*)"; request id-\*\*\*\]$/.exec(message)?.[1] ?? '';
    expect(said).toMatch(/^a ::error::b\[31mc d \*\*\* hf_\*\*\* é+…$/);
    expect([...said]).toHaveLength(200);
  });
});
