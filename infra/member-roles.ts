import { Aws } from 'aws-cdk-lib';
import { CfnRole } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import type { FunctionName } from './environments.ts';
import { externalIdOf } from './external-id.ts';
import {
  forwardRole,
  functionRole,
  nameOfRole,
  physicalName,
  readRole,
  repairRole,
  respondRole,
  rolePath,
} from './names.ts';
import type { Settings } from './settings.ts';

/** The hub functions that read in member accounts. */
export const readers: readonly FunctionName[] = [
  'access-key-changed',
  'key-exposed',
  'federation-used',
  'federation-changed',
  'recommend-again',
  'watch-thumbprints',
  'watch-provider',
  'inspect-accounts',
];
/** The hub function that changes keys in member accounts. */
export const responders: readonly FunctionName[] = ['respond'];

/** The hub function that makes successors of keys in member accounts. */
export const rotators: readonly FunctionName[] = ['rotate-key'];

/** The hub function that changes thumbprint lists in member accounts. */
export const repairers: readonly FunctionName[] = ['repair-thumbprints'];

/** Lets EventBridge deliver to the hub bus; a cross-account target must have a role. */
export const forwardingRole = (
  scope: Construct,
  id: string,
  props: { readonly hubBusArn: string },
): CfnRole =>
  new CfnRole(scope, id, {
    roleName: nameOfRole(forwardRole),
    path: rolePath,
    description: 'EventBridge forwards watched events to the hub of lastkey',
    assumeRolePolicyDocument: trust({ Service: 'events.amazonaws.com' }, 'sts:AssumeRole', {
      StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
      ArnLike: {
        'aws:SourceArn': `arn:${Aws.PARTITION}:events:*:${Aws.ACCOUNT_ID}:rule/${physicalName('*')}`,
      },
    }),
    policies: [policy('Forward', [allow(['events:PutEvents'], [props.hubBusArn])])],
  });

/**
 * Exactly what `MemberAccount` (`src/flows/ports.ts`) and `AccountSession` (`src/flows/inventory-ports.ts`)
 * ask for, and what says which policies users and roles have. Nothing that changes an account.
 */
export const readingRole = (scope: Construct, id: string, settings: Settings): CfnRole => {
  const role = new CfnRole(scope, id, {
    roleName: nameOfRole(readRole),
    path: rolePath,
    description: 'lastkey reads users, access keys, roles and OIDC providers',
    assumeRolePolicyDocument: trustOfHub(settings, readers),
    policies: [
      policy('Read', [
        allow(
          [
            'iam:GetUser',
            'iam:ListAccessKeys',
            'iam:GetAccessKeyLastUsed',
            'iam:GetLoginProfile',
            // A quarantine of AWS is a policy.
            'iam:ListAttachedUserPolicies',
          ],
          [inAccount('user/*')],
        ),
        // What a key was used for: the report is about one user, reading it about none.
        allow(['iam:GenerateServiceLastAccessedDetails'], [inAccount('user/*')]),
        allow(['iam:GetServiceLastAccessedDetails', 'cloudtrail:LookupEvents'], ['*']),
        // With its tags and its last use, so that there is no need to list tags.
        allow(['iam:GetRole'], [inAccount('role/*')]),
        allow(['iam:GetOpenIDConnectProvider'], [inAccount('oidc-provider/*')]),
        // What is about the whole account has no resource to name.
        // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
        allow(
          [
            'iam:ListRoles',
            'iam:ListOpenIDConnectProviders',
            'iam:GenerateCredentialReport',
            'iam:GetCredentialReport',
            'iam:GetAccountAuthorizationDetails',
            // Of all users at once, so that no user is named.
            'iam:ListServiceSpecificCredentials',
          ],
          ['*'],
        ),
      ]),
    ],
  });
  for (const resource of ['user/*', 'role/*', 'oidc-provider/*']) {
    acknowledge(role, findingIn(resource), everyIdentity);
  }
  acknowledge(
    role,
    'IAM5[Resource::*]',
    'Read-only calls of IAM and CloudTrail that take no resource.',
  );
  return role;
};

/**
 * The last look, and the one call that changes something: a key's status. Deleting is a choice of the
 * deployment.
 */
export const respondingRole = (scope: Construct, id: string, settings: Settings): CfnRole => {
  const role = new CfnRole(scope, id, {
    roleName: nameOfRole(respondRole),
    path: rolePath,
    description: 'lastkey disables and restores access keys',
    assumeRolePolicyDocument: trustOfHub(settings, responders),
    policies: [
      policy('Respond', [
        allow(
          [
            'iam:UpdateAccessKey',
            'iam:ListAccessKeys',
            'iam:GetAccessKeyLastUsed',
            ...(settings.mayDeleteKeys ? ['iam:DeleteAccessKey'] : []),
          ],
          [inAccount('user/*')],
        ),
      ]),
    ],
  });
  acknowledge(role, findingIn('user/*'), everyIdentity);
  return role;
};

/** The one list that a repair writes. Made only where the deployment chose it. */
export const repairingRole = (scope: Construct, id: string, settings: Settings): CfnRole => {
  const role = new CfnRole(scope, id, {
    roleName: nameOfRole(repairRole),
    path: rolePath,
    description: 'lastkey writes the thumbprints of OIDC providers',
    assumeRolePolicyDocument: trustOfHub(settings, repairers),
    policies: [
      policy('Repair', [
        allow(
          ['iam:GetOpenIDConnectProvider', 'iam:UpdateOpenIDConnectProviderThumbprint'],
          [inAccount('oidc-provider/*')],
        ),
      ]),
    ],
  });
  acknowledge(role, findingIn('oidc-provider/*'), everyIdentity);
  return role;
};

export const everyIdentity =
  'Keys, roles and providers are found as they are made, under any name. The actions are a closed list, and only named functions of the hub may assume the role.';

export const findingIn = (resource: string): string =>
  `IAM5[Resource::arn:<AWS::Partition>:iam::<AWS::AccountId>:${resource}]`;

/**
 * Trusts the functions' roles by name. Not as principals: IAM would tie the trust to the roles as
 * they are today, and a hub that was made again would be locked out of every account.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export const trustOfHub = (settings: Settings, functions: readonly FunctionName[]) =>
  trust({ AWS: `arn:${Aws.PARTITION}:iam::${settings.hubAccount}:root` }, 'sts:AssumeRole', {
    StringEquals: { 'sts:ExternalId': externalIdOf(settings) },
    ArnEquals: {
      'aws:PrincipalArn': functions.map(
        (name) => `arn:${Aws.PARTITION}:iam::${settings.hubAccount}:role/${functionRole(name)}`,
      ),
    },
  });

const trust = (principal: object, action: string, condition: object) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: principal, Action: action, Condition: condition }],
});

export const policy = (policyName: string, statements: readonly object[]) => ({
  policyName,
  policyDocument: { Version: '2012-10-17', Statement: statements },
});

export const allow = (actions: readonly string[], resources: readonly string[]) => ({
  Effect: 'Allow',
  Action: actions,
  Resource: resources,
});

export const inAccount = (resource: string): string =>
  `arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:${resource}`;
