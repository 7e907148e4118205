/** What the wrapper does at a time: it makes the environment, runs the program, brings home what that left. */
export const PHASES = ['install', 'run', 'save'] as const;
export type Phase = (typeof PHASES)[number];

/** What a line of the log says that the wrapper wrote; `wrapper.py` beside it knows the same forms. */
export type Mark =
  /** `at` is an ISO time in UTC. */
  | { readonly kind: 'phase'; readonly phase: Phase; readonly at: string }
  /** Files follow, or have been told, in so many blocks. */
  | ({ readonly kind: 'blocks begin' | 'blocks end' } & Package)
  | Block
  /** The last line: the exit code. */
  | { readonly kind: 'end'; readonly code: number };

/** All blocks, joined. */
export type Package = { readonly count: number; readonly size: number; readonly sha256: string };

export type Block = {
  readonly kind: 'block';
  /** From 1. */
  readonly index: number;
  readonly count: number;
  /** The first 8 digits of the SHA-256 of its bytes. */
  readonly check: string;
  /** Its bytes as base64. */
  readonly text: string;
};

/** The wrapper's own are shorter than 4,096. */
const MOST_LINE = 6_000;
const TIME = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ`;
const FORMS = {
  phase: new RegExp(`^phase (${PHASES.join('|')}) (${TIME})$`),
  package: /^blocks (begin|end) (\d{1,6}) (\d{1,9}) ([0-9a-f]{64})$/,
  block:
    /^block (\d{1,6})\/(\d{1,6}) ([0-9a-f]{8}) (?=.)((?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?)$/,
  end: /^end (\d{1,3})$/,
};

/**
 * What a line of the log says to us; undefined for all others. Whatever runs may print what it likes, but it does not know
 * the nonce of its run.
 */
export function readMark(line: string, nonce: string): Mark | undefined {
  const start = `hf-eval ${nonce} `;
  if (line.length > MOST_LINE || !/^[0-9a-f]{32}$/.test(nonce) || !line.startsWith(start)) return undefined;
  const text = line.slice(start.length).trimEnd();
  const [, phase, at] = FORMS.phase.exec(text) ?? [];
  if (phase !== undefined && at !== undefined) return { kind: 'phase', phase: phase as Phase, at };
  const [, edge, all, size, sha256] = FORMS.package.exec(text) ?? [];
  if (sha256 !== undefined) {
    return { kind: edge === 'begin' ? 'blocks begin' : 'blocks end', count: Number(all), size: Number(size), sha256 };
  }
  const [, index, count, check, base64] = FORMS.block.exec(text) ?? [];
  if (check !== undefined && base64 !== undefined) {
    return { kind: 'block', index: Number(index), count: Number(count), check, text: base64 };
  }
  const [, code] = FORMS.end.exec(text) ?? [];
  return code === undefined ? undefined : { kind: 'end', code: Number(code) };
}
