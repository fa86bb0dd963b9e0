import type { ClientInput, WriteClientSide } from '../client-side.ts';
import { fill } from '../fill.ts';
import { hclText, shellWord } from '../text-in.ts';
import { pinned } from '../trust-pins.ts';

/**
 * HCP Terraform and Terraform Enterprise.
 * https://developer.hashicorp.com/terraform/cloud-docs/workspaces/dynamic-provider-credentials/aws-configuration
 */
export const hcpTerraform: WriteClientSide = (input) => ({
  summary: 'the run gets a token from HCP Terraform and the AWS provider assumes the role with it',
  keyIsIn: 'the variables and variable sets of the workspace',
  steps: [
    'Set the environment variables on the workspace (snippet workspace-variables).',
    'Take access_key and secret_key out of the provider block: they win over the role (snippet provider).',
    'Give plans a role of their own that only reads: anybody who may open a pull request can run a speculative plan.',
  ],
  snippets: { 'workspace-variables': variables(input), provider: provider(input) },
});

/** The role may be for one phase only: the other one then needs a role of its own. */
const variables = (input: ClientInput): string => {
  const role = shellWord(input.roleArn);
  const audience = input.plan.provider?.audience ?? 'aws.workload.identity';
  const phase = /:run_phase:(plan|apply)$/.exec(pinned(input.plan, 'sub') ?? '')?.[1];
  const other = fill(
    input.plan,
    'otherPhaseRoleArn',
    `role for ${phase === 'plan' ? 'apply' : 'plan'}`,
  );
  const lines =
    phase === undefined
      ? [`TFC_AWS_RUN_ROLE_ARN=${role}`]
      : phase === 'apply'
        ? [`TFC_AWS_APPLY_ROLE_ARN=${role}`, `TFC_AWS_PLAN_ROLE_ARN=${shellWord(other)}`]
        : [`TFC_AWS_PLAN_ROLE_ARN=${role}`, `TFC_AWS_APPLY_ROLE_ARN=${shellWord(other)}`];
  return `# environment variables of the workspace, not Terraform variables
TFC_AWS_PROVIDER_AUTH=true
${lines.join('\n')}
${audience === 'aws.workload.identity' ? '' : `TFC_AWS_WORKLOAD_IDENTITY_AUDIENCE=${shellWord(audience)}\n`}`;
};

const provider = (input: ClientInput): string => `provider "aws" {
  region = ${hclText(input.region)}
}

data "aws_caller_identity" "current" {}

output "who_runs_this" {
  value = data.aws_caller_identity.current.arn
}
`;
