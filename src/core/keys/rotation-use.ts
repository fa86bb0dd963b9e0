import type { Fact } from '../model/fact.ts';
import { addDays, addSeconds, type Instant } from '../model/instant.ts';
import type { AccessKeyState, LastUse } from './access-key.ts';
import type { RotationLook } from './rotation-rules.ts';

/**
 * IAM records uses within 15 minutes as one, with the time of the first.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
 */
const granularitySeconds = 15 * 60;

/**
 * Whether somebody but lastkey has used a successor. lastkey used it once itself, for
 * `GetCallerIdentity` when it was verified: another service, or a use well after that, is the consumer's.
 */
export const isUsedByConsumer = (use: LastUse | null, verifiedAt: Instant): use is LastUse =>
  use !== null && (use.service !== 'sts' || use.at >= addSeconds(verifiedAt, granularitySeconds));

/** From when on the old key may count as idle for so many days; never before its owner was told. */
export const idleFrom = (use: LastUse | null, toldAt: Instant, days: number): Instant => {
  const last = use === null ? toldAt : addSeconds(use.at, granularitySeconds);
  return addDays(last > toldAt ? last : toldAt, days);
};

/** `undefined`: it was not read. */
export const lastUseOf = (look: RotationLook, accessKeyId: string): Fact<LastUse | null> =>
  look.lastUses.get(accessKeyId) ?? {
    known: false,
    reason: 'not read',
    retry: 'yes',
    source: 'GetAccessKeyLastUsed',
  };

/**
 * The one of several keys that a person should look at first when one has to go: the Inactive one, or
 * the least recently used. `undefined` when that is not certain: an unknown use, or a tie. Never the
 * most recently used key.
 */
export const leastNeeded = (
  keys: readonly AccessKeyState[],
  look: RotationLook,
): AccessKeyState | undefined => {
  const used = keys.map((key) => ({ key, use: lastUseOf(look, key.accessKeyId) }));
  if (used.some(({ use }) => !use.known)) return undefined;
  const [first, second] = used
    .map(({ key, use }) => ({ key, at: (use.known ? use.value?.at : undefined) ?? '' }))
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  return first === undefined || first.at === second?.at ? undefined : first.key;
};
