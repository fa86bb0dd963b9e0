import { nameOfArn } from '../model/ids.ts';
import type { Caller } from './change.ts';

/** One short text for who made a call, for people: a session name, a user, a role, a service. */
export const describeCaller = (caller: Caller): string => {
  if (caller.type === 'Root') return 'the root user';
  if (caller.sessionName !== undefined && caller.sessionIssuerArn !== undefined) {
    return `${caller.sessionName} as ${nameOfArn(caller.sessionIssuerArn)}`;
  }
  if (caller.userName !== undefined) return caller.userName;
  if (caller.principalArn !== undefined) return nameOfArn(caller.principalArn);
  return caller.invokedBy ?? caller.identityProvider ?? caller.principalId ?? 'somebody unknown';
};
