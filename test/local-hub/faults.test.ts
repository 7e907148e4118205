import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FaultRule } from './faults.ts';
import { type LocalHub, startLocalHub } from './server.ts';

const CARD = '# Model\n';
const PATH = '/org/model/resolve/main/README.md';

let hub: LocalHub;
let clock: number;

beforeEach(async () => {
  clock = 0;
  hub = await startLocalHub({ limits: { resolvers: 50, api: 2 }, now: () => clock });
  await hub.addModel({ id: 'org/model', files: { 'README.md': CARD } });
});

afterEach(() => hub.close());

describe('faults', () => {
  it('befall so many matching requests, then no more', async () => {
    hub.fault({ method: 'GET', path: /README\.md$/, times: 2, status: 503, body: { error: 'down' } });
    const asked = async (method: string, path: string) => (await fetch(hub.url + path, { method })).status;
    expect(await asked('HEAD', PATH)).toBe(200);
    expect(await asked('GET', `${PATH}x`)).toBe(404);
    const statuses = [await asked('GET', PATH), await asked('GET', PATH), await asked('GET', PATH)];
    expect(statuses).toEqual([503, 503, 200]);
  });

  it('come in the order in which they were asked for', async () => {
    hub.fault({ status: 500 });
    hub.fault({ status: 502 });
    const statuses = [await fetch(hub.url), await fetch(hub.url), await fetch(hub.url)].map(({ status }) => status);
    expect(statuses).toEqual([500, 502, 404]);
  });

  it.each<[string, FaultRule, number, string, string]>([
    ['a status', { status: 500 }, 500, '', 'text/plain; charset=utf-8'],
    ['JSON', { status: 400, body: { error: 'no' } }, 400, '{"error":"no"}', 'application/json; charset=utf-8'],
    ['a body', { body: '<html>', headers: { 'Content-Type': 'text/html' } }, 200, '<html>', 'text/html'],
    ['bytes', { body: new Uint8Array([65]) }, 200, 'A', 'text/plain; charset=utf-8'],
    ['headers alone', { headers: { 'Content-Type': 'x/y' } }, 200, CARD, 'x/y'],
    ['a delay alone', { delayMs: 1 }, 200, CARD, 'text/plain; charset=utf-8'],
    ['after handling', { status: 500, afterHandling: true }, 500, '', 'text/plain; charset=utf-8'],
  ])('can be %s', async (_name, rule, status, body, type) => {
    hub.fault(rule);
    const response = await fetch(hub.url + PATH);
    expect([response.status, await response.text(), response.headers.get('content-type')]).toEqual([
      status,
      body,
      type,
    ]);
    expect(response.headers.get('x-request-id')).toMatch(/^Root=1-/);
  });

  it('can be a lost connection', async () => {
    hub.fault({ reset: true });
    await expect(fetch(hub.url + PATH)).rejects.toThrow('fetch failed');
    expect(hub.requests).toHaveLength(1);
  });

  it.each<FaultRule>([{ truncate: 3 }, { truncate: 3, reset: true }, { truncate: 0 }])(
    'can be the end in the middle: %o',
    async (rule) => {
      hub.fault(rule);
      const response = await fetch(hub.url + PATH);
      expect(response.headers.get('content-length')).toBe(String(CARD.length));
      await expect(response.text()).rejects.toThrow('terminated');
    },
  );

  it('can be silence in the middle', async () => {
    hub.fault({ truncate: 3, stall: true });
    const response = await fetch(hub.url + PATH);
    const reader = response.body?.getReader();
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('# M');
    const silence = new Promise((resolve) => setTimeout(resolve, 30, 'silence'));
    expect(await Promise.race([reader?.read(), silence])).toBe('silence');
    await reader?.cancel();
  });
});

describe('rate limits', () => {
  it('are told on every answer', async () => {
    const { headers } = await fetch(hub.url + PATH);
    expect(headers.get('ratelimit')).toBe('"resolvers";r=49;t=300');
    expect(headers.get('ratelimit-policy')).toBe('"fixed window";"resolvers";q=50;w=300');
    expect((await fetch(hub.url)).headers.get('ratelimit')).toBe('"pages";r=99;t=300');
  });

  it('refuse what is over them until the window ends', async () => {
    const ask = () => fetch(`${hub.url}/api/models/org/model`);
    await ask();
    clock = 100_000;
    expect([(await ask()).status, (await ask()).status]).toEqual([200, 429]);
    const refused = await ask();
    expect(refused.headers.get('ratelimit')).toBe('"api";r=0;t=200');
    expect(await refused.json()).toEqual({ error: expect.stringContaining('rate limit') });
    expect((await fetch(hub.url + PATH)).status).toBe(200);
    clock = 300_000;
    expect((await ask()).status).toBe(200);
  });

  it('can be faults, with requests left as well', async () => {
    hub.fault({ status: 429, headers: { RateLimit: '"api";r=0;t=55' } });
    expect((await fetch(hub.url + PATH)).headers.get('ratelimit')).toBe('"api";r=0;t=55');
    hub.fault({ status: 429 });
    expect((await fetch(hub.url + PATH)).headers.get('ratelimit')).toMatch(/r=48/);
  });
});
