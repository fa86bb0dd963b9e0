import { switchSteps } from '../role-steps.ts';
import type { Scenario } from '../scenario.ts';

const clientSide =
  'Sign in with aws sso login, or with aws login where there is no Identity Center.';

/**
 * A person at a laptop signs in; nothing long-lived lies on the disk.
 * https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-sign-in.html
 */
export const person: Scenario = {
  mechanism: 'identity-center',
  noRole: 'Sign in instead: aws sso login (Identity Center) or aws login gives short-lived keys.',
  setUp: (place) => [
    'Ask for a permission set in IAM Identity Center if you have none for this account.',
    clientSide,
    'Delete the key from ~/.aws/credentials, then press Disable now.',
    `Remove the console password of ${place.userName} too once you sign in through Identity Center.`,
  ],
  switchTo: (_place, role) => switchSteps(role, clientSide),
  snippets: (place) => ({
    'sign-in': `aws configure sso   # once: account ${place.accountId}
aws sso login
aws sts get-caller-identity`,
    'without-identity-center': 'aws login   # AWS CLI 2.32 or later',
  }),
};
