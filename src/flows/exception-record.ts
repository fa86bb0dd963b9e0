import { ledgerEntry } from '../core/evidence/ledger-entries.ts';
import type { LedgerEntry } from '../core/evidence/ledger-entry.ts';
import { type ExceptionRecord, userOfScope } from '../core/keys/exception.ts';
import type { Instant } from '../core/model/instant.ts';

/**
 * One step of an exception for the ledger. What people typed is in it: an auditor asks why. Secrets
 * were left out of that when it was read.
 */
export const exceptionEntry = (
  exception: ExceptionRecord,
  step: 'requested' | 'asked again' | 'granted' | 'not granted' | 'owner reminded' | 'ended',
  actor: string,
  at: Instant = exception.requestedAt,
): LedgerEntry =>
  ledgerEntry(
    'exception',
    at,
    `${exception.accountId}/${exception.id}/${step}/${exception.reviews.length}`,
    actor,
    `${exception.accountId}/${userOfScope(exception.scope)}/exception/${exception.id}`,
    {
      step,
      state: exception.state,
      scope: { ...exception.scope },
      owner: exception.owner,
      reason: exception.reason,
      conditions: exception.conditions,
      requestedBy: exception.requestedBy,
      approver: exception.approver ?? null,
      grantedAt: exception.grantedAt ?? null,
      expiresAt: exception.expiresAt,
      over: exception.over === undefined ? null : { ...exception.over },
    },
  );
