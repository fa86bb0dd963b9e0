import pc from 'picocolors';
import type { Io } from '../output.ts';
import type { JudgedRole } from './role-report.ts';
import { type Look, roleText } from './role-text.ts';

/** Gravest first. */
const verdicts = ['unsafe', 'broken', 'broad', 'safe'];

const lookOf = (io: Io): Look => {
  const colours = pc.createColors(io.colour);
  return {
    verdict: (text, verdict) =>
      verdict === 'safe' || verdict === 'not-federated'
        ? colours.green(text)
        : verdict === 'broad'
          ? colours.yellow(text)
          : colours.red(text),
    removed: colours.red,
    added: colours.green,
    width: Math.min(io.columns ?? 100, 100),
  };
};

const plural = (count: number, one: string, many: string): string =>
  `${count} ${count === 1 ? one : many}`;

/** How many of each verdict, for more than one role. */
const summary = (judged: readonly JudgedRole[]): string => {
  const counts = verdicts
    .map(
      (verdict) => [verdict, judged.filter(({ role }) => role.verdict === verdict).length] as const,
    )
    .filter(([, count]) => count > 0)
    .map(([verdict, count]) => `${count} ${verdict}`);
  const none = judged.filter(({ role }) => role.verdict === 'not-federated').length;
  const others = none === 0 ? [] : [`${none} that trust no identity provider`];
  return `${plural(judged.length, 'role', 'roles')}: ${[...counts, ...others].join(', ')}`;
};

/** Roles for people: each with something to say in full, and a count at the end. */
export const printRoles = (judged: readonly JudgedRole[], io: Io): void => {
  const look = lookOf(io);
  const told =
    judged.length === 1 ? judged : judged.filter(({ role }) => role.verdict !== 'not-federated');
  for (const each of told) io.out(`${roleText(each, look)}\n`);
  if (judged.length !== 1) io.out(`${summary(judged)}\n`);
};
