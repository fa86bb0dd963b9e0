import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import type { AccountId } from '../../core/model/ids.ts';
import { failureFrom } from './aws-failure.ts';
import { insideRetries, pacedAttempts } from './call-pace.ts';
import type { TokenBucket } from './token-bucket.ts';

/** What an SDK client takes as `credentials`. */
export interface SessionCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Absent for a long-lived key. */
  readonly sessionToken?: string;
  readonly expiration: Date;
}

/** Five minutes before they end, credentials are fetched anew. */
const marginMs = 5 * 60_000;

/**
 * Credentials of one role in each member account, assumed when first needed and kept while they
 * last. Roles are named by path and name: `lastkey/lastkey-read`.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export const memberCredentials = (options: {
  readonly role: string;
  readonly externalId?: string;
  readonly partition: string;
  readonly now: () => number;
  /** Paces the calls; without it they go as they come. */
  readonly pace?: TokenBucket;
}): ((
  accountId: AccountId,
  /** Hears of every attempt. */
  count?: (action: string) => void,
) => Promise<SessionCredentials>) => {
  const sts = new STSClient({});
  const held = new Map<AccountId, SessionCredentials>();
  return async (accountId, count) => {
    const existing = held.get(accountId);
    if (existing !== undefined && existing.expiration.getTime() - marginMs > options.now()) {
      return existing;
    }
    const fresh = await assume(sts, accountId, options, count);
    held.set(accountId, fresh);
    return fresh;
  };
};

const assume = async (
  sts: STSClient,
  accountId: AccountId,
  options: {
    readonly role: string;
    readonly externalId?: string;
    readonly partition: string;
    readonly pace?: TokenBucket;
  },
  count: (action: string) => void = () => undefined,
): Promise<SessionCredentials> => {
  const roleArn = `arn:${options.partition}:iam::${accountId}:role/${options.role}`;
  const command = new AssumeRoleCommand({
    RoleArn: roleArn,
    RoleSessionName: 'lastkey',
    ExternalId: options.externalId,
  });
  const { pace } = options;
  if (pace !== undefined) {
    command.middlewareStack.addRelativeTo(
      pacedAttempts({ bucketOf: () => pace, count }),
      insideRetries,
    );
  }
  try {
    const { Credentials: got } = await sts.send(command);
    if (pace === undefined) count('AssumeRole');
    return {
      accessKeyId: got?.AccessKeyId ?? '',
      secretAccessKey: got?.SecretAccessKey ?? '',
      sessionToken: got?.SessionToken ?? '',
      expiration: got?.Expiration ?? new Date(0),
    };
  } catch (error) {
    throw failureFrom(error, `AssumeRole ${roleArn}`);
  }
};
