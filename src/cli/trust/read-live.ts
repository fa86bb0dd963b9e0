import type { ListedRole, RolePolicies } from '../../adapters/aws/role-policies.ts';
import { parseTrustPolicy } from '../../core/federation/parse-trust-policy.ts';
import { InputError, LastkeyError } from '../../core/model/errors.ts';
import { parseRoleArn } from '../../core/model/ids.ts';
import { decodedDocument } from './decoded-document.ts';
import type { FoundPolicy } from './found-policy.ts';
import type { Unread } from './unread.ts';

/** Roles of one account, and which OIDC providers it has, if that is known. */
export interface AccountPolicies {
  readonly policies: readonly FoundPolicy[];
  readonly existingProviders?: readonly string[];
  readonly unread: readonly Unread[];
}

const foundIn = ({ arn, trustPolicy }: ListedRole): FoundPolicy => ({
  source: arn,
  file: null,
  roleArn: arn,
  parsed: parseTrustPolicy(trustPolicy),
  document: decodedDocument(trustPolicy),
});

const withProviders = async (
  aws: RolePolicies,
  policies: readonly FoundPolicy[],
  unread: readonly Unread[],
): Promise<AccountPolicies> => {
  const providers = await aws.oidcProviders();
  if (providers.known) return { policies, existingProviders: providers.value, unread };
  const why = `${providers.reason}. Whether the trusted OIDC providers still exist is unknown.`;
  return { policies, unread: [...unread, { where: providers.source, why, kind: 'gap' }] };
};

/** Every role of the caller's account, as far as it could be read. */
export const readAllRoles = async (aws: RolePolicies): Promise<AccountPolicies> => {
  const { roles, stopped } = await aws.all();
  const why = `${stopped?.reason}. ${roles.length} roles were read before; there may be more.`;
  const unread: readonly Unread[] =
    stopped === null ? [] : [{ where: 'ListRoles', why, kind: 'gap' }];
  return withProviders(aws, roles.map(foundIn), unread);
};

/**
 * One role of the caller's account.
 * @throws InputError when there is none of that ARN; LastkeyError when it cannot be read
 */
export const readRole = async (aws: RolePolicies, arn: string): Promise<AccountPolicies> => {
  const parsed = parseRoleArn(arn);
  const name = parsed?.split('/').at(-1);
  if (parsed === undefined || name === undefined) {
    throw new InputError(
      `--role takes the ARN of a role. Got "${arn}", expected arn:aws:iam::<account>:role/<name>.`,
    );
  }
  const role = await aws.role(name);
  if (!role.known) {
    throw new LastkeyError(
      'aws-call-failed',
      `${arn} could not be read: ${role.reason}. Expected credentials that may call iam:GetRole; name them with --profile or AWS_PROFILE.`,
      { retry: role.retry },
    );
  }
  if (role.value === null) {
    throw new InputError(
      `The account of these credentials has no role ${name}. Got ${arn}; check the name, and that the credentials are of that account.`,
    );
  }
  if (role.value.arn !== arn) {
    throw new InputError(
      `The credentials are of another account or path: its role ${name} is ${role.value.arn}. Got ${arn}; use credentials of the account in the ARN.`,
    );
  }
  return withProviders(aws, [foundIn(role.value)], []);
};
