import { parseAccessKeyId, parseAccountId } from '../model/ids.ts';
import { parseInstant } from '../model/instant.ts';
import { type ExceptionRecord, type ExceptionScope, exceptionStates } from './exception.ts';

/**
 * A record as it was stored. Operators can reach the table by hand, and a mistyped exception must
 * not look like none: what a decision rests on is checked, and the fault is named.
 * @returns the record, or what is wrong with it
 */
export const readException = (
  body: unknown,
): { readonly exception: ExceptionRecord } | { readonly fault: string } => {
  const fields = fieldsOf(body);
  if (fields === undefined) return { fault: 'it is no JSON object' };
  const faults = Object.entries(checks)
    .filter(([name, isRight]) => !isRight(fields[name]))
    .map(([name]) => `${name} is ${show(fields[name])}`);
  if (faults.length === 0 && fields['state'] === 'granted' && !isTime(fields['grantedAt'])) {
    faults.push(`grantedAt is ${show(fields['grantedAt'])}`);
  }
  return faults.length === 0
    ? { exception: body as ExceptionRecord }
    : { fault: faults.join(', ') };
};

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';
const isTime = (value: unknown): boolean => parseInstant(value) === value && value !== undefined;

const isScope = (value: unknown): boolean => {
  const scope = fieldsOf(value) as Partial<Record<keyof ExceptionScope | string, unknown>>;
  switch (scope?.['kind']) {
    case 'key':
      return (
        isText(scope['userName']) &&
        parseAccessKeyId(scope['accessKeyId']) !== undefined &&
        isTime(scope['createdAt'])
      );
    case 'user':
      return isText(scope['userName']);
    case 'workload': {
      const where = fieldsOf(scope['where']);
      return isText(where?.['userPath']) || isText(where?.['userTag']);
    }
    default:
      return false;
  }
};

const checks: Readonly<Record<string, (value: unknown) => boolean>> = {
  id: isText,
  version: (value) => Number.isInteger(value),
  accountId: (value) => parseAccountId(value) !== undefined,
  accountName: isText,
  scope: isScope,
  state: (value) => (exceptionStates as readonly unknown[]).includes(value),
  owner: isText,
  reason: isText,
  conditions: (value) => typeof value === 'string',
  requestedBy: isText,
  requestedAt: isTime,
  expiresAt: isTime,
  reviews: Array.isArray,
};

const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined;

const show = (value: unknown): string =>
  value === undefined ? 'missing' : JSON.stringify(value).slice(0, 60);
