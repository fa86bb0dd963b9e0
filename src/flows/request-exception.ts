import { exceptionEvent } from '../core/events/approval-event.ts';
import { type ExceptionRecord, userOfScope } from '../core/keys/exception.ts';
import type { Exceptions } from './exception-ports.ts';
import { exceptionEntry } from './exception-record.ts';
import type { CaseTable, Clock, DomainEvents, Ledger } from './ports.ts';

/**
 * Records a request and has it put to the approvers. Nothing is exempt by it.
 * @returns `'open'`: there is an undecided request of the same scope already, and nothing was done
 */
export const requestException = async (
  exception: ExceptionRecord,
  ports: {
    readonly clock: Clock;
    readonly cases: Pick<CaseTable, 'exceptionsOf'>;
    readonly exceptions: Exceptions;
    readonly ledger: Ledger;
    readonly events: DomainEvents;
  },
  contacts: readonly string[],
): Promise<'asked' | 'open'> => {
  const scope = JSON.stringify(exception.scope);
  const others = await ports.cases.exceptionsOf(exception.accountId, userOfScope(exception.scope));
  const isOpen = others.some(
    (each) =>
      each.id !== exception.id &&
      each.state === 'requested' &&
      JSON.stringify(each.scope) === scope,
  );
  if (isOpen) return 'open';
  await ports.ledger.append([exceptionEntry(exception, 'requested', exception.requestedBy)]);
  // Written before by an attempt that ended early: the same form is the same request.
  await ports.exceptions.write(exception);
  await ports.events.publish([exceptionEvent(exception, contacts, ports.clock.now())]);
  return 'asked';
};
