import { switchSteps } from '../role-steps.ts';
import type { Scenario } from '../scenario.ts';

const clientSide =
  'Attach the role: instance profile (EC2), task role (ECS), execution role (Lambda), Pod Identity (EKS). The SDK finds it by itself.';

/** A workload on AWS itself: the role is attached to it. */
export const attachedRole: Scenario = {
  mechanism: 'attached-role',
  noRole: 'It runs on AWS: attach a role to it, and the SDK needs no key.',
  setUp: () => [
    'Create a role for the service that runs it (snippet trust-policy), with only what the key is used for.',
    clientSide,
    'Remove the key from the environment and the configuration: the SDK prefers it to the role.',
    'Check in CloudTrail that the role is used, then press Disable now.',
  ],
  switchTo: (_place, role) => switchSteps(role, clientSide),
  snippets: () => ({
    'trust-policy': JSON.stringify(
      {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: '<ec2|ecs-tasks|lambda>.amazonaws.com' },
            Action: 'sts:AssumeRole',
          },
        ],
      },
      null,
      2,
    ),
  }),
};
