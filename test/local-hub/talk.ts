import type { LocalHub } from './server.ts';

/** An answer, read. */
export type Answer = { readonly status: number; readonly headers: Headers; readonly json: unknown };

/** What a caller with one token can do in a test without a client. */
export type Talk = {
  readonly get: (path: string) => Promise<Answer>;
  readonly post: (path: string, body?: unknown) => Promise<Answer>;
  readonly put: (path: string, body: unknown) => Promise<Answer>;
  readonly remove: (path: string) => Promise<Answer>;
  /** A commit of these files as NDJSON; the path is that of the route, with its query. */
  readonly commit: (path: string, header: Readonly<Record<string, unknown>>, lines: readonly Line[]) => Promise<Answer>;
};

export type Line = { readonly key: string; readonly value: Readonly<Record<string, unknown>> };

/** Talks to a Hub with a token, or as nobody. */
export function talkTo(hub: LocalHub, token?: string): Talk {
  const headers = token === undefined ? {} : { Authorization: `Bearer ${token}` };
  const ask = async (path: string, init: RequestInit): Promise<Answer> => {
    const response = await fetch(hub.url + path, { redirect: 'manual', ...init });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('application/json');
    return { status: response.status, headers: response.headers, json: isJson ? JSON.parse(text) : text };
  };
  const send = (method: string, path: string, type: string, body: string) =>
    ask(path, { method, headers: { ...headers, 'Content-Type': type }, body });
  return {
    get: (path) => ask(path, { headers }),
    post: (path, body = {}) => send('POST', path, 'application/json', JSON.stringify(body)),
    put: (path, body) => send('PUT', path, 'application/json', JSON.stringify(body)),
    remove: (path) => ask(path, { method: 'DELETE', headers }),
    commit: (path, header, lines) => send('POST', path, 'application/x-ndjson', ndjson(header, lines)),
  };
}

/** The body of a commit, without a last line end. */
export function ndjson(header: Readonly<Record<string, unknown>>, lines: readonly Line[]): string {
  return [{ key: 'header', value: header }, ...lines].map((line) => JSON.stringify(line)).join('\n');
}

/** A file of a commit. */
export function file(path: string, content: string): Line {
  return { key: 'file', value: { path, content } };
}
