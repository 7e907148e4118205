import { asNetworkError } from '../http/network-error.ts';
import { readBody } from '../http/read-body.ts';
import type { Fetch } from '../http/retrying-fetch.ts';

/** What the Hub itself says of a card's front matter. */
export type HubVerdict = { readonly errors: readonly string[]; readonly warnings: readonly string[] };

const LIMITS = { maxBytes: 200_000, timeoutSeconds: 20 };

/**
 * Asks the Hub's own check (`POST /api/validate-yaml`), without a token: the card's text is all that it looks at. A Hub
 * that has no such check gives no verdict.
 *
 * @throws NetworkError when the Hub cannot be asked; Error for an answer that is none.
 */
export async function askHubForVerdict(request: {
  readonly fetch: Fetch;
  readonly endpoint: string;
  readonly content: string;
  readonly userAgent: string;
}): Promise<HubVerdict | undefined> {
  const url = `${request.endpoint}/api/validate-yaml`;
  let response: Response;
  try {
    response = await request.fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: 'application/json', 'User-Agent': request.userAgent },
      body: JSON.stringify({ content: request.content, repoType: 'model' }),
      redirect: 'error',
    });
  } catch (thrown) {
    throw asNetworkError(thrown, url);
  }
  const { bytes } = await readBody(response, url, LIMITS);
  if (response.status === 404 || response.status === 405) return undefined;
  if (response.status !== 200 && response.status !== 400) throw new Error(`it answers with HTTP ${response.status}`);
  const answer: unknown = JSON.parse(new TextDecoder().decode(bytes));
  const { errors, warnings } = (typeof answer === 'object' && answer !== null ? answer : {}) as Record<string, unknown>;
  return { errors: messagesOf(errors), warnings: messagesOf(warnings) };
}

function messagesOf(list: unknown): string[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((item: unknown) => {
    const message = typeof item === 'object' && item !== null ? Reflect.get(item, 'message') : undefined;
    return typeof message === 'string' ? [message] : [];
  });
}
