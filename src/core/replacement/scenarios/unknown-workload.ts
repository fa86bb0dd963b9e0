import { switchSteps } from '../role-steps.ts';
import type { Scenario } from '../scenario.ts';

/** Honest when it does not know: says what would tell. */
export const unknownWorkload: Scenario = {
  mechanism: 'unknown',
  noRole: 'Nothing says yet what the key is used for.',
  setUp: (place) => [
    `Tag user ${place.userName} with what it is for (for example repository = acme/shop), or answer here.`,
    'A pipeline or another cloud: OIDC and a role. Another AWS account: a role across accounts. A host on premises: IAM Roles Anywhere. On AWS: an attached role. A person: aws sso login.',
  ],
  switchTo: (_place, role) =>
    switchSteps(role, 'Let the workload assume the role instead of using the key.'),
  snippets: () => ({}),
};
