import type { Action } from '../action.ts';
import { AwsError } from '../aws-error.ts';
import { optionalInteger, optionalText, requiredText } from '../input.ts';
import type { IamUserState, ServiceCredentialState } from './account-state.ts';
import { findUser } from './find.ts';
import { issuePrincipalId } from './issue-ids.ts';
import { page } from './page.ts';

const dayMs = 86_400_000;

const shape = (user: IamUserState, credential: ServiceCredentialState) => ({
  UserName: user.userName,
  Status: credential.status,
  ServiceUserName: credential.serviceUserName,
  CreateDate: new Date(credential.createdAt),
  ...(credential.expiresAt === null ? {} : { ExpirationDate: new Date(credential.expiresAt) }),
  ServiceSpecificCredentialId: credential.id,
  ServiceName: credential.service,
});

export const createServiceSpecificCredential: Action = (input, { account, organization, now }) => {
  const user = findUser(account, requiredText(input, 'UserName'));
  const service = requiredText(input, 'ServiceName');
  const days = optionalInteger(input, 'CredentialAgeDays');
  const credential: ServiceCredentialState = {
    id: issuePrincipalId('ACCA', organization.random),
    service,
    serviceUserName: `${user.userName}-at-${account.accountId}`,
    createdAt: now,
    expiresAt: days === undefined ? null : now + days * dayMs,
    status: 'Active',
  };
  user.serviceCredentials.push(credential);
  const password = organization.random.text(44, 'abcdefghijklmnopqrstuvwxyz0123456789');
  return {
    ServiceSpecificCredential: { ...shape(user, credential), ServicePassword: password },
  };
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListServiceSpecificCredentials.html */
export const listServiceSpecificCredentials: Action = (input, { account, caller }) => {
  const all = input['AllUsers'] === 'true';
  const named =
    optionalText(input, 'UserName') ?? (caller.type === 'IAMUser' ? caller.userName : undefined);
  if (all && optionalText(input, 'UserName') !== undefined) {
    throw new AwsError('ValidationError', 400, 'UserName cannot be used with AllUsers');
  }
  if (!all && named === undefined) {
    throw new AwsError('ValidationError', 400, 'Must specify userName with these credentials');
  }
  const users = all ? [...account.users.values()] : [findUser(account, named ?? '')];
  const service = optionalText(input, 'ServiceName');
  const credentials = users.flatMap((user) =>
    user.serviceCredentials
      .filter((credential) => service === undefined || credential.service === service)
      .map((credential) => shape(user, credential)),
  );
  const { members, more } = page(credentials, input);
  return { ServiceSpecificCredentials: members, ...more };
};
