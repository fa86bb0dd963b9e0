import { type Fact, known, unknown } from '../model/fact.ts';
import type { Instant } from '../model/instant.ts';

/** Where facts of a report come from: the call, and when AWS made the report. */
export interface ReportOrigin {
  readonly at: Instant;
  /** No date can be later: a day after `at`, for clocks that differ. */
  readonly latest: Instant;
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
export const readDate = (
  cell: Cell,
  { at, latest, source }: ReportOrigin,
): Fact<Instant | null> => {
  const { text } = cell;
  if (text === undefined) return noColumn(cell, source);
  if (isAbsent(text)) return known(null, at, source);
  const date = readInstant(text);
  if (date === undefined) return noAnswer(cell, text, source, 'an ISO 8601 date or N/A');
  if (date > latest) {
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

const seconds =
  /^(\d{4})-(\d{2})-(\d{2})T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(?=(?:\.\d+)?(?:Z|\+00:00)$)/;

/**
 * `2026-09-11T13:14:52Z` and `…+00:00`, as all reports have it: UTC in whole seconds. The engine takes 30
 * February for 1 March: we do not.
 */
const readInstant = (text: string): Instant | undefined => {
  const found = seconds.exec(text);
  if (found === null) return undefined;
  const [inSeconds, year, month, day] = found;
  return isOnCalendar(Number(year), Number(month), Number(day))
    ? (`${inSeconds}.000Z` as Instant)
    : undefined;
};

const daysOfMonths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

const isOnCalendar = (year: number, month: number, day: number): boolean => {
  const isLeapYear = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = (daysOfMonths[month - 1] ?? 0) + (month === 2 && isLeapYear ? 1 : 0);
  return day >= 1 && day <= days;
};
