import type { ClientInput, WriteClientSide } from '../client-side.ts';

/**
 * A person signs in; nothing long-lived lies on the disk.
 * https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-sso.html
 */
export const person: WriteClientSide = (input) => ({
  summary: 'the person signs in, with IAM Identity Center or aws login',
  keyIsIn: '~/.aws/credentials, shell profiles and password stores',
  steps: [
    `Ask for a permission set in IAM Identity Center for account ${input.plan.accountId} if there is none.`,
    'Sign in with Identity Center (snippet sign-in, or a profile handed out: snippet profile), or without it through the console (snippet aws-login).',
    'Take the old profile out of ~/.aws/credentials: static keys there win over a sign-in of the same profile.',
  ],
  snippets: { 'sign-in': signIn(input), profile: profile(input), 'aws-login': awsLogin },
});

const signIn = ({
  plan,
}: ClientInput): string => `aws configure sso # once: choose account ${plan.accountId}
aws sso login
aws sts get-caller-identity
`;

/** What `aws configure sso` writes, for those who hand it out. */
const profile = ({ plan, region }: ClientInput): string => `# ~/.aws/config
[profile <profile>]
sso_session = <SSO session>
sso_account_id = ${plan.accountId}
sso_role_name = <permission set>
region = ${region}

[sso-session <SSO session>]
sso_start_url = <start URL of Identity Center>
sso_region = <region of Identity Center>
sso_registration_scopes = sso:account:access
`;

const awsLogin = `aws login # AWS CLI 2.32.0 or later; needs the managed policy SignInLocalDevelopmentAccess
aws sts get-caller-identity
`;
