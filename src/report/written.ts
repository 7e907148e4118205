import type { FileChange, HeldScore } from '../scores/merge.ts';

/** An offered value as its file gets it, `31.30`, where that is known. */
export function offeredText({ value, written, score }: FileChange['offered']): string {
  const known = [written, score.written].find((text) => text !== undefined && Number(text) === value);
  return known ?? String(value);
}

/** A value as a file has it, where that is known. */
export function heldText({ value, written }: Pick<HeldScore, 'value' | 'written'>): string {
  return written ?? String(value);
}
