import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table } from 'aws-cdk-lib/aws-dynamodb';
import { AnyPrincipal, Effect, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { physicalName } from './names.ts';
import type { OperatedFunction } from './operated-function.ts';

/** What was seen, decided and done: entries are put once, and stay when the stack goes. */
export class LedgerTable extends Construct {
  readonly table: Table;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.table = new Table(this, 'Table', {
      tableName: physicalName('ledger'),
      partitionKey: { name: 'day', type: AttributeType.STRING },
      sortKey: { name: 'id', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
      // Also for an administrator of the account: an entry can be added and read.
      resourcePolicy: new PolicyDocument({
        statements: [
          new PolicyStatement({
            sid: 'NobodyRewritesTheLedger',
            effect: Effect.DENY,
            principals: [new AnyPrincipal()],
            actions: [
              'dynamodb:UpdateItem',
              'dynamodb:DeleteItem',
              'dynamodb:BatchWriteItem',
              'dynamodb:PartiQLUpdate',
              'dynamodb:PartiQLDelete',
            ],
            // The table itself: a reference to it from its own policy would be circular.
            resources: ['*'],
          }),
        ],
      }),
    });
  }

  grantAppend(operated: OperatedFunction): void {
    operated.allow('AppendToLedger', ['dynamodb:PutItem'], [this.table.tableArn]);
  }
}
