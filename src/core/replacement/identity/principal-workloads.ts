import type { WorkloadKind } from '../replacement.ts';
import { type Identity, type IdentityField, readName, shaped } from './identity-field.ts';

/** A kind of workload that is told by an AWS principal or a certificate instead of a token. */
export interface PrincipalWorkload {
  readonly kinds: readonly WorkloadKind[];
  readonly fields: readonly IdentityField[];
  readonly needs: (identity: Identity) => readonly string[];
}

const account: IdentityField = {
  field: 'accountId',
  label: 'AWS account of the other side',
  example: '777788889999',
  tags: [
    'partner-account',
    'vendor-account',
    'aws-account',
    'cross-account',
    'partner-account-id',
    'vendor-account-id',
  ],
  read: shaped(/^\d{12}$/),
};

const externalId: IdentityField = {
  field: 'externalId',
  label: 'External id',
  example: 'acme-7f3c2a',
  hint: 'The other side chooses it, one for each customer.',
  tags: ['external-id'],
  read: shaped(/^[\w+=,.@:/-]{2,1224}$/),
};

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html */
const otherAccount: PrincipalWorkload = {
  kinds: ['aws-account'],
  fields: [
    account,
    {
      field: 'principalRole',
      label: 'Role in the other account',
      example: 'data-export',
      hint: 'The role that the workload there runs with.',
      tags: ['partner-role'],
      read: shaped(/^[\w+=,.@/-]{1,512}$/, (text) =>
        text.replace(/^arn:[\w-]+:iam::\d{12}:role\//, ''),
      ),
    },
    externalId,
    {
      field: 'organizationId',
      label: 'AWS Organizations id',
      example: 'o-exampleorgid',
      tags: [],
      read: shaped(/^o-[a-z0-9]{10,32}$/),
    },
  ],
  needs: ({ organizationId, externalId: told }) => [
    'accountId',
    'principalRole',
    ...(organizationId === undefined || told !== undefined ? ['externalId'] : ['organizationId']),
  ],
};

const vendor: PrincipalWorkload = {
  kinds: ['saas-vendor'],
  fields: [account, externalId],
  needs: () => ['accountId', 'externalId'],
};

/** https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html */
const host: PrincipalWorkload = {
  kinds: ['on-premises'],
  fields: [
    {
      field: 'trustAnchorArn',
      label: 'Trust anchor ARN',
      example: 'arn:aws:rolesanywhere:eu-west-1:111122223333:trust-anchor/0a1b2c3d',
      hint: 'aws rolesanywhere list-trust-anchors',
      tags: ['trust-anchor', 'trust-anchor-arn'],
      read: shaped(/^arn:[\w-]+:rolesanywhere:[\w-]+:\d{12}:trust-anchor\/[\w-]+$/),
    },
    {
      field: 'commonName',
      label: 'Common name in the certificate of the host',
      example: 'backup01.example.internal',
      tags: ['common-name', 'hostname', 'host', 'certificate-cn'],
      read: shaped(/^[\w.-]{1,64}$/),
    },
  ],
  needs: () => ['trustAnchorArn', 'commonName'],
};

/** What a role names as its service, by the words that people use. */
const services: Readonly<Record<string, string>> = {
  ec2: 'ec2.amazonaws.com',
  ecs: 'ecs-tasks.amazonaws.com',
  fargate: 'ecs-tasks.amazonaws.com',
  batch: 'ecs-tasks.amazonaws.com',
  'ecs-tasks': 'ecs-tasks.amazonaws.com',
  lambda: 'lambda.amazonaws.com',
  eks: 'pods.eks.amazonaws.com',
  pods: 'pods.eks.amazonaws.com',
  'pods.eks': 'pods.eks.amazonaws.com',
  codebuild: 'codebuild.amazonaws.com',
  glue: 'glue.amazonaws.com',
  apprunner: 'tasks.apprunner.amazonaws.com',
  sagemaker: 'sagemaker.amazonaws.com',
};

export const eksPods = 'pods.eks.amazonaws.com';

/** The service principal that a word stands for. */
export const serviceNamed = (word: string): string | undefined => {
  const name = word.toLowerCase().replace(/\.amazonaws\.com(\.cn)?$/, '');
  return Object.hasOwn(services, name) ? services[name] : undefined;
};

const compute: PrincipalWorkload = {
  kinds: ['aws-compute'],
  fields: [
    {
      field: 'service',
      label: 'AWS service that runs it',
      example: 'lambda',
      hint: 'ec2, ecs-tasks, lambda, eks, codebuild, glue, apprunner or sagemaker',
      tags: ['aws-service', 'compute', 'runs-on'],
      read: serviceNamed,
    },
    {
      field: 'cluster',
      label: 'EKS cluster',
      example: 'production',
      tags: ['cluster', 'eks-cluster'],
      read: readName,
    },
    {
      field: 'region',
      label: 'Region of the EKS cluster',
      example: 'eu-west-1',
      tags: ['eks-region'],
      read: shaped(/^[a-z]{2}(-[a-z]+)+-\d$/),
    },
    {
      field: 'namespace',
      label: 'Namespace',
      example: 'apps',
      tags: ['namespace', 'kubernetes-namespace', 'k8s-namespace'],
      read: shaped(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/),
    },
    {
      field: 'serviceAccount',
      label: 'Service account',
      example: 'deployer',
      tags: ['service-account', 'kubernetes-service-account', 'k8s-service-account'],
      read: shaped(/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/),
    },
  ],
  needs: ({ service }) =>
    service === eksPods
      ? ['service', 'cluster', 'region', 'namespace', 'serviceAccount']
      : ['service'],
};

const principalWorkloads: readonly PrincipalWorkload[] = [otherAccount, vendor, host, compute];

export const principalWorkloadOf = (kind: WorkloadKind): PrincipalWorkload | undefined =>
  principalWorkloads.find(({ kinds }) => kinds.includes(kind));
