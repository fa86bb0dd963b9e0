import type { OidcProviderChange, TrustChange } from '../core/events/change.ts';
import { describeTrustChange } from '../core/events/describe-trust-change.ts';
import { pendingRoleEvents } from '../core/events/role-event.ts';
import { type JudgedRole, trustEntry } from '../core/evidence/trust-entry.ts';
import { underAudiences } from '../core/federation/audience-effect.ts';
import { configuredSubjects } from '../core/federation/configured-subjects.ts';
import type { OidcProvider } from '../core/federation/federated-role.ts';
import { followTrust } from '../core/federation/follow-trust.ts';
import { isWorse, judgeTrust, type TrustFinding } from '../core/federation/judge-trust.ts';
import type { RoleTrust } from '../core/federation/role-case.ts';
import type { Catalogue } from '../core/federation/trusted-providers.ts';
import { roleOwners } from '../core/keys/owners.ts';
import type { Configuration } from '../core/model/configuration.ts';
import { LastkeyError } from '../core/model/errors.ts';
import type { Fact } from '../core/model/fact.ts';
import type { RoleArn } from '../core/model/ids.ts';
import type {
  AccountNames,
  Clock,
  DomainEvents,
  Ledger,
  MemberAccounts,
  RoleCases,
} from './ports.ts';
import { updateRoleCase } from './update-role-case.ts';

export interface JudgeChangePorts {
  readonly clock: Clock;
  readonly members: MemberAccounts;
  readonly names: AccountNames;
  readonly roles: RoleCases;
  readonly ledger: Ledger;
  readonly events: DomainEvents;
  readonly digest: (text: string) => string;
}

export interface JudgeChangeSettings {
  readonly configuration: Configuration;
  readonly catalogue: Catalogue;
}

/** A role whose trust a change concerns, as far as it could be read. */
export interface ConcernedRole {
  readonly roleArn: RoleArn;
  /** JSON text. */
  readonly trustPolicy: string;
  /** Absent when the role could not be read. */
  readonly tags?: Readonly<Record<string, string>>;
  /** The role was made by this change. */
  readonly isNew?: true;
  /** What the change means for this role beside its policy. */
  readonly findings?: readonly TrustFinding[];
  readonly unknowns: readonly string[];
}

/** What cannot be read now and can be later is read later: the queue brings the event again. */
export const readNow = <T>(fact: Fact<T>): Fact<T> => {
  if (!fact.known && fact.retry === 'yes') {
    throw new LastkeyError(
      'member-not-read',
      `${fact.source} could not be read: ${fact.reason}. It will be tried again.`,
      { retry: 'yes' },
    );
  }
  return fact;
};

/**
 * Judges the roles that a change concerns, records both verdicts of each, and announces those that
 * got worse.
 * @returns how many roles were judged, and how many of them got worse
 */
export const judgeRoles = async (
  change: TrustChange | OidcProviderChange,
  subject: string,
  roles: readonly ConcernedRole[],
  identityProviders: Fact<readonly OidcProvider[]>,
  unknowns: readonly string[],
  ports: JudgeChangePorts,
  settings: JudgeChangeSettings,
): Promise<{ readonly judged: number; readonly worse: number }> => {
  const accountName = roles.length === 0 ? '' : await ports.names.nameOf(change.accountId);
  const judged: (JudgedRole & { readonly follow: () => Promise<RoleTrust | null> })[] = [];
  for (const role of roles) {
    judged.push(await judgeOne(change, role, identityProviders, accountName, ports, settings));
  }
  await ports.ledger.append([trustEntry(change, subject, judged, unknowns)]);
  for (const { follow } of judged) {
    const followed = await follow();
    if (followed !== null) await ports.events.publish(pendingRoleEvents(followed));
  }
  return { judged: judged.length, worse: judged.filter((each) => each.isWorse).length };
};

const judgeOne = async (
  change: TrustChange | OidcProviderChange,
  role: ConcernedRole,
  identityProviders: Fact<readonly OidcProvider[]>,
  accountName: string,
  ports: JudgeChangePorts,
  { configuration, catalogue }: JudgeChangeSettings,
) => {
  const { roleArn, trustPolicy, findings = [], isNew = false } = role;
  const own = configuredSubjects(configuration.federation);
  const byPolicy = judgeTrust(trustPolicy, ports.digest(trustPolicy), change.time, catalogue, {
    own,
    ...(identityProviders.known
      ? { existingProviders: identityProviders.value.map(({ url }) => url) }
      : {}),
  });
  const after = underAudiences(byPolicy, findings);
  const key = { about: 'trust', roleArn } as const;
  const known = await ports.roles.read(key);
  const before = isNew || known === null || !('judged' in known) ? null : known.judged;
  const news = {
    key,
    accountId: change.accountId,
    accountName,
    owners: roleOwners(configuration.owners, roleArn, role.tags),
    unknowns: role.unknowns,
    change: describeTrustChange(change),
    judged: after,
    eventId: change.eventId,
    changedAt: change.time,
    isNew,
  };
  const follow = (): Promise<RoleTrust | null> =>
    updateRoleCase<RoleTrust>(ports.roles, key, (each) => followTrust(each, news));
  return { roleArn, before, after, isWorse: isWorse(before, after), follow };
};
