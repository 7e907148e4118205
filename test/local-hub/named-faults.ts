import { listOf, partOf } from './card-rules.ts';
import type { Fault } from './faults.ts';

const HTML = '<!DOCTYPE html>\n<title>Hugging Face</title>\n<p>We will be back soon.</p>\n';

/** What can befall any request, by name: the columns of a table of runs. */
export const FAULTS = {
  'rate limit, used up': {
    status: 429,
    headers: { RateLimit: '"api";r=0;t=1' },
    body: { error: 'You have reached the rate limit. Please try again later.' },
  },
  'rate limit of an action': { status: 429, body: { error: 'Too many commits. Please try again later.' } },
  '500': { status: 500, body: { error: 'Internal Error - We are working hard to fix this as soon as possible!' } },
  '502': { status: 502, body: HTML, headers: { 'Content-Type': 'text/html' } },
  '503': { status: 503, body: HTML, headers: { 'Content-Type': 'text/html' } },
  reset: { reset: true },
  'no answer': { silent: true },
  'truncated body': { truncate: 10 },
  'web page with 200': { body: HTML, headers: { 'Content-Type': 'text/html' } },
  'malformed JSON': { body: '{"discussions":[', headers: { 'Content-Type': 'application/json' } },
  'done, but 500': { afterHandling: true, status: 500, body: { error: 'Internal Error' } },
  'done, but reset': { afterHandling: true, reset: true },
  'done, but no answer': { afterHandling: true, silent: true },
} as const satisfies Readonly<Record<string, Fault>>;

export type FaultName = keyof typeof FAULTS;

/** What can befall a list. */
export const LIST_FAULTS = {
  stale: { stale: true },
  'page repeated': { repeatPage: true },
  'page too short': { edit: (answer) => withoutLast(answer) },
} as const satisfies Readonly<Record<string, Fault>>;

/** A list with one entry fewer than it counts. */
function withoutLast(answer: unknown): unknown {
  if (Array.isArray(answer)) return answer.slice(0, -1);
  return { ...partOf(answer), discussions: listOf(partOf(answer).discussions).slice(0, -1) };
}
