import { pendingEvents } from '../core/events/case-event.ts';
import type { AccessKeyChange, Change, UserChange } from '../core/events/change.ts';
import { decisionEntry } from '../core/evidence/ledger-entries.ts';
import {
  deletedCase,
  disabledElsewhere,
  openedCase,
  reactivatedCase,
} from '../core/keys/case-changes.ts';
import { decideOnChange, type KeyDecision } from '../core/keys/decide-on-change.ts';
import type { KeyCase } from '../core/keys/key-case.ts';
import { noFacts } from '../core/keys/key-facts.ts';
import { ownersOf } from '../core/keys/owners.ts';
import type { Configuration } from '../core/model/configuration.ts';
import { LastkeyError } from '../core/model/errors.ts';
import { claimed } from './claimed.ts';
import type { Exceptions } from './exception-ports.ts';
import type {
  AccountNames,
  CaseTable,
  Clock,
  DomainEvents,
  FlowOutcome,
  Ledger,
  MemberAccounts,
} from './ports.ts';
import { readChange } from './read-change.ts';
import { type KeyReadings, readKeyFacts } from './read-key-facts.ts';
import { recommendFor } from './recommend-for.ts';
import type { AccountList } from './sweep-ports.ts';
import { updateCase } from './update-case.ts';
import { withTagException } from './with-tag-exception.ts';

export interface AccessKeyChangedPorts {
  readonly clock: Clock;
  readonly members: MemberAccounts;
  readonly names: AccountNames;
  readonly list: Pick<AccountList, 'read'>;
  readonly cases: CaseTable;
  readonly exceptions: Exceptions;
  readonly ledger: Ledger;
  readonly events: DomainEvents;
}

/** A key or a user changed: decide, record, and have the owner told. */
export const accessKeyChanged = async (
  body: unknown,
  messageId: string,
  ports: AccessKeyChangedPorts,
  settings: { readonly configuration: Configuration; readonly ownRoles: readonly string[] },
): Promise<FlowOutcome> => {
  const read = await readChange(body, messageId, 'access-key-changed', ports);
  if (read.kind === 'settled') return read.outcome;
  const { change } = read;
  if (!isAboutKeys(change)) return { did: 'not for us', subject: change.kind };
  return claimed(ports, 'access-key-changed', change.eventId, () =>
    takeChange(change, ports, settings),
  );
};

const takeChange = async (
  change: AccessKeyChange | UserChange,
  ports: AccessKeyChangedPorts,
  settings: { readonly configuration: Configuration; readonly ownRoles: readonly string[] },
): Promise<FlowOutcome> => {
  const keyCase = await caseOf(change, ports.cases);
  const read = needsReading(change)
    ? await readKeyFacts(change, ports)
    : { facts: noFacts('not needed'), member: undefined };
  const readings = {
    ...read,
    facts: await withTagException(change, read.facts, ports, settings.configuration),
  };
  const now = ports.clock.now();
  const listed = await ports.list.read(change.accountId);
  const decision = decideOnChange({
    change,
    facts: readings.facts,
    keyCase,
    ous: listed?.ous,
    now,
    ...settings,
  });
  if (decision.kind === 'look-again') {
    throw new LastkeyError('not-consistent-yet', `${decision.why}. It will be looked at again.`, {
      retry: 'yes',
    });
  }
  const next = await nextCase(decision, change, keyCase, readings, ports, settings.configuration);
  const written = next === null ? keyCase : await write(next, keyCase, ports.cases);
  await ports.ledger.append([decisionEntry(change, decision, written)]);
  if (written !== null) await ports.events.publish(pendingEvents(written, change.eventId));
  return {
    did: decision.kind === 'record' ? `recorded: ${decision.why}` : decision.kind,
    subject: `${change.accountId}/${change.userName ?? 'unknown'}`,
    change,
  };
};

const isAboutKeys = (change: Change): change is AccessKeyChange | UserChange =>
  change.kind === 'CreateAccessKey' ||
  change.kind === 'UpdateAccessKey' ||
  change.kind === 'DeleteAccessKey' ||
  change.kind === 'CreateUser' ||
  change.kind === 'DeleteUser';

/** Only a key that may stand Active afterwards is worth reading about. */
const needsReading = (change: AccessKeyChange | UserChange): boolean =>
  change.outcome === 'succeeded' &&
  (change.kind === 'CreateAccessKey' ||
    (change.kind === 'UpdateAccessKey' && change.status === 'Active'));

const caseOf = async (
  change: AccessKeyChange | UserChange,
  cases: CaseTable,
): Promise<KeyCase | null> => {
  if (!('accessKeyId' in change) || change.accessKeyId === undefined) return null;
  const { accountId, userName, accessKeyId } = change;
  return userName === undefined ? null : cases.readCase({ accountId, userName, accessKeyId });
};

const nextCase = async (
  decision: Exclude<KeyDecision, { kind: 'look-again' }>,
  change: AccessKeyChange | UserChange,
  keyCase: KeyCase | null,
  readings: KeyReadings,
  ports: AccessKeyChangedPorts,
  configuration: Configuration,
): Promise<KeyCase | null> => {
  const now = ports.clock.now();
  switch (decision.kind) {
    case 'record':
      return null;
    case 'open-case': {
      const { facts } = readings;
      const tags = facts.user.known ? facts.user.value?.tags : undefined;
      return openedCase(decision, {
        change,
        accountName: await ports.names.nameOf(decision.key.accountId),
        owners: ownersOf(configuration.owners, decision.key, tags, change.by),
        replacement: await recommendFor(decision, change, readings, configuration, now),
        lastUse: facts.lastUse.known ? facts.lastUse.value : undefined,
        now,
      });
    }
    case 're-activated':
      return keyCase === null ? null : reactivatedCase(keyCase, decision, change, now);
    case 'disabled-elsewhere':
      return keyCase === null ? null : disabledElsewhere(keyCase, change, now);
    case 'gone':
      return keyCase === null ? null : deletedCase(keyCase, change, now);
  }
};

/** A lost race is decided anew by the redelivery, on the case as it then is. */
const write = async (
  next: KeyCase,
  before: KeyCase | null,
  cases: CaseTable,
): Promise<KeyCase | null> => {
  const written = await cases.writeCase(next);
  if (written !== 'changed') return written;
  if (before === null) return updateCase(cases, next.key, (current) => current);
  throw new LastkeyError(
    'case-changed',
    `The case of ${next.key.accessKeyId} changed while the event was being decided. It will be tried again.`,
    { retry: 'yes' },
  );
};
