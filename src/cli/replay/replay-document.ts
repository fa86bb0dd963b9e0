import type { Caller, Change } from '../../core/events/change.ts';
import { optional } from '../../core/events/json-object.ts';
import type { ReplayedDecision, ReplayedMessage } from './decide-changes.ts';
import type { ReadChanges } from './read-changes.ts';

/** The document of `lastkey replay --json`; `lastkey schema replay` describes it. */
export const replayDocument = (
  read: ReadChanges,
  decisions: readonly ReplayedDecision[],
  messages: readonly ReplayedMessage[],
) => ({
  version: 1,
  records: read.records,
  partial: read.hasUnreadFile,
  duplicates: read.duplicates,
  unreadable: read.unreadable,
  changes: read.changes.map(writtenChange),
  decisions: decisions.map(writtenDecision),
  messages: messages.map(writtenMessage),
});

const writtenChange = (change: Change) => ({
  kind: change.kind,
  eventId: change.eventId,
  time: change.time,
  accountId: change.accountId,
  region: change.region,
  ...subjectOf(change),
  outcome: change.outcome,
  ...optional('errorCode', change.errorCode),
  by: principalOf(change.by),
});

/** What the change is about, by the names that its kind has. */
const subjectOf = (change: Change) => ({
  ...('userName' in change ? { userName: change.userName } : {}),
  ...('accessKeyId' in change ? { accessKeyId: change.accessKeyId } : {}),
  ...('status' in change ? { status: change.status } : {}),
  ...('roleName' in change ? { roleName: change.roleName } : {}),
  ...('roleArn' in change ? { roleArn: change.roleArn } : {}),
  ...('identityProvider' in change ? { identityProvider: change.identityProvider } : {}),
  ...('openIdConnectProviderArn' in change
    ? { identityProvider: change.openIdConnectProviderArn }
    : {}),
  ...('subject' in change ? { subject: change.subject } : {}),
});

/** The principal's ARN; for callers without one (logins by a token, services) what names them best. */
const principalOf = (by: Caller): string =>
  by.principalArn ?? by.principalId ?? by.invokedBy ?? by.userName ?? 'unknown';

const writtenDecision = ({ change, decision }: ReplayedDecision) => ({
  eventId: change.eventId,
  time: change.time,
  accountId: change.accountId,
  ...subjectOf(change),
  kind: decision.kind,
  ...(decision.kind === 'record' ? { why: decision.why } : {}),
  ...('mode' in decision ? { mode: decision.mode } : {}),
  ...('stage' in decision ? { stage: decision.stage } : {}),
  ...('holder' in decision ? { holder: decision.holder } : {}),
  ...('reasons' in decision ? { reasons: decision.reasons } : {}),
  ...('dueAt' in decision ? { dueAt: decision.dueAt } : {}),
  ...('unknowns' in decision ? { unknowns: decision.unknowns } : {}),
});

const writtenMessage = ({ change, keyCase, position, message }: ReplayedMessage) => ({
  eventId: change.eventId,
  accountId: keyCase.key.accountId,
  userName: keyCase.key.userName,
  accessKeyId: keyCase.key.accessKeyId,
  position,
  /** The owner ladder: the first contact that Slack accepts gets the message. */
  contacts: keyCase.owners.map(({ contact, source }) => ({ contact, source })),
  text: message.text,
  blocks: message.blocks,
});

/** JSON with one line for each item of a long list, written piece by piece. */
export function* jsonLines(document: Readonly<Record<string, unknown>>): Generator<string> {
  const entries = Object.entries(document);
  yield '{\n';
  for (const [index, [key, value]] of entries.entries()) {
    const after = index === entries.length - 1 ? '\n' : ',\n';
    if (!Array.isArray(value) || value.length === 0) {
      yield `  ${JSON.stringify(key)}: ${JSON.stringify(value)}${after}`;
      continue;
    }
    yield `  ${JSON.stringify(key)}: [\n`;
    for (const [position, item] of value.entries()) {
      yield `    ${JSON.stringify(item)}${position === value.length - 1 ? '' : ','}\n`;
    }
    yield `  ]${after}`;
  }
  yield '}\n';
}
