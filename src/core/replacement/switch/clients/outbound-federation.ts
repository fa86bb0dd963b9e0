import type { ClientInput, WriteClientSide } from '../client-side.ts';
import { fill } from '../fill.ts';
import { shellWord } from '../text-in.ts';

/**
 * AWS calls out: the workload shows the other side a token that AWS signed, and no secret is kept.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_outbound.html
 */
export const outboundFederation: WriteClientSide = (input) => ({
  summary: 'the workload shows the other side a short-lived token that AWS signed',
  keyIsIn: 'the configuration at the other side',
  steps: [
    'Switch outbound identity federation on for the account, once (snippet enable).',
    'Allow the role sts:GetWebIdentityToken for the one audience (snippet permissions).',
    'At the other side, trust the issuer of the account with audience and subject, the ARN of the role.',
    'Ask for a token when it is needed (snippet token); only regional STS endpoints issue them.',
  ],
  snippets: { enable, permissions: permissions(input), token: token(input) },
});

const audience = ({ plan }: ClientInput): string =>
  fill(plan, 'audience', 'audience of the vendor');

const enable = `aws iam enable-outbound-web-identity-federation
# prints the issuer of the account, https://<id>.tokens.sts.global.api.aws
`;

/** ForAllValues is AWS's own form here: the key is always there. */
const permissions = (input: ClientInput): string =>
  `${JSON.stringify(
    {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: 'sts:GetWebIdentityToken',
          Resource: '*',
          Condition: {
            'ForAllValues:StringEquals': { 'sts:IdentityTokenAudience': [audience(input)] },
            NumericLessThanEquals: { 'sts:DurationSeconds': 300 },
          },
        },
      ],
    },
    null,
    2,
  )}\n`;

const token = (
  input: ClientInput,
): string => `aws sts get-web-identity-token --region ${shellWord(input.region)} \\
  --audience ${shellWord(audience(input))} --signing-algorithm RS256 --duration-seconds 300 \\
  --query WebIdentityToken --output text
`;
