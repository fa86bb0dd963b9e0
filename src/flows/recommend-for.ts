import type { AccessKeyChange, Caller, UserChange } from '../core/events/change.ts';
import type { FederatedRole } from '../core/federation/federated-role.ts';
import type { FederationUse } from '../core/federation/fold-logins.ts';
import type { RoleDetails } from '../core/inventory/account-details.ts';
import type { AccessKey, LastUse } from '../core/keys/access-key.ts';
import type { KeyDecision } from '../core/keys/decide-on-change.ts';
import type { KeyCase } from '../core/keys/key-case.ts';
import type { UserFacts } from '../core/keys/key-facts.ts';
import type { Configuration } from '../core/model/configuration.ts';
import { type Fact, unknown } from '../core/model/fact.ts';
import type { Instant } from '../core/model/instant.ts';
import { recommend } from '../core/replacement/recommend.ts';
import type { Replacement } from '../core/replacement/replacement.ts';
import type { KeyUsage } from '../core/usage/key-usage.ts';
import type { MemberAccount } from './ports.ts';
import { type KeyReadings, requireNoRetry } from './read-key-facts.ts';

/** A key that a replacement is sought for, and what is known of it before its account is read. */
export interface SoughtFor {
  readonly key: AccessKey;
  readonly holder: KeyCase['holder'];
  readonly createdBy: Caller;
  readonly createdWith?: string;
  readonly user: Fact<UserFacts | null>;
  readonly lastUse: Fact<LastUse | null>;
  readonly usage: Fact<KeyUsage>;
  /** By people, by field. */
  readonly answers: Readonly<Record<string, string>>;
  readonly federationUses: readonly FederationUse[];
}

/** Names the role to use instead of a key that was just met: nobody has looked what it does. */
export const recommendFor = (
  decision: Extract<KeyDecision, { kind: 'open-case' }>,
  change: AccessKeyChange | UserChange,
  { facts, member }: KeyReadings,
  configuration: Configuration,
  now: Instant,
): Promise<Replacement> =>
  recommendForKey(
    {
      key: decision.key,
      holder: decision.holder,
      createdBy: change.by,
      ...(change.userAgent === undefined ? {} : { createdWith: change.userAgent }),
      user: facts.user,
      lastUse: facts.lastUse,
      usage: unknown('nobody has looked yet', 'CloudTrail'),
      answers: {},
      federationUses: [],
    },
    member,
    configuration,
    now,
  );

/**
 * Reads the account's roles with what they may do, and names the one to use instead of a key.
 * @param member the account; absent when nothing could be read there
 * @throws LastkeyError `facts-unavailable` (retry) for what can be read later
 */
export const recommendForKey = async (
  about: SoughtFor,
  member: MemberAccount | undefined,
  configuration: Configuration,
  now: Instant,
): Promise<Replacement> => {
  const why = 'the account could not be read';
  const [{ roles, permissions }, identityProviders] =
    member === undefined
      ? [
          {
            roles: unknown(why, 'GetAccountAuthorizationDetails'),
            permissions: unknown(why, 'GetAccountAuthorizationDetails'),
          },
          unknown(why, 'ListOpenIDConnectProviders'),
        ]
      : await Promise.all([rolesOf(member, about.key.userName), member.oidcProviders()]);
  if (member !== undefined) requireNoRetry([roles, identityProviders]);
  return recommend({
    ...about,
    userPermissions: permissions,
    roles,
    identityProviders,
    federation: configuration.federation,
    organizationId: configuration.organization.id,
    now,
  });
};

/** Where the details are refused, trust policies alone still tell whom a role lets in. */
const rolesOf = async (member: MemberAccount, userName: string) => {
  const details = await member.accountDetails();
  if (details.known) {
    const user = details.value.users.find((each) => each.userName === userName);
    const { at, source } = details;
    return {
      roles: { known: true, value: details.value.roles, at, source } as const,
      permissions: user?.permissions ?? unknown(`${userName} is not in the details`, source),
    };
  }
  if (details.retry === 'yes') return { roles: details, permissions: details };
  return {
    roles: withoutPermissions(await member.federatedRoles(), details.reason),
    permissions: details,
  };
};

const withoutPermissions = (
  roles: Fact<readonly FederatedRole[]>,
  why: string,
): Fact<readonly RoleDetails[]> =>
  roles.known
    ? {
        ...roles,
        value: roles.value.map((role) => ({
          ...role,
          permissions: unknown(why, 'GetAccountAuthorizationDetails'),
        })),
      }
    : roles;
