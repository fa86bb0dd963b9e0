import { readName, readText, shaped } from './identity-field.ts';
import { definedValues, type OidcWorkload } from './oidc-workload.ts';

/** A workspace of HCP Terraform; the key applies, so the role is for the apply phase. */
export const hcpTerraform: OidcWorkload = {
  kinds: ['hcp-terraform'],
  entries: ['hcp-terraform', 'terraform-enterprise'],
  fields: [
    {
      field: 'organization',
      label: 'HCP Terraform organization',
      example: 'acme',
      tags: ['tfc-organization', 'hcp-terraform-organization', 'terraform-organization'],
      read: shaped(/^[\w-]+$/),
    },
    {
      field: 'project',
      label: 'HCP Terraform project',
      example: 'Default Project',
      tags: ['tfc-project', 'hcp-terraform-project', 'terraform-project'],
      read: shaped(/^[\w -]+$/),
    },
    {
      field: 'workspace',
      label: 'HCP Terraform workspace',
      example: 'shop-production',
      tags: ['tfc-workspace', 'hcp-terraform-workspace', 'terraform-workspace', 'workspace'],
      read: shaped(/^[\w-]+$/),
    },
  ],
  providerOf: () => undefined,
  providerForm: 'app.terraform.io',
  valuesOf: ({ organization, project, workspace }) => ({
    organization,
    project,
    workspace,
    phase: 'apply',
    audience: 'aws.workload.identity',
  }),
  open: [],
  formsOf: (_identity, forms) => forms,
  needs: () => ['organization', 'project', 'workspace'],
  identityOf: ({ organization, project, workspace }) =>
    definedValues({ organization, project, workspace }),
  telling: ['workspace'],
};

/** The runs of a Spacelift stack that may write. */
export const spacelift: OidcWorkload = {
  kinds: ['spacelift'],
  entries: ['spacelift'],
  fields: [
    {
      field: 'account',
      label: 'Spacelift account',
      example: 'acme',
      hint: 'The name before .app.spacelift.io',
      tags: ['spacelift-account'],
      read: shaped(/^[a-z0-9-]+$/),
    },
    {
      field: 'space',
      label: 'Spacelift space id',
      example: 'production-01HND497T9JKR76MR3KA2CDJHP',
      tags: ['spacelift-space'],
      read: readName,
    },
    {
      field: 'stack',
      label: 'Spacelift stack id',
      example: 'payments',
      tags: ['spacelift-stack', 'stack'],
      read: readName,
    },
  ],
  providerOf: ({ account }) => (account === undefined ? undefined : `${account}.app.spacelift.io`),
  providerForm: '<Spacelift account>.app.spacelift.io',
  valuesOf: ({ space, stack }, provider) => ({
    space,
    caller: stack,
    callerKind: 'stack',
    access: 'write',
    audience: provider,
  }),
  open: ['runType'],
  formsOf: (_identity, forms) => forms,
  needs: () => ['account', 'space', 'stack'],
  identityOf: ({ space, caller }) => definedValues({ space, stack: caller }),
  identityOfProvider: (provider) => ({ account: provider.split('.')[0] ?? '' }),
  telling: ['stack'],
};

/** A service account of a Kubernetes cluster with an issuer of its own. */
export const kubernetes: OidcWorkload = {
  kinds: ['kubernetes'],
  entries: ['eks', 'gke', 'aks', 'openshift', 'kubernetes'],
  fields: [
    {
      field: 'issuer',
      label: 'Issuer of the cluster',
      example: 'https://container.googleapis.com/v1/projects/p/locations/l/clusters/c',
      hint: 'kubectl get --raw /.well-known/openid-configuration',
      tags: ['cluster-issuer', 'kubernetes-issuer'],
      read: shaped(/^[a-z0-9.-]+\.[a-z]+(\/\S*)?$/i, (text) => text.replace(/^https:\/\//, '')),
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
    {
      field: 'audience',
      label: 'Audience',
      example: 'sts.amazonaws.com',
      tags: [],
      read: readText,
    },
  ],
  providerOf: ({ issuer }) => issuer,
  providerForm: '<Issuer of the cluster>',
  valuesOf: ({ namespace, serviceAccount, audience }) => ({
    namespace,
    serviceAccount,
    audience: audience ?? 'sts.amazonaws.com',
  }),
  open: [],
  formsOf: (_identity, forms) => forms,
  needs: () => ['issuer', 'namespace', 'serviceAccount'],
  identityOf: ({ namespace, serviceAccount }) => definedValues({ namespace, serviceAccount }),
  identityOfProvider: (provider) => ({ issuer: provider }),
  telling: ['serviceAccount'],
};
