import { readdirSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Environments } from '../../infra/environments.ts';
import { watchedEvents } from '../../src/core/events/watched-events.ts';
import { permissionsOf } from './permission-list.ts';
import { functionNames, type Synthesis, synthesis } from './synthesize.ts';
import { resourcesOf, type Template, textOf, theResource } from './template.ts';

let made: Synthesis;
let hub: Template;
beforeAll(() => {
  made = synthesis();
  hub = made.hub;
});

const functionOf = (name: string) =>
  theResource(hub, 'AWS::Lambda::Function', 'FunctionName', `lastkey-${name}`);
const queueOf = (name: string) =>
  theResource(hub, 'AWS::SQS::Queue', 'QueueName', `lastkey-${name}`);
const ruleOf = (name: string) =>
  theResource(hub, 'AWS::Events::Rule', 'Name', `lastkey-${name}`).Properties;

describe('every function', () => {
  it('is a folder of lambdas, and every folder is a function', () => {
    const folders = readdirSync('lambdas', { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name);
    expect(folders.sort()).toEqual([...functionNames].sort());
    expect(
      resourcesOf(hub, 'AWS::Lambda::Function').map(({ Properties }) => Properties['FunctionName']),
    ).toHaveLength(functionNames.length);
  });

  it.each(functionNames)('%s gets every variable that it reads, and no other', async (name) => {
    const { environmentSchema } = await import(`../../lambdas/${name}/env.ts`);
    const given = functionOf(name).Properties['Environment'].Variables as Record<string, unknown>;
    const read = Object.keys(environmentSchema.shape);
    const text = Object.fromEntries(
      Object.entries(given).map(([key, value]) => [
        key,
        // A parameter stands for one of its allowed values.
        key === 'DEPLOYED_MODE' ? 'observe' : textOf(hub, value),
      ]),
    );
    expect(environmentSchema.safeParse(text).success).toBe(true);
    expect(Object.keys(given).filter((key) => !key.startsWith('POWERTOOLS_'))).toEqual(
      read.filter((key) => key in given),
    );
  });

  it.each(functionNames)('%s runs on Node 24 and arm64 and keeps its log for a while', (name) => {
    const { Properties } = functionOf(name);
    expect(Properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'] });
    const log = hub.Resources[Properties['LoggingConfig'].LogGroup.Ref];
    expect(log?.Properties['RetentionInDays']).toBeGreaterThanOrEqual(30);
  });

  it.each(functionNames)('%s keeps what it gives up on', (name) => {
    const { Properties, id } = functionOf(name);
    const mapping = resourcesOf(hub, 'AWS::Lambda::EventSourceMapping').find(
      (each) => each.Properties['FunctionName'].Ref === id,
    );
    const kept =
      mapping === undefined
        ? Properties['DeadLetterConfig'].TargetArn
        : queueOf(name).Properties['RedrivePolicy'].deadLetterTargetArn;
    expect(textOf(hub, kept)).toBe(`queue lastkey-${name}-dead-letter`);
    expect(queueOf(`${name}-dead-letter`).Properties['MessageRetentionPeriod']).toBe(1_209_600);
  });

  it('fails alone in its batch, and has time to finish before a message comes back', () => {
    const mappings = resourcesOf(hub, 'AWS::Lambda::EventSourceMapping');
    expect(mappings).toHaveLength(12);
    for (const { Properties } of mappings) {
      expect(Properties['FunctionResponseTypes']).toEqual(['ReportBatchItemFailures']);
      const queue = hub.Resources[Properties['EventSourceArn']['Fn::GetAtt'][0]];
      const timeout = hub.Resources[Properties['FunctionName'].Ref]?.Properties['Timeout'];
      expect(queue?.Properties['VisibilityTimeout']).toBeGreaterThanOrEqual(6 * timeout);
    }
  });

  it('federation-used collects logins, up to 1000 in 30 seconds', () => {
    const mapping = resourcesOf(hub, 'AWS::Lambda::EventSourceMapping').find(
      ({ Properties }) =>
        textOf(hub, Properties['FunctionName']) === 'function lastkey-federation-used',
    );
    expect(mapping?.Properties).toMatchObject({
      BatchSize: 1000,
      MaximumBatchingWindowInSeconds: 30,
    });
  });

  it('cannot be made with a variable missing: this would not compile', () => {
    // @ts-expect-error NOTIFY_QUEUE_URL and SLACK_SECRET_ARN are missing
    const forgotten: Environments['notify'] = { CASE_TABLE: 'cases', LEDGER_TABLE: 'ledger' };
    expect(forgotten).toBeDefined();
  });
});

describe('the bus', () => {
  const statements = () =>
    theResource(hub, 'AWS::Events::EventBus').Properties['Policy'].Statement as {
      Effect: string;
      Condition: Record<string, Record<string, unknown>>;
    }[];

  it('takes from the organization what AWS says, and nothing else', () => {
    const allowed = statements().filter(({ Effect }) => Effect === 'Allow');
    expect(allowed).toHaveLength(1);
    expect(allowed[0]?.Condition).toEqual({
      StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorgid' },
      'ForAllValues:StringEquals': {
        'events:source': ['aws.iam', 'aws.sts', 'aws.organizations', 'aws.health'],
      },
    });
  });

  it('takes the word of lastkey from its own functions only', () => {
    const [denied] = statements().filter(({ Effect }) => Effect === 'Deny');
    expect(denied?.Condition['ForAnyValue:StringEquals']).toEqual({ 'events:source': 'lastkey' });
    const roles = denied?.Condition['ArnNotEquals']?.['aws:PrincipalArn'] ?? [];
    const speakers = [roles].flat().map((arn) => textOf(hub, arn).split(':role/')[1]);
    const mayPut = permissionsOf(hub)
      .filter(({ action }) => action === 'events:PutEvents')
      .map(({ role }) => role);
    expect(speakers.sort()).toEqual(mayPut.sort());
  });

  it('archives changes and not logins, whose records carry session tokens', () => {
    expect(theResource(hub, 'AWS::Events::Archive').Properties['EventPattern']).toEqual({
      source: ['aws.iam', 'aws.health', 'lastkey'],
    });
  });

  it.each(Object.entries(watchedEvents))('brings %s to one queue', (eventName, { flow }) => {
    const rules = resourcesOf(hub, 'AWS::Events::Rule').filter(
      ({ Properties }) =>
        Properties['EventPattern'].detail?.eventName?.includes(eventName) &&
        Properties['Name'] !== 'lastkey-watch-provider',
    );
    expect(rules).toHaveLength(1);
    const [target] = rules[0]?.Properties['Targets'] ?? [];
    expect(textOf(hub, target.Arn)).toBe(`queue lastkey-${flow}`);
    expect(textOf(hub, target.DeadLetterConfig.Arn)).toBe(`queue lastkey-${flow}-dead-letter`);
  });

  it('has a changed OIDC provider looked at, and one that is gone left alone', () => {
    const { EventPattern: pattern, Targets: targets } = ruleOf('watch-provider');
    expect(textOf(hub, targets[0].Arn)).toBe('queue lastkey-watch-provider');
    expect(pattern.detail.eventName).toContain('CreateOpenIDConnectProvider');
    expect(pattern.detail.eventName).not.toContain('DeleteOpenIDConnectProvider');
  });

  it('brings exposed keys to key-exposed, and of all attached policies the quarantine only', () => {
    expect(textOf(hub, ruleOf('credential-risk')['Targets'][0].Arn)).toBe(
      'queue lastkey-key-exposed',
    );
    expect(ruleOf('key-exposed')['EventPattern'].detail.requestParameters).toEqual({
      policyArn: [{ wildcard: 'arn:*:iam::aws:policy/AWSCompromisedKeyQuarantine*' }],
    });
  });

  it('brings the events of lastkey to notify', () => {
    expect(ruleOf('notify')['EventPattern']).toEqual({ source: ['lastkey'] });
    expect(textOf(hub, ruleOf('notify')['Targets'][0].Arn)).toBe('queue lastkey-notify');
  });

  it('sees read-only events where the rule carries one', () => {
    expect(ruleOf('federation-used')['State']).toBe(
      'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS',
    );
    expect(ruleOf('access-key-changed')['State']).toBe('ENABLED');
  });
});

describe('every queue', () => {
  it('is encrypted and takes no message over plain HTTP', () => {
    for (const { Properties, id } of resourcesOf(hub, 'AWS::SQS::Queue')) {
      expect(Properties['SqsManagedSseEnabled']).toBe(true);
      const policy = resourcesOf(hub, 'AWS::SQS::QueuePolicy').find(
        (each) => each.Properties['Queues'][0].Ref === id,
      );
      expect(JSON.stringify(policy)).toContain('"aws:SecureTransport":"false"');
    }
  });
});

describe('the tables', () => {
  it('are kept when the stack goes, and can be restored to any second', () => {
    for (const table of resourcesOf(hub, 'AWS::DynamoDB::Table')) {
      expect(table.DeletionPolicy).toBe('Retain');
      expect(table.Properties).toMatchObject({
        BillingMode: 'PAY_PER_REQUEST',
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      });
    }
  });

  it('find cases by what is due and by recommended role', () => {
    const cases = theResource(hub, 'AWS::DynamoDB::Table', 'TableName', 'lastkey-cases').Properties;
    expect(keysOf(cases['KeySchema'])).toEqual(['pk', 'sk']);
    expect(cases['TimeToLiveSpecification'].AttributeName).toBe('expiresAt');
    const indexes = (
      cases['GlobalSecondaryIndexes'] as {
        IndexName: string;
        KeySchema: { AttributeName: string }[];
        Projection: { ProjectionType: string };
      }[]
    ).map((index) => [index.IndexName, keysOf(index.KeySchema), index.Projection.ProjectionType]);
    expect(indexes).toEqual([
      ['by-next-step', ['nextStepShard', 'nextStepAt'], 'ALL'],
      ['by-role', ['replacementRoleArn', 'sk'], 'ALL'],
    ]);
  });

  it('let nobody change or delete an entry of the ledger', () => {
    const ledger = theResource(hub, 'AWS::DynamoDB::Table', 'TableName', 'lastkey-ledger');
    expect(keysOf(ledger.Properties['KeySchema'])).toEqual(['day', 'id']);
    const [denied] = ledger.Properties['ResourcePolicy'].PolicyDocument.Statement;
    expect(denied).toMatchObject({ Effect: 'Deny', Principal: { AWS: '*' } });
    expect(denied.Action).toEqual(
      expect.arrayContaining([
        'dynamodb:UpdateItem',
        'dynamodb:DeleteItem',
        'dynamodb:BatchWriteItem',
        'dynamodb:PartiQLUpdate',
        'dynamodb:PartiQLDelete',
      ]),
    );
  });
});

const keysOf = (schema: readonly { AttributeName: string }[]) =>
  schema.map(({ AttributeName }) => AttributeName);

describe('the rest of the hub', () => {
  it('lets Slack post interactions, throttled and logged, and nothing else', () => {
    const routes = resourcesOf(hub, 'AWS::ApiGatewayV2::Route');
    expect(routes.map(({ Properties }) => Properties['RouteKey'])).toEqual([
      'POST /slack/interactions',
    ]);
    const stage = theResource(hub, 'AWS::ApiGatewayV2::Stage').Properties;
    expect(stage['DefaultRouteSettings'].ThrottlingRateLimit).toBeLessThanOrEqual(100);
    expect(stage['AccessLogSettings'].DestinationArn).toBeDefined();
  });

  it.each([
    ['advance-cases', 'rate(1 hour)'],
    ['watch-thumbprints', 'rate(6 hours)'],
  ])('calls %s at a %s', (name, rate) => {
    const schedule = theResource(
      hub,
      'AWS::Scheduler::Schedule',
      'Name',
      `lastkey-${name}`,
    ).Properties;
    expect(schedule['ScheduleExpression']).toBe(rate);
    expect(textOf(hub, schedule['Target'].Arn)).toBe(`function lastkey-${name}`);
  });

  it('sends the digest when the configuration says, where its people are', () => {
    const schedule = theResource(
      hub,
      'AWS::Scheduler::Schedule',
      'Name',
      'lastkey-digest',
    ).Properties;
    expect(schedule['ScheduleExpression']).toBe('cron(0 9 ? * MON *)');
    expect(schedule['ScheduleExpressionTimezone']).toBe('Europe/London');
    expect(textOf(hub, schedule['Target'].Arn)).toBe('function lastkey-digest');
  });

  it('acts only when deployed to, and not when the stop switch says stop', () => {
    expect(hub.Parameters['DeployedMode']?.Default).toBe('observe');
    expect(theResource(hub, 'AWS::SSM::Parameter').Properties).toMatchObject({
      Name: '/lastkey/stop-switch',
      Value: 'go',
    });
  });

  it('puts no secret into the template', () => {
    const secret = theResource(hub, 'AWS::SecretsManager::Secret').Properties;
    expect(secret['SecretString'] ?? secret['GenerateSecretString']).toBeUndefined();
  });

  it('deploys the member stack to every account and keeps deploying, IAM region first', () => {
    const set = theResource(hub, 'AWS::CloudFormation::StackSet').Properties;
    expect(set).toMatchObject({
      PermissionModel: 'SERVICE_MANAGED',
      AutoDeployment: { Enabled: true },
      CallAs: { Ref: 'StackSetCallAs' },
      OperationPreferences: {
        RegionConcurrencyType: 'SEQUENTIAL',
        RegionOrder: ['us-east-1', 'eu-west-1'],
      },
    });
    expect(set['StackInstancesGroup'][0]).toMatchObject({
      DeploymentTargets: { OrganizationalUnitIds: { Ref: 'OrganizationalUnits' } },
      Regions: ['us-east-1', 'eu-west-1'],
    });
    expect(JSON.parse(set['TemplateBody'])).toEqual(made.member);
    expect(set['TemplateBody'].length).toBeLessThan(51_200);
  });
});
