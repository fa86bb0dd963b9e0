import { pendingEvents } from '../core/events/case-event.ts';
import { keyEntry } from '../core/evidence/ledger-entries.ts';
import type { Json, LedgerEntryType } from '../core/evidence/ledger-entry.ts';
import { accessKeyName } from '../core/keys/access-key.ts';
import type { ExceptionRecord } from '../core/keys/exception.ts';
import type { KeyCase } from '../core/keys/key-case.ts';
import type { RotationRules } from '../core/keys/rotation-rules.ts';
import type { RotationStep } from '../core/keys/rotation-state.ts';
import type { Configuration } from '../core/model/configuration.ts';
import { LastkeyError } from '../core/model/errors.ts';
import type { Instant } from '../core/model/instant.ts';
import type { Exceptions } from './exception-ports.ts';
import type { CaseTable, Clock, DomainEvents, FlowOutcome, Ledger, StopSwitch } from './ports.ts';
import type { RotatingAccount, RotatingAccounts, RotationRequest } from './rotation-ports.ts';
import { updateCase } from './update-case.ts';

export interface RotateKeyPorts {
  readonly clock: Clock;
  readonly accounts: RotatingAccounts;
  readonly cases: CaseTable;
  readonly exceptions: Pick<Exceptions, 'write'>;
  readonly ledger: Ledger;
  readonly events: DomainEvents;
  readonly stopSwitch: StopSwitch;
}

export interface RotateKeySettings {
  readonly configuration: Configuration;
  /** Acting needs this and the configuration's mode: two switches. */
  readonly deployedMode: 'observe' | 'enforce';
}

/** One rotation on its way: what its steps share. */
export interface RotationStory {
  readonly request: RotationRequest;
  readonly ports: RotateKeyPorts;
  readonly rules: RotationRules;
  readonly account: RotatingAccount;
  readonly exception: ExceptionRecord | undefined;
  readonly now: Instant;
}

/** An entry about the old key, or about its successor. Never anything of a secret but where it is. */
export const noteRotation = (
  { ports, request, now }: Pick<RotationStory, 'ports' | 'request' | 'now'>,
  type: LedgerEntryType,
  body: { readonly act: string; readonly [key: string]: Json },
): Promise<void> =>
  ports.ledger.append([
    keyEntry(type, now, `${request.id}/${body.act}`, 'rotate-key', request.key, {
      request: request.id,
      ...body,
    }),
  ]);

/**
 * Takes the case on when it still is where this run left it.
 * @throws LastkeyError `case-changed` (retry) when somebody else took it somewhere
 */
export const takeOn = async (
  { ports, request }: RotationStory,
  from: RotationStep,
  change: (keyCase: KeyCase) => KeyCase,
): Promise<KeyCase> => {
  let isElsewhere = false;
  const written = await updateCase(ports.cases, request.key, (each) => {
    isElsewhere = each.stage !== 'rotating' || each.rotation?.step !== from;
    return isElsewhere ? each : change(each);
  });
  if (written !== null && !isElsewhere) return written;
  throw new LastkeyError(
    'case-changed',
    `The case of ${request.key.accessKeyId} changed while its rotation was under way: it is no longer ${from}. It will be looked at again.`,
    { retry: 'yes' },
  );
};

export const announceCase = ({ ports }: RotationStory, keyCase: KeyCase): Promise<void> =>
  ports.events.publish(pendingEvents(keyCase));

export const outcomeOf = ({ request }: RotationStory, did: string): FlowOutcome => ({
  did,
  subject: accessKeyName(request.key),
});
