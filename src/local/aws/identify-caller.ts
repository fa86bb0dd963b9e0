import { AwsError } from './aws-error.ts';
import type { Caller } from './caller.ts';
import { userArn } from './iam/account-state.ts';
import { findAccessKey } from './iam/find-access-key.ts';
import type { OrganizationState } from './organization-state.ts';

/**
 * Whose access key id this is. The signature itself is not checked.
 * @throws AwsError as STS and IAM refuse an unknown, inactive or expired key
 */
export const identifyCaller = (
  organization: OrganizationState,
  accessKeyId: string | null,
): Caller => {
  if (accessKeyId === null) {
    throw new AwsError(
      'MissingAuthenticationToken',
      403,
      'Request is missing Authentication Token',
    );
  }
  const session = organization.sessions.get(accessKeyId);
  if (session) {
    if (session.expiresAt <= organization.clock.now()) {
      throw new AwsError(
        'ExpiredToken',
        403,
        'The security token included in the request is expired',
      );
    }
    return session;
  }
  for (const { accountId, iam } of organization.accounts.values()) {
    const found = findAccessKey(iam, accessKeyId);
    if (found?.key.status !== 'Active') continue;
    if (found.userName === undefined) {
      const arn = `arn:aws:iam::${accountId}:root`;
      return { type: 'Root', accountId, arn, principalId: accountId, accessKeyId };
    }
    const user = iam.users.get(found.userName);
    if (!user) continue;
    return {
      type: 'IAMUser',
      accountId,
      arn: userArn(accountId, user),
      principalId: user.userId,
      userName: user.userName,
      accessKeyId,
    };
  }
  throw new AwsError(
    'InvalidClientTokenId',
    403,
    'The security token included in the request is invalid.',
  );
};
