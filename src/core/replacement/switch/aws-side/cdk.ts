import { oneLine } from '../text-in.ts';
import { type AwsSide, outputsOf } from './aws-side.ts';
import { typescriptValue } from './typescript-value.ts';
import { referenceTo, type Value } from './value.ts';

/**
 * A CDK stack in TypeScript. The role is an L1: the policies reach IAM as they were proven, where
 * `iam.Role` would merge and reorder them. The provider is `OidcProviderNative`, the resource of
 * CloudFormation's own, where `OpenIdConnectProvider` needs a function of its own.
 * https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_iam.OidcProviderNative.html
 */
export const cdkSnippet = (side: AwsSide): string => {
  const constructs = [
    provider(side),
    trustAnchor(side),
    role(side),
    profile(side),
    instanceProfile(side),
    podIdentity(side),
  ].filter((text) => text !== undefined);
  return `${imports(side)}
/** ${oneLine(`Replaces the access key of ${side.userName}`).replaceAll('*/', '* /')}. */
export class ${className(side.role.name)} extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

${constructs.join('\n')}${outputs(side)}  }
}
`;
};

const imports = (side: AwsSide): string =>
  [
    `import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';`,
    ...(side.podIdentity === undefined ? [] : [`import * as eks from 'aws-cdk-lib/aws-eks';`]),
    `import * as iam from 'aws-cdk-lib/aws-iam';`,
    ...(side.rolesAnywhere === undefined
      ? []
      : [`import * as rolesanywhere from 'aws-cdk-lib/aws-rolesanywhere';`]),
    `import type { Construct } from 'constructs';`,
    '',
  ].join('\n');

const construct = (text: string, props: Value, indent = 4): string =>
  `${' '.repeat(indent)}${text}${typescriptValue(props, indent)});\n`;

const provider = ({ provider }: AwsSide): string | undefined => {
  if (provider === undefined) return undefined;
  const props = { url: provider.url, clientIds: [provider.audience] };
  return provider.create === 'yes'
    ? construct(
        `const identityProvider = new iam.OidcProviderNative(this, 'IdentityProvider', `,
        props,
      )
    : `    // cdk deploy --context createIdentityProvider=no, if the account has one for this issuer already
    if (this.node.tryGetContext('createIdentityProvider') !== 'no') {
${construct(`new iam.OidcProviderNative(this, 'IdentityProvider', `, props, 6)}    }
`;
};

const trustAnchor = ({ rolesAnywhere }: AwsSide): string | undefined =>
  rolesAnywhere?.trustAnchorName === undefined
    ? undefined
    : construct(`const trustAnchor = new rolesanywhere.CfnTrustAnchor(this, 'TrustAnchor', `, {
        name: rolesAnywhere.trustAnchorName,
        enabled: true,
        source: {
          sourceType: 'CERTIFICATE_BUNDLE',
          sourceData: { x509CertificateData: rolesAnywhere.certificate },
        },
      });

const role = ({ role, provider }: AwsSide): string =>
  construct(`const role = new iam.CfnRole(this, 'Role', `, {
    roleName: role.name,
    path: role.path,
    maxSessionDuration: role.maxSessionSeconds,
    assumeRolePolicyDocument: role.trustPolicy,
    ...(role.permissionsPolicy === undefined
      ? {}
      : {
          policies: [{ policyName: 'replaces-access-key', policyDocument: role.permissionsPolicy }],
        }),
    tags: Object.entries(role.tags).map(([key, value]) => ({ key, value })),
  }) + (provider?.create === 'yes' ? '    role.node.addDependency(identityProvider);\n' : '');

const profile = ({ rolesAnywhere }: AwsSide): string | undefined =>
  rolesAnywhere === undefined
    ? undefined
    : construct(`const profile = new rolesanywhere.CfnProfile(this, 'Profile', `, {
        name: rolesAnywhere.profileName,
        enabled: true,
        roleArns: [referenceTo('role arn')],
        durationSeconds: rolesAnywhere.durationSeconds,
      });

const instanceProfile = ({ instanceProfileName, role }: AwsSide): string | undefined =>
  instanceProfileName === undefined
    ? undefined
    : construct(`new iam.CfnInstanceProfile(this, 'InstanceProfile', `, {
        instanceProfileName,
        path: role.path,
        roles: [referenceTo('role name')],
      });

const podIdentity = ({ podIdentity }: AwsSide): string | undefined =>
  podIdentity === undefined
    ? undefined
    : construct(`new eks.CfnPodIdentityAssociation(this, 'PodIdentityAssociation', `, {
        clusterName: podIdentity.cluster,
        namespace: podIdentity.namespace,
        serviceAccount: podIdentity.serviceAccount,
        roleArn: referenceTo('role arn'),
      });

const outputs = (side: AwsSide): string =>
  outputsOf(side)
    .map(
      ({ name, value }) =>
        `    new CfnOutput(this, '${name}', { value: ${typescriptValue(referenceTo(value))} });\n`,
    )
    .join('');

/** `payments-github` makes `PaymentsGithubRole`. */
const className = (name: string): string => {
  const words = name.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  const joined = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  return `${/^\d/.test(joined) ? 'Role' : ''}${joined}${/Role$/.test(joined) ? 'Stack' : 'Role'}`;
};
