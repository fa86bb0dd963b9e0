import type { RoleCase } from '../federation/role-case.ts';
import type { OwnerContact } from '../keys/key-case.ts';
import { renderDeniedLogins } from './render-denied-logins.ts';
import { renderTrustFinding } from './render-trust-finding.ts';
import type { SlackMessage } from './slack-message.ts';

/** @param asked whom this copy asks, while the owner ladder is climbed; else the thread's owner */
export const renderRoleCase = (
  roleCase: RoleCase,
  asked: OwnerContact | undefined = roleCase.thread?.contact,
): SlackMessage =>
  'judged' in roleCase ? renderTrustFinding(roleCase, asked) : renderDeniedLogins(roleCase, asked);
