import { exceptionEvent } from '../../src/core/events/approval-event.ts';
import type { ExceptionRecord } from '../../src/core/keys/exception.ts';
import { requestedException } from '../../src/core/keys/exception-changes.ts';
import type { ApprovalAction, ApprovalAnswer } from '../../src/core/messages/approval-answer.ts';
import type { Configuration } from '../../src/core/model/configuration.ts';
import { advanceExceptions } from '../../src/flows/advance-exceptions.ts';
import { notify } from '../../src/flows/notify.ts';
import type { FlowOutcome } from '../../src/flows/ports.ts';
import { takeAnswer } from '../../src/flows/take-answer.ts';
import { sampleException } from '../unit/keys/sample-exception.ts';
import { at, sampleCase } from '../unit/messages/sample-case.ts';
import { configurationOf } from './key-story.ts';
import { type MemoryWorld, memoryWorld } from './memory-ports.ts';
import { type MemorySlack, memorySlack } from './memory-slack.ts';

export const owner = 'U0ANAEXAMPLE';
export const approver = 'U0APPROVER';
export const otherApprover = 'U0OTHERAPPR';
export const caseName = '111122223333/deployer/AKIAIOSFODNN7EXAMPLE';

/** The world of one key, its owner, two approvers in a usergroup, and Slack. */
export interface ApprovalWorld {
  readonly world: MemoryWorld;
  readonly slack: MemorySlack;
  readonly configuration: Configuration;
  ports(): Parameters<typeof takeAnswer>[2] &
    Parameters<typeof notify>[2] &
    Pick<MemoryWorld, 'rotations'>;
  take(body: unknown): Promise<FlowOutcome>;
  /** Delivers every event that was published, as the bus and its queue would. */
  deliverEvents(): Promise<void>;
  passTimeTo(moment: string): Promise<FlowOutcome>;
  exception(): ExceptionRecord;
}

export const approvalWorld = (): ApprovalWorld => {
  const world = memoryWorld('2026-11-24T08:00:00.000Z');
  const slack = memorySlack(() => world.now);
  slack.usergroups.set('S0CLOUDSEC', [approver, otherApprover]);
  const [ana] = sampleCase().owners;
  if (ana === undefined) throw new Error('The sample is wrong.');
  world.cases.set(
    caseName,
    sampleCase({
      thread: { channel: 'D0ANA', ts: '1000.1', contact: ana, ownerUserId: owner },
    }),
  );
  const configuration = configurationOf(
    'mode: enforce\nexceptions: { maxDays: 90, approvers: ["usergroup:S0CLOUDSEC"] }',
  );
  const ports = () => ({
    clock: world.clock,
    cases: world.caseTable,
    accountCases: world.accountCases,
    roles: world.roleCasesPort,
    exceptions: world.exceptionsPort,
    limits: world.limitsPort,
    ledger: world.ledgerPort,
    events: world.eventsPort,
    responses: world.responses,
    rotations: world.rotations,
    stopSwitchControl: world.stopSwitchControl,
    slack: slack.port,
  });
  return {
    world,
    slack,
    configuration,
    ports,
    take: (body) =>
      takeAnswer(JSON.parse(JSON.stringify(body)), 'message-1', ports(), configuration),
    deliverEvents: async () => {
      for (const { detail } of world.events.splice(0)) {
        await notify({ source: 'lastkey', detail }, 'message-2', ports());
      }
    },
    passTimeTo: (moment) => {
      world.now = at(moment);
      return advanceExceptions(ports(), configuration);
    },
    exception: () => {
      const [only] = world.exceptions;
      if (only === undefined) throw new Error('There is no exception.');
      return only;
    },
  };
};

/** A request of the owner, put to the approvers. */
export const askedWorld = async (
  changes: Partial<Parameters<typeof requestedException>[0]> = {},
): Promise<ApprovalWorld> => {
  const made = approvalWorld();
  const { state: _state, approver: _approver, grantedAt: _at, ...asked } = sampleException();
  const exception = requestedException(
    { ...asked, expiresAt: at('2027-01-31T23:59:59.000Z'), ...changes },
    made.world.now,
  );
  await made.world.exceptionsPort.write(exception);
  made.world.events.push(exceptionEvent(exception, ['#cloud-security'], made.world.now));
  await made.deliverEvents();
  return made;
};

/** A click on the question as it was drawn for the record's present state. */
export const clickOn = (
  made: ApprovalWorld,
  action: ApprovalAction,
  by: string,
  changes: Partial<ApprovalAnswer> = {},
): ApprovalAnswer => {
  const { accountId, id, state, scope, thread } = made.exception();
  return {
    id: `trigger-${action}-${by}`,
    action,
    value: {
      about: 'exception',
      accountId,
      userName: scope.kind === 'workload' ? '*' : scope.userName,
      exceptionId: id,
      state,
    },
    slackUserId: by,
    slackUserName: 'someone',
    channel: thread?.channel ?? 'nowhere',
    messageTs: thread?.ts ?? 'never',
    at: made.world.now,
    ...changes,
  };
};
