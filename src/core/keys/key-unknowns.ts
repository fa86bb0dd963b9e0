import type { Fact } from '../model/fact.ts';
import type { KeyFactsNow, Unknown } from './decision.ts';

type Readable = {
  [Name in keyof KeyFactsNow]: KeyFactsNow[Name] extends Fact<unknown> ? Name : never;
}[keyof KeyFactsNow];

/** What each fact is called, and what cannot be said or done without it. */
const meanings: Readonly<Record<Readable, { readonly what: string; readonly blocks: string }>> = {
  status: { what: 'whether the key is Active', blocks: 'every step' },
  accessKeyId: { what: 'the id of the key', blocks: 'any due date' },
  createdAt: { what: 'when the key was made', blocks: 'too-old, never-used, any due date' },
  lastUse: { what: 'when the key was last used', blocks: 'unused, never-used, any due date' },
  exceptions: { what: 'whether an exception covers the key', blocks: 'any due date' },
  otherActiveKeys: { what: 'the other keys of the user', blocks: 'second-active-key' },
  isMostRecentlyUsed: {
    what: 'whether another key of the user was used later',
    blocks: 'deletion',
  },
  ownerIsHere: { what: 'whether the owner is still here', blocks: 'owner-gone' },
  exposed: { what: 'whether AWS found the key in public', blocks: 'exposed' },
  privilege: { what: 'what the key may do', blocks: 'privilege in the risk' },
  replacementInUse: {
    what: 'whether the replacement is in use',
    blocks: 'replacement-in-use',
  },
};

/**
 * The unknown facts, each with its reason and what it blocks.
 * @param undecided overrides that could not be decided
 */
export const unknownsOf = (
  facts: KeyFactsNow,
  undecided: readonly string[],
): readonly Unknown[] => [
  ...(Object.keys(meanings) as Readable[]).flatMap((name) => {
    const fact: Fact<unknown> = facts[name];
    const { what, blocks } = meanings[name];
    return fact.known ? [] : [{ what: `${what} (${fact.reason})`, blocks }];
  }),
  ...undecided.map((where) => ({
    what: `whether the override for ${where} applies`,
    blocks: 'enforcement',
  })),
];

/**
 * Whether everything is known that must be known before a date may be set: which key it is
 * (invariant 4), how it was used, and that nothing exempts it.
 */
export const mayHaveDueDate = (facts: KeyFactsNow): boolean =>
  [facts.status, facts.accessKeyId, facts.createdAt, facts.lastUse, facts.exceptions].every(
    (fact) => fact.known,
  );
