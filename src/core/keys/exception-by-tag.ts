import { endOfDay } from '../messages/keep-for-now-view.ts';
import { leaveOutSecrets } from '../messages/leave-out-secrets.ts';
import type { AccountId } from '../model/ids.ts';
import { addDays, type Instant } from '../model/instant.ts';
import type { ExceptionRecord } from './exception.ts';
import { grantedException, requestedException } from './exception-changes.ts';

/**
 * The exception that a tag of an IAM user stands for, where the configuration names the tag. It is a
 * record like any other: it ends on the date that is the tag's value, and after `maxDays` at the
 * latest. The same tag with the same value never makes a second one, so it cannot renew itself.
 * @returns `undefined`: no configured tag is there
 */
export const exceptionByTag = (
  user: {
    readonly accountId: AccountId;
    readonly accountName: string;
    readonly userName: string;
    readonly tags: Readonly<Record<string, string>>;
    readonly owner: string;
  },
  settings: { readonly tagKeys: readonly string[]; readonly maxDays: number },
  now: Instant,
): ExceptionRecord | undefined => {
  const key = settings.tagKeys.find((each) => Object.hasOwn(user.tags, each));
  if (key === undefined) return undefined;
  const value = user.tags[key] ?? '';
  const latest = addDays(now, settings.maxDays);
  const day = endOfDay(value);
  const expiresAt = day !== undefined && day < latest ? day : latest;
  if (expiresAt <= now) return undefined;
  const requested = requestedException(
    {
      id: `tag-${plainId(key)}-${plainId(value)}`,
      accountId: user.accountId,
      accountName: user.accountName,
      scope: { kind: 'user', userName: user.userName },
      owner: user.owner,
      reason: leaveOutSecrets(`The user is tagged ${key}: ${value}`).slice(0, 500),
      conditions: '',
      requestedBy: `tag ${key}`,
      expiresAt,
    },
    now,
  );
  return grantedException(requested, 'configuration', now);
};

/** Tag keys and values may hold what separates the parts of a key in the table. */
const plainId = (text: string): string => encodeURIComponent(text).slice(0, 200);
