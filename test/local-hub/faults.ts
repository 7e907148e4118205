import type { ServerResponse } from 'node:http';
import type { Reply, Sink } from './reply.ts';
import { isMatch, type RequestRule } from './rules.ts';
import type { RecordedRequest } from './state.ts';

/** Something that goes wrong, for the next requests that match. Parts can be combined. */
export type FaultRule = RequestRule &
  Fault & {
    /** Requests that it befalls, from the `nth` on. Default 1. */
    readonly times?: number;
  };

export type Fault = {
  /** Answers with this status; the routes do not see the request, unless `afterHandling`. */
  readonly status?: number;
  /** Put over the answer's own headers. */
  readonly headers?: Readonly<Record<string, string>>;
  /** In place of the answer's body; an object is sent as JSON. */
  readonly body?: string | Uint8Array | Readonly<Record<string, unknown>>;
  /** Makes another answer of the JSON that would be sent. */
  readonly edit?: (answer: unknown) => unknown;
  /** Milliseconds before the headers are sent. */
  readonly delayMs?: number;
  /** Cuts the connection: before the headers, or with `truncate` after that many bytes of the body. */
  readonly reset?: boolean;
  /** Never answers; the connection stays open. */
  readonly silent?: boolean;
  /** Ends the connection after so many bytes of the body, whose whole length was announced. */
  readonly truncate?: number;
  /** With `truncate`: leaves the connection open and silent. */
  readonly stall?: boolean;
  /** What the request asks for is done, and only its answer is lost: "committed, but 500". */
  readonly afterHandling?: boolean;
  /** Answers as it would have been before the last change of the repo, as a replica that lags behind does. */
  readonly stale?: boolean;
  /** Answers a page of a list with the one before it, as when entries moved on between two requests. */
  readonly repeatPage?: boolean;
};

export type FaultList = {
  readonly add: (rule: FaultRule) => void;
  /** The first rule that matches and is not used up; it is used once more by that. */
  readonly take: (request: RecordedRequest) => FaultRule | undefined;
  readonly clear: () => void;
};

export function createFaultList(): FaultList {
  let rules: { readonly rule: FaultRule; skip: number; left: number }[] = [];
  return {
    add(rule) {
      rules.push({ rule, skip: (rule.nth ?? 1) - 1, left: rule.times ?? 1 });
    },
    take(request) {
      for (const entry of rules) {
        if (entry.left === 0 || !isMatch(entry.rule, request)) continue;
        if (entry.skip > 0) {
          entry.skip -= 1;
          continue;
        }
        entry.left -= 1;
        return entry.rule;
      }
      return undefined;
    },
    clear() {
      rules = [];
    },
  };
}

/** Whether the routes get to see a request that this fault befalls. */
export function isHandled(fault: Fault | undefined): boolean {
  if (fault === undefined || fault.afterHandling === true) return true;
  const cut = fault.silent === true || (fault.reset === true && fault.truncate === undefined);
  return fault.status === undefined && fault.body === undefined && !cut;
}

/** The answer with the fault's status, headers and body in place. */
export function spoil(fault: Fault | undefined, reply: Reply): Reply {
  if (fault === undefined) return reply;
  const { body, status, edit } = fault;
  const replaced = status !== undefined || body !== undefined;
  const isJson = typeof body === 'object' && !(body instanceof Uint8Array);
  const type = isJson ? 'application/json; charset=utf-8' : 'text/plain; charset=utf-8';
  const text = isJson ? JSON.stringify(body) : (body ?? '');
  const names = Object.entries(fault.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]);
  const kept = edit === undefined || reply.stream !== undefined ? reply.body : edited(reply, edit);
  return {
    status: status ?? (body === undefined ? reply.status : 200),
    headers: { ...(replaced ? { 'content-type': type } : reply.headers), ...Object.fromEntries(names) },
    body: replaced ? new Uint8Array(Buffer.from(text)) : kept,
    ...(replaced || reply.stream === undefined ? {} : { stream: reply.stream }),
  };
}

function edited(reply: Reply, edit: (answer: unknown) => unknown): Uint8Array {
  return Buffer.from(JSON.stringify(edit(JSON.parse(Buffer.from(reply.body).toString()))));
}

/** The query of the page before, for `repeatPage`. */
export function repeatedQuery(query: URLSearchParams): URLSearchParams {
  const changed = new URLSearchParams(query);
  changed.set('p', String(Math.max(0, Number(query.get('p') ?? 0) - 1)));
  // What a cursor stands for is the route's matter; the first page is one that was sent before.
  changed.delete('cursor');
  return changed;
}

/** Sends the answer, and breaks off where the fault says so. */
export function deliver(response: ServerResponse, reply: Reply, fault: Fault | undefined, method: string): void {
  if (fault?.silent === true) return;
  if (fault?.reset === true && fault.truncate === undefined) {
    response.socket?.resetAndDestroy();
    return;
  }
  const head = method === 'HEAD';
  const bodiless = reply.status === 204 || reply.status === 304;
  if (reply.stream !== undefined && !head) {
    deliverStream(response, reply, fault);
    return;
  }
  const length = bodiless ? {} : { 'content-length': String(reply.body.byteLength) };
  response.writeHead(reply.status, { ...length, ...reply.headers });
  if (fault?.truncate === undefined || head || bodiless) {
    response.end(head || bodiless ? undefined : reply.body);
    return;
  }
  response.flushHeaders();
  response.write(reply.body.subarray(0, fault.truncate), () => {
    if (fault.stall === true) return;
    if (fault.reset === true) response.socket?.resetAndDestroy();
    else response.socket?.destroySoon();
  });
}

/** Lets the stream write; a fault with `truncate` lets so many bytes of it through. */
function deliverStream(response: ServerResponse, reply: Reply, fault: Fault | undefined): void {
  response.writeHead(reply.status, reply.headers);
  response.flushHeaders();
  let left = fault?.truncate ?? Number.POSITIVE_INFINITY;
  const lose = () => {
    if (fault?.stall === true) return;
    if (fault?.reset === true) response.socket?.resetAndDestroy();
    else response.socket?.destroySoon();
  };
  const sink: Sink = {
    write(text) {
      if (left <= 0) return;
      const bytes = Buffer.from(text).subarray(0, left);
      left -= bytes.byteLength;
      response.write(bytes, () => (left <= 0 ? lose() : undefined));
    },
    end: () => (left > 0 ? response.end() : undefined),
    cut: () => response.socket?.destroySoon(),
  };
  if (left <= 0) lose();
  const stop = reply.stream?.(sink);
  response.on('close', () => stop?.());
}
