import type { Call } from './state.ts';

/** An answer before it goes on the wire. Header names are in lower case. */
export type Reply = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** In place of a body: feeds the answer until it ends; gives what stops it when the caller went away. */
  readonly stream?: Stream;
};

export type Stream = (sink: Sink) => () => void;

/** The caller's end of a stream. */
export type Sink = {
  readonly write: (text: string) => void;
  readonly end: () => void;
  /** Loses the connection. */
  readonly cut: () => void;
};

export function jsonReply(value: unknown, status = 200, headers: Record<string, string> = {}): Reply {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: new TextEncoder().encode(JSON.stringify(value)),
  };
}

/** An error as the Hub words it: JSON body, message and code in headers as well. */
export function errorReply(status: number, error: string, code?: string, header: string = error): Reply {
  return jsonReply({ error }, status, {
    'x-error-message': header.replace(/[^\x20-\x7e]+/g, ' '),
    ...(code === undefined ? {} : { 'x-error-code': code }),
  });
}

export function emptyReply(status: number, headers: Record<string, string> = {}): Reply {
  return { status, headers, body: new Uint8Array() };
}

export function textReply(text: string): Reply {
  return {
    status: 200,
    headers: { 'content-type': 'text/plain; charset=utf-8' },
    body: new TextEncoder().encode(text),
  };
}

/** Events as a server sends them (SSE). */
export function streamReply(stream: Stream, headers: Record<string, string> = {}): Reply {
  const type = 'text/event-stream; charset=utf-8';
  return {
    status: 200,
    headers: { 'content-type': type, 'cache-control': 'no-cache', ...headers },
    body: new Uint8Array(),
    stream,
  };
}

/** The header that leads to the next page, with the server's own origin, as the clients need it. */
export function nextLink(call: Call, changed: Readonly<Record<string, string>>): Record<string, string> {
  const next = new URLSearchParams(call.query);
  for (const [name, value] of Object.entries(changed)) next.set(name, value);
  return { link: `<${call.state.origin}${call.pathname}?${next}>; rel="next"` };
}

/** A whole number of the query between 1 and `most`, which it is when it is missing. */
export function limitOf(call: Call, fallback: number, most: number): number {
  return Math.max(1, Math.min(Number(call.query.get('limit') ?? fallback) || fallback, most));
}

export type Body = Readonly<Record<string, unknown>>;

/** The JSON object that was sent, or the refusal of anything else. */
export function readBody(call: Call): { readonly body: Body } | { readonly refusal: Reply } {
  try {
    const body: unknown = JSON.parse(new TextDecoder().decode(call.body) || '{}');
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) return { body: body as Body };
  } catch {
    // Said below.
  }
  return { refusal: errorReply(400, 'Invalid JSON body') };
}
