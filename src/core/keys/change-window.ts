import type { ChangeWindow } from '../model/configuration.ts';
import { dayMs, epochMs, type Instant, instantOf } from '../model/instant.ts';

const minuteMs = 60_000;
const minutesOfDay = 24 * 60;
const longestWait = 400 * dayMs;

/** Whether lastkey may act at this moment. No window: always. */
export const isOpen = (window: ChangeWindow | null, at: Instant): boolean =>
  window === null || minutesUntilOpen(window, epochMs(at)) === 0;

/**
 * The first moment from `at` on in which the window is open, to the minute. It looks at the local
 * clock again after each stride instead of trusting arithmetic, so that hours which a spring skips
 * are never open, and hours which an autumn repeats are open twice. A window that does not open
 * within 400 days answers `undefined`: then nothing may be done.
 */
export const nextOpening = (window: ChangeWindow | null, at: Instant): Instant | undefined => {
  if (window === null) return at;
  const answered = newest.get(window);
  if (answered?.at === at) return answered.opening;
  const opening = isOpen(window, at) ? at : findOpening(window, at);
  newest.set(window, { at, opening });
  return opening;
};

/** The newest answer of each window: a plan asks for many keys at one moment. */
const newest = new WeakMap<
  ChangeWindow,
  { readonly at: Instant; readonly opening: Instant | undefined }
>();

const findOpening = (window: ChangeWindow, at: Instant): Instant | undefined => {
  const start = epochMs(at);
  let ms = Math.ceil(start / minuteMs) * minuteMs;
  while (ms <= start + longestWait) {
    const minutes = minutesUntilOpen(window, ms);
    if (minutes === 0) return instantOf(ms);
    ms += steadyStride(ms, minutes, window.timeZone) * minuteMs;
  }
  return undefined;
};

/** The longest stride, by halving, over which the local clock is not changed; at least a minute. */
const steadyStride = (ms: number, minutes: number, timeZone: string): number => {
  const before = localTime(ms, timeZone).minutes;
  let stride = minutes;
  while (stride > 1) {
    const after = localTime(ms + stride * minuteMs, timeZone).minutes;
    if ((before + stride - after) % minutesOfDay === 0) return stride;
    stride = Math.floor(stride / 2);
  }
  return 1;
};

/** Minutes until the window may open, or the day ends, were no clocks changed; 0: it is open. */
const minutesUntilOpen = (window: ChangeWindow, ms: number): number => {
  const { weekday, day, minutes } = localTime(ms, window.timeZone);
  const untilMidnight = minutesOfDay - minutes;
  const [from, to] = window.hours.split('-').map(minutesOf);
  if (from === undefined || to === undefined || Number.isNaN(from + to)) return untilMidnight;
  if (!isOpenDay(window, weekday, day) || minutes >= to) return untilMidnight;
  return Math.max(0, from - minutes);
};

const isOpenDay = (window: ChangeWindow, weekday: string, day: string): boolean =>
  (window.days as readonly string[]).includes(weekday) &&
  !(window.holidays ?? []).includes(day) &&
  !(window.quiet ?? []).some(({ from, to }) => from <= day && day <= to);

const minutesOf = (clock: string): number => {
  const [hours = Number.NaN, minutes = Number.NaN] = clock.split(':').map(Number);
  return hours * 60 + minutes;
};

interface LocalTime {
  readonly weekday: string;
  readonly day: string;
  readonly minutes: number;
}

const localTime = (ms: number, timeZone: string): LocalTime => {
  const clock = clockOf(timeZone);
  if (clock.read?.ms === ms) return clock.read.local;
  const parts = clock.format.formatToParts(ms);
  const part = (type: string): string => parts.find((each) => each.type === type)?.value ?? '';
  const local = {
    weekday: part('weekday'),
    day: `${part('year')}-${part('month')}-${part('day')}`,
    minutes: Number(part('hour')) * 60 + Number(part('minute')),
  };
  clock.read = { ms, local };
  return local;
};

/** The clock of a time zone, with what it was read last: formatting is slow. */
interface ZoneClock {
  readonly format: Intl.DateTimeFormat;
  read?: { readonly ms: number; readonly local: LocalTime };
}

const clocks = new Map<string, ZoneClock>();

const clockOf = (timeZone: string): ZoneClock => {
  const existing = clocks.get(timeZone);
  if (existing !== undefined) return existing;
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const clock: ZoneClock = { format };
  clocks.set(timeZone, clock);
  return clock;
};
