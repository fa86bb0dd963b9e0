import type { Caller } from '../events/change.ts';
import { rootUserName } from '../events/change.ts';
import { nameOfArn } from '../model/ids.ts';
import { code } from './outside-text.ts';

const slackUser = /^[UW][A-Z0-9]{6,}$/;
const slackChannel = /^[CG][A-Z0-9]{6,}$/;

/** A person or a channel: Slack ids as mentions, anything else as it was written. */
export const whoIs = (name: string): string => {
  if (slackUser.test(name)) return `<@${name}>`;
  if (slackChannel.test(name)) return `<#${name}>`;
  return code(name, 120);
};

/** `root user`, or the user's name. */
export const userWords = (userName: string): string =>
  userName === rootUserName ? 'root user' : userName;

/** Who made a call, as a person would say it. */
export const callerWords = (by: Caller): string => {
  if (by.type === 'Root') return 'the root user';
  if (by.sessionName !== undefined) {
    const role = by.sessionIssuerArn === undefined ? undefined : nameOfArn(by.sessionIssuerArn);
    return role === undefined
      ? code(by.sessionName, 120)
      : `${code(by.sessionName, 120)} as role ${code(role, 120)}`;
  }
  if (by.invokedBy !== undefined) return code(by.invokedBy, 120);
  const name =
    by.userName ?? (by.principalArn === undefined ? undefined : nameOfArn(by.principalArn));
  return name === undefined ? 'unknown' : code(name, 120);
};
