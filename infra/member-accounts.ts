import { Aws, CfnParameter, CfnStackSet, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { externalIdOf } from './external-id.ts';
import { memberTemplate } from './member-template.ts';
import { memberStackSetName, readRole, repairRole, respondRole, rotateRole } from './names.ts';
import type { OperatedFunction } from './operated-function.ts';
import type { Settings } from './settings.ts';

/** Puts the member stack into every account of the chosen units, and into new ones as they join. */
export class MemberAccounts extends Construct {
  readonly externalId: string;
  private readonly settings: Settings;

  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id);
    this.settings = settings;
    this.externalId = externalIdOf(settings);
    const stack = Stack.of(this);
    const callAs = new CfnParameter(stack, 'StackSetCallAs', {
      default: 'DELEGATED_ADMIN',
      allowedValues: ['DELEGATED_ADMIN', 'SELF'],
      description:
        'DELEGATED_ADMIN: this account is a delegated administrator of CloudFormation StackSets. SELF: this is the management account.',
    });
    const units = new CfnParameter(stack, 'OrganizationalUnits', {
      type: 'CommaDelimitedList',
      description: 'Organizational units, or the root, whose accounts lastkey watches: ou-…,r-…',
      ...(settings.organizationalUnits.length === 0
        ? {}
        : { default: settings.organizationalUnits.join(',') }),
    });
    const boundary = new CfnParameter(stack, 'MemberPermissionsBoundary', {
      default: '',
      description:
        'Name, with its path, of the managed policy that member accounts require as the permissions boundary of every role. Empty: none.',
    });
    new CfnStackSet(this, 'StackSet', {
      stackSetName: memberStackSetName,
      description: 'lastkey in every account: event rules, read role, respond role',
      permissionModel: 'SERVICE_MANAGED',
      callAs: callAs.valueAsString,
      autoDeployment: { enabled: true, retainStacksOnAccountRemoval: false },
      managedExecution: { Active: true },
      capabilities: ['CAPABILITY_NAMED_IAM'],
      templateBody: memberTemplate(settings),
      parameters: [{ parameterKey: 'PermissionsBoundary', parameterValue: boundary.valueAsString }],
      stackInstancesGroup: [
        {
          deploymentTargets: { organizationalUnitIds: units.valueAsList },
          regions: [...settings.regions],
        },
      ],
      // The roles are made in the first region, and the rules of the others need them.
      operationPreferences: {
        regionConcurrencyType: 'SEQUENTIAL',
        regionOrder: [...settings.regions],
        maxConcurrentPercentage: 100,
        failureTolerancePercentage: 10,
      },
    });
  }

  grantRead(operated: OperatedFunction): void {
    this.grantAssume(operated, 'AssumeReadRoles', readRole);
  }

  /** The way to change a key. Only `respond` may have it. */
  grantRespond(operated: OperatedFunction<'respond'>): void {
    this.grantAssume(operated, 'AssumeRespondRoles', respondRole);
  }

  /** The way to make a key and store its secret. Only `rotate-key` may have it, where it was chosen. */
  grantRotate(operated: OperatedFunction<'rotate-key'>): void {
    this.grantAssume(operated, 'AssumeRotateRoles', rotateRole);
  }

  /** The way to change a thumbprint list. Only `repair-thumbprints` may have it, where it was chosen. */
  grantRepair(operated: OperatedFunction<'repair-thumbprints'>): void {
    this.grantAssume(operated, 'AssumeRepairRoles', repairRole);
  }

  /** Account names, for messages. https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsorganizations.html */
  grantDescribe(operated: OperatedFunction): void {
    const accounts = `organizations::*:account/${this.settings.organizationId}/*`;
    operated.allow(
      'DescribeAccounts',
      ['organizations:DescribeAccount'],
      [`arn:${Aws.PARTITION}:${accounts}`],
    );
    acknowledge(
      operated.role,
      `IAM5[Resource::arn:<AWS::Partition>:${accounts}]`,
      'Reads the name of any account of this one organization; the wildcards stand for the management account and for accounts that have yet to join.',
    );
  }

  /** Which accounts there are. */
  grantList(operated: OperatedFunction): void {
    operated.allow('ListAccounts', ['organizations:ListAccounts'], ['*']);
    acknowledge(
      operated.role,
      'IAM5[Resource::*]',
      'A read-only list of the accounts of the own organization, which takes no resource.',
    );
  }

  private grantAssume(operated: OperatedFunction, sid: string, role: string): void {
    const roles = `iam::*:role/${role}`;
    operated.allow(sid, ['sts:AssumeRole'], [`arn:${Aws.PARTITION}:${roles}`], {
      StringEquals: { 'aws:ResourceOrgID': this.settings.organizationId },
    });
    acknowledge(
      operated.role,
      `IAM5[Resource::arn:<AWS::Partition>:${roles}]`,
      'One role name in every account, because accounts join and leave. The condition keeps it inside the organization, and each role trusts named functions only, with an external ID.',
    );
  }
}
