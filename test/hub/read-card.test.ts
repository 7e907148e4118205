import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../src/errors.ts';
import { type Fetch, retryingFetch } from '../../src/http/retrying-fetch.ts';
import { type CardRequest, readCard } from '../../src/hub/read-card.ts';
import type { FaultRule } from '../local-hub/faults.ts';
import { commitFiles } from '../local-hub/repo.ts';
import type { LocalHub } from '../local-hub/server.ts';
import { answering, CARD_BYTES, cardRequest, refusalOf, startHubs, TOKEN } from './card-hub.ts';

let hub: LocalHub;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ hub, close } = await startHubs());
});

afterAll(() => close());

const request = (overrides: Partial<CardRequest> = {}) => cardRequest(hub.url, overrides);
const refusal = (overrides: Partial<CardRequest> = {}) => refusalOf(request(overrides));

describe('a card that is there', () => {
  it('comes byte for byte, with its commit and blob id', async () => {
    const oid = createHash('sha1').update(`blob ${CARD_BYTES.length}\0`).update(CARD_BYTES).digest('hex');
    expect(await readCard(request())).toEqual({
      bytes: CARD_BYTES,
      url: `${hub.url}/org/model/resolve/main/README.md`,
      commit: expect.stringMatching(/^[0-9a-f]{40}$/),
      etag: oid,
    });
  });

  it('is asked for with the name of the program, and the token when there is one', async () => {
    await readCard(request());
    await readCard(request({ token: TOKEN, endpoint: `${hub.url}//` }));
    const [anonymous, known] = hub.requests.slice(-2);
    expect(anonymous?.headers).toMatchObject({ 'user-agent': 'hf-eval/test', 'accept-encoding': 'identity' });
    expect(anonymous?.headers).not.toHaveProperty('authorization');
    expect(known?.headers.authorization).toBe(`Bearer ${TOKEN}`);
    expect(known?.path).toBe('/org/model/resolve/main/README.md');
  });

  it('comes from a pull request, encoded once', async () => {
    const model = hub.repos.get('org/model');
    const parent = (await readCard(request())).commit ?? '';
    const files = { 'README.md': 'proposed' };
    const commit = await commitFiles(model?.dir ?? '', { ref: 'refs/pr/7', parent, files, title: 'PR' });
    const card = await readCard(request({ revision: 'refs/pr/7' }));
    expect([new TextDecoder().decode(card.bytes), card.commit]).toEqual(['proposed', commit]);
    expect(hub.requests.at(-1)?.path).toBe('/org/model/resolve/refs%2Fpr%2F7/README.md');
  });

  it.each(['gpt2', 'org/empty'])('comes from %s', async (repoId) => {
    expect((await readCard(request({ repoId }))).bytes.byteLength).toBe(repoId === 'gpt2' ? CARD_BYTES.length : 0);
  });

  it.each(['org/private', 'org/gated'])('comes from %s for its owner', async (repoId) => {
    expect((await readCard(request({ repoId, token: TOKEN }))).bytes).toHaveLength(CARD_BYTES.length);
  });

  it('may have exactly the largest size', async () => {
    expect((await readCard(request({ maxBytes: CARD_BYTES.length }))).bytes).toHaveLength(CARD_BYTES.length);
    expect((await refusal({ maxBytes: CARD_BYTES.length - 1 })).code).toBe('card-too-large');
  });

  it('may be Markdown that starts with HTML', async () => {
    const headers = { 'content-type': 'text/html' };
    const { fetch } = answering(new Response('<div align="center">\n\n# Model', { headers }));
    expect((await readCard(request({ fetch }))).bytes).toHaveLength(29);
    const plain = { 'content-type': 'text/plain' };
    const page = answering(new Response('<html>\n# Model', { headers: plain }));
    expect((await readCard(request({ fetch: page.fetch }))).bytes).toHaveLength(14);
  });
});

describe('answers that are not a card', () => {
  it.each(['<!DOCTYPE html><title>Log in</title>', '\n<!-- x -->\n<HTML lang="en">', '<?xml version="1.0"?><html>'])(
    'refuses the page %s',
    async (body) => {
      hub.fault({ body, headers: { 'Content-Type': 'text/html; charset=utf-8' } });
      const error = await refusal();
      expect(error.code).toBe('unexpected-answer');
      expect(error.message).toContain('web page');
    },
  );

  it('stops at a card of 6 MB', async () => {
    const error = await refusal({ repoId: 'org/huge' });
    expect([error.code, error.message]).toEqual(['card-too-large', expect.stringContaining('5,000,000')]);
  });

  // A stream is filled with one chunk before anybody reads.
  it.each<[string, Record<string, string>, number]>([
    ['before reading when it was announced', { 'content-length': '6000000' }, 100_000],
    ['right behind the limit when it was not', {}, 1_200_000],
    ['right behind the limit when less was announced', { 'content-length': '10' }, 1_200_000],
  ])('stops %s', async (_name, headers, most) => {
    let pulled = 0;
    let cancelled = false;
    const body = new ReadableStream({
      pull(controller) {
        pulled += 100_000;
        controller.enqueue(new Uint8Array(100_000));
        if (pulled >= 6_000_000) controller.close();
      },
      cancel() {
        cancelled = true;
      },
    });
    const { fetch } = answering(new Response(body, { headers }));
    const error = await refusal({ fetch, maxBytes: 1_000_000 });
    expect([error.code, cancelled]).toEqual(['card-too-large', true]);
    expect(pulled).toBeLessThanOrEqual(most);
  });
});

