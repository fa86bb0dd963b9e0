import type { OwnSubjects } from '../federation/own-subjects.ts';
import type { AccessKey } from '../keys/access-key.ts';
import type { Fact } from '../model/fact.ts';
import { parseRoleArn, type RoleArn } from '../model/ids.ts';
import type { KeyUsage } from '../usage/key-usage.ts';
import { oidcWorkloadOf } from './identity/oidc-workloads.ts';
import { type PermissionsProposal, proposePermissions } from './propose-permissions.ts';
import { proposePrincipalTrust } from './propose-principal-trust.ts';
import { proposeTokenTrust, type TrustProposal } from './propose-token-trust.ts';
import type { RolePlace } from './trust-statement.ts';
import type { WorkloadIdentity } from './workload-identity.ts';

/** A role to create, proven as far as it is known. */
export interface RoleProposal {
  readonly arn: RoleArn;
  readonly trust: Extract<TrustProposal, { status: 'proposed' }>;
  /** Absent when nothing was observed. */
  readonly permissions?: PermissionsProposal;
  readonly maxSessionSeconds: number;
}

export interface ProposalInput {
  readonly key: Pick<AccessKey, 'accountId' | 'userName'>;
  readonly partition: string;
  readonly identity: WorkloadIdentity;
  readonly usage: Fact<KeyUsage>;
  readonly own: OwnSubjects;
}

/** The path that shows where a role comes from. */
export const proposedPath = '/lastkey/proposed/';

/** Long enough for a job, short enough for a leak. */
const sessionSeconds = 3600;

/**
 * A role for a workload that has none: trust for this workload only, permissions from what its key
 * was seen doing. A trust policy that cannot be proven is not shown; `why` says what failed.
 */
export const proposeRole = (
  input: ProposalInput,
):
  | { readonly status: 'proposed'; readonly proposal: RoleProposal }
  | { readonly status: 'none'; readonly why: string } => {
  const { identity, usage } = input;
  const place: RolePlace = { accountId: input.key.accountId, partition: input.partition };
  const trust =
    oidcWorkloadOf(identity.kind) === undefined
      ? proposePrincipalTrust(identity, place)
      : proposeTokenTrust(identity, place, input.own);
  if (trust.status === 'none') return trust;
  const arn = parseRoleArn(
    `arn:${place.partition}:iam::${place.accountId}:role${proposedPath}${roleName(input)}`,
  );
  if (arn === undefined) return { status: 'none', why: 'the account id has no twelve digits' };
  const permissions = usage.known ? proposePermissions(usage.value) : undefined;
  return {
    status: 'proposed',
    proposal: {
      arn,
      trust,
      ...(permissions === undefined ? {} : { permissions }),
      maxSessionSeconds: sessionSeconds,
    },
  };
};

/** Up to 64 of the characters that IAM takes, told from the user and its workload. */
const roleName = ({ key, identity }: ProposalInput): string => {
  const user = key.userName.replace(/[^\w+=,.@-]+/g, '-').replace(/^-+|-+$/g, '');
  const name = user.includes(identity.kind) ? user : `${user}-${identity.kind}`;
  return name.length <= 64 ? name : `${user.slice(0, 63 - identity.kind.length)}-${identity.kind}`;
};
