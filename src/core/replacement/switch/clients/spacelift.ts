import type { ClientInput, WriteClientSide } from '../client-side.ts';
import { hclText } from '../text-in.ts';

/** https://docs.spacelift.io/integrations/cloud-providers/oidc/aws-oidc */
export const spacelift: WriteClientSide = (input) => ({
  summary: 'the run gets a token from Spacelift and the AWS provider assumes the role with it',
  keyIsIn: 'the environment of the stack and the contexts attached to it',
  steps: [
    'Let the provider assume the role with the mounted token (snippet provider).',
    'Give proposed runs (scope:read) a role of their own: the token of an apply has scope:write.',
  ],
  snippets: { provider: provider(input) },
});

const provider = (input: ClientInput): string => `provider "aws" {
  region = ${hclText(input.region)}
  assume_role_with_web_identity {
    role_arn                = ${hclText(input.roleArn)}
    session_name            = "spacelift"
    web_identity_token_file = "/mnt/workspace/spacelift.oidc"
  }
}

data "aws_caller_identity" "current" {}

output "who_runs_this" {
  value = data.aws_caller_identity.current.arn
}
`;
