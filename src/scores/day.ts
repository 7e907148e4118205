/** Is it a day of the calendar, as `2026-01-31`? JavaScript takes 30 February for the 2nd of March. */
export function isDay(day: string): boolean {
  const time = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day);
}
