import { isDay } from '../scores/day.ts';

/** A time stamp at the end of a file's name: the text itself, and the ISO date in it. The time has no zone. */
export function stampOf(path: string): { readonly text: string; readonly date: string } | undefined {
  const [, text, date] = STAMP.exec(path) ?? [];
  if (text === undefined || date === undefined) return undefined;
  return isDay(date) ? { text, date } : undefined;
}

const STAMP = /(?:^|[/_])((\d{4}-\d{2}-\d{2})T\d{2}[-:]\d{2}[-:]\d{2}(?:\.\d{1,9})?)\.[A-Za-z]+$/;
