import { LastkeyError } from '../../core/model/errors.ts';
import type { AccountId } from '../../core/model/ids.ts';
import type { Instant } from '../../core/model/instant.ts';
import type { AccountSession, AccountSessions } from '../../flows/inventory-ports.ts';
import { type CallPace, insideRetries, pacedAttempts } from './call-pace.ts';
import { getCredentialReport, requestCredentialReport } from './credential-report.ts';
import { iamClient } from './iam-client.ts';
import { getLastUse, listAccessKeys } from './iam-keys.ts';
import type { SessionCredentials } from './member-credentials.ts';
import { listServiceCredentials } from './service-credentials.ts';

/** Credentials for one account; `count` hears of each call that it took to get them. */
export type CredentialsFor = (
  accountId: AccountId,
  count: (action: string) => void,
) => Promise<SessionCredentials>;

/**
 * Accounts to inspect: a client for each set of credentials, over the one pool of connections, each
 * call paced and counted.
 */
export const accountSessions = (options: {
  readonly credentialsFor: CredentialsFor;
  readonly pace: CallPace;
  readonly now: () => Instant;
}): AccountSessions => ({
  open: async (accountId) => {
    const calls: Record<string, number> = {};
    const count = (action: string): void => {
      calls[action] = (calls[action] ?? 0) + 1;
    };
    try {
      const credentials = await options.credentialsFor(accountId, count);
      const iam = iamClient(credentials);
      const bucketOf = options.pace.iamOfOneAccount();
      iam.middlewareStack.addRelativeTo(pacedAttempts({ bucketOf, count }), insideRetries);
      const session: AccountSession = {
        requestReport: () => requestCredentialReport(iam),
        report: () => getCredentialReport(iam),
        accessKeys: (userName) => listAccessKeys(iam, accountId, userName, options.now()),
        lastUse: (accessKeyId) => getLastUse(iam, accessKeyId, options.now()),
        serviceCredentials: () => listServiceCredentials(iam, options.now()),
        calls: () => ({ ...calls }),
      };
      return { status: 'open', session };
    } catch (error) {
      if (!(error instanceof LastkeyError)) throw error;
      return { status: 'failed', reason: error.message, retry: error.retry, calls };
    }
  },
});
