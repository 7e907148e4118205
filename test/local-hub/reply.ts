/** An answer before it goes on the wire. Header names are in lower case. */
export type Reply = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
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
    'x-error-message': header.replace(/[^\x20-\x7e]/g, '?'),
    ...(code === undefined ? {} : { 'x-error-code': code }),
  });
}

export function emptyReply(status: number, headers: Record<string, string> = {}): Reply {
  return { status, headers, body: new Uint8Array() };
}
