import { type Fact, known, unknown } from '../model/fact.ts';
import { addDays, type Instant, parseInstant } from '../model/instant.ts';

/** Where facts of a report come from: the call, and when AWS made the report. */
export interface ReportOrigin {
  readonly at: Instant;
  readonly source: string;
}

/** A cell with its name, and a place to say what is odd about it. */
export interface Cell {
  readonly column: string;
  /** `undefined`: this report has no such column, or the row ended before it. */
  readonly text: string | undefined;
  odd(what: string): void;
}

/** What AWS writes where there is nothing to say. */
const isAbsent = (text: string): boolean => /^(n\/a|)$/i.test(text);
const isNoInformation = (text: string): boolean => /^no_information$/i.test(text);
const isNotSupported = (text: string): boolean => /^not_supported$/i.test(text);

/** The wire has lower case, AWS's guide upper case, spreadsheets either. */
export const readBoolean = (cell: Cell, { at, source }: ReportOrigin): Fact<boolean> => {
  const { text } = cell;
  if (text === undefined) return noColumn(cell, source);
  if (/^true$/i.test(text)) return known(true, at, source);
  if (/^false$/i.test(text)) return known(false, at, source);
  return noAnswer(cell, text, source, 'true or false');
};

/**
 * A date; `null` for `N/A`. One that no calendar has, or that lies after the report was made, is
 * unknown and said so.
 */
export const readDate = (cell: Cell, { at, source }: ReportOrigin): Fact<Instant | null> => {
  const { text } = cell;
  if (text === undefined) return noColumn(cell, source);
  if (isAbsent(text)) return known(null, at, source);
  const date = readInstant(text);
  if (date === undefined) return noAnswer(cell, text, source, 'an ISO 8601 date or N/A');
  if (date > addDays(at, 1)) {
    cell.odd(`${text} is later than the report itself (${at})`);
    return unknown(`${cell.column} is ${text}, later than the report`, source);
  }
  return known(date, at, source);
};

/** Dates of sign-in: `no_information` is a password that was never used, or not since 2014. */
export const readSignIn = (cell: Cell, origin: ReportOrigin): Fact<Instant | null> =>
  cell.text !== undefined && isNoInformation(cell.text)
    ? known(null, origin.at, origin.source)
    : readDate(cell, origin);

/** Text of a cell, or `undefined` where AWS has nothing to say. */
export const readText = ({ text }: Cell): string | undefined =>
  text === undefined || isAbsent(text) || isNoInformation(text) || isNotSupported(text)
    ? undefined
    : text;

const noColumn = ({ column }: Cell, source: string): Fact<never> =>
  unknown(`the report has no ${column} for this user`, source);

const noAnswer = (cell: Cell, text: string, source: string, expected: string): Fact<never> => {
  if (isNotSupported(text) || isNoInformation(text) || isAbsent(text)) {
    return unknown(`${cell.column} is ${text === '' ? 'empty' : text}`, source);
  }
  const got = JSON.stringify(text.slice(0, 60));
  cell.odd(`expected ${expected}, got ${got}`);
  return unknown(`${cell.column} is ${got}, which is not ${expected}`, source);
};

const parts = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})$/;

/** `2026-09-11T13:14:52Z` and `…+00:00`. The engine takes 30 February for 1 March: we do not. */
const readInstant = (text: string): Instant | undefined => {
  const [, year, month, day, hour, minute, second] = (parts.exec(text) ?? []).map(Number);
  if (year === undefined || month === undefined || day === undefined) return undefined;
  const daysInMonth = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const isOnCalendar = month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth;
  const isOnClock = (hour ?? 24) < 24 && (minute ?? 60) < 60 && (second ?? 60) < 60;
  return isOnCalendar && isOnClock ? parseInstant(text) : undefined;
};
