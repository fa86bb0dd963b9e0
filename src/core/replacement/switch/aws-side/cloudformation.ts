import { oneLine } from '../text-in.ts';
import { type AwsSide, outputsOf } from './aws-side.ts';
import { referenceTo, type Value } from './value.ts';
import { yamlValue } from './yaml-value.ts';

/**
 * A CloudFormation template, whole and deployable. The role has a name, so that its ARN is the one
 * that the client side names.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-role.html
 */
export const cloudFormationSnippet = (side: AwsSide): string =>
  `# aws cloudformation deploy --template-file role.yaml --stack-name lastkey-${side.role.name.replace(/[^A-Za-z0-9-]/g, '-')} --capabilities CAPABILITY_NAMED_IAM
AWSTemplateFormatVersion: "2010-09-09"
Description:${yamlValue(oneLine(`Replaces the access key of ${side.userName}`))}
${parameters(side)}Resources:${yamlValue(resources(side), 2)}
Outputs:${yamlValue(outputs(side), 2)}
`;

/** An account has at most one provider for an issuer; a second one fails the deployment. */
const parameters = ({ provider }: AwsSide): string =>
  provider?.create === 'if missing'
    ? `Parameters:
  CreateIdentityProvider:
    Type: String
    AllowedValues: ["yes", "no"]
    Default: "yes"
    Description:${yamlValue(`no, if the account has a provider for ${oneLine(provider.url)} already`)}
Conditions:
  CreatesIdentityProvider: !Equals [!Ref CreateIdentityProvider, "yes"]
`
    : '';

const resources = (side: AwsSide): Value => ({
  ...(side.provider === undefined
    ? {}
    : {
        IdentityProvider: {
          Type: 'AWS::IAM::OIDCProvider',
          ...(side.provider.create === 'if missing'
            ? { Condition: 'CreatesIdentityProvider' }
            : {}),
          Properties: { Url: side.provider.url, ClientIdList: [side.provider.audience] },
        },
      }),
  ...(side.rolesAnywhere?.trustAnchorName === undefined
    ? {}
    : {
        TrustAnchor: {
          Type: 'AWS::RolesAnywhere::TrustAnchor',
          Properties: {
            Name: side.rolesAnywhere.trustAnchorName,
            Enabled: true,
            Source: {
              SourceType: 'CERTIFICATE_BUNDLE',
              SourceData: { X509CertificateData: side.rolesAnywhere.certificate },
            },
          },
        },
      }),
  Role: role(side),
  ...(side.rolesAnywhere === undefined
    ? {}
    : {
        Profile: {
          Type: 'AWS::RolesAnywhere::Profile',
          Properties: {
            Name: side.rolesAnywhere.profileName,
            Enabled: true,
            RoleArns: [referenceTo('role arn')],
            DurationSeconds: side.rolesAnywhere.durationSeconds,
          },
        },
      }),
  ...(side.instanceProfileName === undefined
    ? {}
    : {
        InstanceProfile: {
          Type: 'AWS::IAM::InstanceProfile',
          Properties: {
            InstanceProfileName: side.instanceProfileName,
            Path: side.role.path,
            Roles: [referenceTo('role name')],
          },
        },
      }),
  ...(side.podIdentity === undefined
    ? {}
    : {
        PodIdentityAssociation: {
          Type: 'AWS::EKS::PodIdentityAssociation',
          Properties: {
            ClusterName: side.podIdentity.cluster,
            Namespace: side.podIdentity.namespace,
            ServiceAccount: side.podIdentity.serviceAccount,
            RoleArn: referenceTo('role arn'),
          },
        },
      }),
});

/** What the client side is told. */
const outputs = (side: AwsSide): Value =>
  Object.fromEntries(
    outputsOf(side).map(({ name, value }) => [name, { Value: referenceTo(value) }]),
  );

const role = ({ role, provider }: AwsSide): Value => ({
  Type: 'AWS::IAM::Role',
  ...(provider?.create === 'yes' ? { DependsOn: 'IdentityProvider' } : {}),
  Properties: {
    RoleName: role.name,
    Path: role.path,
    MaxSessionDuration: role.maxSessionSeconds,
    AssumeRolePolicyDocument: role.trustPolicy,
    ...(role.permissionsPolicy === undefined
      ? {}
      : {
          Policies: [{ PolicyName: 'replaces-access-key', PolicyDocument: role.permissionsPolicy }],
        }),
    Tags: Object.entries(role.tags).map(([Key, Value]) => ({ Key, Value })),
  },
});
