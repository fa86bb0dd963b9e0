import type { PlanDifference } from '../../core/keys/compare-plans.ts';
import { wrapped } from '../scan/words.ts';
import type { PlanDocument, PlanDocumentKey } from './plan-document.ts';

/** A plan for people: a list of days, then what differs from the other configuration. */
export const planText = (document: PlanDocument, other: string | undefined): string => {
  const keyOf = new Map(document.keys.map((key) => [key.name, key]));
  return `${[
    ...heading(document),
    ...document.days.flatMap(({ date, steps }) => [
      '',
      `${date}  ${weekday(date)}`,
      ...steps.map(
        ({ key, from, to, why }) =>
          `  ${(from === to ? `${to} (waits)` : `${from} > ${to}`).padEnd(20)} ${words(keyOf.get(key), key)}\n  ${' '.repeat(20)} ${why}`,
      ),
    ]),
    ...(document.differences === undefined
      ? []
      : differenceLines(document.differences, keyOf, other ?? 'the other')),
    '',
    'Assumed:',
    ...document.assumptions.map((each) => wrapped(each).trimEnd()),
  ].join('\n')}\n`;
};

const heading = ({ summary, horizonDays, from, days }: PlanDocument): readonly string[] => {
  const counts = Object.entries(summary.steps)
    .map(([stage, count]) => `${count} ${stage}`)
    .join(', ');
  return [
    `${summary.keys} ${summary.keys === 1 ? 'key' : 'keys'}, ${horizonDays} days from ${from.slice(0, 10)}: ${
      days.length === 0 ? 'nothing would happen.' : `${counts}.`
    }`,
  ];
};

const differenceLines = (
  differences: readonly PlanDifference[],
  keyOf: ReadonlyMap<string, PlanDocumentKey>,
  other: string,
): readonly string[] => {
  if (differences.length === 0) return ['', `${other} would do the same.`];
  return [
    '',
    `${differences.length} ${differences.length === 1 ? 'key' : 'keys'} would be treated differently (-) here, (+) by ${other}:`,
    ...differences.flatMap(({ key, here, there }) => [
      `  ${words(keyOf.get(key), key)}`,
      ...here.filter((each) => !there.includes(each)).map((each) => `  - ${each}`),
      ...there.filter((each) => !here.includes(each)).map((each) => `  + ${each}`),
    ]),
  ];
};

const words = (key: PlanDocumentKey | undefined, name: string): string => {
  if (key === undefined) return name;
  const { accountName, accountId } = key;
  const id = name.slice(`${accountId}/${key.userName}/`.length);
  const account = accountName === accountId ? accountId : `${accountName} (${accountId})`;
  return `${account}  ${key.userName}  ${id}`;
};

const weekday = (date: string): string =>
  ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'][new Date(`${date}T00:00:00Z`).getUTCDay()] ??
  '';