describe('a Hub that fails', () => {
  const retried = retryingFetch(fetch, { sleep: async () => {}, tries: 3 });

  it.each<[string, FaultRule, RegExp]>([
    ['a reset connection', { reset: true }, /UND_ERR_SOCKET|ECONNRESET/],
    ['a truncated body', { truncate: 10 }, /README\.md/],
    ['a body that is cut off', { truncate: 10, reset: true }, /README\.md/],
    ['a body that never ends', { truncate: 10, stall: true }, /not complete within 0\.1 s/],
  ])('%s', async (_name, rule, message) => {
    hub.fault(rule);
    const error = await refusal({ token: TOKEN, bodyTimeoutSeconds: 0.1 });
    expect(error.code).toBe('hub-unavailable');
    expect(error.message).toMatch(message);
    expect(error.message).toContain('org/model');
  });

  it('a body shorter than announced', async () => {
    const response = new Response('short', { headers: { 'content-length': '50' } });
    const error = await refusal({ fetch: answering(response).fetch });
    expect([error.code, error.message]).toEqual(['hub-unavailable', expect.stringContaining('5 of 50 bytes')]);
  });

  it('headers that do not come', async () => {
    hub.fault({ delayMs: 60_000, times: 2 });
    const impatient = retryingFetch(fetch, { sleep: async () => {}, tries: 2, timeoutSeconds: 0.1 });
    const error = await refusal({ fetch: impatient });
    expect([error.code, error.details.timed_out]).toEqual(['hub-unavailable', true]);
  });

  it('recovers when a later try succeeds', async () => {
    hub.fault({ reset: true });
    hub.fault({ status: 503 });
    expect((await readCard(request({ fetch: retried }))).bytes).toHaveLength(CARD_BYTES.length);
  });

  it('fails for good after the last try', async () => {
    const before = hub.requests.length;
    hub.fault({ status: 503, times: 3 });
    expect((await refusal({ fetch: retried })).code).toBe('hub-unavailable');
    expect(hub.requests.length - before).toBe(3);
  });

  it('passes on that the caller stopped', async () => {
    hub.fault({ truncate: 10, stall: true });
    const controller = new AbortController();
    const reason = new Error('stopped by the user');
    const stopping: Fetch = async (...asked) => {
      const response = await fetch(...asked);
      setTimeout(() => controller.abort(reason), 10);
      return response;
    };
    await expect(readCard(request({ fetch: stopping, signal: controller.signal }))).rejects.toBe(reason);
  });
});

describe('requests that are wrong', () => {
  it.each<[string, Partial<CardRequest>, ErrorCode]>([
    ['no endpoint', { endpoint: 'huggingface.co' }, 'usage'],
    ['another scheme', { endpoint: 'file:///tmp' }, 'usage'],
    ['a password in the endpoint', { endpoint: `https://me:${TOKEN}@hub.example` }, 'usage'],
    ['a path in the repo', { repoId: 'org/model/tree' }, 'usage'],
    ['a repo that climbs', { repoId: '../api' }, 'usage'],
    ['a repo that climbs back', { repoId: 'org/..' }, 'usage'],
    ['a query in the repo', { repoId: 'org/model?x=1' }, 'usage'],
    ['a revision that climbs', { revision: '..' }, 'usage'],
    ['no revision', { revision: '' }, 'usage'],
    ['half a character', { revision: '\ud800' }, 'usage'],
    ['a line end in the token', { token: `${TOKEN}\n` }, 'unauthorized'],
  ])('%s is refused without a request', async (_name, overrides, code) => {
    const { fetch, sent } = answering();
    const error = await refusal({ fetch, ...overrides });
    expect([error.code, sent.length]).toEqual([code, 0]);
  });

  it('takes an empty token for none', async () => {
    const { fetch, sent } = answering();
    await readCard(request({ fetch, token: '' }));
    expect(sent[0]?.[1].has('authorization')).toBe(false);
  });

  it('keeps the path of an endpoint', async () => {
    const { fetch, sent } = answering();
    await readCard(request({ fetch, endpoint: 'https://mirror.example/hf/', revision: 'a b/c' }));
    expect(sent[0]?.[0]).toBe('https://mirror.example/hf/org/model/resolve/a%20b%2Fc/README.md');
  });
});
