import { isMatch, type RequestRule } from './rules.ts';
import type { RecordedRequest } from './state.ts';

/** A place at which one client stands still while another goes on. */
export type Pause = {
  /** The request that stands there. */
  readonly reached: Promise<RecordedRequest>;
  /** Lets it go on; before it came, lets it pass. */
  readonly release: () => void;
};

export type PauseList = {
  readonly add: (rule: RequestRule) => Pause;
  /** Resolves when no pause holds the request any more. */
  readonly pass: (request: RecordedRequest) => Promise<void>;
  readonly releaseAll: () => void;
};

/** Each pause stops one request. */
export function createPauseList(): PauseList {
  const waiting = new Set<{
    readonly rule: RequestRule;
    skip: number;
    readonly reach: (request: RecordedRequest) => void;
    readonly released: Promise<void>;
  }>();
  const releases = new Set<() => void>();
  return {
    add(rule) {
      const reached = Promise.withResolvers<RecordedRequest>();
      const released = Promise.withResolvers<void>();
      const entry = { rule, skip: (rule.nth ?? 1) - 1, reach: reached.resolve, released: released.promise };
      waiting.add(entry);
      const release = () => {
        waiting.delete(entry);
        released.resolve();
      };
      releases.add(release);
      return { reached: reached.promise, release };
    },
    async pass(request) {
      for (const entry of waiting) {
        if (!isMatch(entry.rule, request)) continue;
        if (entry.skip > 0) {
          entry.skip -= 1;
          continue;
        }
        waiting.delete(entry);
        entry.reach(request);
        await entry.released;
        return;
      }
    },
    releaseAll() {
      for (const release of releases) release();
    },
  };
}
