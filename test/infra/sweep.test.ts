import { beforeAll, describe, expect, it } from 'vitest';
import { organizationPattern } from '../../src/core/events/organization-events.ts';
import { permissionsOf } from './permission-list.ts';
import { synthesis } from './synthesize.ts';
import { resourcesOf, type Template, textOf, theResource } from './template.ts';

let hub: Template;
let member: Template;
beforeAll(() => {
  ({ hub, member } = synthesis());
});

/** The definition as Step Functions gets it, with functions by their name. */
const definition = () =>
  JSON.parse(
    textOf(
      hub,
      theResource(hub, 'AWS::StepFunctions::StateMachine').Properties['DefinitionString'],
    ),
  );
const alarm = (name: string) =>
  theResource(hub, 'AWS::CloudWatch::Alarm', 'AlarmName', `lastkey-${name}`).Properties;

describe('the sweep', () => {
  it('starts once a day, through a role that can start nothing else', () => {
    const schedule = theResource(hub, 'AWS::Scheduler::Schedule', 'Name', 'lastkey-sweep');
    expect(schedule.Properties['ScheduleExpression']).toMatch(/^cron\(\d+ \d+ \* \* \? \*\)$/);
    const allowed = permissionsOf(hub).filter(({ role }) =>
      role.endsWith('/lastkey-hub-scheduler-sweep'),
    );
    expect(allowed.map(({ action }) => action)).toEqual(['states:StartExecution']);
  });

  it('lists, inspects in batches, and closes', () => {
    const { StartAt, States } = definition();
    expect([StartAt, States.ListAccounts.Next, States.InspectAccounts.Next]).toEqual([
      'ListAccounts',
      'InspectAccounts',
      'CloseSweep',
    ]);
    expect(States.CloseSweep.End).toBe(true);
    expect(theResource(hub, 'AWS::StepFunctions::StateMachine').Properties).toMatchObject({
      StateMachineType: 'STANDARD',
    });
  });

  it('reads on when batches fail, and is no faster than STS allows the hub', () => {
    const { InspectAccounts } = definition().States;
    expect(InspectAccounts).toMatchObject({
      Type: 'Map',
      ToleratedFailurePercentage: 100,
      ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } },
    });
    expect(InspectAccounts.MaxConcurrency).toBeGreaterThan(0);
  });

  it('passes nothing but ids and counts from state to state', () => {
    const { States } = definition();
    expect(Object.keys(States.ListAccounts.ResultSelector)).toEqual(['startedAt.$', 'batches.$']);
    expect(States.InspectAccounts.ResultPath).toBeNull();
    const { InspectBatch } = States.InspectAccounts.ItemProcessor.States;
    expect(Object.keys(InspectBatch.ResultSelector)).toEqual(['read.$', 'failed.$']);
  });

  it('tries each step again, and Lambda under load more often', () => {
    const { States } = definition();
    for (const step of [
      States.ListAccounts,
      States.InspectAccounts.ItemProcessor.States.InspectBatch,
      States.CloseSweep,
    ]) {
      expect(step.Retry.at(-1)).toMatchObject({ ErrorEquals: ['States.ALL'], MaxAttempts: 2 });
      expect(step.Retry[0].ErrorEquals).toContain('Lambda.TooManyRequestsException');
    }
  });

  it('runs as a role that can call its three functions and run its own batches', () => {
    const allowed = permissionsOf(hub)
      .filter(({ role }) => role === 'lastkey/lastkey-sweep')
      .map(
        ({ action, resource }) =>
          `${action} ${resource.replace(/^arn:.*:(execution|stateMachine):/, '$1:')}`,
      );
    expect(allowed.sort()).toEqual([
      'lambda:InvokeFunction function lastkey-close-sweep',
      'lambda:InvokeFunction function lastkey-inspect-accounts',
      'lambda:InvokeFunction function lastkey-list-accounts',
      'states:DescribeExecution execution:lastkey-sweep/*',
      'states:DescribeExecution execution:lastkey-sweep:*',
      'states:RedriveExecution execution:lastkey-sweep/*',
      'states:RedriveExecution execution:lastkey-sweep:*',
      'states:StartExecution stateMachine:lastkey-sweep',
      'states:StopExecution execution:lastkey-sweep/*',
      'states:StopExecution execution:lastkey-sweep:*',
    ]);
  });

  it('rings when a run does not end, when none begins, and when an account stays unread', () => {
    expect(alarm('sweep-not-started')).toMatchObject({
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'breaching',
      EvaluationPeriods: 5,
      Period: 6 * 3600,
    });
    const metrics = JSON.stringify(alarm('sweep-not-finished')['Metrics']);
    for (const name of ['ExecutionsFailed', 'ExecutionsTimedOut', 'ExecutionsAborted']) {
      expect(metrics).toContain(name);
    }
    expect(alarm('accounts-not-read')).toMatchObject({
      MetricName: 'AccountsNotRead',
      Dimensions: [{ Name: 'service', Value: 'close-sweep' }],
    });
  });
});

describe('the list of accounts', () => {
  it('is renewed when an account joins, leaves or moves', () => {
    const ours = [hub, member].map((template) =>
      resourcesOf(template, 'AWS::Events::Rule').filter(
        ({ Properties }) => Properties['EventPattern'].source[0] === 'aws.organizations',
      ),
    );
    for (const rules of ours) {
      expect(rules.map(({ Properties }) => Properties['EventPattern'])).toEqual([
        organizationPattern,
      ]);
    }
    expect(ours[1]?.[0]?.Condition).toBe('IsRegionOfIamEvents');
    expect(textOf(hub, ours[0]?.[0]?.Properties['Targets'][0].Arn)).toBe(
      'queue lastkey-list-accounts',
    );
  });

  it('is renewed once for many events', () => {
    const mapping = resourcesOf(hub, 'AWS::Lambda::EventSourceMapping').find(
      ({ Properties }) =>
        textOf(hub, Properties['FunctionName']) === 'function lastkey-list-accounts',
    );
    expect(mapping?.Properties).toMatchObject({
      BatchSize: 1000,
      MaximumBatchingWindowInSeconds: 60,
      ScalingConfig: { MaximumConcurrency: 2 },
    });
  });
});
