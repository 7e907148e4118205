import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { LocalHub } from '../../local-hub/server.ts';
import type { Snapshot } from '../../local-hub/snapshot.ts';
import { startHub } from './publishing.ts';

/**
 * Starts one Hub for the tests of a file and puts it back before each of them.
 *
 * @param take Gets the Hub when it is there.
 * @param prepare What it holds beside its model from the start.
 * @returns Puts it back in the middle of a test.
 */
export function useFreshHub(take: (hub: LocalHub) => void, prepare?: (hub: LocalHub) => Promise<void>): () => void {
  let hub: LocalHub;
  let fresh: Snapshot;
  beforeAll(async () => {
    hub = await startHub();
    await prepare?.(hub);
    fresh = hub.snapshot();
    take(hub);
  });
  afterAll(() => hub.close());
  const restore = (): void => hub.restore(fresh);
  beforeEach(restore);
  return restore;
}
