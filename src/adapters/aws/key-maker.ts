import {
  CreateAccessKeyCommand,
  DeleteAccessKeyCommand,
  type IAMClient,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { LastkeyError } from '../../core/model/errors.ts';
import { type AccountId, parseAccessKeyId } from '../../core/model/ids.ts';
import { type Instant, instantOf } from '../../core/model/instant.ts';
import type { CreatedKey, KeyMaker } from '../../flows/rotation-ports.ts';
import { errorName, failureFrom, isNamed, isThrottle, mayRetry } from './aws-failure.ts';
import { iamClient } from './iam-client.ts';
import { getLastUse, listAccessKeys } from './iam-keys.ts';
import type { SessionCredentials } from './member-credentials.ts';
import { sealed } from './sealed-secret.ts';
import { secretlessFailure } from './secretless-failure.ts';

/** The keys of one account through its rotate role: the only code that makes a key. */
export const keyMaker = (
  accountId: AccountId,
  credentials: SessionCredentials,
  world: { readonly now: () => Instant; readonly pause: (ms: number) => Promise<void> },
): KeyMaker => {
  const iam = iamClient(credentials);
  return {
    accessKeys: (userName) => listAccessKeys(iam, accountId, userName, world.now()),
    lastUse: (accessKeyId) => getLastUse(iam, accessKeyId, world.now()),
    createKey: (userName) => createKey(iamClient(credentials, 1), accountId, userName),
    answersAs: async (key, secret) => {
      const sts = new STSClient({
        credentials: { accessKeyId: key.accessKeyId, secretAccessKey: secret.open() },
        maxAttempts: 1,
      });
      for (const waitMs of [...patienceMs, 0]) {
        if (await isUser(sts, key)) return true;
        if (waitMs > 0) await world.pause(waitMs);
      }
      return false;
    },
    disable: async (key) => {
      try {
        await iam.send(
          new UpdateAccessKeyCommand({
            UserName: key.userName,
            AccessKeyId: key.accessKeyId,
            Status: 'Inactive',
          }),
        );
      } catch (error) {
        throw failureFrom(error, `UpdateAccessKey ${key.accessKeyId} to Inactive`);
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
};

/** A new key works after some seconds; half a minute in all leaves the function time to roll back. */
const patienceMs = [1_000, 2_000, 4_000, 8_000, 15_000] as const;

/**
 * One attempt, unlike every other call: a second one after a lost answer would make a second key.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccessKey.html
 */
const createKey = async (
  iam: IAMClient,
  accountId: AccountId,
  userName: string,
): Promise<CreatedKey> => {
  const call = `CreateAccessKey for ${userName}`;
  try {
    const { AccessKey: made } = await iam.send(new CreateAccessKeyCommand({ UserName: userName }));
    const accessKeyId = parseAccessKeyId(made?.AccessKeyId);
    const createdAt = made?.CreateDate?.getTime();
    if (accessKeyId === undefined || createdAt === undefined || !made?.SecretAccessKey) {
      throw new LastkeyError('aws-call-failed', `${call}: the answer names no key.`, {
        retry: 'yes',
      });
    }
    return {
      kind: 'created',
      key: { accountId, userName, accessKeyId, createdAt: instantOf(createdAt), status: 'Active' },
      secret: sealed(made.SecretAccessKey),
    };
  } catch (error) {
    if (error instanceof LastkeyError) throw error;
    if (isNamed(error, 'LimitExceeded')) return { kind: 'limit' };
    if (isThrottle(error)) return { kind: 'refused', why: `${call} was throttled` };
    if (mayRetry(error) === 'no') {
      return { kind: 'refused', why: `${call} was refused: ${errorName(error)}` };
    }
    throw secretlessFailure(error, call);
  }
};

/** An answer as that user in that account, not merely an answer. */
const isUser = async (
  sts: STSClient,
  key: { readonly accountId: string; readonly userName: string },
): Promise<boolean> => {
  try {
    const { Account: account, Arn: arn } = await sts.send(new GetCallerIdentityCommand({}));
    return account === key.accountId && arn?.split('/').at(-1) === key.userName;
  } catch {
    // Not yet, or not at all: the successor is rolled back when it stays so.
    return false;
  }
};
