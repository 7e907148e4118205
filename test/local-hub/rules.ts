import type { RecordedRequest } from './state.ts';

/** Which requests a fault befalls or a pause stops. All of it must hold. */
export type RequestRule = {
  readonly method?: string;
  /** Tested on the path as sent, without the query. */
  readonly path?: RegExp;
  /** Tested on the query as sent, without its question mark. */
  readonly query?: RegExp;
  /** Tested on the body as text. */
  readonly sent?: RegExp;
  /** The user whose token it is. */
  readonly user?: string;
  /** The first of the matching requests that it is about, counted from 1. Default 1. */
  readonly nth?: number;
};

export function isMatch(rule: RequestRule, request: RecordedRequest): boolean {
  const [pathname = '/', query = ''] = request.path.split(/\?(.*)/s, 2);
  return (
    (rule.method ?? request.method) === request.method &&
    (rule.user ?? request.user) === request.user &&
    (rule.path === undefined || pathname.search(rule.path) >= 0) &&
    (rule.query === undefined || query.search(rule.query) >= 0) &&
    (rule.sent === undefined || new TextDecoder().decode(request.body).search(rule.sent) >= 0)
  );
}
