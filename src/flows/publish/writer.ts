import type { Config } from '../../config.ts';
import { UserError } from '../../errors.ts';
import { type Account, checkMayPropose, checkMayWrite, readAccount } from '../../hub/account.ts';
import { exchangeIdentity, type WorkflowIdentity } from '../../hub/keyless.ts';
import type { Hub } from '../../hub/request.ts';
import { openHub, type Ports } from '../load-card.ts';

/** What writing needs of its surroundings. */
export type WriterPorts = Ports & {
  /** How a workflow proves which one it is, where it may. */
  readonly identity?: WorkflowIdentity;
  /** Makes a secret unreadable in logs. */
  readonly hide?: (secret: string) => void;
};

/** A Hub to write to, and whose token it is. */
export type Writer = { readonly hub: Hub; readonly account: Account };

/**
 * Opens the Hub for writing, before any other work is done: whose token it is, and whether it may do what is asked.
 *
 * @throws UserError `unauthorized` or `forbidden` with what is missing and where to get it.
 */
export async function openWriter(config: Config, ports: WriterPorts): Promise<Writer> {
  const hub = await openHubFor(config, ports);
  const account = await readAccount(hub);
  if (config.publish === 'push') await checkMayWrite(hub, account);
  else checkMayPropose(hub, account);
  return { hub, account };
}

async function openHubFor(config: Config, ports: WriterPorts): Promise<Hub> {
  const { request } = await openHub(config, ports, 0);
  const { revision: _, maxBytes: __, ...hub } = request;
  if (hub.token !== undefined || ports.identity === undefined) return hub;
  try {
    const own = await exchangeIdentity(hub, ports.identity, ports.hide);
    return { ...hub, token: own };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(error.code, error.message, { hint: `${error.hint} Nothing was written.`, cause: error });
  }
}
