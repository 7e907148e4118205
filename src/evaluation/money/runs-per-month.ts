/** What the Hub takes a word for. All times are UTC. */
const WORDS: Readonly<Record<string, string>> = {
  '@hourly': '0 * * * *',
  '@daily': '0 0 * * *',
  '@weekly': '0 0 * * 0',
  '@monthly': '0 0 1 * *',
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
};

/** A field of it, by the Hub's own description of scheduled jobs: a number, a list, a range, a step, or all. */
const FIELD = /^(?:\*|\d+(?:,\d+)+|(?:\*|\d+)[/-]\d+|\d+)$/;
const MONTHS: readonly number[] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** A schedule in the one way that it has fields: two that are alike start the same. */
export function plainSchedule(text: string): string {
  const trimmed = text.trim();
  return WORDS[trimmed] ?? trimmed.replace(/ +/g, ' ');
}

/** Whether the Hub takes a text as a schedule: a word for one, or five to seven fields. */
export function isSchedule(text: string): boolean {
  const fields = plainSchedule(text).split(' ');
  return fields.length >= 5 && fields.length <= 7 && fields.every((field) => FIELD.test(field));
}

/**
 * How often a schedule starts a job in one month at most: a week's in one with five of its days, each day's in one with 31.
 *
 * @returns 0 for one that names no time that ever comes; undefined for one with seconds or years, which servers read in
 *   more than one way, and for none.
 */
export function runsPerMonth(schedule: string): number | undefined {
  const [minute, hour, day, month, weekday, ...rest] = plainSchedule(schedule).split(' ');
  if (!isSchedule(schedule) || weekday === undefined || rest.length > 0) return undefined;
  const times = meet(minute, 0, 59).length * meet(hour, 0, 23).length;
  const days = new Set(meet(day, 1, 31));
  const weekdays = new Set(meet(weekday, 0, 7).map((one) => one % 7));
  const isOnDay = (date: number, onWeekday: number): boolean => {
    // Where both are told, some servers start on days that are either, and some on those that are both: the more counts.
    if (day !== '*' && weekday !== '*') return days.has(date) || weekdays.has(onWeekday);
    return days.has(date) && weekdays.has(onWeekday);
  };
  const counts = meet(month, 1, 12).flatMap((one) =>
    // A month may begin on any day of the week.
    range(0, 6).map(
      (first) => range(1, MONTHS[one - 1] ?? 31).filter((date) => isOnDay(date, (first + date) % 7)).length,
    ),
  );
  return times * Math.max(0, ...counts);
}

/** The values that a field names, of those that there are. */
function meet(field = '*', least: number, most: number): number[] {
  const [first = '', sign, second = ''] = field.split(/([/-])/);
  return range(least, most).filter((value) => {
    if (sign === '/') {
      const start = first === '*' ? least : Number(first);
      return value >= start && (value - start) % Number(second) === 0;
    }
    if (sign === '-') return value >= Number(first) && value <= Number(second);
    return field === '*' || field.split(',').some((item) => Number(item) === value);
  });
}

function range(least: number, most: number): number[] {
  return Array.from({ length: most - least + 1 }, (_, at) => least + at);
}
