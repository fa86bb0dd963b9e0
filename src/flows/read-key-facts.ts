import type { AccessKeyChange, UserChange } from '../core/events/change.ts';
import { rootUserName } from '../core/events/change.ts';
import type { ExceptionRecord } from '../core/keys/exception.ts';
import { type KeyFacts, noFacts } from '../core/keys/key-facts.ts';
import { LastkeyError } from '../core/model/errors.ts';
import { type Fact, known } from '../core/model/fact.ts';
import type { CaseTable, Clock, MemberAccount, MemberAccounts } from './ports.ts';

export interface KeyReadings {
  readonly facts: KeyFacts;
  /** The account it was read from; absent when nothing could be read there. */
  readonly member: MemberAccount | undefined;
}

/**
 * Reads what a decision about a key rests on, all at once. What is denied stays unknown; what is
 * throttled or timed out is worth a redelivery.
 * @throws LastkeyError `facts-unavailable` (retry)
 */
export const readKeyFacts = async (
  change: AccessKeyChange | UserChange,
  ports: {
    readonly members: MemberAccounts;
    readonly cases: Pick<CaseTable, 'exceptionsOf'>;
    readonly clock: Clock;
  },
): Promise<KeyReadings> => {
  const { userName } = change;
  const accessKeyId = 'accessKeyId' in change ? change.accessKeyId : undefined;
  if (userName === undefined || accessKeyId === undefined) {
    return { facts: noFacts('the event does not name the key'), member: undefined };
  }
  const now = ports.clock.now();
  const exceptions: Fact<readonly ExceptionRecord[]> = known(
    await ports.cases.exceptionsOf(change.accountId, userName),
    now,
    'case table',
  );
  if (userName === rootUserName) {
    const why = 'the root user cannot be read through IAM';
    return { facts: { ...noFacts(why), exceptions }, member: undefined };
  }
  const member = await ports.members.reading(change.accountId);
  const [user, keys, lastUse, hasConsolePassword] = await Promise.all([
    member.user(userName),
    member.accessKeys(userName),
    member.lastUse(accessKeyId),
    member.hasConsolePassword(userName),
  ]);
  const facts = { user, keys, lastUse, hasConsolePassword, exceptions };
  requireNoRetry(Object.values(facts));
  return { facts, member };
};

/** Gives the event back to the queue when reading again may turn an unknown into a fact. */
export const requireNoRetry = (facts: readonly Fact<unknown>[]): void => {
  const again = facts.find((fact) => !fact.known && fact.retry === 'yes');
  if (again === undefined || again.known) return;
  throw new LastkeyError(
    'facts-unavailable',
    `${again.source} could not be read: ${again.reason}. The event goes back to the queue.`,
    { retry: 'yes' },
  );
};
