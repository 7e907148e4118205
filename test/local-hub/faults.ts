import type { ServerResponse } from 'node:http';
import type { Reply } from './reply.ts';

/** Something that goes wrong, for the next requests that match. Parts can be combined. */
export type FaultRule = {
  readonly method?: string;
  /** Tested on the path as sent, without the query. */
  readonly path?: RegExp;
  /** Requests that it befalls. Default 1. */
  readonly times?: number;
  /** Answers with this status; the routes do not see the request, unless `afterHandling`. */
  readonly status?: number;
  /** Put over the answer's own headers. */
  readonly headers?: Readonly<Record<string, string>>;
  /** In place of the answer's body; an object is sent as JSON. */
  readonly body?: string | Uint8Array | Readonly<Record<string, unknown>>;
  /** Milliseconds before the headers are sent. */
  readonly delayMs?: number;
  /** Cuts the connection: before the headers, or with `truncate` after that many bytes of the body. */
  readonly reset?: boolean;
  /** Ends the connection after so many bytes of the body, whose whole length was announced. */
  readonly truncate?: number;
  /** With `truncate`: leaves the connection open and silent. */
  readonly stall?: boolean;
  /** What the request asks for is done, and only its answer is lost: "committed, but 500". */
  readonly afterHandling?: boolean;
};

export type FaultList = {
  readonly add: (rule: FaultRule) => void;
  /** The first rule that matches and is not used up; it is used once more by that. */
  readonly take: (method: string, pathname: string) => FaultRule | undefined;
};

export function createFaultList(): FaultList {
  const rules: { readonly rule: FaultRule; left: number }[] = [];
  return {
    add(rule) {
      rules.push({ rule, left: rule.times ?? 1 });
    },
    take(method, pathname) {
      const hit = rules.find(
        ({ rule, left }) =>
          left > 0 && (rule.method ?? method) === method && (!rule.path || pathname.search(rule.path) >= 0),
      );
      if (hit === undefined) return undefined;
      hit.left -= 1;
      return hit.rule;
    },
  };
}

/** Whether the routes get to see a request that this fault befalls. */
export function isHandled(fault: FaultRule | undefined): boolean {
  if (fault === undefined || fault.afterHandling === true) return true;
  const cut = fault.reset === true && fault.truncate === undefined;
  return fault.status === undefined && fault.body === undefined && !cut;
}

/** The answer with the fault's status, headers and body in place. */
export function spoil(fault: FaultRule | undefined, reply: Reply): Reply {
  if (fault === undefined) return reply;
  const { body, status } = fault;
  const replaced = status !== undefined || body !== undefined;
  const isJson = typeof body === 'object' && !(body instanceof Uint8Array);
  const type = isJson ? 'application/json; charset=utf-8' : 'text/plain; charset=utf-8';
  const text = isJson ? JSON.stringify(body) : (body ?? '');
  const names = Object.entries(fault.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]);
  return {
    status: status ?? (body === undefined ? reply.status : 200),
    headers: { ...(replaced ? { 'content-type': type } : reply.headers), ...Object.fromEntries(names) },
    body: replaced ? new Uint8Array(Buffer.from(text)) : reply.body,
  };
}

/** Sends the answer, and breaks off where the fault says so. */
export function deliver(response: ServerResponse, reply: Reply, fault: FaultRule | undefined, head: boolean): void {
  if (fault?.reset === true && fault.truncate === undefined) {
    response.socket?.resetAndDestroy();
    return;
  }
  const bodiless = reply.status === 204 || reply.status === 304;
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
