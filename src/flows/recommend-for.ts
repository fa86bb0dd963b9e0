import type { AccessKeyChange, UserChange } from '../core/events/change.ts';
import type { FederatedRole } from '../core/federation/federated-role.ts';
import type { RoleDetails } from '../core/inventory/account-details.ts';
import type { KeyDecision } from '../core/keys/decide-on-change.ts';
import type { Configuration } from '../core/model/configuration.ts';
import { type Fact, unknown } from '../core/model/fact.ts';
import type { Instant } from '../core/model/instant.ts';
import { recommend } from '../core/replacement/recommend.ts';
import type { Replacement } from '../core/replacement/replacement.ts';
import { type KeyReadings, requireNoRetry } from './read-key-facts.ts';

/** Reads the account's federated roles and names the one to use instead of the key. */
export const recommendFor = async (
  decision: Extract<KeyDecision, { kind: 'open-case' }>,
  change: AccessKeyChange | UserChange,
  { facts, member }: KeyReadings,
  configuration: Configuration,
  now: Instant,
): Promise<Replacement> => {
  const why = 'the account could not be read';
  const [roles, identityProviders] =
    member === undefined
      ? [unknown(why, 'ListRoles'), unknown(why, 'ListOpenIDConnectProviders')]
      : await Promise.all([member.federatedRoles(), member.oidcProviders()]);
  if (member !== undefined) requireNoRetry([roles, identityProviders]);
  const organizationId = configuration.organization.id;
  return recommend({
    key: decision.key,
    holder: decision.holder,
    user: facts.user,
    lastUse: facts.lastUse,
    createdBy: change.by,
    ...(change.userAgent === undefined ? {} : { createdWith: change.userAgent }),
    usage: unknown('nobody has looked yet', 'CloudTrail'),
    roles: withoutPermissions(roles),
    identityProviders,
    federation: configuration.federation,
    ...(organizationId === '' ? {} : { organizationId }),
    answers: {},
    federationUses: [],
    now,
  });
};

/** Reading the trust policies of an account's roles tells nothing about what they may do. */
const withoutPermissions = (roles: Fact<readonly FederatedRole[]>): Fact<readonly RoleDetails[]> =>
  roles.known
    ? {
        ...roles,
        value: roles.value.map((role) => ({
          ...role,
          permissions: unknown('only its trust policy was read', 'GetAccountAuthorizationDetails'),
        })),
      }
    : roles;
