import { expect } from 'vitest';
import type { Finished } from './child.ts';

/** The error document of `--format json`. */
export type ErrorDocument = {
  readonly error: { readonly code: string; readonly message: string; readonly hint?: string } & Record<string, unknown>;
};

/** A line of a stack trace, or what Node prints above one. */
export const STACK = /^\s+at |^node:|^Node\.js v|Unhandled/m;
/** Control characters that no stream may hold: C0 without tab and line feed, DEL, C1. */
export const CONTROLS = /[\0-\x08\x0b-\x1f\x7f-\x9f]/;
/** Marks that turn the direction of the text after them. */
export const BIDI = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

export function expectNoTrace(finished: Finished): void {
  expect(`${finished.stdout}\n${finished.stderr}`).not.toMatch(STACK);
}

/** One clear error on stderr, nothing on stdout: its code, and something to do about it. */
export function expectRefusal(finished: Finished, code: string, says: RegExp = /./): void {
  expectNoTrace(finished);
  expect(finished.stderr).not.toMatch(CONTROLS);
  expect({ code: finished.code, stdout: finished.stdout, shown: shownCode(finished) }).toEqual({
    code: code === 'usage' ? 2 : 1,
    stdout: '',
    shown: code,
  });
  expect(finished.stderr).toMatch(says);
  // What happened, and below it what to do next.
  expect(finished.stderr.trimEnd().split('\n').length).toBeGreaterThan(1);
}

/** The same as one JSON document on stdout. */
export function expectJsonRefusal(finished: Finished, code: string, says: RegExp = /./): ErrorDocument['error'] {
  expectNoTrace(finished);
  const { error } = JSON.parse(finished.stdout) as ErrorDocument;
  expect({ code: error.code, exit: finished.code }).toEqual({ code, exit: code === 'usage' ? 2 : 1 });
  expect(error.message).toMatch(says);
  expect(error.hint ?? '').not.toBe('');
  return error;
}

function shownCode({ stderr }: Finished): string | undefined {
  return /^error \[([a-z-]+)\]/m.exec(stderr)?.[1];
}
