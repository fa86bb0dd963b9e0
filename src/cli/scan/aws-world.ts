import { accountAuthorizationDetails } from '../../adapters/aws/account-authorization-details.ts';
import { accountSessions, type CredentialsFor } from '../../adapters/aws/account-sessions.ts';
import { insideRetries, pacedAttempts, systemPace } from '../../adapters/aws/call-pace.ts';
import { findCaller } from '../../adapters/aws/caller.ts';
import { iamClient } from '../../adapters/aws/iam-client.ts';
import { memberCredentials } from '../../adapters/aws/member-credentials.ts';
import { organizationAccounts } from '../../adapters/aws/organization-accounts.ts';
import { signedJsonCall } from '../../adapters/aws/signed-json-call.ts';
import type { AccountDetails } from '../../core/inventory/account-details.ts';
import { LastkeyError } from '../../core/model/errors.ts';
import { type Fact, unknown } from '../../core/model/fact.ts';
import type { AccountId } from '../../core/model/ids.ts';
import { type Instant, instantOf } from '../../core/model/instant.ts';
import type { AccountSessions, CallCounts } from '../../flows/inventory-ports.ts';
import type { ListedAccount } from '../../flows/sweep-ports.ts';

/** AWS as the caller of the command sees it. */
export interface AwsWorld {
  readonly callerAccountId: AccountId;
  /** @throws LastkeyError when the list cannot be read whole */
  listAccounts(): Promise<readonly ListedAccount[]>;
  readonly sessions: AccountSessions;
  /** Users of an account with tags and policies. */
  userDetails(accountId: AccountId): Promise<Fact<AccountDetails>>;
  /** Calls made by this, those of the sessions apart. */
  calls(): CallCounts;
}

/** What tells users apart from roles, with the documents that their permissions need. */
const usersOnly = ['User', 'Group', 'LocalManagedPolicy', 'AWSManagedPolicy'] as const;

/**
 * The caller's own account by the caller's credentials, every other one by a role in it.
 * @throws LastkeyError without credentials
 */
export const awsWorld = async (roleName: string): Promise<AwsWorld> => {
  const calls: Record<string, number> = {};
  const count = (action: string): void => {
    calls[action] = (calls[action] ?? 0) + 1;
  };
  const now = (): Instant => instantOf(Date.now());
  const pace = systemPace();
  const caller = await findCaller(count);
  const { partition } = caller;
  const assume = memberCredentials({
    role: roleName,
    partition,
    now: () => Date.now(),
    pace: pace.sts,
  });
  const credentialsFor: CredentialsFor = (accountId, counted) =>
    accountId === caller.accountId ? caller.credentials() : assume(accountId, counted);
  return {
    callerAccountId: caller.accountId,
    listAccounts: () =>
      organizationAccounts(partition, async (operation, input) => {
        count('ListAccounts');
        return signedJsonCall(operation, input, await caller.credentials());
      }).all(),
    sessions: accountSessions({ credentialsFor, pace, now }),
    userDetails: async (accountId) => {
      const source = 'GetAccountAuthorizationDetails';
      try {
        const iam = iamClient(await credentialsFor(accountId, count));
        const bucketOf = pace.iamOfOneAccount();
        iam.middlewareStack.addRelativeTo(pacedAttempts({ bucketOf, count }), insideRetries);
        return await accountAuthorizationDetails(iam, now(), usersOnly);
      } catch (error) {
        if (!(error instanceof LastkeyError)) throw error;
        return unknown(error.message, source, error.retry);
      }
    },
    calls: () => ({ ...calls }),
  };
};
