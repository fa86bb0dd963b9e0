import { Duration, Lazy, Stack } from 'aws-cdk-lib';
import { Archive, type CfnEventBus, EventBus } from 'aws-cdk-lib/aws-events';
import { AnyPrincipal, Effect, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { busName, functionRole } from './names.ts';
import type { OperatedFunction } from './operated-function.ts';

/**
 * The bus that every account sends to. Members may send what AWS itself says and nothing else: an
 * event with `source: lastkey` starts a notification, so only the hub's functions may make one.
 */
export class HubBus extends Construct {
  readonly bus: EventBus;
  private readonly writers: string[] = [];

  constructor(scope: Construct, id: string, props: { readonly organizationId: string }) {
    super(scope, id);
    this.bus = new EventBus(this, 'Bus', {
      eventBusName: busName,
      description: 'IAM and STS events of every account, and what lastkey made of them',
    });
    // By name: a policy inside the bus cannot refer to the bus.
    const arn = Stack.of(this).formatArn({
      service: 'events',
      resource: 'event-bus',
      resourceName: busName,
    });
    // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus-example-policy-cross-account-custom-bus-source.html
    // `events:source` has several values, and ForAllValues holds when there are none: the deny
    // below closes that for the one source that would do harm. The PutEvents API itself takes no
    // source that begins with `aws.`, so a member can only forward.
    const policy = new PolicyDocument({
      statements: [
        new PolicyStatement({
          sid: 'MembersForward',
          principals: [new AnyPrincipal()],
          actions: ['events:PutEvents'],
          resources: [arn],
          conditions: {
            StringEquals: { 'aws:PrincipalOrgID': props.organizationId },
            'ForAllValues:StringEquals': {
              'events:source': ['aws.iam', 'aws.sts', 'aws.organizations', 'aws.health'],
            },
          },
        }),
        new PolicyStatement({
          sid: 'OnlyLastkeySpeaksAsLastkey',
          effect: Effect.DENY,
          principals: [new AnyPrincipal()],
          actions: ['events:PutEvents'],
          resources: [arn],
          conditions: {
            'ForAnyValue:StringEquals': { 'events:source': 'lastkey' },
            ArnNotEquals: { 'aws:PrincipalArn': this.writerRoles() },
            // EventBridge itself, when it replays the archive.
            StringNotEqualsIfExists: { 'aws:PrincipalIsAWSService': 'true' },
          },
        }),
      ],
    });
    (this.bus.node.defaultChild as CfnEventBus).policy = policy;
    // Logins are left out: their records carry session tokens, which nothing of ours may keep.
    new Archive(this, 'Archive', {
      archiveName: busName,
      sourceEventBus: this.bus,
      description:
        'For replay after a fault: changes of keys, roles and providers, and our own events',
      eventPattern: { source: ['aws.iam', 'aws.health', 'lastkey'] },
      retention: Duration.days(30),
    });
  }

  grantPutEvents(operated: OperatedFunction): void {
    this.writers.push(functionRole(operated.name));
    operated.allow('PutEvents', ['events:PutEvents'], [this.bus.eventBusArn]);
  }

  /** ARNs of the functions that were granted to put events, known once the stack is complete. */
  private writerRoles() {
    return Lazy.list({
      produce: () =>
        this.writers.map((role) =>
          Stack.of(this).formatArn({
            service: 'iam',
            region: '',
            resource: 'role',
            resourceName: role,
          }),
        ),
    });
  }
}
