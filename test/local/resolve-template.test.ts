import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { resolveTemplate } from '../../src/local/aws/template/resolve-template.ts';

interface Case {
  readonly name: string;
  readonly value: unknown;
  readonly resolved?: unknown;
  readonly error?: string;
}

const cases = JSON.parse(
  readFileSync(join(import.meta.dirname, 'resolve-template.json'), 'utf8'),
) as readonly Case[];

const isHere = { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'us-east-1'] };

/** Resolves a value as the property of a resource in a stack that has one of everything. */
const resolved = (value: unknown): unknown => {
  const { resources } = resolveTemplate(
    {
      stackName: 'lastkey-hub',
      accountId: '111111111111',
      region: 'us-east-1',
      parameters: { Given: 'yes' },
      template: {
        Parameters: {
          Mode: { Type: 'String', Default: 'observe' },
          Given: { Type: 'String', Default: 'no' },
          Units: { Type: 'CommaDelimitedList', Default: 'ou-1,ou-2' },
          Missing: { Type: 'String' },
        },
        Conditions: {
          IsHere: isHere,
          IsElsewhere: { 'Fn::Not': [{ Condition: 'IsHere' }] },
          Both: { 'Fn::And': [{ Condition: 'IsHere' }, { Condition: 'IsElsewhere' }] },
          Either: { 'Fn::Or': [{ Condition: 'IsElsewhere' }, isHere] },
        },
        Mappings: { Sizes: { 'us-east-1': { memory: 512 } } },
        Resources: {
          Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'changed' } },
          Unnamed: { Type: 'AWS::DynamoDB::Table' },
          Role: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'reader', Path: '/lastkey/' } },
          Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'lastkey' } },
          Rule: {
            Type: 'AWS::Events::Rule',
            Properties: { Name: 'changed', EventBusName: { Ref: 'Bus' } },
          },
          Alarm: { Type: 'AWS::CloudWatch::Alarm' },
          Subject: { Type: 'Test::Subject', Properties: { value } },
          Elsewhere: { Type: 'Test::Elsewhere', Condition: 'IsElsewhere' },
        },
      },
    },
    (name) => `http://queue/${name}`,
  );
  expect(resources.map(({ type }) => type)).not.toContain('Test::Elsewhere');
  return resources.find(({ type }) => type === 'Test::Subject')?.properties['value'];
};

describe('a template', () => {
  it.each(cases)('$name', ({ value, resolved: expected, error }) => {
    if (error === undefined) expect(resolved(value)).toEqual(expected);
    else expect(() => resolved(value)).toThrow(error);
  });
});
