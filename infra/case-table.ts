import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, ProjectionType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { physicalName } from './names.ts';
import type { OperatedFunction } from './operated-function.ts';

/** Where every key stands, what was claimed, and which federated roles were seen in use. */
export class CaseTable extends Construct {
  readonly table: Table;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.table = new Table(this, 'Table', {
      tableName: physicalName('cases'),
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      timeToLiveAttribute: 'expiresAt',
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.table.addGlobalSecondaryIndex({
      indexName: 'by-next-step',
      partitionKey: { name: 'nextStepShard', type: AttributeType.STRING },
      sortKey: { name: 'nextStepAt', type: AttributeType.STRING },
      projectionType: ProjectionType.ALL,
    });
    this.table.addGlobalSecondaryIndex({
      indexName: 'by-role',
      partitionKey: { name: 'replacementRoleArn', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      projectionType: ProjectionType.ALL,
    });
  }

  grantReadWrite(operated: OperatedFunction): void {
    operated.allow(
      'ReadWriteCases',
      ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
      [this.table.tableArn],
    );
  }

  /** Lets a function keep items of its own by their key, and see nobody's cases by searching. */
  grantRemember(operated: OperatedFunction): void {
    operated.allow(
      'RememberByKey',
      ['dynamodb:GetItem', 'dynamodb:PutItem'],
      [this.table.tableArn],
      // The items of OIDC providers only.
      { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['PROVIDER#*'] } },
    );
  }

  /** Lets a function claim what it was sent, so that a second delivery changes nothing. */
  grantClaim(operated: OperatedFunction): void {
    operated.allow(
      'ClaimDeliveries',
      ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
      [this.table.tableArn],
      { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [`CLAIM#${operated.name}#*`] } },
    );
  }

  /** Lets a function keep the list of accounts and what was read of each, and see no case. */
  grantAccounts(operated: OperatedFunction): void {
    operated.allow(
      'KeepAccounts',
      ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:PutItem'],
      [this.table.tableArn],
      { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['ACCOUNTS#*', 'COVERAGE#*'] } },
    );
  }

  /** Lets a function read everything that is in the table, and write nothing. */
  grantReadAll(operated: OperatedFunction): void {
    operated.allow(
      'ReadAllCases',
      ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:Scan'],
      [this.table.tableArn],
    );
  }

  /** Lets a function find the cases whose next step is due. */
  grantFindDue(operated: OperatedFunction): void {
    operated.allow('FindDue', ['dynamodb:Query'], [`${this.table.tableArn}/index/by-next-step`]);
  }

  /** Lets a function find the cases that recommend a role. */
  grantFindByRole(operated: OperatedFunction): void {
    operated.allow('FindByRole', ['dynamodb:Query'], [`${this.table.tableArn}/index/by-role`]);
  }
}
