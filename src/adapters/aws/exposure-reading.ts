import {
  GetAccessKeyLastUsedCommand,
  type IAMClient,
  paginateListAttachedUserPolicies,
} from '@aws-sdk/client-iam';
import { isQuarantinePolicy } from '../../core/keys/exposure.ts';
import { LastkeyError } from '../../core/model/errors.ts';
import { type Fact, known, unknown } from '../../core/model/fact.ts';
import type { AccountId } from '../../core/model/ids.ts';
import type { Instant } from '../../core/model/instant.ts';
import type { ExposureReading, ExposureReadings } from '../../flows/exposure-ports.ts';
import { isNamed, unknownFrom } from './aws-failure.ts';
import { iamClient } from './iam-client.ts';
import type { SessionCredentials } from './member-credentials.ts';

/** Looks at member accounts through their read role. */
export const exposureReadings = (
  credentialsFor: (accountId: AccountId) => Promise<SessionCredentials>,
  now: () => Instant,
): ExposureReadings => ({
  reading: async (accountId) => {
    try {
      return exposureReading(iamClient(await credentialsFor(accountId)), now);
    } catch (error) {
      if (!(error instanceof LastkeyError)) throw error;
      const fact = unknown(error.message, 'AssumeRole', error.retry);
      const answer = () => Promise.resolve(fact);
      return { userOfKey: answer, isQuarantined: answer };
    }
  },
});

const exposureReading = (iam: IAMClient, now: () => Instant): ExposureReading => ({
  /** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccessKeyLastUsed.html */
  userOfKey: async (accessKeyId): Promise<Fact<string | null>> => {
    const source = 'GetAccessKeyLastUsed';
    try {
      const answer = await iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: accessKeyId }));
      return answer.UserName === undefined
        ? unknown('the answer names no user', source)
        : known(answer.UserName, now(), source);
    } catch (error) {
      return isNamed(error, 'NoSuchEntity')
        ? known(null, now(), source)
        : unknownFrom(error, source);
    }
  },
  isQuarantined: async (userName): Promise<Fact<boolean>> => {
    const source = 'ListAttachedUserPolicies';
    try {
      const pages = paginateListAttachedUserPolicies({ client: iam }, { UserName: userName });
      for await (const { AttachedPolicies: attached } of pages) {
        const arns = (attached ?? []).map(({ PolicyArn: arn }) => arn ?? '');
        if (arns.some(isQuarantinePolicy)) return known(true, now(), source);
      }
      return known(false, now(), source);
    } catch (error) {
      return unknownFrom(error, source);
    }
  },
});
