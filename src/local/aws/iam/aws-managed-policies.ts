import type { ManagedPolicyState } from './account-state.ts';

/** What AWS's own policies come to, in as many words as a reader of policies needs. */
const statements: Readonly<Record<string, readonly object[]>> = {
  AdministratorAccess: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
  PowerUserAccess: [
    { Effect: 'Allow', NotAction: ['iam:*', 'organizations:*', 'account:*'], Resource: '*' },
    {
      Effect: 'Allow',
      Action: [
        'iam:CreateServiceLinkedRole',
        'iam:ListRoles',
        'organizations:DescribeOrganization',
      ],
      Resource: '*',
    },
  ],
  IAMFullAccess: [
    {
      Effect: 'Allow',
      Action: ['iam:*', 'organizations:DescribeAccount', 'organizations:ListRoots'],
      Resource: '*',
    },
  ],
  AmazonS3FullAccess: [{ Effect: 'Allow', Action: ['s3:*', 's3-object-lambda:*'], Resource: '*' }],
  AmazonS3ReadOnlyAccess: [
    { Effect: 'Allow', Action: ['s3:Get*', 's3:List*', 's3:Describe*'], Resource: '*' },
  ],
  AWSCompromisedKeyQuarantineV2: [
    {
      Effect: 'Deny',
      Action: ['iam:CreateAccessKey', 'iam:UpdateAccessKey', 'iam:DeleteAccessKey', 's3:GetObject'],
      Resource: '*',
    },
  ],
};

/** By ARN. https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html */
export const awsManagedPolicies: ReadonlyMap<string, ManagedPolicyState> = new Map(
  Object.entries(statements).map(([policyName, Statement], index) => {
    const arn = `arn:aws:iam::aws:policy/${policyName}`;
    return [
      arn,
      {
        policyName,
        policyId: `ANPAAWSMANAGED${String(index).padStart(7, '0')}`,
        arn,
        path: '/',
        createdAt: Date.UTC(2015, 1, 6),
        document: JSON.stringify({ Version: '2012-10-17', Statement }),
      },
    ];
  }),
);
