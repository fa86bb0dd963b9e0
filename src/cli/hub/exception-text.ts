import { type ExceptionRecord, userOfScope } from '../../core/keys/exception.ts';
import { scopeText } from '../../core/messages/scope-words.ts';
import type { Io } from '../output.ts';

/** What the JSON documents show of a record. */
const documentOf = (exception: ExceptionRecord) => ({
  id: exception.id,
  accountId: exception.accountId,
  accountName: exception.accountName,
  userName: userOfScope(exception.scope),
  scope: exception.scope,
  state: exception.state,
  owner: exception.owner,
  reason: exception.reason,
  conditions: exception.conditions,
  requestedBy: exception.requestedBy,
  requestedAt: exception.requestedAt,
  approver: exception.approver ?? null,
  grantedAt: exception.grantedAt ?? null,
  expiresAt: exception.expiresAt,
  over: exception.over ?? null,
  reviews: exception.reviews,
});

export const printException = (exception: ExceptionRecord, json: boolean, io: Io): void => {
  if (json) io.out(document([exception]));
  else io.out(`${line(exception)}\n`);
};

export const printExceptions = (
  exceptions: readonly ExceptionRecord[],
  json: boolean,
  io: Io,
): void => {
  if (json) {
    io.out(document(exceptions));
    return;
  }
  for (const exception of exceptions) io.out(`${line(exception)}\n`);
  if (exceptions.length === 0) io.out('No exceptions.\n');
};

const document = (exceptions: readonly ExceptionRecord[]): string =>
  `${JSON.stringify({ version: 1, exceptions: exceptions.map(documentOf) }, null, 2)}\n`;

const line = (exception: ExceptionRecord): string =>
  [
    exception.id,
    exception.state,
    `until ${exception.expiresAt.slice(0, 10)}`,
    `${scopeText(exception.scope)} in ${exception.accountId}`,
    `owner ${exception.owner}`,
    exception.approver === undefined
      ? `asked for by ${exception.requestedBy}`
      : `approved by ${exception.approver}`,
    exception.reason,
  ].join('  ');
