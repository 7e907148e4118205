/** The version of this program; package.json says the same. */
export const VERSION = '0.1.0';

/** How the program names itself to servers. */
export const USER_AGENT = `hf-eval/${VERSION}`;

/** Today, as an ISO date in UTC. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}
