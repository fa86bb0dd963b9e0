import type { TrustChange } from '../core/events/change.ts';
import type { FederatedRole } from '../core/federation/federated-role.ts';
import type { Fact } from '../core/model/fact.ts';
import { parseRoleArn, type RoleArn } from '../core/model/ids.ts';
import {
  type ConcernedRole,
  type JudgeChangePorts,
  type JudgeChangeSettings,
  judgeRoles,
  readNow,
} from './judge-change.ts';
import type { FlowOutcome } from './ports.ts';

/**
 * A role was made, or its trust policy changed. The policy of the event is judged, because that is
 * what somebody did; the role is read for its owner, and for its policy where the event lacks it.
 */
export const judgeRoleChange = async (
  change: TrustChange,
  subject: string,
  ports: JudgeChangePorts,
  settings: JudgeChangeSettings,
): Promise<FlowOutcome> => {
  const member = await ports.members.reading(change.accountId);
  const role = readNow(await member.role(change.roleName ?? ''));
  const identityProviders = readNow(await member.oidcProviders());
  const unknowns = [
    ...(role.known ? [] : [`The role could not be read: ${role.reason}.`]),
    ...(identityProviders.known
      ? []
      : [`The OIDC providers could not be read: ${identityProviders.reason}.`]),
  ];
  const concerned = concernedRole(change, role, unknowns);
  const roles = concerned === undefined ? [] : [concerned];
  const missing = concerned === undefined ? ['Neither event nor role tell the trust policy.'] : [];
  const { judged, worse } = await judgeRoles(
    change,
    subject,
    roles,
    identityProviders,
    [...unknowns, ...missing],
    ports,
    settings,
  );
  const did = judged === 0 ? 'recorded' : worse > 0 ? 'judged, and worse than before' : 'judged';
  return { did: `${did}: ${change.kind}`, subject, change };
};

const concernedRole = (
  change: TrustChange,
  role: Fact<FederatedRole | null>,
  unknowns: readonly string[],
): ConcernedRole | undefined => {
  const found = role.known ? role.value : null;
  const trustPolicy = change.trustPolicy ?? found?.trustPolicy;
  const roleArn = found?.arn ?? arnOf(change);
  // A role that is gone again concerns nobody.
  if ((role.known && found === null) || trustPolicy === undefined || roleArn === undefined) {
    return undefined;
  }
  return {
    roleArn,
    trustPolicy,
    ...(found === null ? {} : { tags: found.tags }),
    ...(change.kind === 'CreateRole' ? { isNew: true } : {}),
    unknowns,
  };
};

/** `UpdateAssumeRolePolicy` logs the name alone: a path is not known then. */
const arnOf = (change: TrustChange): RoleArn | undefined => {
  if ('roleArn' in change && change.roleArn !== undefined) return change.roleArn;
  const partition = change.by.principalArn?.split(':')[1] ?? 'aws';
  return parseRoleArn(`arn:${partition}:iam::${change.accountId}:role/${change.roleName ?? ''}`);
};
