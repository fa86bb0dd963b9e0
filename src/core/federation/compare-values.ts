import type { Comparison } from './condition-operator.ts';
import { globMatches, parseGlob } from './glob.ts';
import { isInRange } from './match-ip.ts';
import { fillPattern, type Pattern, patternGlob } from './policy-variables.ts';
import type { Truth } from './truth.ts';

const number = (text: string): number | undefined =>
  /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text.trim()) ? Number(text) : undefined;

/** ISO 8601 or seconds since 1970, in milliseconds. */
const moment = (text: string): number | undefined => {
  const seconds = number(text);
  if (seconds !== undefined) return seconds * 1000;
  if (!/^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:?\d{2})?)?$/.test(text)) return undefined;
  // A date-time without a zone would be read in the machine's zone.
  const ms = Date.parse(/T[^Z+-]*$/.test(text) ? `${text}Z` : text);
  return Number.isFinite(ms) ? ms : undefined;
};

const ordered = (name: string, got: number | undefined, wanted: number | undefined): Truth => {
  // IAM does not document what a value of the wrong type compares to.
  if (got === undefined || wanted === undefined) return 'unknown';
  if (name.endsWith('GreaterThanEquals')) return got >= wanted;
  if (name.endsWith('LessThanEquals')) return got <= wanted;
  if (name.endsWith('GreaterThan')) return got > wanted;
  if (name.endsWith('LessThan')) return got < wanted;
  return got === wanted;
};

/** Each of an ARN's six parts is compared on its own; `ArnEquals` and `ArnLike` do the same. */
const arnParts = (text: string): readonly string[] | undefined => {
  const parts = text.split(':');
  if (parts.length < 6 || parts[0] !== 'arn') return undefined;
  return [...parts.slice(0, 5), parts.slice(5).join(':')];
};

const compareArns = (wanted: string, got: string): Truth => {
  const wantedParts = arnParts(wanted);
  const gotParts = arnParts(got);
  if (wantedParts === undefined || gotParts === undefined) return 'unknown';
  return wantedParts.every((part, index) => globMatches(parseGlob(part), gotParts[index] ?? ''));
};

const booleans: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['false', false],
]);

const compareBooleans = (wanted: string, got: string): Truth => {
  const [a, b] = [booleans.get(wanted.toLowerCase()), booleans.get(got.toLowerCase())];
  return a === undefined || b === undefined ? 'unknown' : a === b;
};

/** Whether one context value compares to one value of the policy. `Null` never comes here. */
export const compareValue = (
  compare: Exclude<Comparison, 'Null'>,
  pattern: Pattern,
  got: string,
): Truth => {
  const wanted = fillPattern(pattern);
  switch (compare) {
    case 'StringEquals':
      return wanted === got;
    case 'StringEqualsIgnoreCase':
      return wanted.toLowerCase() === got.toLowerCase();
    case 'StringLike':
      return globMatches(patternGlob(pattern), got);
    case 'ArnEquals':
    case 'ArnLike':
      return compareArns(wanted, got);
    case 'Bool':
      return compareBooleans(wanted, got);
    case 'BinaryEquals':
      // No claim is binary, and AWS does not say how text would be read as such.
      return 'unknown';
    case 'IpAddress':
      return isInRange(wanted, got) ?? 'unknown';
    case 'NumericEquals':
    case 'NumericLessThan':
    case 'NumericLessThanEquals':
    case 'NumericGreaterThan':
    case 'NumericGreaterThanEquals':
      return ordered(compare, number(got), number(wanted));
    case 'DateEquals':
    case 'DateLessThan':
    case 'DateLessThanEquals':
    case 'DateGreaterThan':
    case 'DateGreaterThanEquals':
      return ordered(compare, moment(got), moment(wanted));
  }
};
