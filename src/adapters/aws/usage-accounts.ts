import { LastkeyError } from '../../core/model/errors.ts';
import { unknown } from '../../core/model/fact.ts';
import type { AccountId } from '../../core/model/ids.ts';
import type { Instant } from '../../core/model/instant.ts';
import type { UsageAccounts } from '../../flows/usage-ports.ts';
import { eventLookup } from './event-lookup.ts';
import { iamClient } from './iam-client.ts';
import type { SessionCredentials } from './member-credentials.ts';
import { serviceLastAccessed } from './service-last-accessed.ts';

/**
 * Usage in member accounts, through their read role. An account that refuses the role is still an
 * answer: everything in it is unknown, with the reason.
 */
export const usageAccounts = (
  credentialsFor: (accountId: AccountId) => Promise<SessionCredentials>,
  clock: {
    readonly now: () => Instant;
    /** Milliseconds, from any start. */
    readonly ticks: () => number;
    readonly sleep: (milliseconds: number) => Promise<void>;
  },
): UsageAccounts => ({
  reading: async (accountId) => {
    try {
      const credentials = await credentialsFor(accountId);
      const iam = iamClient(credentials);
      return {
        ...eventLookup({ credentials, ...clock }),
        lastAccessed: (userArn) => serviceLastAccessed(iam, userArn, clock),
      };
    } catch (error) {
      if (!(error instanceof LastkeyError)) throw error;
      const fact = unknown(error.message, 'AssumeRole', error.retry);
      return { page: () => Promise.resolve(fact), lastAccessed: () => Promise.resolve(fact) };
    }
  },
});
