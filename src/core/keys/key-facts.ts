import type { Fact } from '../model/fact.ts';
import { unknown } from '../model/fact.ts';
import type { Instant } from '../model/instant.ts';
import type { AccessKeyState, LastUse } from './access-key.ts';
import type { ExceptionRecord } from './exception.ts';

/** What the decision about a key rests on; each fact is known or unknown with a reason. */
export interface KeyFacts {
  readonly user: Fact<UserFacts | null>;
  /** All keys of the user. */
  readonly keys: Fact<readonly AccessKeyState[] | null>;
  readonly lastUse: Fact<LastUse | null>;
  readonly hasConsolePassword: Fact<boolean>;
  readonly exceptions: Fact<readonly ExceptionRecord[]>;
}

export interface UserFacts {
  readonly path: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly createdAt: Instant;
}

/** Nothing was read, for one reason: a replay of log files, or an account that refuses us. */
export const noFacts = (reason: string): KeyFacts => ({
  user: unknown(reason, 'GetUser'),
  keys: unknown(reason, 'ListAccessKeys'),
  lastUse: unknown(reason, 'GetAccessKeyLastUsed'),
  hasConsolePassword: unknown(reason, 'GetLoginProfile'),
  exceptions: unknown(reason, 'case table'),
});

/** What each fact is called in a message that says it is unknown. */
const names: Record<keyof KeyFacts, string> = {
  user: 'the user and its tags',
  keys: 'the keys of the user',
  lastUse: 'when the key was last used',
  hasConsolePassword: 'whether the user signs in to the console',
  exceptions: 'whether an exception covers the key',
};

/** The unknown facts in words, each with its reason. */
export const describeUnknowns = (facts: KeyFacts): readonly string[] =>
  (Object.keys(names) as (keyof KeyFacts)[]).flatMap((name) => {
    const fact = facts[name];
    return fact.known ? [] : [`${names[name]} (${fact.reason})`];
  });
