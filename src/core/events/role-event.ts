import { isUntold, type RoleCase, roleNoticeId } from '../federation/role-case.ts';
import type { DomainEvent } from './domain-event.ts';

/** The domain event that announces the present state of a role's case. */
export const roleEvent = (roleCase: RoleCase): DomainEvent => {
  const { key, accountId, accountName, state } = roleCase;
  const common = {
    version: 1 as const,
    accountId,
    accountName,
    roleArn: key.roleArn,
    state,
    noticeId: roleNoticeId(roleCase),
  };
  if ('judged' in roleCase) {
    const { judged, before } = roleCase;
    return {
      type: 'Trust Finding',
      detail: {
        ...common,
        about: 'trust',
        verdict: judged.verdict,
        verdictBefore: before?.verdict ?? null,
        scope: judged.scope,
        findings: judged.findings.map(({ id }) => id),
        at: judged.at,
      },
    };
  }
  const { diagnosis } = roleCase;
  return {
    type: 'Login Denied',
    detail: {
      ...common,
      about: 'denied-logins',
      identityProvider: roleCase.key.identityProvider,
      subject: roleCase.key.subject,
      count: roleCase.count,
      cause: diagnosis?.cause ?? 'unknown',
      summary: diagnosis?.summary ?? '',
      isPatchProposed: (diagnosis?.patch.length ?? 0) > 0,
      at: roleCase.closedAt ?? roleCase.lastSeenAt,
    },
  };
};

/** The event of a case that Slack does not show in its present state; nothing otherwise. */
export const pendingRoleEvents = (roleCase: RoleCase): readonly DomainEvent[] =>
  isUntold(roleCase) ? [roleEvent(roleCase)] : [];
