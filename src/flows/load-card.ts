import { decodeText, MAX_CARD_BYTES, refuseEmpty } from '../card/decode-card.ts';
import { splitCard } from '../card/split-card.ts';
import { readTables } from '../card/tables/read-tables.ts';
import type { Table } from '../card/tables/table.ts';
import type { Config } from '../config.ts';
import { UserError } from '../errors.ts';
import { readPipelineTag } from '../formats/front-matter.ts';
import { readCardFile } from '../runner/card-file.ts';
import { retryOptions } from './retrying.ts';

/** What a flow needs of its surroundings. */
export type Ports = {
  readonly fetch: (input: string | URL, init?: RequestInit) => Promise<Response>;
  /** Sent to servers as the program's name and version. */
  readonly userAgent: string;
  /** Tells a person that the program is waiting, and why. */
  readonly say: (line: string) => void;
  /** Today, as an ISO date: the date of scores that state none; a later one is in the future. */
  readonly today: string;
  /** Waits; by the clock without it. */
  readonly sleep?: (seconds: number) => Promise<void>;
  /** Seconds that one answer may take until it begins, and as long again until it ends. Default 30. */
  readonly timeoutSeconds?: number;
};

/** A card's tables, and what to call the card in messages. */
export type LoadedCard = {
  readonly name: string;
  /** The whole card. */
  readonly text: string;
  readonly tables: readonly Table[];
  /** `pipeline_tag` of the front matter. */
  readonly pipelineTag?: string;
};

/**
 * Reads the card that the configuration names, from a file or from the Hub, and its tables.
 *
 * @throws UserError for a card that cannot be had or read, and `no-tables`.
 */
export async function loadCard(config: Config, ports: Ports): Promise<LoadedCard> {
  return parseCard(await loadCardText(config, ports));
}

/**
 * Reads the tables of a card's text.
 *
 * @throws UserError for a card that is empty, and `no-tables`.
 */
export async function parseCard({ name, text }: { readonly name: string; readonly text: string }): Promise<LoadedCard> {
  refuseEmpty(text, name);
  const card = splitCard(text);
  const tables = await readTables(card.body, card.bodyLine);
  if (tables.length === 0) {
    throw new UserError('no-tables', `${name} has no tables.`, {
      hint: 'Tables in code fences, indented code and HTML comments do not count: take them out of there if they are meant.',
    });
  }
  const pipelineTag = readPipelineTag(card.frontMatter?.yaml);
  return { name, text: card.text, tables, ...(pipelineTag === undefined ? {} : { pipelineTag }) };
}

/** The text of the card that the configuration names, and what to call it in messages. */
export async function loadCardText(config: Config, ports: Ports): Promise<{ name: string; text: string }> {
  const name = config.card ?? `README.md of ${config.repoId}`;
  if (config.card !== undefined) return { name, text: decodeText(readCardFile(config.card, MAX_CARD_BYTES), name) };
  const { readCard, request } = await openHub(config, ports, MAX_CARD_BYTES);
  return { name, text: decodeText((await readCard(request)).bytes, name) };
}

/** The Hub's reading functions, with a request for them. The network's code is loaded only when it is needed. */
export async function openHub(config: Config, ports: Ports, maxBytes: number) {
  const [hub, { retryingFetch }] = await Promise.all([
    import('../hub/read-card.ts'),
    import('../http/retrying-fetch.ts'),
  ]);
  const request = {
    fetch: retryingFetch(ports.fetch, retryOptions(ports)),
    endpoint: config.endpoint,
    repoId: config.repoId ?? '',
    revision: config.revision,
    ...(config.token === undefined ? {} : { token: config.token }),
    maxBytes,
    userAgent: ports.userAgent,
    ...(ports.timeoutSeconds === undefined ? {} : { bodyTimeoutSeconds: ports.timeoutSeconds }),
  };
  return { ...hub, request };
}

/** The repo that scores are of, for checks of their revision; `revision` tells the branch of a local card as well. */
export function targetOf({ repoId, revision }: Config): { repo?: { id: string; revision: string } } {
  return repoId === undefined ? {} : { repo: { id: repoId, revision } };
}
