import { builtInProviders } from '../federation/claim-keys.ts';
import type { TrustConditions } from './trust-conditions.ts';

/** Where a role is made. */
export interface RolePlace {
  readonly accountId: string;
  /** `aws`, `aws-cn`, `aws-us-gov`, `aws-eusc`. */
  readonly partition: string;
}

/** What stands in a trust policy's one statement beside `Effect`. */
export interface TrustStatement {
  readonly Principal: Readonly<Record<string, string>>;
  readonly Action: string | readonly string[];
  readonly Condition?: Readonly<
    Record<string, Readonly<Record<string, string | readonly string[]>>>
  >;
}

/** A trust policy of one statement as text. */
export const trustPolicyText = (statement: TrustStatement): string =>
  JSON.stringify(
    { Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] },
    null,
    2,
  );

/**
 * A statement that lets in the tokens of one OIDC provider.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html
 */
export const tokenStatement = (
  { accountId, partition }: RolePlace,
  provider: string,
  { equals, like }: TrustConditions,
): TrustStatement => ({
  Principal: {
    Federated: builtInProviders.includes(provider)
      ? provider
      : `arn:${partition}:iam::${accountId}:oidc-provider/${provider}`,
  },
  Action: 'sts:AssumeRoleWithWebIdentity',
  Condition: {
    ...block('StringEquals', equals),
    ...block('StringLike', like),
  },
});

const block = (
  operator: string,
  keys: Readonly<Record<string, readonly string[]>>,
): Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>> =>
  Object.keys(keys).length === 0
    ? {}
    : {
        [operator]: Object.fromEntries(
          Object.entries(keys).map(([key, values]) => [
            key,
            values.length === 1 ? (values[0] ?? '') : values,
          ]),
        ),
      };
