import { globMatches, parseGlob } from './glob.ts';
import type { ActionElement } from './trust-policy.ts';

/** Whether the element covers an action. Action names ignore case; `*` and `?` are wild. */
export const matchAction = ({ negated, patterns }: ActionElement, action: string): boolean =>
  patterns.some((pattern) =>
    globMatches(parseGlob(pattern.toLowerCase()), action.toLowerCase()),
  ) !== negated;
