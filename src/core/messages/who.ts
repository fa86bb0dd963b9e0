import { rootUserName } from '../events/change.ts';
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
