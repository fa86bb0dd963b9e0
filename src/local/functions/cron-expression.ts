const fields = ['minute', 'hour', 'day', 'month', 'weekday', 'year'] as const;
type Field = (typeof fields)[number];

const weekdays = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const minuteMs = 60_000;

/**
 * Whether EventBridge Scheduler would fire between two moments (the first excluded). Numbers, names
 * of weekdays, lists, `*` and `?`; ranges and steps are not taken.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#cron-based
 * @param expression `cron(0 9 ? * MON *)`
 * @param timeZone IANA name
 * @throws Error for an expression it cannot read: a schedule that silently never fires is no schedule
 */
export const firesBetween = (
  expression: string,
  timeZone: string,
  from: number,
  to: number,
): boolean => {
  const wanted = parseCron(expression);
  const clock = clockIn(timeZone);
  const first = (Math.floor(from / minuteMs) + 1) * minuteMs;
  for (let at = first; at <= to; at += minuteMs) {
    const shown = clock(at);
    if (fields.every((field) => wanted[field]?.has(shown[field]) ?? true)) return true;
  }
  return false;
};

export const isCron = (expression: string): boolean => expression.startsWith('cron(');

/** The values of each field; absent: any. */
const parseCron = (expression: string): Partial<Record<Field, ReadonlySet<number>>> => {
  const parts = /^cron\((.+)\)$/.exec(expression)?.[1]?.split(' ') ?? [];
  if (parts.length !== fields.length) throw unreadable(expression);
  return Object.fromEntries(
    fields.flatMap((field, index) => {
      const part = parts[index] ?? '';
      if (part === '*' || part === '?') return [];
      const values = part.split(',').map((value) => numberIn(field, value));
      if (values.some((value) => !Number.isInteger(value))) throw unreadable(expression);
      return [[field, new Set(values)]];
    }),
  );
};

/** Scheduler counts weekdays from Sunday, which is 1. */
const numberIn = (field: Field, text: string): number =>
  field === 'weekday' && weekdays.includes(text) ? weekdays.indexOf(text) + 1 : Number(text);

const unreadable = (expression: string): Error =>
  new Error(
    `The schedule expression ${expression} cannot be read here; expected cron with six fields of numbers, weekday names, lists, * and ?.`,
  );

const clockIn = (timeZone: string): ((at: number) => Readonly<Record<Field, number>>) => {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    weekday: 'short',
    hour: 'numeric',
    minute: 'numeric',
  });
  return (at) => {
    const parts = Object.fromEntries(
      format.formatToParts(at).map(({ type, value }) => [type, value]),
    );
    return {
      minute: Number(parts['minute']),
      hour: Number(parts['hour']),
      day: Number(parts['day']),
      month: Number(parts['month']),
      weekday: weekdays.indexOf((parts['weekday'] ?? '').toUpperCase()) + 1,
      year: Number(parts['year']),
    };
  };
};
