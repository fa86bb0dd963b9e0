import { kubernetesFields } from './fields.ts';
import type { IdentityProvider } from './identity-provider.ts';

const base = {
  tenantIn: 'issuer',
  fields: kubernetesFields,
  forms: () => [
    {
      id: 'pod',
      claims: {
        aud: '<audience>',
        sub: 'system:serviceaccount:<namespace>:<serviceAccount>',
      },
    },
  ],
  pins: {
    tenant: [],
    project: [['namespace']],
    workload: [['namespace', 'serviceAccount']],
  },
  recommended: {
    StringEquals: {
      '<provider>:aud': 'sts.amazonaws.com',
      '<provider>:sub': 'system:serviceaccount:apps:deployer',
    },
  },
  clientSnippet: `apiVersion: v1
kind: ServiceAccount
metadata:
  name: deployer
  namespace: apps
  annotations:
    eks.amazonaws.com/role-arn: <role>`,
  documentation:
    'https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html',
  checkedOn: '2026-11-22',
} as const;

/** IAM roles for service accounts: the issuer is the cluster's own. */
export const eks: IdentityProvider = {
  ...base,
  id: 'eks',
  name: 'Amazon EKS (IRSA)',
  issuer: 'https://oidc.eks.<region>.amazonaws.com/id/<hash>',
  matches: (provider) =>
    /^oidc[.-]eks\.[a-z0-9-]+\.(amazonaws\.com(\.cn)?|api\.aws)\/id\/.+$/.test(provider),
  audience: 'sts.amazonaws.com',
};

export const gke: IdentityProvider = {
  ...base,
  id: 'gke',
  name: 'Google Kubernetes Engine',
  issuer: 'https://container.googleapis.com/v1/projects/<p>/locations/<l>/clusters/<c>',
  matches: (provider) => provider.startsWith('container.googleapis.com/v1/projects/'),
  audience: 'chosen in the projected volume',
};

export const aks: IdentityProvider = {
  ...base,
  id: 'aks',
  name: 'Azure Kubernetes Service',
  issuer: 'https://<region>.oic.prod-aks.azure.com/<tenant>/<guid>/',
  matches: (provider) => /^[a-z0-9]+\.oic\.prod-aks\.azure\.com\//.test(provider),
  audience: 'chosen in the projected volume',
};

/** Red Hat's hosting of cluster issuers; the ids of shared services are in `shared-issuers.ts`. */
export const openshift: IdentityProvider = {
  ...base,
  id: 'openshift',
  name: 'Red Hat OpenShift Service on AWS',
  issuer:
    'https://oidc.op1.openshiftapps.com/<id> or https://rh-oidc.s3.us-east-1.amazonaws.com/<id>',
  matches: (provider) =>
    provider.startsWith('oidc.op1.openshiftapps.com/') ||
    provider.startsWith('rh-oidc.s3.us-east-1.amazonaws.com/'),
  audience: 'openshift or sts.amazonaws.com',
};

/** Any other cluster, told by the subjects that a policy expects. */
export const kubernetes: IdentityProvider = {
  ...base,
  id: 'kubernetes',
  name: 'Kubernetes with an issuer of its own',
  issuer: 'the --service-account-issuer of the cluster',
  matches: (_provider, hints) =>
    hints.subjects.some((subject) => subject.startsWith('system:serviceaccount:')),
  audience: 'chosen in the projected volume',
};
