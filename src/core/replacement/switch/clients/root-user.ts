import type { WriteClientSide } from '../client-side.ts';

/**
 * The root user of an account: no work needs its key.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user-privileged-task.html
 */
export const rootUser: WriteClientSide = ({ plan }) => ({
  summary: 'people sign in and programs assume roles; no work needs a root key',
  keyIsIn: 'wherever it was stored',
  steps: [
    `Find out who made the root key of account ${plan.accountId}, and what uses it (snippet find-out).`,
    'Let that use a role of its own, with only what it needs.',
    'Delete the key signed in as the root user, or from the management account with centralized root access (snippet assume-root).',
  ],
  snippets: {
    'find-out': `# the root key's last use is in the credential report: access_key_1_last_used_date and the columns behind it
aws iam generate-credential-report
aws iam get-credential-report --query Content --output text | base64 --decode | grep '^<root_account>'
`,
    'assume-root': `# in the management account, or as delegated administrator for IAM; a regional STS endpoint is needed
aws sts assume-root --region us-east-1 --target-principal ${plan.accountId} --duration-seconds 900 \\
  --task-policy-arn arn=arn:${plan.partition}:iam::aws:policy/root-task/IAMDeleteRootUserCredentials
# with the credentials that it prints
aws iam list-access-keys
aws iam delete-access-key --access-key-id '<access key id>'
`,
  },
});
