import { matchesWildcard } from '../permissions/wildcard.ts';

/**
 * Whether a trust policy's text may be about a workload: it has one of its subjects, a pattern that
 * matches one, something that names the workload, or no word about subjects at all. A cheap look
 * before a policy is parsed and evaluated, for accounts with a thousand roles.
 * @param subjects that are wholly known
 * @param telling texts that name the workload, as every one of its subjects has them
 */
export const mayAdmit = (
  trustPolicy: string,
  subjects: readonly string[],
  telling: readonly string[],
): boolean =>
  (subjects.length === 0 && telling.length === 0) ||
  !trustPolicy.includes(':sub"') ||
  trustPolicy.includes('\\') ||
  [...subjects, ...telling].some((text) => trustPolicy.includes(text)) ||
  patternsIn(trustPolicy).some((pattern) =>
    subjects.some((subject) => matchesWildcard(pattern, subject)),
  );

/** Texts between quotes that hold a wildcard. */
const patternsIn = (text: string): readonly string[] =>
  text.match(/"[^"]*[*?][^"]*"/g)?.map((quoted) => quoted.slice(1, -1)) ?? [];

/** Every text of a policy: whatever it asks for is among them. */
export const textsIn = (text: string): readonly string[] =>
  text.match(/"[^"]*"/g)?.map((quoted) => quoted.slice(1, -1)) ?? [];
