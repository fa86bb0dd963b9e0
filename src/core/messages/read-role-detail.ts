import type { RoleCaseKey } from '../federation/role-case.ts';
import { parseRoleArn } from '../model/ids.ts';

/** The role's case that an event announces; `undefined` when a field is missing or of another kind. */
export const readRoleDetail = (
  detail: Readonly<Record<string, unknown>>,
): { readonly key: RoleCaseKey; readonly noticeId: string } | undefined => {
  const roleArn = parseRoleArn(detail['roleArn']);
  const { about, identityProvider, subject, noticeId } = detail;
  if (roleArn === undefined || typeof noticeId !== 'string') return undefined;
  if (about === 'trust') return { key: { about, roleArn }, noticeId };
  const isText = typeof identityProvider === 'string' && typeof subject === 'string';
  return about === 'denied-logins' && isText
    ? { key: { about, roleArn, identityProvider, subject }, noticeId }
    : undefined;
};
