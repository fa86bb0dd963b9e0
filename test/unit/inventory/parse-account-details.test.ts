import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAccountDetails } from '../../../src/core/inventory/parse-account-details.ts';
import { instantOf } from '../../../src/core/model/instant.ts';

const at = instantOf(Date.parse('2026-11-23T10:00:00Z'));
const arnOf = (kind: string, name: string) => `arn:aws:iam::111122223333:${kind}/${name}`;
const document = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*' }] };
const json = JSON.stringify(document);

const user = (fields: Readonly<Record<string, unknown>> = {}) => ({
  UserName: 'deployer',
  Path: '/ci/',
  Arn: arnOf('user', 'ci/deployer'),
  CreateDate: '2024-01-10T08:00:00+00:00',
  GroupList: [],
  AttachedManagedPolicies: [],
  ...fields,
});
const output = (fields: Readonly<Record<string, unknown>>) => ({
  UserDetailList: [],
  GroupDetailList: [],
  RoleDetailList: [],
  Policies: [],
  IsTruncated: false,
  ...fields,
});
const policy = (name: string, versions: readonly Readonly<Record<string, unknown>>[]) => ({
  PolicyName: name,
  Arn: arnOf('policy', name),
  DefaultVersionId: 'v2',
  PolicyVersionList: versions,
});
const attached = (name: string) => ({ PolicyName: name, PolicyArn: arnOf('policy', name) });

const parsed = (value: unknown) => {
  const read = parseAccountDetails(value, at);
  if (read.status !== 'parsed') throw new Error(`expected it to parse, got ${read.got}`);
  return read;
};
const onlyUser = (value: unknown) => parsed(value).details.users[0];

