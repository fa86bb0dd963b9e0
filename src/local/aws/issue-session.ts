import type { Caller, Credentials } from './caller.ts';
import { issueAccessKeyId } from './iam/issue-ids.ts';
import type { OrganizationState } from './organization-state.ts';

/** Makes temporary credentials of a role, known to the organization from now on. */
export const issueSession = (
  organization: OrganizationState,
  role: {
    readonly accountId: string;
    readonly roleArn: string;
    readonly roleName: string;
    readonly roleId: string;
    readonly sessionName: string;
    readonly durationSeconds: number;
  },
): {
  readonly session: Extract<Caller, { type: 'AssumedRole' }>;
  readonly credentials: Required<Credentials>;
} => {
  const { random, clock, sessions } = organization;
  const { durationSeconds, ...rest } = role;
  const accessKeyId = issueAccessKeyId('ASIA', role.accountId, random);
  const issuedAt = clock.now();
  const session = {
    ...rest,
    type: 'AssumedRole' as const,
    arn: `arn:aws:sts::${role.accountId}:assumed-role/${role.roleName}/${role.sessionName}`,
    principalId: `${role.roleId}:${role.sessionName}`,
    accessKeyId,
    issuedAt,
    expiresAt: issuedAt + durationSeconds * 1000,
  };
  sessions.set(accessKeyId, session);
  const secret = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
  return {
    session,
    credentials: {
      accessKeyId,
      secretAccessKey: random.text(40, secret),
      sessionToken: random.text(80, secret),
    },
  };
};
