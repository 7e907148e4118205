import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CardRequest, readCard } from '../../src/hub/read-card.ts';
import type { LocalHub } from '../local-hub/server.ts';
import { answering, CARD, cardRequest, refusalOf, startHubs, TOKEN } from './card-hub.ts';

let hub: LocalHub;
let store: LocalHub;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ hub, store, close } = await startHubs());
});

afterAll(() => close());

const request = (overrides: Partial<CardRequest> = {}) => cardRequest(hub.url, overrides);
const refusal = (overrides: Partial<CardRequest> = {}) => refusalOf(request(overrides));

function redirect(location: string, headers: Record<string, string> = {}): Response {
  return new Response(null, { status: 302, headers: { location, ...headers } });
}

describe('redirects', () => {
  it('are followed within the Hub, with the token', async () => {
    const before = hub.requests.length;
    const card = await readCard(request({ repoId: 'org/old', token: TOKEN }));
    expect(card.url).toBe(`${hub.url}/org/model/resolve/main/README.md`);
    const sent = hub.requests.slice(before).map(({ path, headers }) => [path, headers.authorization]);
    expect(sent).toEqual([
      ['/org/old/resolve/main/README.md', `Bearer ${TOKEN}`],
      ['/org/model/resolve/main/README.md', `Bearer ${TOKEN}`],
    ]);
  });

  it('are followed to another server, without the token', async () => {
    const card = await readCard(request({ repoId: 'org/stored', token: TOKEN }));
    expect(new TextDecoder().decode(card.bytes)).toBe(CARD);
    const asked = store.requests.at(-1);
    expect(asked?.path).toContain('Signature=');
    expect(JSON.stringify(asked?.headers)).not.toContain(TOKEN);
    // What is told about the file comes from the Hub, and the signed link is told to nobody.
    expect(card.url).toBe(`${hub.url}/org/stored/resolve/main/README.md`);
    expect(card.commit).toMatch(/^[0-9a-f]{40}$/);
    expect(card.etag).toMatch(/^[0-9a-f]{40}$/);
  });

  it.each<[string, string[], string[]]>([
    ['kept on the same origin', ['/moved'], ['token', 'token']],
    ['dropped for plain http', ['http://hub.example/moved'], ['token', '-']],
    ['dropped for another port', ['https://hub.example:8443/moved'], ['token', '-']],
    ['dropped for a subdomain', ['https://cdn.hub.example/moved'], ['token', '-']],
    ['dropped for //host', ['//evil.example/moved'], ['token', '-']],
    ['not sent again on the way back', ['https://evil.example/', 'https://hub.example/x'], ['token', '-', '-']],
  ])('the token is %s', async (_name, locations, expected) => {
    const { fetch, sent } = answering(...locations.map((location) => redirect(location)));
    await readCard(request({ fetch, endpoint: 'https://hub.example', token: TOKEN }));
    expect(sent.map(([, headers]) => (headers.has('authorization') ? 'token' : '-'))).toEqual(expected);
  });

  it('take commit and blob id from the Hub alone', async () => {
    const other = { 'x-repo-commit': 'f'.repeat(40), etag: '"store"' };
    const own = { 'x-repo-commit': 'a'.repeat(40), etag: '"x"', 'x-linked-etag': 'W/"own"' };
    const { fetch } = answering(
      redirect('https://cdn.example/?sig=secret', own),
      new Response('# card', { headers: other }),
    );
    const card = await readCard(request({ fetch, endpoint: 'https://hub.example' }));
    expect(card).toMatchObject({ commit: 'a'.repeat(40), etag: 'own' });
    expect(card.url).toBe('https://hub.example/org/model/resolve/main/README.md');
  });

  it('name the file, not the cache that served it', async () => {
    const { fetch } = answering(redirect('/api/resolve-cache/models/org/model/abc/README.md?etag=1'));
    const card = await readCard(request({ fetch, endpoint: 'https://hub.example' }));
    expect(card.url).toBe('https://hub.example/org/model/resolve/main/README.md');
  });

  it('are five at most', async () => {
    const five = Array.from({ length: 5 }, (_, index) => redirect(`/hop/${index}`));
    expect((await readCard(request({ fetch: answering(...five).fetch }))).bytes).toHaveLength(6);
    const six = answering(...five.map(() => redirect('/loop')), redirect('/loop'));
    expect((await refusal({ fetch: six.fetch })).code).toBe('unexpected-answer');
    expect(six.sent).toHaveLength(6);
  });

  it.each(['file:///etc/passwd', 'ftp://hub.example/', 'https://user:pass@hub.example/', 'http://[', ''])(
    'do not lead to "%s"',
    async (location) => {
      const { fetch, sent } = answering(location === '' ? new Response(null, { status: 302 }) : redirect(location));
      const error = await refusal({ fetch });
      expect([error.code, sent.length]).toEqual(['unexpected-answer', 1]);
      expect(error.message).not.toContain('pass@');
    },
  );
});
