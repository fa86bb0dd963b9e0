import { pendingEvents } from '../core/events/case-event.ts';
import { keyEntry } from '../core/evidence/ledger-entries.ts';
import { accessKeyName } from '../core/keys/access-key.ts';
import { advance } from '../core/keys/advance.ts';
import type { KeyCase } from '../core/keys/key-case.ts';
import { settingsForKey, unknownPlace } from '../core/keys/key-settings.ts';
import type { Configuration } from '../core/model/configuration.ts';
import type { Instant } from '../core/model/instant.ts';
import type {
  CaseTable,
  Clock,
  DomainEvents,
  FlowOutcome,
  Ledger,
  ResponseQueue,
} from './ports.ts';

export interface AdvanceCasesPorts {
  readonly clock: Clock;
  readonly cases: CaseTable;
  readonly ledger: Ledger;
  readonly events: DomainEvents;
  readonly responses: ResponseQueue;
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
  const counts = { warned: 0, due: 0, waiting: 0 };
  for await (const keyCase of ports.cases.casesDue(now)) {
    const step = await takeStep(keyCase, now, ports, configuration);
    if (step !== undefined) counts[step] += 1;
  }
  return {
    did: `advanced: ${counts.warned} warned, ${counts.due} due, ${counts.waiting} waiting`,
  };
};

const takeStep = async (
  keyCase: KeyCase,
  now: Instant,
  ports: AdvanceCasesPorts,
  configuration: Configuration,
): Promise<'warned' | 'due' | 'waiting' | undefined> => {
  const place = keyCase.place ?? unknownPlace(keyCase.key.accountId);
  const step = advance(keyCase, settingsForKey(configuration, place).settings, now);
  if (step.kind === 'none') return undefined;
  if (step.kind === 'due' && keyCase.dueAt !== undefined) {
    // Asked first, written second: a crash between the two asks again under the same id.
    const day = now.slice(0, 10);
    await ports.responses.request({
      id: `due/${accessKeyName(keyCase.key)}/${keyCase.dueAt}/${day}`,
      key: keyCase.key,
      act: 'disable',
      because: { kind: 'due', dueAt: keyCase.dueAt },
      at: now,
    });
  }
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
  return step.kind === 'due' ? 'due' : step.kind === 'wait' ? 'waiting' : 'warned';
};
