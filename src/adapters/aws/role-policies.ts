import {
  GetRoleCommand,
  IAMClient,
  ListOpenIDConnectProvidersCommand,
  paginateListRoles,
  type Role,
} from '@aws-sdk/client-iam';
import {
  loadConfig,
  NODE_REGION_CONFIG_FILE_OPTIONS,
  NODE_REGION_CONFIG_OPTIONS,
} from '@smithy/core/config';
import { type Fact, known } from '../../core/model/fact.ts';
import type { Instant } from '../../core/model/instant.ts';
import { isNamed, unknownFrom } from './aws-failure.ts';

/** A role with its trust policy as IAM gives it: percent-encoded. */
export interface ListedRole {
  readonly arn: string;
  readonly name: string;
  readonly trustPolicy: string;
}

/** The roles that were read; `stopped` says why there may be more. */
export interface RoleListing {
  readonly roles: readonly ListedRole[];
  readonly stopped: { readonly reason: string; readonly retry: 'yes' | 'no' } | null;
}

/** Trust policies of the caller's own account. Nothing throws for an AWS error. */
export interface RolePolicies {
  /** `null`: the account has no such role. */
  role(name: string): Promise<Fact<ListedRole | null>>;
  all(): Promise<RoleListing>;
  /** Names of the OIDC providers (issuer without `https://`). */
  oidcProviders(): Promise<Fact<readonly string[]>>;
}

const listed = ({
  Arn: arn,
  RoleName: name,
  AssumeRolePolicyDocument: policy,
}: Role): ListedRole => ({
  arn: arn ?? '',
  name: name ?? '',
  trustPolicy: policy ?? '',
});

/**
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoles.html
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListOpenIDConnectProviders.html
 */
export const rolePolicies = (iam: IAMClient, now: () => Instant): RolePolicies => ({
  role: async (name) => {
    try {
      const { Role: role } = await iam.send(new GetRoleCommand({ RoleName: name }));
      return known(role === undefined ? null : listed(role), now(), 'GetRole');
    } catch (error) {
      return isNamed(error, 'NoSuchEntity')
        ? known(null, now(), 'GetRole')
        : unknownFrom(error, 'GetRole');
    }
  },

  all: async () => {
    const roles: ListedRole[] = [];
    try {
      for await (const page of paginateListRoles({ client: iam }, { MaxItems: 1000 })) {
        roles.push(...(page.Roles ?? []).map(listed));
      }
      return { roles, stopped: null };
    } catch (error) {
      const failure = unknownFrom(error, 'ListRoles');
      return { roles, stopped: failure.known ? null : failure };
    }
  },

  oidcProviders: async () => {
    try {
      // Not paged: IAM answers all of them, at most 100 by default.
      const { OpenIDConnectProviderList: list } = await iam.send(
        new ListOpenIDConnectProvidersCommand({}),
      );
      const names = (list ?? []).flatMap(({ Arn: arn }) => arn?.split(':oidc-provider/')[1] ?? []);
      return known(names, now(), 'ListOpenIDConnectProviders');
    } catch (error) {
      return unknownFrom(error, 'ListOpenIDConnectProviders');
    }
  },
});

/**
 * IAM with the caller's own credentials and Region, found as every AWS SDK finds them. IAM is one
 * endpoint for a partition, so a caller without a Region means the public one.
 * https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html
 */
export const callersIam = (): IAMClient =>
  new IAMClient({
    region: loadConfig(
      {
        ...NODE_REGION_CONFIG_OPTIONS,
        default: () => process.env['AWS_DEFAULT_REGION'] ?? 'us-east-1',
      },
      NODE_REGION_CONFIG_FILE_OPTIONS,
    ),
    maxAttempts: 4,
  });
