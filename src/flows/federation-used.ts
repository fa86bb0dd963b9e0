import { pendingEvents } from '../core/events/case-event.ts';
import type { FederatedLogin } from '../core/events/change.ts';
import { parseChange } from '../core/events/parse-change.ts';
import { keyEntry, unreadableEntry } from '../core/evidence/ledger-entries.ts';
import { foldLogins, groupLogins, type LoginGroup } from '../core/federation/fold-logins.ts';
import { newestMethods } from '../core/federation/thumbprints/newest-methods.ts';
import { accessKeyName } from '../core/keys/access-key.ts';
import type { KeyCase } from '../core/keys/key-case.ts';
import { followRoleUse } from '../core/keys/migration.ts';
import { LastkeyError } from '../core/model/errors.ts';
import type { RoleArn } from '../core/model/ids.ts';
import { addDays, dayOf } from '../core/model/instant.ts';
import {
  type DeniedLoginsPorts,
  type DeniedLoginsSettings,
  followDeniedLogins,
} from './denied-logins.ts';
import type { CaseTable, FederationUses, FlowOutcome, VerificationMethods } from './ports.ts';
import { updateCase } from './update-case.ts';

export interface FederationUsedPorts extends DeniedLoginsPorts {
  readonly cases: CaseTable;
  readonly uses: FederationUses;
  readonly methods: VerificationMethods;
}

export interface QueuedMessage {
  readonly body: unknown;
  readonly messageId: string;
}

/**
 * Counts a batch of federated logins, one conditional write per role, provider, subject and day, and
 * tells the owners of keys whose recommended role is now in use. Logins whose group could not be
 * written are answered as failed and come back.
 */
export const federationUsed = async (
  messages: readonly QueuedMessage[],
  ports: FederationUsedPorts,
  settings: DeniedLoginsSettings,
): Promise<{ readonly outcome: FlowOutcome; readonly failedMessageIds: readonly string[] }> => {
  const { logins, messageOf, unreadable } = await readLogins(messages, ports);
  const failed = new Set<string>();
  const problems: string[] = [];
  const usedRoles = new Set<RoleArn>();
  let followed = 0;
  for (const group of groupLogins(logins)) {
    try {
      await countGroup(group, ports);
      if (group.logins.some((login) => login.outcome === 'succeeded')) {
        usedRoles.add(group.key.roleArn);
      }
    } catch (error) {
      problems.push(messageFrom(error));
      for (const login of group.logins) failed.add(messageOf.get(login) ?? '');
      continue;
    }
    try {
      if ((await followDeniedLogins(group, ports, settings)) === 'followed') followed += 1;
    } catch (error) {
      problems.push(messageFrom(error));
      // The logins are counted: one of them is enough to come back and try again.
      const [newest] = [...group.logins].sort((a, b) => (a.time < b.time ? 1 : -1));
      if (newest !== undefined) failed.add(messageOf.get(newest) ?? '');
    }
  }
  await noteMethods(logins, ports, problems);
  const told = await tellOwnersOf(usedRoles, ports, problems);
  const counts = `counted ${logins.length} logins, told ${told} owners${followed > 0 ? `, denied subjects followed: ${followed}` : ''}`;
  return {
    outcome: {
      did:
        unreadable > 0 ? 'unreadable' : problems.length > 0 ? `${counts}, with problems` : counts,
      ...(problems.length > 0 ? { subject: problems.join('; ') } : {}),
    },
    failedMessageIds: [...failed],
  };
};

const readLogins = async (messages: readonly QueuedMessage[], ports: FederationUsedPorts) => {
  const logins: FederatedLogin[] = [];
  const messageOf = new Map<FederatedLogin, string>();
  let unreadable = 0;
  for (const { body, messageId } of messages) {
    const parsed = parseChange(body);
    if (parsed.kind === 'unreadable') {
      unreadable += 1;
      const cause = parsed.eventId ?? messageId;
      await ports.ledger.append([
        unreadableEntry(parsed.why, cause, 'federation-used', ports.clock.now()),
      ]);
    }
    if (parsed.kind !== 'change' || parsed.change.kind !== 'AssumeRoleWithWebIdentity') continue;
    logins.push(parsed.change);
    messageOf.set(parsed.change, messageId);
  }
  return { logins, messageOf, unreadable };
};

/** Reads, folds and writes; a lost race is folded again on what is there then. */
const countGroup = async (group: LoginGroup, ports: FederationUsedPorts): Promise<void> => {
  for (let attempt = 0; attempt < 4; attempt += 1) {
    const use = foldLogins(await ports.uses.read(group.key), group);
    if (use === undefined || (await ports.uses.write(use)) === 'written') return;
  }
  throw new LastkeyError(
    'use-contended',
    `The count for ${group.key.roleArn} kept changing while it was being written. It will be tried again.`,
    { retry: 'yes' },
  );
};

/** How AWS verified each provider: a failure here is made good by the provider's next login. */
const noteMethods = async (
  logins: readonly FederatedLogin[],
  ports: FederationUsedPorts,
  problems: string[],
): Promise<void> => {
  for (const [providerArn, seen] of newestMethods(logins)) {
    try {
      await ports.methods.note(providerArn, seen);
    } catch (error) {
      problems.push(messageFrom(error));
    }
  }
};

/**
 * The logins are counted by now, so a failure here must not bring them back: the role's next login
 * tries to tell again.
 */
const tellOwnersOf = async (
  roles: ReadonlySet<RoleArn>,
  ports: FederationUsedPorts,
  problems: string[],
): Promise<number> => {
  let told = 0;
  for (const roleArn of roles) {
    try {
      for (const keyCase of await ports.cases.casesRecommending(roleArn)) {
        if (keyCase.notices.some((notice) => notice.kind === 'replacement-in-use')) {
          // Harmless when it was announced before; needed when that was cut short.
          await ports.events.publish(pendingEvents(keyCase, roleArn));
        } else if (await tellOwner(keyCase, roleArn, ports)) {
          told += 1;
        }
      }
    } catch (error) {
      problems.push(messageFrom(error));
    }
  }
  return told;
};

const messageFrom = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

const tellOwner = async (
  keyCase: KeyCase,
  roleArn: RoleArn,
  ports: FederationUsedPorts,
): Promise<boolean> => {
  const now = ports.clock.now();
  const member = await ports.members.reading(keyCase.key.accountId);
  const [uses, lastUse] = await Promise.all([
    ports.uses.ofRole(roleArn, dayOf(addDays(keyCase.key.createdAt, -1))),
    member.lastUse(keyCase.key.accessKeyId),
  ]);
  const written = await updateCase(ports.cases, keyCase.key, (each) =>
    followRoleUse(each, uses, lastUse, now),
  );
  if (written === null || written.version === keyCase.version) return false;
  await ports.ledger.append([
    keyEntry(
      'decision',
      now,
      `in-use/${accessKeyName(keyCase.key)}`,
      'federation-used',
      keyCase.key,
      {
        decision: 'replacement-in-use',
        roleArn,
      },
    ),
  ]);
  await ports.events.publish(pendingEvents(written, roleArn));
  return true;
};