describe('the output of GetAccountAuthorizationDetails', () => {
  it.each([
    ['an object, as the AWS CLI writes it', document],
    ['JSON text', json],
    ['URL-encoded text, as the API answers', encodeURIComponent(json)],
  ])('has policy documents as %s', (_, written) => {
    const found = onlyUser(
      output({
        UserDetailList: [user({ UserPolicyList: [{ PolicyName: 'p', PolicyDocument: written }] })],
      }),
    );
    expect(found).toMatchObject({
      userName: 'deployer',
      path: '/ci/',
      createdAt: '2024-01-10T08:00:00.000Z',
      tags: {},
      permissions: {
        known: true,
        value: { policies: [{ name: 'p', document: json }], boundary: null },
      },
    });
  });

  it('gives a user the policies of its groups, the default version of each, and its boundary', () => {
    const found = onlyUser(
      output({
        UserDetailList: [
          user({
            GroupList: ['admins'],
            AttachedManagedPolicies: [attached('own')],
            PermissionsBoundary: { PermissionsBoundaryArn: arnOf('policy', 'limit') },
            Tags: [
              { Key: 'owner', Value: 'a@example.com' },
              { Key: '__proto__', Value: 'x' },
            ],
          }),
        ],
        GroupDetailList: [
          {
            GroupName: 'admins',
            GroupPolicyList: [{ PolicyName: 'inline', PolicyDocument: document }],
            AttachedManagedPolicies: [attached('own'), attached('shared')],
          },
        ],
        Policies: ['own', 'shared', 'limit'].map((name) =>
          policy(name, [
            { VersionId: 'v1', Document: { Old: name } },
            { VersionId: 'v2', Document: { New: name } },
          ]),
        ),
      }),
    );
    const permissions = found?.permissions;
    expect(permissions?.known && permissions.value).toEqual({
      policies: [
        { name: arnOf('policy', 'own'), document: '{"New":"own"}' },
        { name: 'inline', document: json },
        { name: arnOf('policy', 'shared'), document: '{"New":"shared"}' },
      ],
      boundary: { name: arnOf('policy', 'limit'), document: '{"New":"limit"}' },
    });
    expect(found?.tags['owner']).toBe('a@example.com');
  });

  it.each([
    ['a managed policy', { AttachedManagedPolicies: [attached('gone')] }, /policy\/gone is not in/],
    ['a group', { GroupList: ['gone'] }, /group gone is not in/],
    [
      'a boundary',
      { PermissionsBoundary: { PermissionsBoundaryArn: arnOf('policy', 'gone') } },
      /boundary .*gone is not in/,
    ],
    ['the attached policies', { AttachedManagedPolicies: undefined }, /does not list the attached/],
    [
      'a document',
      { UserPolicyList: [{ PolicyName: 'p', PolicyDocument: '%7B%' }] },
      /p has no readable document/,
    ],
  ])('leaves permissions unknown when %s is not in it', (_, fields, reason) => {
    const found = onlyUser(output({ UserDetailList: [user(fields)] }));
    expect(found?.permissions).toMatchObject({
      known: false,
      reason: expect.stringMatching(reason),
    });
  });

  it('reads roles with trust, tags and last use, service roles included', () => {
    const { details } = parsed(
      output({
        RoleDetailList: [
          {
            RoleName: 'deploy',
            Arn: arnOf('role', 'deploy'),
            AssumeRolePolicyDocument: encodeURIComponent(json),
            AttachedManagedPolicies: [],
            Tags: [{ Key: 'team', Value: 'x' }],
            RoleLastUsed: { LastUsedDate: '2026-11-20T00:00:00Z', Region: 'eu-west-1' },
          },
          {
            Arn: arnOf('role', 'aws-service-role/x'),
            AssumeRolePolicyDocument: document,
            AttachedManagedPolicies: [],
            RoleLastUsed: {},
          },
        ],
      }),
    );
    expect(details.roles).toMatchObject([
      { trustPolicy: json, tags: { team: 'x' }, lastUsedAt: '2026-11-20T00:00:00.000Z' },
      { arn: arnOf('role', 'aws-service-role/x'), lastUsedAt: null },
    ]);
  });

  it('takes pages together, and says when the last one is missing', () => {
    const first = { UserDetailList: [user()], IsTruncated: true, Marker: 'x' };
    const last = output({ UserDetailList: [user({ UserName: 'other' })] });
    const both = parsed([first, last]);
    expect(both.details.users.map(({ userName }) => userName)).toEqual(['deployer', 'other']);
    expect(both.incomplete).toBeUndefined();
    expect(parsed(first).incomplete).toMatch(/truncated/);
    expect(parsed({ UserDetailList: [] }).incomplete).toMatch(/no RoleDetailList/);
  });

  it('names entries that are no user or role, and outputs that are something else', () => {
    expect(
      parsed(output({ UserDetailList: [{ UserName: 'x' }], RoleDetailList: [{}] })).faults,
    ).toEqual([
      expect.stringMatching(/^UserDetailList\[0\]: got no/),
      expect.stringMatching(/^RoleDetailList\[0\]: got no/),
    ]);
    expect(parseAccountDetails({ Users: [] }, at)).toMatchObject({
      status: 'unreadable',
      got: 'an object with Users',
    });
  });

  it('answers any JSON without throwing', () => {
    const anything = fc.oneof(
      fc.jsonValue(),
      fc.record(
        {
          UserDetailList: fc.array(fc.jsonValue()),
          RoleDetailList: fc.array(
            fc.dictionary(fc.constantFrom('Arn', 'Tags', 'RoleLastUsed'), fc.jsonValue()),
          ),
          GroupDetailList: fc.jsonValue(),
          Policies: fc.array(
            fc.dictionary(fc.constantFrom('Arn', 'PolicyVersionList'), fc.jsonValue()),
          ),
        },
        { requiredKeys: [] },
      ),
    );
    fc.assert(
      fc.property(anything, (value) => {
        expect(['parsed', 'unreadable']).toContain(parseAccountDetails(value, at).status);
      }),
    );
  });
});
