import {
  Aws,
  BootstraplessSynthesizer,
  CfnCondition,
  CfnParameter,
  type CfnResource,
  Fn,
  type IStackSynthesizer,
  Stack,
  type StackProps,
} from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import {
  credentialRiskPattern,
  memberPatternFor,
  quarantinePattern,
} from '../src/core/events/event-patterns.ts';
import { organizationPattern } from '../src/core/events/organization-events.ts';
import { eventRule } from './event-rule.ts';
import { forwardingRole, readingRole, repairingRole, respondingRole } from './member-roles.ts';
import { busName, forwardRole, physicalName } from './names.ts';
import { rotatingRole } from './rotating-role.ts';
import { iamEventRegions, type Settings } from './settings.ts';

export interface MemberStackProps extends StackProps {
  readonly settings: Settings;
}

/**
 * What every account has: rules that forward watched events straight to the hub bus, and the roles
 * that the hub reads and acts through. One template for every region: roles are global and made
 * where IAM's events are, and the rules of the other regions name them.
 *
 * StackSets never deploy to the management account, so this stack is also deployed there by itself.
 */
export class MemberStack extends Stack {
  constructor(scope: Construct, id: string, props: MemberStackProps) {
    super(scope, id, {
      description: 'lastkey: forwards key and federation events to the hub, and lets the hub in',
      // Member accounts need no CDK bootstrap.
      synthesizer: new BootstraplessSynthesizer() as IStackSynthesizer,
      ...props,
    });
    const { settings } = props;
    const boundary = new CfnParameter(this, 'PermissionsBoundary', {
      default: '',
      description:
        'Name, with its path, of a customer managed policy in this account that every role must have as its permissions boundary. Empty: none.',
    });
    const hasBoundary = new CfnCondition(this, 'HasPermissionsBoundary', {
      expression: Fn.conditionNot(Fn.conditionEquals(boundary.valueAsString, '')),
    });
    const isIamRegion = new CfnCondition(this, 'IsRegionOfIamEvents', {
      expression: Fn.conditionOr(
        ...iamEventRegions.map((region) => Fn.conditionEquals(Aws.REGION, region)),
      ),
    });
    const hubBusArn = `arn:${Aws.PARTITION}:events:${settings.hubRegion}:${settings.hubAccount}:event-bus/${busName}`;

    const forwarding = forwardingRole(this, 'ForwardRole', { hubBusArn });
    const roles = [
      forwarding,
      readingRole(this, 'ReadRole', settings),
      respondingRole(this, 'RespondRole', settings),
      ...(settings.mayRotateKeys ? [rotatingRole(this, 'RotateRole', settings)] : []),
      ...(settings.mayRepairThumbprints ? [repairingRole(this, 'RepairRole', settings)] : []),
    ];
    for (const role of roles) {
      role.permissionsBoundary = Fn.conditionIf(
        hasBoundary.logicalId,
        `arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:policy/${boundary.valueAsString}`,
        Aws.NO_VALUE,
      ).toString();
    }
    const iamRule = eventRule(this, 'IamRule', {
      name: physicalName('iam'),
      description: 'Changes of access keys, users, role trust and OIDC providers, to the hub',
      pattern: memberPatternFor('iam', settings),
      target: { id: 'hub', arn: hubBusArn, roleArn: forwarding.attrArn },
    });
    eventRule(this, 'StsRule', {
      name: physicalName('sts'),
      description: 'Federated logins, except those of ignored issuers, to the hub',
      pattern: memberPatternFor('sts', settings),
      target: {
        id: 'hub',
        arn: hubBusArn,
        roleArn: Fn.conditionIf(
          isIamRegion.logicalId,
          forwarding.attrArn,
          `arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:role/${forwardRole}`,
        ).toString(),
      },
    });
    const quarantineRule = eventRule(this, 'QuarantineRule', {
      name: physicalName('quarantine'),
      description: 'Users whom AWS puts under quarantine, and no other attached policy, to the hub',
      pattern: quarantinePattern(),
      target: { id: 'hub', arn: hubBusArn, roleArn: forwarding.attrArn },
    });
    const credentialRiskRule = eventRule(this, 'CredentialRiskRule', {
      name: physicalName('credential-risk'),
      description: 'Keys that AWS Health calls exposed, to the hub',
      pattern: credentialRiskPattern,
      target: { id: 'hub', arn: hubBusArn, roleArn: forwarding.attrArn },
    });
    const organizationRule = eventRule(this, 'OrganizationRule', {
      name: physicalName('organization'),
      description:
        'Accounts that join, leave or move, to the hub; most are seen in one account only',
      pattern: organizationPattern,
      target: { id: 'hub', arn: hubBusArn, roleArn: forwarding.attrArn },
    });
    onlyWhere(isIamRegion, [
      ...roles,
      iamRule,
      quarantineRule,
      credentialRiskRule,
      organizationRule,
    ]);
  }
}

const onlyWhere = (condition: CfnCondition, resources: readonly CfnResource[]): void => {
  for (const resource of resources) resource.cfnOptions.condition = condition;
};
