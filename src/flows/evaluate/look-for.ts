import { UserError } from '../../errors.ts';
import type { EvaluationPorts } from './ports.ts';

/** Seconds between looks: what was made may take a while to be listed, and the Hub may be away. */
export const LOOKS: readonly number[] = [1, 2, 4, 8, 16, 30, 60, 60];

/** Outages and limits pass; a refusal does not. */
export function isPassing({ code }: UserError): boolean {
  return code === 'hub-unavailable' || code === 'rate-limited' || code === 'unexpected-answer';
}

/**
 * Looks for something that may be there though the Hub did not say so.
 *
 * @param find Finds it by what is written on it.
 * @param lost Why its answer was lost.
 * @returns It, or the last error where it is not to be found, or whoever looks is to end.
 */
export async function lookFor<T>(
  find: () => Promise<T | undefined>,
  lost: UserError,
  { sleep, signal }: Pick<EvaluationPorts, 'sleep' | 'signal'>,
): Promise<{ readonly found: T } | { readonly last: UserError }> {
  let last = lost;
  for (const seconds of LOOKS) {
    await sleep(seconds, signal).catch((reason: unknown) => {
      if (!signal.aborted) throw reason;
    });
    if (signal.aborted) break;
    try {
      const found = await find();
      if (found !== undefined) return { found };
    } catch (thrown) {
      if (!(thrown instanceof UserError)) throw thrown;
      last = thrown;
    }
  }
  return { last };
}
