const PRESETS: Readonly<Record<string, string>> = {
  '@hourly': '0 * * * *',
  '@daily': '0 0 * * *',
  '@weekly': '0 0 * * 0',
  '@monthly': '0 0 1 * *',
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
};

/** The Hub's own pattern. */
const SCHEDULE =
  /^(?:(@(annually|yearly|monthly|weekly|daily|hourly))|((((\d+,)+\d+|((\*|\d+)(\/|-)\d+)|\d+|\*) ?){5,7}))$/;
const DAY_MS = 86_400_000;
const DAYS = 366 * 4;

export function isSchedule(text: string): boolean {
  return SCHEDULE.test(text);
}

/** The first time after another one that a schedule names, in UTC; a day beyond four years when it names none. */
export function nextTime(schedule: string, after: number): number {
  const fields = (PRESETS[schedule] ?? schedule).trim().split(/ +/);
  // Of six fields the first is the second, of seven the last is the year; neither matters to the minute.
  const [minute = '*', hour = '*', day = '*', month = '*', weekday = '*'] = fields.slice(fields.length > 5 ? 1 : 0);
  const midnight = Math.floor(after / DAY_MS) * DAY_MS;
  for (let date = midnight; date < midnight + DAYS * DAY_MS; date += DAY_MS) {
    const at = new Date(date);
    const isDay =
      isMet(month, at.getUTCMonth() + 1) &&
      isMet(day, at.getUTCDate()) &&
      (isMet(weekday, at.getUTCDay()) || (at.getUTCDay() === 0 && isMet(weekday, 7)));
    const time = isDay ? minuteOf(date, { minute, hour, after }) : undefined;
    if (time !== undefined) return time;
  }
  return midnight + DAYS * DAY_MS;
}

function minuteOf(
  date: number,
  { minute, hour, after }: { readonly minute: string; readonly hour: string; readonly after: number },
): number | undefined {
  for (let count = 0; count < 1440; count += 1) {
    const time = date + count * 60_000;
    if (time > after && isMet(hour, Math.floor(count / 60)) && isMet(minute, count % 60)) return time;
  }
  return undefined;
}

function isMet(field: string, value: number): boolean {
  const [first = '', separator, second = ''] = field.split(/([/-])/);
  if (separator === '/') {
    const start = first === '*' ? 0 : Number(first);
    return value >= start && (value - start) % Number(second) === 0;
  }
  if (separator === '-') return value >= Number(first) && value <= Number(second);
  return field === '*' || field.split(',').some((item) => Number(item) === value);
}
