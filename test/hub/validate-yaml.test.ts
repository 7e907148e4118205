import { afterAll, beforeAll, expect, it } from 'vitest';
import { NetworkError } from '../../src/http/retrying-fetch.ts';
import { askHubForVerdict } from '../../src/hub/validate-yaml.ts';
import { type LocalHub, startLocalHub } from '../local-hub/server.ts';

let hub: LocalHub;
beforeAll(async () => {
  hub = await startLocalHub();
});
afterAll(() => hub.close());

const ask = (content: string, fetched: typeof fetch = fetch) =>
  askHubForVerdict({ fetch: fetched, endpoint: hub.url, content, userAgent: 'hf-eval/test' });
const card = (yaml: string): string => `---\n${yaml}\n---\n# Kestrel\n`;

it('has nothing to say of a good card', async () => {
  expect(await ask(card('license: mit'))).toEqual({ errors: [], warnings: [] });
});

it('tells what the Hub finds wrong, and what it warns of', async () => {
  expect(await ask('# Kestrel\n')).toMatchObject({ warnings: [expect.stringContaining('yaml metadata')] });
  expect(await ask(card('a: [b'))).toMatchObject({ errors: [expect.any(String)] });
  const results = 'model-index:\n- name: M\n  results:\n  - dataset: {type: a b, name: x, config: 5}';
  expect(await ask(card(results))).toMatchObject({
    errors: ['"model-index[0].results[0].dataset.config" must be a string'],
  });
});

it('asks without a token, for the card is all that counts', async () => {
  const before = hub.requests.length;
  await ask(card('license: mit'));
  const [request] = hub.requests.slice(before);
  expect(request).toMatchObject({ method: 'POST', path: '/api/validate-yaml' });
  expect(request?.headers.authorization).toBeUndefined();
});

it('has no verdict from a Hub without such a check', async () => {
  expect(await ask('# Kestrel\n', async () => new Response('{}', { status: 404 }))).toBeUndefined();
});

it('fails when the Hub cannot be asked or does not answer in its way', async () => {
  const broken = async (): Promise<Response> => {
    throw new TypeError('fetch failed');
  };
  await expect(ask('# Kestrel\n', broken)).rejects.toBeInstanceOf(NetworkError);
  await expect(ask('# Kestrel\n', async () => new Response('', { status: 500 }))).rejects.toThrow('HTTP 500');
  await expect(ask('# Kestrel\n', async () => new Response('<html>'))).rejects.toThrow();
});
