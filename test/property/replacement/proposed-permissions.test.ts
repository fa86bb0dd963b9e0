import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { AccessKeyId } from '../../../src/core/model/ids.ts';
import type { Instant } from '../../../src/core/model/instant.ts';
import { resourcesForAction } from '../../../src/core/permissions/action-traits.ts';
import { coverageOf, isDeniedOnly } from '../../../src/core/permissions/coverage-of.ts';
import { decidePermission } from '../../../src/core/permissions/decide-permission.ts';
import type { Permissions } from '../../../src/core/permissions/permissions.ts';
import { proposePermissions } from '../../../src/core/replacement/propose-permissions.ts';
import type { ActionUse, KeyUsage } from '../../../src/core/usage/key-usage.ts';

const account = '111122223333';
const name = fc.stringMatching(/^[a-z][a-z0-9-]{2,12}$/);
const key = fc.stringMatching(/^[A-Za-z0-9*?$ ._-]{1,12}$/);
const resources: Readonly<Record<string, fc.Arbitrary<readonly string[]>>> = {
  s3: fc
    .tuple(name, key)
    .map(([bucket, object]) => [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/${object}`]),
  dynamodb: name.map((table) => [`arn:aws:dynamodb:eu-west-1:${account}:table/${table}`]),
  sqs: name.map((queue) => [`arn:aws:sqs:eu-west-1:${account}:${queue}`]),
  logs: fc
    .tuple(name, key)
    .map(([group, stream]) => [
      `arn:aws:logs:eu-west-1:${account}:log-group:${group}:log-stream:${stream}`,
    ]),
  iam: name.map((role) => [`arn:aws:iam::${account}:role/${role}`]),
  ec2: name.map((id) => [`arn:aws:ec2:eu-west-1:${account}:instance/i-${id}`]),
};
const actionNames: Readonly<Record<string, readonly string[]>> = {
  s3: ['PutObject', 'GetObject', 'ListBucket', 'ListAllMyBuckets', 'PutBucketPolicy'],
  dynamodb: ['PutItem', 'Query', 'ListTables'],
  sqs: ['SendMessage', 'ListQueues'],
  logs: ['CreateLogStream', 'PutLogEvents', 'DescribeLogGroups'],
  iam: ['PassRole', 'GetRole', 'ListRoles'],
  ec2: ['StartInstances', 'DescribeInstances'],
};

const use: fc.Arbitrary<ActionUse> = fc.constantFrom(...Object.keys(actionNames)).chain((service) =>
  fc.record({
    action: fc.constantFrom(...(actionNames[service] ?? [])).map((each) => `${service}:${each}`),
    service: fc.constant(service),
    count: fc.integer({ min: 1, max: 500 }),
    denied: fc.constantFrom(0, 0, 0, 500),
    resources: fc
      .array(resources[service] ?? fc.constant([]), { maxLength: 6 })
      .map((lists) => [...new Set(lists.flat())]),
    allResourcesKnown: fc.boolean(),
    lastAt: fc.constant('2026-11-20T00:00:00.000Z' as Instant),
    origin: fc.constantFrom('record' as const, 'last-accessed' as const),
  }),
);
const uses = fc.uniqueArray(use, { selector: ({ action }) => action, maxLength: 16 });

const usageOf = (actions: readonly ActionUse[]): KeyUsage => ({
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE' as AccessKeyId,
  read: [],
  records: 1,
  actions,
  userAgents: [],
  addresses: [],
  regions: [],
  hours: [],
  days: [],
});

const permissionsOf = (documents: readonly string[]): Permissions => ({
  policies: documents.map((document, index) => ({ name: `p${index}`, document })),
  boundary: null,
});

const documentsFor = (actions: readonly ActionUse[]) =>
  proposePermissions(usageOf(actions))?.documents ?? [];

it('every action that was seen and not denied is allowed, on every resource that was seen', () => {
  fc.assert(
    fc.property(uses, (actions) => {
      const permissions = permissionsOf(documentsFor(actions));
      for (const each of actions.filter((action) => !isDeniedOnly(action))) {
        const { action } = each;
        if (each.resources.length === 0 || !each.allResourcesKnown) {
          expect([action, decidePermission(permissions, { action })]).toEqual([action, 'allowed']);
        }
        for (const resource of resourcesForAction(action, each.resources)) {
          expect([action, resource, decidePermission(permissions, { action, resource })]).toEqual([
            action,
            resource,
            'allowed',
          ]);
        }
      }
      const { missing } = coverageOf(permissions, usageOf(actions));
      expect(missing).toEqual([]);
    }),
  );
});

it('no action is allowed that was not seen, and none with a wildcard', () => {
  fc.assert(
    fc.property(uses, (actions) => {
      const seen = new Set(actions.filter((each) => !isDeniedOnly(each)).map((a) => a.action));
      for (const document of documentsFor(actions)) {
        const { Statement } = JSON.parse(document) as {
          Statement: readonly { Sid: string; Action: readonly string[] }[];
        };
        for (const { Sid, Action } of Statement) {
          expect(Sid).toMatch(/^[A-Za-z0-9]+$/);
          for (const action of Action) expect([action, seen.has(action)]).toEqual([action, true]);
        }
        const sids = Statement.map(({ Sid }) => Sid);
        expect(new Set(sids).size).toBe(sids.length);
      }
    }),
  );
});

it('what is seen later never takes away an action that is needed', () => {
  fc.assert(
    fc.property(uses, uses, (before, later) => {
      const known = new Set(before.map(({ action }) => action));
      const all = [...before, ...later.filter(({ action }) => !known.has(action))];
      const permissions = permissionsOf(documentsFor(all));
      for (const { action } of before.filter((each) => !isDeniedOnly(each))) {
        const decision = decidePermission(permissions, { action, resource: { some: true } });
        expect([action, decision]).toEqual([action, 'allowed']);
      }
    }),
  );
});

it('no policy is over the size that IAM takes', () => {
  const many = Array.from(
    { length: 400 },
    (_, index): ActionUse => ({
      action: `dynamodb:Action${index}WithALongName`,
      service: 'dynamodb',
      count: 1,
      denied: 0,
      resources: Array.from(
        { length: 20 },
        (_, at) =>
          `arn:aws:dynamodb:eu-west-1:${account}:table/table-${index % 7}-${at}-${'x'.repeat(60)}`,
      ),
      allResourcesKnown: true,
      lastAt: '2026-11-20T00:00:00.000Z' as Instant,
      origin: 'record',
    }),
  );
  const documents = documentsFor(many);
  expect(documents.length).toBeGreaterThan(1);
  for (const document of documents) {
    expect(document.replace(/\s/g, '').length).toBeLessThanOrEqual(6144);
  }
  const permissions = permissionsOf(documents);
  for (const { action, resources: arns } of many.slice(0, 20)) {
    for (const resource of arns) {
      expect(decidePermission(permissions, { action, resource })).toBe('allowed');
    }
  }
});
