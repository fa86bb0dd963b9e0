import type { AccessKeyChange, Change, UserChange } from '../events/change.ts';
import { describeCaller } from '../events/describe-caller.ts';
import { type AccessKey, accessKeyName } from '../keys/access-key.ts';
import type { KeyDecision } from '../keys/decide-on-change.ts';
import type { KeyCase } from '../keys/key-case.ts';
import type { Instant } from '../model/instant.ts';
import type { Json, LedgerEntry, LedgerEntryType } from './ledger-entry.ts';

/** An entry; the id sorts by time and is the same whenever the same cause is recorded again. */
export const ledgerEntry = (
  type: LedgerEntryType,
  time: Instant,
  cause: string,
  actor: string,
  subject: string,
  body: Json,
): LedgerEntry => ({ v: 1, id: `${time}/${cause}/${type}`, type, time, actor, subject, body });

/** What a change was and what was decided about it. */
export const decisionEntry = (
  change: AccessKeyChange | UserChange,
  decision: KeyDecision,
  keyCase: KeyCase | null,
): LedgerEntry =>
  ledgerEntry(
    decision.kind === 'record' ? 'event.recorded' : 'decision',
    change.time,
    change.eventId,
    'access-key-changed',
    subjectOf(change),
    {
      event: change.kind,
      eventId: change.eventId,
      accountId: change.accountId,
      outcome: change.outcome,
      ...(change.errorCode === undefined ? {} : { errorCode: change.errorCode }),
      by: describeCaller(change.by),
      byType: change.by.type,
      ...(change.by.principalArn === undefined ? {} : { byArn: change.by.principalArn }),
      decision: decision.kind,
      ...(decision.kind === 'record' ? { why: decision.why } : {}),
      ...(keyCase === null || decision.kind === 'record' ? {} : caseBody(keyCase)),
    },
  );

/** A change that no key decision follows from: a trust policy, an identity provider. */
export const recordedEntry = (change: Change, actor: string, subject: string): LedgerEntry =>
  ledgerEntry('trust.changed', change.time, change.eventId, actor, subject, {
    event: change.kind,
    eventId: change.eventId,
    accountId: change.accountId,
    outcome: change.outcome,
    ...(change.errorCode === undefined ? {} : { errorCode: change.errorCode }),
    by: describeCaller(change.by),
    byType: change.by.type,
  });

/** An event that claims to be ours and cannot be read: kept, alarmed, never dropped. */
export const unreadableEntry = (
  why: string,
  cause: string,
  actor: string,
  now: Instant,
): LedgerEntry => ledgerEntry('event.unreadable', now, cause, actor, cause, { why });

export const keyEntry = (
  type: LedgerEntryType,
  time: Instant,
  cause: string,
  actor: string,
  key: AccessKey,
  body: Json,
): LedgerEntry => ledgerEntry(type, time, cause, actor, accessKeyName(key), body);

const subjectOf = (change: AccessKeyChange | UserChange): string =>
  'accessKeyId' in change && change.accessKeyId !== undefined
    ? `${change.accountId}/${change.userName ?? 'unknown'}/${change.accessKeyId}`
    : `${change.accountId}/${change.userName ?? 'unknown'}`;

const caseBody = (keyCase: KeyCase): { readonly [key: string]: Json } => ({
  stage: keyCase.stage,
  mode: keyCase.mode,
  holder: keyCase.holder,
  reasons: keyCase.reasons.map((reason) => reason.id),
  dueAt: keyCase.dueAt ?? null,
  replacementRole: keyCase.replacement.role?.arn ?? null,
  mechanism: keyCase.replacement.mechanism,
  owner: keyCase.owners[0]?.contact ?? null,
  unknowns: [...keyCase.unknowns],
});
