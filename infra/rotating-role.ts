import { Aws } from 'aws-cdk-lib';
import { CfnRole } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import {
  allow,
  everyIdentity,
  findingIn,
  inAccount,
  policy,
  rotators,
  trustOfHub,
} from './member-roles.ts';
import { nameOfRole, rolePath, rotatedSecrets, rotateRole } from './names.ts';
import type { Settings } from './settings.ts';

/**
 * Makes a successor of a key and writes its secret, which it cannot read. Made only where the
 * deployment chose it.
 */
export const rotatingRole = (scope: Construct, id: string, settings: Settings): CfnRole => {
  const { hubRegion, rotationKmsKey } = settings;
  const secrets = `secretsmanager:${hubRegion}:${Aws.ACCOUNT_ID}:secret:${rotatedSecrets}*`;
  const role = new CfnRole(scope, id, {
    roleName: nameOfRole(rotateRole),
    path: rolePath,
    description: 'lastkey makes successors of access keys and stores their secrets',
    assumeRolePolicyDocument: trustOfHub(settings, rotators),
    policies: [
      policy('Rotate', [
        allow(
          [
            'iam:CreateAccessKey',
            'iam:ListAccessKeys',
            'iam:GetAccessKeyLastUsed',
            'iam:UpdateAccessKey',
            // To take back a successor that could not be stored.
            'iam:DeleteAccessKey',
          ],
          [inAccount('user/*')],
        ),
        allow(
          [
            'secretsmanager:CreateSecret',
            'secretsmanager:DescribeSecret',
            'secretsmanager:PutSecretValue',
            'secretsmanager:UpdateSecretVersionStage',
            'secretsmanager:TagResource',
          ],
          [`arn:${Aws.PARTITION}:${secrets}`],
        ),
        ...(rotationKmsKey === undefined ? [] : [encryptWith(rotationKmsKey, hubRegion)]),
      ]),
    ],
  });
  acknowledge(role, findingIn('user/*'), everyIdentity);
  acknowledge(
    role,
    `IAM5[Resource::arn:<AWS::Partition>:secretsmanager:${hubRegion}:<AWS::AccountId>:secret:${rotatedSecrets}*]`,
    'One secret for each user whose key rotates, under one prefix. The role writes them and cannot read them.',
  );
  return role;
};

/** What writing a secret under a customer managed key takes, through Secrets Manager only. */
const encryptWith = (keyArn: string, region: string) => ({
  ...allow(['kms:GenerateDataKey', 'kms:Encrypt', 'kms:Decrypt'], [keyArn]),
  Condition: {
    StringEquals: { 'kms:ViaService': `secretsmanager.${region}.${Aws.URL_SUFFIX}` },
  },
});
