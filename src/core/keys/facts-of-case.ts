import { known, unknown } from '../model/fact.ts';
import type { Instant } from '../model/instant.ts';
import type { KeyFactsNow } from './decision.ts';
import type { ExceptionRecord } from './exception.ts';
import type { KeyCase } from './key-case.ts';
import { unknownPlace } from './key-settings.ts';
import type { ReasonId } from './reasons.ts';

/**
 * What a case still knows of its key, for a plan: nothing is read anew. A reason that only a look
 * outside could give again holds as the case has it.
 * @param exceptions of the key's user
 */
export const factsOfCase = (
  keyCase: KeyCase,
  exceptions: readonly ExceptionRecord[],
  now: Instant,
): KeyFactsNow => {
  const { key, stage, lastUse, holder, place } = keyCase;
  const source = 'case table';
  const says = (id: ReasonId) => keyCase.reasons.some((reason) => reason.id === id);
  const unread = unknown('not in the case', source);
  return {
    accountId: key.accountId,
    userName: key.userName,
    accessKeyId: known(key.accessKeyId, now, source),
    status: known(stage === 'disabled' ? 'Inactive' : 'Active', now, source),
    createdAt: known(key.createdAt, now, source),
    lastUse: lastUse === undefined ? unread : known(lastUse, now, source),
    holder,
    otherActiveKeys: says('second-active-key') ? known(1, now, source) : unread,
    isMostRecentlyUsed: unread,
    place: place ?? unknownPlace(key.accountId),
    exceptions: known(exceptions, now, source),
    ownerIsHere: says('owner-gone') ? known(false, now, source) : unread,
    exposed: says('exposed') ? known(true, now, source) : unread,
    privilege: unread,
    replacementInUse: says('replacement-in-use') ? known(true, now, source) : unread,
  };
};
