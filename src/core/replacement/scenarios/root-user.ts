import type { Scenario } from '../scenario.ts';
import { person } from './person.ts';

/**
 * The root user of an account: no work needs its key.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user.html
 */
export const rootUser: Scenario = {
  ...person,
  noRole: 'Delete it: no work needs a root key. People sign in, programs assume roles.',
  setUp: (place) => [
    `Find out who made the key in account ${place.accountId}, and what uses it.`,
    'Let that use a role of its own.',
    'Delete the key: sign in as the root user, or use centralized root access (AssumeRoot with IAMDeleteRootUserCredentials) from the management account.',
  ],
};
