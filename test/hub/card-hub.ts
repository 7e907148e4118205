import { UserError } from '../../src/errors.ts';
import type { Fetch } from '../../src/http/retrying-fetch.ts';
import { type CardRequest, readCard } from '../../src/hub/read-card.ts';
import { type LocalHub, startLocalHub } from '../local-hub/server.ts';

/** The token of the user `org`, who owns all models. */
export const TOKEN = 'hf_ownerOwnerOwnerOwner';
/** The token of a user who owns nothing. */
export const STRANGER = 'hf_strangerStrangerStr';
/** Line ends, control characters and letters that must come through as they are. */
export const CARD = '---\r\nlicense: mit\r\n---\r\n# Modèle\n\0\ttail without line end';
export const CARD_BYTES: Uint8Array = new TextEncoder().encode(CARD);

/** A local Hub with a model for every state that a repo can be in, and the file store of one of them. */
export async function startHubs(): Promise<{ hub: LocalHub; store: LocalHub; close: () => Promise<void> }> {
  const [hub, store] = await Promise.all([startLocalHub(), startLocalHub()]);
  hub.addToken(TOKEN, { user: 'org', role: 'read' });
  hub.addToken(STRANGER, { user: 'stranger', role: 'read' });
  const files = { 'README.md': CARD };
  await hub.addModel({ id: 'org/model', files });
  await hub.addModel({ id: 'gpt2', files });
  await hub.addModel({ id: 'org/old', files: {}, renamedTo: 'org/model' });
  await hub.addModel({ id: 'org/bare', files: { 'config.json': '{}' } });
  await hub.addModel({ id: 'org/private', files, private: true });
  await hub.addModel({ id: 'org/gated', files, gated: 'manual' });
  await hub.addModel({ id: 'org/disabled', files, disabled: true });
  await hub.addModel({ id: 'org/empty', files: { 'README.md': '' } });
  await hub.addModel({ id: 'org/huge', files: { 'README.md': 'x'.repeat(6_000_000) } });
  await hub.addModel({ id: 'org/stored', files, redirectFilesTo: store.url });
  await store.addModel({ id: 'org/stored', files });
  return {
    hub,
    store,
    close: async () => {
      await Promise.all([hub.close(), store.close()]);
    },
  };
}

/** A request for the card of `org/model`. */
export function cardRequest(endpoint: string, overrides: Partial<CardRequest> = {}): CardRequest {
  return {
    fetch,
    endpoint,
    repoId: 'org/model',
    revision: 'main',
    maxBytes: 5_000_000,
    userAgent: 'hf-eval/test',
    ...overrides,
  };
}

/** The refusal that the request ends in; no part of it may repeat a token. */
export async function refusalOf(request: CardRequest): Promise<UserError> {
  const error = await readCard(request).catch((thrown: unknown) => thrown);
  if (!(error instanceof UserError)) throw new Error(`not a refusal: ${String(error)}`, { cause: error });
  const told = JSON.stringify([error.message, error.hint, error.details, String(error.cause)]);
  for (const token of [TOKEN, STRANGER, request.token?.trim() || TOKEN]) {
    if (told.includes(token)) throw new Error('a token was told');
  }
  if (!error.hint) throw new Error('no hint');
  return error;
}

/** A fetch that answers from a list, for what no server would send. */
export function answering(...answers: readonly Response[]): { fetch: Fetch; sent: [string, Headers][] } {
  const left = [...answers];
  const sent: [string, Headers][] = [];
  return {
    sent,
    fetch: async (input, init) => {
      sent.push([String(input), new Headers(init?.headers)]);
      return left.shift() ?? new Response('# card');
    },
  };
}
