import { DeleteAccessKeyCommand, UpdateAccessKeyCommand } from '@aws-sdk/client-iam';
import type { AccountId } from '../../core/model/ids.ts';
import type { Instant } from '../../core/model/instant.ts';
import type { ActingAccounts } from '../../flows/ports.ts';
import { failureFrom, isNamed } from './aws-failure.ts';
import { iamClient } from './iam-client.ts';
import { getLastUse, listAccessKeys } from './iam-keys.ts';
import type { SessionCredentials } from './member-credentials.ts';

/** Member accounts through their respond role: the only code that changes a key. */
export const actingAccounts = (
  credentialsFor: (accountId: AccountId) => Promise<SessionCredentials>,
  now: () => Instant,
): ActingAccounts => ({
  responding: async (accountId) => {
    const iam = iamClient(await credentialsFor(accountId));
    return {
      accessKeys: (userName) => listAccessKeys(iam, accountId, userName, now()),
      lastUse: (accessKeyId) => getLastUse(iam, accessKeyId, now()),
      setStatus: async (key, status) => {
        try {
          await iam.send(
            new UpdateAccessKeyCommand({
              UserName: key.userName,
              AccessKeyId: key.accessKeyId,
              Status: status,
            }),
          );
        } catch (error) {
          throw failureFrom(error, `UpdateAccessKey ${key.accessKeyId} to ${status}`);
        }
      },
      deleteKey: async (key) => {
        try {
          await iam.send(
            new DeleteAccessKeyCommand({ UserName: key.userName, AccessKeyId: key.accessKeyId }),
          );
        } catch (error) {
          // A first attempt whose answer was lost may have deleted it: the reading after it tells.
          if (!isNamed(error, 'NoSuchEntity')) {
            throw failureFrom(error, `DeleteAccessKey ${key.accessKeyId}`);
          }
        }
      },
    };
  },
});
