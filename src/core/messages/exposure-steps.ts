import type { KnownBlock } from '@slack/types';
import type { KeyCase, Notice } from '../keys/key-case.ts';
import { plainSection } from './blocks.ts';
import { codeBlock } from './code-block.ts';

/**
 * What to do about a key in public, in order. The quarantine denies the user itself `UpdateAccessKey`
 * and `DeleteAccessKey`, and leaves `sts:AssumeRole` allowed; disabling a key ends no session that
 * was made with it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_revoke-sessions.html
 */
export const exposureSteps = (keyCase: KeyCase, notice: Notice): readonly KnownBlock[] => [
  plainSection(
    [
      `1. ${disable(keyCase)} The user itself may not: AWS's quarantine denies it every change of its own keys.`,
      '2. Leave the policy AWSCompromisedKeyQuarantine attached until the key is deleted. It does not deny sts:AssumeRole.',
      '3. Sessions made with the key live on, for up to 36 hours. Attach the policy below to the user, and to each role that it assumed.',
      '4. Look in CloudTrail for what the key did, and for users, keys and roles that it made.',
      '5. Give the workload the role named above instead of another key, then delete this one.',
      '6. Take the key out of where it was published, its history included.',
    ],
    1500,
  ),
  codeBlock(denySessionsBefore(notice)),
];

const disable = (keyCase: KeyCase): string => {
  if (keyCase.stage === 'disabled') return 'The key is disabled: leave it so.';
  return keyCase.holder === 'root'
    ? 'Sign in as the root user and delete the key.'
    : 'Disable the key: press "Disable now" above, or use another principal of the account.';
};

/** Only temporary credentials have an issue time: the user's remaining keys are not concerned. */
const denySessionsBefore = ({ at }: Notice): readonly string[] =>
  JSON.stringify(
    {
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'DenySessionsOfTheExposedKey',
          Effect: 'Deny',
          Action: '*',
          Resource: '*',
          Condition: { DateLessThan: { 'aws:TokenIssueTime': at } },
        },
      ],
    },
    null,
    2,
  ).split('\n');
