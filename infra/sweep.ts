import { Aws, Stack } from 'aws-cdk-lib';
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import { CfnStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { physicalName, rolePath } from './names.ts';
import type { OperatedFunction } from './operated-function.ts';
import { sweepDefinition } from './sweep-definition.ts';

export interface SweepProps {
  readonly listAccounts: OperatedFunction<'list-accounts'>;
  readonly inspectAccounts: OperatedFunction<'inspect-accounts'>;
  readonly closeSweep: OperatedFunction<'close-sweep'>;
}

const name = physicalName('sweep');

/** The daily run over every account: a schedule, a state machine, and a role each. */
export class Sweep extends Construct {
  readonly stateMachine: CfnStateMachine;

  constructor(scope: Construct, id: string, props: SweepProps) {
    super(scope, id);
    const functions = [props.listAccounts, props.inspectAccounts, props.closeSweep];
    const role = this.roleFor('Role', name, 'states.amazonaws.com', 'Runs the sweep of lastkey');
    role.addToPolicy(
      statement(
        'InvokeSteps',
        ['lambda:InvokeFunction'],
        functions.map(({ lambda }) => lambda.functionArn),
      ),
    );
    // By name: the policy comes before the state machine, which runs each batch as itself.
    // https://docs.aws.amazon.com/step-functions/latest/dg/iam-policies-eg-dist-map.html
    role.addToPolicy(
      statement('RunBatches', ['states:StartExecution'], [states(`stateMachine:${name}`)]),
    );
    const batches = [states(`execution:${name}:*`), states(`execution:${name}/*`)];
    role.addToPolicy(
      statement(
        'FollowBatches',
        ['states:DescribeExecution', 'states:StopExecution', 'states:RedriveExecution'],
        batches,
      ),
    );
    for (const batch of batches) {
      acknowledge(
        role,
        `IAM5[Resource::${batch.replace(Aws.PARTITION, '<AWS::Partition>').replace(Aws.REGION, '<AWS::Region>').replace(Aws.ACCOUNT_ID, '<AWS::AccountId>')}]`,
        'The executions of this one state machine, whose names Step Functions makes up.',
      );
    }
    this.stateMachine = new CfnStateMachine(this, 'StateMachine', {
      stateMachineName: name,
      stateMachineType: 'STANDARD',
      roleArn: role.roleArn,
      definitionString: Stack.of(this).toJsonString(
        sweepDefinition(
          {
            listAccounts: props.listAccounts.lambda.functionArn,
            inspectAccounts: props.inspectAccounts.lambda.functionArn,
            closeSweep: props.closeSweep.lambda.functionArn,
          },
          Aws.PARTITION,
        ),
      ),
    });
    this.stateMachine.node.addDependency(role);
    acknowledge(
      this.stateMachine,
      'SF1',
      'Step Functions keeps the history of every execution for 90 days, the functions log what they did, and the ledger keeps it. A log group would need permissions on every log delivery of the account.',
    );
    acknowledge(
      this.stateMachine,
      'SF2',
      'Three steps a day, each with a log and an alarm of its own: there is nothing that a trace would add.',
    );
    this.addSchedule();
  }

  /** Early in the day in Europe, and not on the hour, when everybody else's schedules fire. */
  private addSchedule(): void {
    const role = this.roleFor(
      'SchedulerRole',
      `${physicalName('hub-scheduler')}-sweep`,
      'scheduler.amazonaws.com',
      'EventBridge Scheduler starts the sweep',
    );
    role.addToPolicy(statement('Start', ['states:StartExecution'], [this.stateMachine.attrArn]));
    new CfnSchedule(this, 'Schedule', {
      name,
      description: 'Starts the sweep over every account once a day',
      scheduleExpression: 'cron(17 4 * * ? *)',
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: this.stateMachine.attrArn,
        roleArn: role.roleArn,
        // Late is better than not at all; after six hours tomorrow's run is as good.
        retryPolicy: { maximumEventAgeInSeconds: 21_600, maximumRetryAttempts: 20 },
      },
    });
  }

  private roleFor(id: string, roleName: string, service: string, description: string): Role {
    return new Role(this, id, {
      roleName,
      path: rolePath,
      description,
      assumedBy: new ServicePrincipal(service, {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    });
  }
}

const statement = (
  sid: string,
  actions: readonly string[],
  resources: readonly string[],
): PolicyStatement =>
  new PolicyStatement({
    sid,
    effect: Effect.ALLOW,
    actions: [...actions],
    resources: [...resources],
  });

const states = (resource: string): string =>
  `arn:${Aws.PARTITION}:states:${Aws.REGION}:${Aws.ACCOUNT_ID}:${resource}`;
