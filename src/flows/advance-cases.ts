import { pendingEvents } from '../core/events/case-event.ts';
import { keyEntry } from '../core/evidence/ledger-entries.ts';
import { accessKeyName } from '../core/keys/access-key.ts';
import { advance, type NextStep } from '../core/keys/advance.ts';
import type { KeyCase } from '../core/keys/key-case.ts';
import { settingsForKey, unknownPlace } from '../core/keys/key-settings.ts';
import type { Configuration } from '../core/model/configuration.ts';
import { dayOf, type Instant } from '../core/model/instant.ts';
import { type DueCase, holdOverCap } from './hold-over-cap.ts';
import type { KeyCounts, Limits } from './limit-ports.ts';
import type {
  CaseTable,
  Clock,
  DomainEvents,
  FlowOutcome,
  Ledger,
  ResponseQueue,
  ResponseRequest,
} from './ports.ts';
import type { RotationQueue, RotationRequest } from './rotation-ports.ts';

export interface AdvanceCasesPorts {
  readonly clock: Clock;
  readonly cases: CaseTable;
  readonly ledger: Ledger;
  readonly events: DomainEvents;
  readonly responses: ResponseQueue;
  readonly rotations: RotationQueue;
  readonly limits: Limits;
  readonly keyCounts?: KeyCounts;
  /** Acting needs this and the configuration's mode: without it nothing would be held back. */
  readonly deployedMode: 'observe' | 'enforce';
}

/**
 * Takes every case whose time has come one step on: a warning, or a request to act. Running it twice
 * for one moment asks for the same things under the same ids.
 */
export const advanceCases = async (
  ports: AdvanceCasesPorts,
  configuration: Configuration,
): Promise<FlowOutcome> => {
  const now = ports.clock.now();
  const counts = { warned: 0, due: 0, waiting: 0, rotating: 0 };
  const due: DueStep[] = [];
  for await (const keyCase of ports.cases.casesDue(now)) {
    const place = keyCase.place ?? unknownPlace(keyCase.key.accountId);
    const { settings, mode } = settingsForKey(configuration, place);
    const step = advance(keyCase, settings, now);
    if (step.kind === 'none') continue;
    if (step.kind === 'due' && keyCase.dueAt !== undefined) {
      const mayAct = [ports.deployedMode, mode, keyCase.mode].every((each) => each === 'enforce');
      due.push({ keyCase: { ...keyCase, dueAt: keyCase.dueAt }, step, mayAct });
      continue;
    }
    // Asked first, written second: a crash between the two asks again under the same id.
    if (step.kind === 'rotate') await ports.rotations.request(rotationRequest(keyCase, now));
    const taken = await takeStep(keyCase, step, now, ports);
    if (taken !== undefined) counts[taken] += 1;
  }
  for (const taken of await takeDue(due, now, ports, configuration)) counts[taken] += 1;
  return {
    did: `advanced: ${counts.warned} warned, ${counts.due} due, ${counts.waiting} waiting${counts.rotating === 0 ? '' : `, ${counts.rotating} rotating`}`,
  };
};

interface DueStep {
  readonly keyCase: DueCase;
  readonly step: Extract<NextStep, { kind: 'due' }>;
  readonly mayAct: boolean;
}

/** Asks for the keys that no limit holds back; the others wait a day. */
const takeDue = async (
  due: readonly DueStep[],
  now: Instant,
  ports: AdvanceCasesPorts,
  configuration: Configuration,
): Promise<readonly ('due' | 'waiting')[]> => {
  // Where lastkey only observes nothing is done, so there is nothing to hold back.
  const acting = due.filter(isCapped).map(({ keyCase }) => keyCase);
  const go = await holdOverCap(acting, now, ports, configuration);
  const free = new Set(go.map(({ key }) => accessKeyName(key)));
  const taken: ('due' | 'waiting')[] = [];
  for (const each of due) {
    const { keyCase, step } = each;
    const isHeld = isCapped(each) && !free.has(accessKeyName(keyCase.key));
    // Asked first, written second: a crash between the two asks again under the same id.
    if (!isHeld) await ports.responses.request(dueRequest(keyCase, step.act, now));
    const held = { kind: 'wait', keyCase: step.keyCase, why: 'a limit holds it back' } as const;
    const done = await takeStep(keyCase, isHeld ? held : step, now, ports);
    if (done !== undefined) taken.push(isHeld ? 'waiting' : 'due');
  }
  return taken;
};

/** A deletion meets its limits in `respond`: nobody is asked to go ahead with one. */
const isCapped = ({ mayAct, step }: DueStep): boolean => mayAct && step.act === 'disable';

const dueRequest = (
  { key, dueAt }: DueCase,
  act: 'disable' | 'delete',
  now: Instant,
): ResponseRequest => ({
  id: `due/${accessKeyName(key)}/${dueAt}/${dayOf(now)}`,
  key,
  act,
  because: { kind: 'due', dueAt },
  at: now,
});

const rotationRequest = ({ key, nextStepAt }: KeyCase, now: Instant): RotationRequest => ({
  id: `rotate/${accessKeyName(key)}/${nextStepAt ?? dayOf(now)}`,
  key,
  at: now,
});

const takeStep = async (
  keyCase: KeyCase,
  step: Exclude<NextStep, { kind: 'none' }>,
  now: Instant,
  ports: AdvanceCasesPorts,
): Promise<'warned' | 'due' | 'waiting' | 'rotating' | undefined> => {
  const written = await ports.cases.writeCase(step.keyCase);
  // Somebody changed the case meanwhile: the next round decides on what it then is.
  if (written === 'changed') return undefined;
  await ports.ledger.append([
    keyEntry(
      'decision',
      now,
      `advance/${accessKeyName(keyCase.key)}`,
      'advance-cases',
      keyCase.key,
      {
        decision: step.kind,
        stage: written.stage,
        ...(step.kind === 'wait' ? { why: step.why } : {}),
      },
    ),
  ]);
  // A case that waits for a delivery has every undelivered notice announced again.
  await ports.events.publish(pendingEvents(written));
  switch (step.kind) {
    case 'due':
      return 'due';
    case 'wait':
      return 'waiting';
    case 'rotate':
      return 'rotating';
    case 'warn':
    case 'exception-ended':
      return 'warned';
  }
};
