import { approvalContacts, exceptionEvent } from '../core/events/approval-event.ts';
import { pendingEvents } from '../core/events/case-event.ts';
import type { ExceptionRecord } from '../core/keys/exception.ts';
import { nextExceptionStep, withExceptionNotice } from '../core/keys/exception-changes.ts';
import type { Configuration } from '../core/model/configuration.ts';
import { exceptionEntry } from './exception-record.ts';
import type { FlowOutcome } from './ports.ts';
import { casesCovered, type SettlePorts, settleException } from './settle-exception.ts';
import { updateCase } from './update-case.ts';

/**
 * Takes every exception whose time has come one step on: approvers asked again, a request that nobody
 * answered ended, an owner reminded, an exception ended.
 */
export const advanceExceptions = async (
  ports: SettlePorts,
  configuration: Pick<Configuration, 'slack' | 'owners'>,
): Promise<FlowOutcome> => {
  const now = ports.clock.now();
  const contacts = approvalContacts(configuration);
  let steps = 0;
  for await (const exception of ports.exceptions.due(now)) {
    const step = nextExceptionStep(exception, now);
    if (step.kind === 'none') continue;
    steps += 1;
    if (step.kind === 'lapse' || step.kind === 'expire') {
      await settleException(step.exception, ports, contacts);
      continue;
    }
    const isAskedAgain = step.kind === 'ask-again';
    await ports.ledger.append([
      exceptionEntry(
        step.exception,
        isAskedAgain ? 'asked again' : 'owner reminded',
        'lastkey',
        now,
      ),
    ]);
    // Told first, written second: a crash between the two tells again under the same ids.
    if (isAskedAgain) {
      await ports.events.publish([
        exceptionEvent(step.exception, contacts, now, { isReminder: true }),
      ]);
    } else await remindOwners(step.exception, ports);
    // Somebody decided meanwhile: the next run looks at what it then is.
    await ports.exceptions.write(step.exception);
  }
  return { did: `exceptions: ${steps} taken on` };
};

const remindOwners = async (exception: ExceptionRecord, ports: SettlePorts): Promise<void> => {
  const now = ports.clock.now();
  for (const { key } of await casesCovered(exception, ports)) {
    const written = await updateCase(ports.cases, key, (each) =>
      each.stage === 'excepted'
        ? withExceptionNotice(each, exception, 'exception-ending', now)
        : each,
    );
    if (written !== null) await ports.events.publish(pendingEvents(written));
  }
};
