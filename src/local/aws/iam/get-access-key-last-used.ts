import type { Action } from '../action.ts';
import { AwsError } from '../aws-error.ts';
import { requiredText } from '../input.ts';
import { findAccessKey } from './find-access-key.ts';

/**
 * Never used: the date is missing and the other two are `N/A`. A key that is not this account's is
 * refused.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_AccessKeyLastUsed.html
 */
export const getAccessKeyLastUsed: Action = (input, { account }) => {
  const accessKeyId = requiredText(input, 'AccessKeyId');
  const found = findAccessKey(account, accessKeyId);
  if (!found) {
    throw new AwsError(
      'AccessDenied',
      403,
      `User is not authorized to perform: iam:GetAccessKeyLastUsed on resource: access key ${accessKeyId}`,
    );
  }
  const { lastUsed } = found.key;
  return {
    UserName: found.userName,
    AccessKeyLastUsed: {
      ...(lastUsed ? { LastUsedDate: new Date(lastUsed.at) } : {}),
      ServiceName: lastUsed?.service ?? 'N/A',
      Region: lastUsed?.region ?? 'N/A',
    },
  };
};
