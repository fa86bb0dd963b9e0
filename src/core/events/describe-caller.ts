import { nameOfArn } from '../model/ids.ts';
import type { Caller } from './change.ts';

/** One short text for who made a call, for people: a session name, a user, a role, a service. */
export const describeCaller = (caller: Caller): string => {
  if (caller.type === 'Root') return 'the root user';
  if (caller.sessionName !== undefined && caller.sessionIssuerArn !== undefined) {
    return `${caller.sessionName} as ${roleWords(nameOfArn(caller.sessionIssuerArn))}`;
  }
  if (caller.userName !== undefined) return caller.userName;
  if (caller.principalArn !== undefined) return nameOfArn(caller.principalArn);
  return caller.invokedBy ?? caller.identityProvider ?? caller.principalId ?? 'somebody unknown';
};

/** Identity Center wraps the name of a permission set: `AWSReservedSSO_Admin_0123456789abcdef`. */
const roleWords = (roleName: string): string =>
  /^AWSReservedSSO_(.+)_[0-9a-f]{16}$/.exec(roleName)?.[1] ?? roleName;
