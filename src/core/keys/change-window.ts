import type { ChangeWindow } from '../model/configuration.ts';
import { epochMs, type Instant, instantOf } from '../model/instant.ts';

const quarterHour = 15 * 60_000;
const twoWeeks = 14 * 86_400_000;

/** Whether lastkey may act at this moment. No window: always. */
export const isOpen = (window: ChangeWindow | null, at: Instant): boolean => {
  if (window === null) return true;
  const { day, minutes } = localTime(at, window.timeZone);
  const [from, to] = window.hours.split('-').map(minutesOf);
  if (from === undefined || to === undefined) return false;
  return (window.days as readonly string[]).includes(day) && minutes >= from && minutes < to;
};

/**
 * The first moment from `at` on in which the window is open. Walks in quarter hours, so that
 * daylight saving needs no rule of its own. A window that never opens within two weeks answers
 * `undefined`: then nothing may be done.
 */
export const nextOpening = (window: ChangeWindow | null, at: Instant): Instant | undefined => {
  if (isOpen(window, at)) return at;
  const start = Math.ceil(epochMs(at) / quarterHour) * quarterHour;
  for (let ms = start; ms <= start + twoWeeks; ms += quarterHour) {
    if (isOpen(window, instantOf(ms))) return instantOf(ms);
  }
  return undefined;
};

const minutesOf = (clock: string): number => {
  const [hours = Number.NaN, minutes = Number.NaN] = clock.split(':').map(Number);
  return hours * 60 + minutes;
};

const localTime = (at: Instant, timeZone: string): { day: string; minutes: number } => {
  const parts = formatFor(timeZone).formatToParts(epochMs(at));
  const part = (type: string): string => parts.find((each) => each.type === type)?.value ?? '';
  return { day: part('weekday'), minutes: Number(part('hour')) * 60 + Number(part('minute')) };
};

const formats = new Map<string, Intl.DateTimeFormat>();

const formatFor = (timeZone: string): Intl.DateTimeFormat => {
  const existing = formats.get(timeZone);
  if (existing !== undefined) return existing;
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  formats.set(timeZone, format);
  return format;
};
