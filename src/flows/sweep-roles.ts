import { pendingRoleEvents } from '../core/events/role-event.ts';
import type { Json } from '../core/evidence/ledger-entry.ts';
import { configuredSubjects } from '../core/federation/configured-subjects.ts';
import type { FederatedRole, OidcProvider } from '../core/federation/federated-role.ts';
import { followTrust } from '../core/federation/follow-trust.ts';
import { type JudgedTrust, judgeTrust } from '../core/federation/judge-trust.ts';
import type { RoleTrust } from '../core/federation/role-case.ts';
import { roleOwners } from '../core/keys/owners.ts';
import type { Fact } from '../core/model/fact.ts';
import type { EventId } from '../core/model/ids.ts';
import type { Instant } from '../core/model/instant.ts';
import { isSameJudgement, type RoleNews, roleNewsEvents } from '../core/sweep/role-news.ts';
import type { JudgeChangeSettings } from './judge-change.ts';
import type { MemberAccount } from './ports.ts';
import { removableSubjects } from './removable-subjects.ts';
import type { SweepAccountsPorts, SweptAccount } from './sweep-accounts.ts';

export interface SweptRoles {
  readonly status: 'judged' | 'not-read';
  readonly summary: Json;
}

/**
 * Judges every federated role of an account: policies that are older than lastkey were never looked at,
 * and IAM does not check them either. What is new for one owner goes into one message; a role that was
 * judged before and got worse is told as a change is. Cases are written on a difference only.
 * @param countedSince when logins of the account have been counted since; absent: not long enough
 */
export const sweepRoles = async (
  account: SweptAccount,
  countedSince: Instant | undefined,
  member: MemberAccount,
  ports: SweepAccountsPorts,
  settings: JudgeChangeSettings,
): Promise<SweptRoles> => {
  const [roles, identityProviders] = await Promise.all([
    member.federatedRoles(),
    member.oidcProviders(),
  ]);
  if (!roles.known) return { status: 'not-read', summary: { notRead: roles.reason } };
  const news: RoleNews[] = [];
  const writes: (() => Promise<void>)[] = [];
  for (const role of roles.value) {
    const judged = judge(role, identityProviders, ports, settings);
    const before = await readTrust(role, ports);
    const unseen = await removableSubjects(role, countedSince, ports, settings.configuration);
    const owners = roleOwners(settings.configuration.owners, role.arn, role.tags);
    const isFirst = before === null;
    if (unseen.fresh.length > 0 || (isFirst && judged.verdict !== 'not-federated')) {
      news.push({ role, owners, judged: isFirst ? judged : null, unseen: unseen.fresh });
    }
    writes.push(unseen.remember);
    if (isFirst || !isSameJudgement(before.judged, judged)) {
      writes.push(() => keep(role, judged, before, owners, identityProviders, account, ports));
    }
  }
  // Announced first and remembered second: a crash between the two announces again, under the same id.
  await ports.events.publish(roleNewsEvents(account, news, ports.clock.now()));
  for (const write of writes) await write();
  return {
    status: 'judged',
    summary: { judged: roles.value.length, changed: writes.length - roles.value.length },
  };
};

const judge = (
  role: FederatedRole,
  identityProviders: Fact<readonly OidcProvider[]>,
  ports: SweepAccountsPorts,
  { configuration, catalogue }: JudgeChangeSettings,
): JudgedTrust =>
  judgeTrust(role.trustPolicy, ports.digest(role.trustPolicy), ports.clock.now(), catalogue, {
    own: configuredSubjects(configuration.federation),
    ...(identityProviders.known
      ? { existingProviders: identityProviders.value.map(({ url }) => url) }
      : {}),
  });

const readTrust = async (
  { arn }: FederatedRole,
  ports: SweepAccountsPorts,
): Promise<RoleTrust | null> => {
  const held = await ports.roles.read({ about: 'trust', roleArn: arn });
  return held !== null && 'judged' in held ? held : null;
};

/** A role met for the first time was told with the others of its owner: its case stays quiet. */
const keep = async (
  role: FederatedRole,
  judged: JudgedTrust,
  before: RoleTrust | null,
  owners: RoleTrust['owners'],
  identityProviders: Fact<readonly OidcProvider[]>,
  { accountId, accountName, runAt }: SweptAccount,
  ports: SweepAccountsPorts,
): Promise<void> => {
  const followed = followTrust(before, {
    key: { about: 'trust', roleArn: role.arn },
    accountId,
    accountName,
    owners,
    unknowns: identityProviders.known
      ? []
      : [`The OIDC providers could not be read: ${identityProviders.reason}.`],
    change: 'The daily sweep found it so; the change itself was not seen',
    judged,
    eventId: `sweep/${runAt}` as EventId,
    changedAt: runAt,
    isNew: false,
  });
  if (followed === null || followed === before) return;
  const kept: RoleTrust =
    before === null ? { ...followed, state: 'quiet', revision: 0, shown: 0 } : followed;
  const written = await ports.roles.write(kept);
  // A change was quicker: it has judged the role just now.
  if (written !== 'changed') await ports.events.publish(pendingRoleEvents(written));
};
