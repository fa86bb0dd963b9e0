/**
 * Dates as Slack writes them, `{date_short_pretty} at {time}` and the like:
 * https://docs.slack.dev/messaging/formatting-message-text#date-formatting
 */

/** Where the reader is: Slack shows each person their own time zone. */
export interface Reader {
  /** IANA name. */
  readonly timeZone: string;
  readonly nowMs: number;
}

const dayMs = 86_400_000;

const dayOf = (ms: number, timeZone: string): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(ms);

const ordinal = (day: number): string => {
  const rest = day % 100;
  if (rest >= 11 && rest <= 13) return `${day}th`;
  return `${day}${['th', 'st', 'nd', 'rd'][day % 10] ?? 'th'}`;
};

const near = (ms: number, { timeZone, nowMs }: Reader): string | undefined => {
  const day = dayOf(ms, timeZone);
  if (day === dayOf(nowMs, timeZone)) return 'today';
  if (day === dayOf(nowMs - dayMs, timeZone)) return 'yesterday';
  return day === dayOf(nowMs + dayMs, timeZone) ? 'tomorrow' : undefined;
};

const isThisYear = (ms: number, { timeZone, nowMs }: Reader): boolean =>
  dayOf(ms, timeZone).slice(0, 4) === dayOf(nowMs, timeZone).slice(0, 4);

const long = (ms: number, reader: Reader, month: 'long' | 'short', weekday: boolean): string => {
  const part = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en-US', { timeZone: reader.timeZone, ...options }).format(ms);
  const day = Number(part({ day: 'numeric' }));
  const written = `${part({ month })} ${month === 'long' ? ordinal(day) : day}`;
  // Slack leaves out the year while it is the current one.
  const year = isThisYear(ms, reader) ? '' : `, ${part({ year: 'numeric' })}`;
  return `${weekday ? `${part({ weekday: 'long' })}, ` : ''}${written}${year}`;
};

const time = (ms: number, { timeZone }: Reader, seconds: boolean): string =>
  new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    ...(seconds ? { second: '2-digit' } : {}),
  }).format(ms);

const tokens: Readonly<Record<string, (ms: number, reader: Reader) => string>> = {
  date_num: (ms, { timeZone }) => dayOf(ms, timeZone),
  date_slash: (ms, { timeZone }) =>
    new Intl.DateTimeFormat('en-GB', { timeZone, dateStyle: 'short' }).format(ms),
  date: (ms, reader) => long(ms, reader, 'long', false),
  date_pretty: (ms, reader) => near(ms, reader) ?? long(ms, reader, 'long', false),
  date_short: (ms, reader) => long(ms, reader, 'short', false),
  date_short_pretty: (ms, reader) => near(ms, reader) ?? long(ms, reader, 'short', false),
  date_long: (ms, reader) => long(ms, reader, 'long', true),
  date_long_pretty: (ms, reader) => near(ms, reader) ?? long(ms, reader, 'long', true),
  time: (ms, reader) => time(ms, reader, false),
  time_secs: (ms, reader) => time(ms, reader, true),
};

/** @returns `undefined` when the format has a token that Slack does not know */
export const slackDate = (ms: number, format: string, reader: Reader): string | undefined => {
  let isKnown = Number.isFinite(ms) && Math.abs(ms) < 8.64e15;
  if (!isKnown) return undefined;
  const written = format.replace(/\{(\w+)\}/g, (_all, name: string) => {
    const token = Object.hasOwn(tokens, name) ? tokens[name] : undefined;
    if (token === undefined) isKnown = false;
    return token?.(ms, reader) ?? '';
  });
  return isKnown ? written : undefined;
};

/** The time of a message, as its margin shows it. */
export const messageTime = (ts: string, reader: Reader): { short: string; full: string } => {
  const ms = Number(ts) * 1000;
  return {
    short: time(ms, reader, false),
    full: `${dayOf(ms, reader.timeZone)} ${time(ms, reader, true)} ${reader.timeZone}`,
  };
};
