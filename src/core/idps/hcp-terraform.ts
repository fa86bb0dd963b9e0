import { anyText, oneOf, textWithout } from './fields.ts';
import type { IdentityProvider } from './identity-provider.ts';

/**
 * HCP Terraform. The run phase is not what names the workload; that plans can do what applies can is
 * a finding.
 */
export const hcpTerraform: IdentityProvider = {
  id: 'hcp-terraform',
  name: 'HCP Terraform',
  issuer: 'https://app.terraform.io',
  matches: (provider) => provider === 'app.terraform.io',
  tenantIn: 'subject',
  audience: 'aws.workload.identity unless TFC_AWS_WORKLOAD_IDENTITY_AUDIENCE says otherwise',
  fields: {
    organization: { character: /[A-Za-z0-9_-]/, max: 40, stranger: 'stranger-org', own: 'acme' },
    project: textWithout(/[A-Za-z0-9 _-]/, 'anything', 'Default Project'),
    workspace: textWithout(/[A-Za-z0-9_-]/, 'anything', 'prod'),
    phase: oneOf('apply', 'plan'),
    audience: anyText('aws.workload.identity', 'aws.workload.identity'),
  },
  forms: () => [
    {
      id: 'run',
      claims: {
        aud: '<audience>',
        sub: 'organization:<organization>:project:<project>:workspace:<workspace>:run_phase:<phase>',
      },
    },
  ],
  pins: {
    tenant: [['organization']],
    project: [['project']],
    workload: [['workspace']],
  },
  guardrailKeys: () => ['sub'],
  recommended: {
    StringEquals: {
      '<provider>:aud': 'aws.workload.identity',
      '<provider>:sub': 'organization:acme:project:payments:workspace:prod:run_phase:apply',
    },
  },
  clientSnippet: `TFC_AWS_PROVIDER_AUTH=true
TFC_AWS_PLAN_ROLE_ARN=<role for plans>
TFC_AWS_APPLY_ROLE_ARN=<role>`,
  documentation:
    'https://developer.hashicorp.com/terraform/cloud-docs/workspaces/dynamic-provider-credentials/aws-configuration',
  checkedOn: '2026-11-22',
};

/** Terraform Enterprise: the same subjects on a host of the organization's own. */
export const terraformEnterprise: IdentityProvider = {
  ...hcpTerraform,
  id: 'terraform-enterprise',
  name: 'Terraform Enterprise',
  issuer: 'the installation URL',
  matches: (_provider, hints) =>
    hints.subjects.some((subject) => /^organization:[^:]*:project:.*:?workspace:/.test(subject)),
  tenantIn: 'issuer',
  guardrailKeys: () => [],
};
