import type { FederatedLogin } from '../core/events/change.ts';
import { pendingRoleEvents } from '../core/events/role-event.ts';
import { ledgerEntry } from '../core/evidence/ledger-entries.ts';
import { configuredSubjects } from '../core/federation/configured-subjects.ts';
import { diagnoseLogin } from '../core/federation/diagnose-login.ts';
import type { LoginGroup } from '../core/federation/fold-logins.ts';
import { followLogins, needsDiagnosis, withDiagnosis } from '../core/federation/follow-logins.ts';
import { type DeniedLogins, isUntold, roleNoticeId } from '../core/federation/role-case.ts';
import type { Catalogue } from '../core/federation/trusted-providers.ts';
import { roleOwners } from '../core/keys/owners.ts';
import type { Configuration } from '../core/model/configuration.ts';
import { LastkeyError } from '../core/model/errors.ts';
import { known } from '../core/model/fact.ts';
import { accountOfArn, nameOfArn } from '../core/model/ids.ts';
import { dayOf, type Instant } from '../core/model/instant.ts';
import type {
  AccountNames,
  CaseTable,
  Clock,
  DomainEvents,
  Ledger,
  MemberAccounts,
  RoleCases,
} from './ports.ts';
import { updateRoleCase } from './update-role-case.ts';

export interface DeniedLoginsPorts {
  readonly clock: Clock;
  readonly members: MemberAccounts;
  readonly names: AccountNames;
  readonly cases: Pick<CaseTable, 'spendCap'>;
  readonly roles: RoleCases;
  readonly ledger: Ledger;
  readonly events: DomainEvents;
}

export interface DeniedLoginsSettings {
  readonly configuration: Configuration;
  readonly catalogue: Catalogue;
}

/**
 * Follows the logins of one role, provider and subject: a denied one is explained to the role's owner
 * once, counted while it lasts, and closed by a login that succeeds. Safe to repeat: events that were
 * taken in before are recognised, and what is still untold is announced again.
 * @throws LastkeyError with `retry: 'yes'` when the role could not be read just now
 */
export const followDeniedLogins = async (
  { key: { roleArn, identityProvider, subject }, logins }: LoginGroup,
  ports: DeniedLoginsPorts,
  settings: DeniedLoginsSettings,
): Promise<'nothing' | 'followed'> => {
  const key = { about: 'denied-logins', roleArn, identityProvider, subject } as const;
  const accountId = accountOfArn(roleArn);
  const denied = logins.filter(({ outcome }) => outcome === 'failed');
  if (accountId === undefined) return 'nothing';
  const accountName = denied.length === 0 ? accountId : await ports.names.nameOf(accountId);
  const followed = await updateRoleCase<DeniedLogins>(ports.roles, key, (before) =>
    followLogins(before, logins, (round) => ({
      key,
      accountId,
      accountName,
      round,
      version: 0,
      state: 'open',
      owners: [],
      revision: 0,
      shown: 0,
      unknowns: [],
      count: 0,
      firstSeenAt: ports.clock.now(),
      lastSeenAt: ports.clock.now(),
      recent: [],
    })),
  );
  if (followed === null) return 'nothing';
  const newest = [...denied].sort((a, b) => (a.time < b.time ? 1 : -1))[0];
  const isDue = newest !== undefined && needsDiagnosis(followed, ports.clock.now());
  if (isDue && followed.revision === 0 && !(await mayTell(followed, ports))) return 'followed';
  const told = isDue ? await explain(followed, newest, ports, settings) : followed;
  await record(told, ports);
  return denied.length > 0 || isUntold(told) ? 'followed' : 'nothing';
};

/** A stranger can present as many subjects as he likes: an owner is told of so many a day and role. */
const mostToldADay = 10;

const mayTell = async (
  { key: { roleArn } }: DeniedLogins,
  { cases, clock, ledger }: DeniedLoginsPorts,
): Promise<boolean> => {
  const day = dayOf(clock.now());
  const counter = `denied logins to ${roleArn}`;
  if ((await cases.spendCap(day, { [counter]: mostToldADay })) === 'spent') return true;
  const body = { decision: 'too-many-to-tell', mostToldADay };
  const midnight = `${day}T00:00:00.000Z` as Instant;
  await ledger.append([
    ledgerEntry('decision', midnight, `denied/${roleArn}`, 'federation-used', roleArn, body),
  ]);
  return false;
};

/** Reads the role as it is now, and says why it denies this login. */
const explain = async (
  followed: DeniedLogins,
  login: FederatedLogin,
  ports: DeniedLoginsPorts,
  { configuration, catalogue }: DeniedLoginsSettings,
): Promise<DeniedLogins> => {
  const { roleArn } = followed.key;
  const member = await ports.members.reading(followed.accountId);
  const [role, identityProviders] = await Promise.all([
    member.role(nameOfArn(roleArn)),
    member.oidcProviders(),
  ]);
  for (const fact of [role, identityProviders]) {
    if (!fact.known && fact.retry === 'yes') {
      throw new LastkeyError(
        'role-not-read',
        `Why logins to ${roleArn} are denied is not known yet: ${fact.reason}. It will be tried again.`,
        { retry: 'yes' },
      );
    }
  }
  // A role of that name under another path is another role.
  const found = role.known && role.value?.arn === roleArn ? role.value : null;
  const diagnosis = diagnoseLogin({
    login,
    trustPolicy: role.known ? known(found?.trustPolicy ?? null, role.at, role.source) : role,
    identityProviders,
    catalogue,
    own: configuredSubjects(configuration.federation),
  });
  const told = {
    owners: roleOwners(configuration.owners, roleArn, found?.tags),
    unknowns: role.known ? [] : [`The role could not be read: ${role.reason}.`],
  };
  const written = await updateRoleCase<DeniedLogins>(ports.roles, followed.key, (now) =>
    now === null || now.state !== 'open'
      ? now
      : withDiagnosis(now, diagnosis, told, ports.clock.now()),
  );
  return written ?? followed;
};

/** What was found, into the ledger; then to whoever has not been told. */
const record = async (told: DeniedLogins, ports: DeniedLoginsPorts): Promise<void> => {
  const { key, diagnosis, state, count } = told;
  if (told.revision === 0) return;
  const body = {
    decision: state === 'closed' ? 'login-works-again' : 'login-denied',
    identityProvider: key.identityProvider,
    subject: key.subject,
    count,
    cause: diagnosis?.cause ?? null,
    summary: diagnosis?.summary ?? null,
    isPatchProposed: (diagnosis?.patch.length ?? 0) > 0,
    unknowns: [...told.unknowns, ...(diagnosis?.unknowns ?? [])],
  };
  const at = told.closedAt ?? told.diagnosedAt ?? told.lastSeenAt;
  const cause = `${key.roleArn}/${roleNoticeId(told)}`;
  await ports.ledger.append([
    ledgerEntry('decision', at, cause, 'federation-used', key.roleArn, body),
  ]);
  await ports.events.publish(pendingRoleEvents(told));
};
