import { LastkeyError } from '../../core/model/errors.ts';
import { unknown } from '../../core/model/fact.ts';
import type { AccountId } from '../../core/model/ids.ts';
import type { Instant } from '../../core/model/instant.ts';
import type { MemberAccount, MemberAccounts } from '../../flows/ports.ts';
import { iamClient } from './iam-client.ts';
import { iamReading } from './iam-reading.ts';
import type { SessionCredentials } from './member-credentials.ts';

/**
 * Member accounts through their read role. An account that refuses the role is still an answer:
 * everything in it is unknown, with the reason.
 */
export const memberAccounts = (
  credentialsFor: (accountId: AccountId) => Promise<SessionCredentials>,
  now: () => Instant,
): MemberAccounts => ({
  reading: async (accountId) => {
    try {
      return iamReading(iamClient(await credentialsFor(accountId)), accountId, now);
    } catch (error) {
      if (error instanceof LastkeyError) return unreadableAccount(error);
      throw error;
    }
  },
});

const unreadableAccount = (error: LastkeyError): MemberAccount => {
  const fact = unknown(error.message, 'AssumeRole', error.retry);
  const answer = () => Promise.resolve(fact);
  return {
    user: answer,
    accessKeys: answer,
    lastUse: answer,
    hasConsolePassword: answer,
    federatedRoles: answer,
    role: answer,
    oidcProviders: answer,
    accountDetails: answer,
  };
};
