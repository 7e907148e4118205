/** The version of this program; package.json says the same. */
export const VERSION = '0.1.0';

/** The oldest Node.js that this program runs on; `engines` of package.json says the same. */
export const OLDEST_NODE = '22.18';

/** How the program names itself to servers. */
export const USER_AGENT = `hf-eval/${VERSION}`;

/** Today, as an ISO date in UTC. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}
