import { parseTrustPolicy } from '../federation/parse-trust-policy.ts';
import { type Identity, withExamples, withPlaceholders } from './identity/identity-field.ts';
import { eksPods, principalWorkloadOf } from './identity/principal-workloads.ts';
import { principalTrust } from './principal-trust.ts';
import type { TrustProposal } from './propose-token-trust.ts';
import type { WorkloadKind } from './replacement.ts';
import { type RolePlace, type TrustStatement, trustPolicyText } from './trust-statement.ts';
import type { WorkloadIdentity } from './workload-identity.ts';

/**
 * The trust policy for a workload that is told by its AWS account, its certificate or the service it
 * runs on. It is checked like an existing role's before it is shown.
 */
export const proposePrincipalTrust = (
  { kind, known, questions }: WorkloadIdentity,
  place: RolePlace,
): TrustProposal => {
  const workload = principalWorkloadOf(kind);
  if (workload === undefined) return { status: 'none', why: 'no role is needed for it' };
  const isComplete = questions.length === 0;
  const needed = workload.needs(known);
  const example = withExamples(workload.fields, needed, known);
  const why = whyNotSafe(kind, example, place);
  if (why !== undefined) return { status: 'none', why };
  const filled = withPlaceholders(workload.fields, needed, known);
  return {
    status: 'proposed',
    isComplete,
    trustPolicy: trustPolicyText(statementFor(kind, filled, place)),
    proof: isComplete
      ? 'it lets in this workload and nobody else'
      : 'it lets in one workload only, once what is not known is filled in',
  };
};

const whyNotSafe = (
  kind: WorkloadKind,
  identity: Identity,
  place: RolePlace,
): string | undefined => {
  const parsed = parseTrustPolicy(trustPolicyText(statementFor(kind, identity, place)));
  if (parsed.status === 'unreadable') return parsed.why;
  const { admits, verdict, why } = principalTrust(parsed.policy, kind, identity);
  return admits === 'yes' && verdict === 'safe' ? undefined : why;
};

const statementFor = (kind: WorkloadKind, of: Identity, place: RolePlace): TrustStatement => {
  const root = `arn:${place.partition}:iam::${of['accountId']}:root`;
  switch (kind) {
    case 'aws-account':
      return {
        Principal: { AWS: root },
        Action: 'sts:AssumeRole',
        Condition: {
          // A principal that does not exist yet cannot be named in Principal.
          ArnEquals: {
            'aws:PrincipalArn': `arn:${place.partition}:iam::${of['accountId']}:role/${of['principalRole']}`,
          },
          StringEquals:
            of['externalId'] === undefined
              ? { 'aws:PrincipalOrgID': of['organizationId'] ?? '' }
              : { 'sts:ExternalId': of['externalId'] },
        },
      };
    case 'saas-vendor':
      return {
        Principal: { AWS: root },
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'sts:ExternalId': of['externalId'] ?? '' } },
      };
    case 'on-premises':
      return {
        Principal: { Service: 'rolesanywhere.amazonaws.com' },
        Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'],
        Condition: {
          ArnEquals: { 'aws:SourceArn': of['trustAnchorArn'] ?? '' },
          StringEquals: { 'aws:PrincipalTag/x509Subject/CN': of['commonName'] ?? '' },
        },
      };
    default:
      return serviceStatement(of, place);
  }
};

/** Only services that send it can be held to an account. */
const sendsSourceAccount = new Set([eksPods, 'ecs-tasks.amazonaws.com']);

const serviceStatement = (of: Identity, { accountId, partition }: RolePlace): TrustStatement => {
  const service = of['service'] ?? '';
  const account = { 'aws:SourceAccount': accountId };
  if (service !== eksPods) {
    return {
      Principal: { Service: service },
      Action: 'sts:AssumeRole',
      ...(sendsSourceAccount.has(service) ? { Condition: { StringEquals: account } } : {}),
    };
  }
  const cluster = `arn:${partition}:eks:${of['region']}:${accountId}:cluster/${of['cluster']}`;
  return {
    Principal: { Service: eksPods },
    Action: ['sts:AssumeRole', 'sts:TagSession'],
    Condition: {
      StringEquals: {
        ...account,
        'aws:RequestTag/eks-cluster-arn': cluster,
        'aws:RequestTag/kubernetes-namespace': of['namespace'] ?? '',
        'aws:RequestTag/kubernetes-service-account': of['serviceAccount'] ?? '',
      },
    },
  };
};
