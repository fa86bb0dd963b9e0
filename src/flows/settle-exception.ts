import { exceptionEvent } from '../core/events/approval-event.ts';
import { pendingEvents } from '../core/events/case-event.ts';
import type { ExceptionRecord } from '../core/keys/exception.ts';
import {
  exceptedCase,
  uncoveredCase,
  withExceptionNotice,
} from '../core/keys/exception-changes.ts';
import type { KeyCase } from '../core/keys/key-case.ts';
import { LastkeyError } from '../core/model/errors.ts';
import type { Instant } from '../core/model/instant.ts';
import type { Exceptions } from './exception-ports.ts';
import { exceptionEntry } from './exception-record.ts';
import type { CaseTable, Clock, DomainEvents, Ledger } from './ports.ts';
import type { AccountCases } from './sweep-ports.ts';
import { updateCase } from './update-case.ts';

export interface SettlePorts {
  readonly clock: Clock;
  readonly cases: CaseTable;
  readonly accountCases: AccountCases;
  readonly exceptions: Exceptions;
  readonly ledger: Ledger;
  readonly events: DomainEvents;
}

/**
 * Makes a decided exception true: recorded, written, taken into the cases that it covers, told. Doing
 * it again after a crash changes nothing more.
 * @param exception decided; its version is the one that was read
 * @throws LastkeyError `exception-changed` (retry) when somebody else decided first
 */
export const settleException = async (
  exception: ExceptionRecord,
  ports: SettlePorts,
  contacts: readonly string[],
): Promise<ExceptionRecord> => {
  const at = exception.over?.at ?? exception.grantedAt ?? ports.clock.now();
  const actor = exception.over?.by ?? exception.approver ?? 'lastkey';
  await ports.ledger.append([exceptionEntry(exception, stepOf(exception), actor, at)]);
  const written = await writeOnce(exception, ports);
  for (const keyCase of await casesCovered(exception, ports)) {
    const changed = await updateCase(ports.cases, keyCase.key, (each) =>
      changeFor(each, exception, ports.clock.now()),
    );
    if (changed !== null) await ports.events.publish(pendingEvents(changed));
  }
  await ports.events.publish([exceptionEvent(written, contacts, at)]);
  return written;
};

/** The cases that an exception may cover; which it does is for the pure part to say. */
export const casesCovered = (
  { scope, accountId }: ExceptionRecord,
  ports: Pick<SettlePorts, 'cases' | 'accountCases'>,
): Promise<readonly KeyCase[]> =>
  scope.kind === 'workload'
    ? ports.accountCases.ofAccount(accountId)
    : ports.cases.casesOfUser(accountId, scope.userName);

const writeOnce = async (
  exception: ExceptionRecord,
  { exceptions }: Pick<SettlePorts, 'exceptions'>,
): Promise<ExceptionRecord> => {
  const written = await exceptions.write(exception);
  if (written !== 'changed') return written;
  throw new LastkeyError(
    'exception-changed',
    `The exception ${exception.id} changed while it was being decided. It will be decided again.`,
    { retry: 'yes' },
  );
};

const changeFor = (keyCase: KeyCase, exception: ExceptionRecord, now: Instant): KeyCase => {
  switch (exception.state) {
    case 'granted':
      return exceptedCase(keyCase, exception, now);
    case 'not-granted':
      return withExceptionNotice(keyCase, exception, 'exception-not-granted', now);
    case 'ended':
      // When it has expired, the case's own date has come as well.
      return uncoveredCase(keyCase, exception, now);
    case 'requested':
      return keyCase;
  }
};

const stepOf = ({ state }: ExceptionRecord) =>
  state === 'not-granted'
    ? ('not granted' as const)
    : state === 'requested'
      ? ('requested' as const)
      : state;
