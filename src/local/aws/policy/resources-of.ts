import type { AccountState } from '../iam/account-state.ts';
import { roleArn, userArn } from '../iam/account-state.ts';
import { findAccessKey } from '../iam/find-access-key.ts';
import type { Input } from '../input.ts';
import { optionalText, recordList } from '../input.ts';
import type { OrganizationState } from '../organization-state.ts';
import type { ParsedRequest } from '../protocol/parse-request.ts';

type Resources = readonly string[];

/**
 * The ARNs that a call is about, all of which must be allowed; `*` for a call about none.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export const resourcesOf = (
  organization: OrganizationState,
  account: AccountState,
  { service, action, region, input }: ParsedRequest,
): Resources => {
  const arn = (name: string, resource: string) =>
    `arn:aws:${name}:${region}:${account.accountId}:${resource}`;
  switch (service) {
    case 'iam':
      return [iamResource(account, action, input)];
    case 'sts':
      return [optionalText(input, 'RoleArn') ?? '*'];
    case 'organizations': {
      const member = organization.accounts.get(optionalText(input, 'AccountId') ?? '');
      return [member ? member.arn : '*'];
    }
    case 'dynamodb': {
      const table = optionalText(input, 'TableName');
      const index = optionalText(input, 'IndexName');
      if (table === undefined) return ['*'];
      const tableArn = table.startsWith('arn:') ? table : arn('dynamodb', `table/${table}`);
      return [index === undefined ? tableArn : `${tableArn}/index/${index}`];
    }
    case 'sqs':
      return [arn('sqs', optionalText(input, 'QueueUrl')?.split('/').at(-1) ?? '*')];
    case 'events':
      return recordList(input, 'Entries').map((entry) => {
        const bus = optionalText(entry, 'EventBusName') ?? 'default';
        return bus.startsWith('arn:') ? bus : arn('events', `event-bus/${bus}`);
      });
    case 'ssm': {
      const name = optionalText(input, 'Name') ?? '';
      return [name.startsWith('arn:') ? name : arn('ssm', `parameter/${name.replace(/^\//, '')}`)];
    }
    case 'secretsmanager': {
      const id = optionalText(input, 'SecretId') ?? optionalText(input, 'Name') ?? '';
      const own = arn('secretsmanager', 'secret:');
      const named = [...organization.secrets.values()].find(
        (secret) => secret.name === id && secret.arn.startsWith(own),
      );
      if (id.startsWith('arn:')) return [id];
      // A secret that is not there yet has six characters to come.
      return [named?.arn ?? `${own}${id}-??????`];
    }
    default:
      return ['*'];
  }
};

const iamResource = (account: AccountState, action: string, input: Input): string => {
  const arn = (kind: string, name: string) => `arn:aws:iam::${account.accountId}:${kind}/${name}`;
  if (action === 'GenerateServiceLastAccessedDetails') return optionalText(input, 'Arn') ?? '*';
  const keyId = optionalText(input, 'AccessKeyId');
  const userName =
    optionalText(input, 'UserName') ??
    (keyId === undefined ? undefined : findAccessKey(account, keyId)?.userName);
  if (userName !== undefined) {
    const user = account.users.get(userName);
    return user ? userArn(account.accountId, user) : arn('user', userName);
  }
  // A key that is nobody's: only a permission for every user covers it.
  if (keyId !== undefined) return arn('user', '*');
  const roleName = optionalText(input, 'RoleName');
  if (roleName !== undefined) {
    const role = account.roles.get(roleName);
    return role ? roleArn(account.accountId, role) : arn('role', roleName);
  }
  const url = optionalText(input, 'Url')?.replace(/^https:\/\//, '');
  if (url !== undefined) return arn('oidc-provider', url);
  return (
    optionalText(input, 'OpenIDConnectProviderArn') ??
    (action === 'GetUser' ? arn('user', '*') : '*')
  );
};
