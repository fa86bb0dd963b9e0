import { rootUserName } from '../../core/events/change.ts';
import type { Configuration } from '../../core/model/configuration.ts';
import { unknown } from '../../core/model/fact.ts';
import type { AccessKeyId } from '../../core/model/ids.ts';
import type { Instant } from '../../core/model/instant.ts';
import type { RecommendationInput } from '../../core/replacement/recommend.ts';
import type { KeyReading, UserReading } from './user-reading.ts';

/** What the recommendation about one key of a user rests on. */
export const recommendationInput = (
  reading: UserReading,
  key: KeyReading | undefined,
  answers: Readonly<Record<string, string>>,
  configuration: Configuration,
  now: Instant,
): RecommendationInput => {
  const { accountId, userName, hasConsolePassword } = reading;
  const why = 'no key of the user is known';
  const { id } = configuration.organization;
  return {
    key: {
      accountId,
      userName,
      // Only shown, never looked up: the contract's word for what is not known.
      accessKeyId: key?.accessKeyId.known ? key.accessKeyId.value : ('unknown' as AccessKeyId),
      createdAt: key?.createdAt.known ? key.createdAt.value : now,
    },
    holder:
      userName === rootUserName
        ? 'root'
        : hasConsolePassword.known && hasConsolePassword.value
          ? 'human'
          : 'workload',
    user: reading.user,
    userPermissions: reading.permissions,
    lastUse: key?.lastUse ?? unknown(why, 'GetAccessKeyLastUsed'),
    usage: key?.usage ?? unknown(why, 'CloudTrail'),
    createdBy: key?.made?.by ?? { type: 'unknown' },
    ...(key?.made?.userAgent === undefined ? {} : { createdWith: key.made.userAgent }),
    roles: reading.roles,
    identityProviders: reading.identityProviders,
    federation: configuration.federation,
    ...(id === '' ? {} : { organizationId: id }),
    answers,
    federationUses: reading.federationUses,
    now,
  };
};
