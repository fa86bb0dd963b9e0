import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { LastkeyError } from '../../core/model/errors.ts';
import { type AccountId, parseAccountId } from '../../core/model/ids.ts';
import { failureFrom } from './aws-failure.ts';
import type { SessionCredentials } from './member-credentials.ts';
import { callersIam } from './role-policies.ts';

/** Whose credentials the command runs with. */
export interface Caller {
  readonly accountId: AccountId;
  /** `aws`, `aws-cn`, `aws-us-gov`. */
  readonly partition: string;
  /** As every AWS SDK finds them; fetched anew when they have ended. */
  credentials(): Promise<SessionCredentials>;
}

/** A key without a session does not end. */
const never = new Date(8.64e15);

/**
 * The caller, as AWS knows it. The Region is that of the caller's profile from here on, for clients
 * that are made without one.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 * @throws LastkeyError when there are no credentials, or AWS refuses them
 */
export const findCaller = async (count: (action: string) => void): Promise<Caller> => {
  const { config } = callersIam();
  process.env['AWS_REGION'] ??= await config.region();
  const credentials = async (): Promise<SessionCredentials> => {
    const found = await config.credentials();
    const { accessKeyId, secretAccessKey, sessionToken, expiration } = found;
    return {
      accessKeyId,
      secretAccessKey,
      ...(sessionToken === undefined ? {} : { sessionToken }),
      expiration: expiration ?? never,
    };
  };
  try {
    const sts = new STSClient({ credentials: await credentials(), maxAttempts: 4 });
    count('GetCallerIdentity');
    const { Account: account, Arn: arn } = await sts.send(new GetCallerIdentityCommand({}));
    const accountId = parseAccountId(account);
    if (accountId === undefined) throw new Error(`the answer has the account ${account}`);
    return { accountId, partition: arn?.split(':')[1] ?? 'aws', credentials };
  } catch (error) {
    const { message, retry } = failureFrom(error, 'GetCallerIdentity');
    throw new LastkeyError(
      'no-caller',
      `${message} Expected AWS credentials; name them with --profile or AWS_PROFILE, or sign in with "aws sso login" or "aws login".`,
      { retry, cause: error },
    );
  }
};
