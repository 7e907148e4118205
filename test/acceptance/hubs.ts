import { type LocalHub, startLocalHub } from '../local-hub/server.ts';
import { CARD } from './cards.ts';

/** Recognisable wherever it turns up. */
export const TOKEN = 'hf_canaryCanaryCanaryCanary42';
export const STRANGER = 'hf_strangerStrangerStranger7';

export type Hubs = {
  readonly hub: LocalHub;
  /** Another origin, where `aviary/stored-3b` keeps its files. */
  readonly store: LocalHub;
  readonly close: () => Promise<void>;
};

/** A local Hub with a model for every state that a repo can be in; all of them belong to the owner of {@link TOKEN}. */
export async function startHubs(): Promise<Hubs> {
  const [hub, store] = await Promise.all([startLocalHub(), startLocalHub()]);
  hub.addToken(TOKEN, { user: 'aviary', role: 'read' });
  hub.addToken(STRANGER, { user: 'stranger', role: 'read' });
  const files = { 'README.md': CARD };
  await hub.addModel({ id: 'aviary/Sparrow-3B', files });
  await hub.addModel({ id: 'aviary/private', files, private: true });
  await hub.addModel({ id: 'aviary/gated', files, gated: 'manual' });
  await hub.addModel({ id: 'aviary/disabled', files, disabled: true });
  await hub.addModel({ id: 'aviary/bare', files: { 'config.json': '{}' } });
  await hub.addModel({ id: 'aviary/empty', files: { 'README.md': '' } });
  await hub.addModel({ id: 'aviary/old', files: {}, renamedTo: 'aviary/Sparrow-3B' });
  await hub.addModel({ id: 'aviary/huge', files: { 'README.md': `${CARD}\n${'x'.repeat(6_000_000)}` } });
  await hub.addModel({ id: 'aviary/stored-3b', files, redirectFilesTo: store.url });
  await store.addModel({ id: 'aviary/stored-3b', files });
  await hub.addModel({ id: 'aviary/lost-3b', files, redirectFilesTo: store.url });
  return {
    hub,
    store,
    close: async () => {
      await Promise.all([hub.close(), store.close()]);
    },
  };
}
