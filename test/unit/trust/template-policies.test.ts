import { describe, expect, it } from 'vitest';
import { readPolicies } from '../../../src/cli/trust/read-policies.ts';
import { judgedRole } from '../../../src/cli/trust/role-report.ts';

const github = 'token.actions.githubusercontent.com';
const exactSubject = 'repo:acme@77/shop@88:ref:refs/heads/main';

/** A template in YAML with one role: what it trusts, its conditions, and what stands beside it. */
const template = (parts: {
  readonly federated?: string;
  readonly equals?: string;
  readonly like?: string;
  readonly effect?: string;
  readonly beside?: string;
}) => `AWSTemplateFormatVersion: 2010-09-09
${parts.beside ?? ''}
Resources:
  Provider:
    Type: AWS::IAM::OIDCProvider
    Properties: { Url: https://${github}, ClientIdList: [sts.amazonaws.com] }
  Deploy:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: 2012-10-17
        Statement:
          - Effect: Allow
            Action: sts:AssumeRoleWithWebIdentity
            Principal:
              Federated: ${parts.federated ?? '!Ref Provider'}
            Condition:
              StringEquals:
                ${github}:aud: sts.amazonaws.com
                ${parts.equals === undefined ? '' : `${github}:sub: ${parts.equals}`}
              ${parts.like === undefined ? '' : `StringLike: { "${github}:sub": ${parts.like} }`}
`;

const judge = (text: string) =>
  readPolicies('t.yaml', text).map((found) => {
    expect(found.parsed).toMatchObject({ status: 'parsed' });
    if (found.parsed.status === 'unreadable') throw new Error(found.parsed.why);
    return judgedRole(found, found.parsed.policy).role;
  });
const verdictOf = (text: string) => judge(text)[0]?.verdict;
const unknownIn = (text: string) =>
  judge(text).flatMap(({ findings }) =>
    findings.filter(({ id }) => id === 'trust.template.unknown-value'),
  );

describe('what a template says itself', () => {
  it.each([
    ['a provider by Ref', { federated: '!Ref Provider', equals: exactSubject }],
    ['a provider by GetAtt', { federated: '!GetAtt Provider.Arn', equals: exactSubject }],
    [
      'an ARN with pseudo parameters',
      {
        federated: `!Sub arn:\${AWS::Partition}:iam::\${AWS::AccountId}:oidc-provider/${github}`,
        equals: exactSubject,
      },
    ],
    [
      'a joined subject',
      { equals: '!Join [":", [repo, "acme@77/shop@88", "ref", !Sub "refs/heads/main"]]' },
    ],
    ['a selected part', { equals: `!Select [1, !Split [",", "x,${exactSubject}"]]` }],
    [
      'a mapping',
      {
        beside: `Mappings: { Prod: { deploy: { subject: "${exactSubject}" } } }`,
        equals: '!FindInMap [Prod, deploy, subject]',
      },
    ],
    [
      'a parameter with one allowed value',
      {
        beside: 'Parameters: { Branch: { Type: String, AllowedValues: [main] } }',
        equals: `!Sub "repo:acme@77/shop@88:ref:refs/heads/\${Branch}"`,
      },
    ],
    ['a long form in YAML', { equals: '{ "Fn::Sub": "repo:acme@77/shop@88:environment:prod" }' }],
  ])('is resolved: %s', (_, parts) => {
    const text = template(parts);
    expect(verdictOf(text)).toBe('safe');
    expect(unknownIn(text)).toEqual([]);
  });

  it('keeps policy variables that Sub escapes', () => {
    const [found] = readPolicies('t.yaml', template({ equals: `!Sub "repo:a/\${!aws:username}"` }));
    expect(JSON.stringify(found?.document)).toContain(`repo:a/\${aws:username}`);
  });

  it('takes the same template in JSON, with a policy written as text', () => {
    const document = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: 'sts:AssumeRoleWithWebIdentity',
          Principal: { Federated: `arn:aws:iam::\${AWS::AccountId}:oidc-provider/${github}` },
          Condition: { StringEquals: { [`${github}:sub`]: exactSubject } },
        },
      ],
    });
    const resources = {
      Text: {
        Type: 'AWS::IAM::Role',
        Properties: { AssumeRolePolicyDocument: { 'Fn::Sub': document } },
      },
      Bucket: { Type: 'AWS::S3::Bucket' },
    };
    expect(judge(JSON.stringify({ Resources: resources }))).toMatchObject([
      { source: 't.yaml: Text', verdict: 'safe', providers: [github] },
    ]);
  });

  it('sees a key that stands twice', () => {
    const text = template({ equals: exactSubject }).replace(
      `${github}:aud: sts`,
      `${github}:sub: "*"\n                ${github}:aud: sts`,
    );
    expect(judge(text)[0]?.findings.map(({ id }) => id)).toContain('trust.oidc.duplicate-key');
  });
});

describe('what only a deployment knows', () => {
  const beside = (more = '') => `Parameters: { Branch: { Type: String${more} } }`;
  const onBranch = `!Sub "repo:acme@77/shop@88:ref:refs/heads/\${Branch}"`;

  it.each([
    ['a parameter', { beside: beside(), like: onBranch }],
    ['a parameter with a default', { beside: beside(', Default: main'), like: onBranch }],
    ['a parameter compared as a whole', { beside: beside(), equals: onBranch }],
    ['an import', { equals: '!ImportValue DeploySubject' }],
    ['a dynamic reference', { equals: '"{{resolve:ssm:/deploy/subject}}"' }],
    [
      'a stored parameter',
      {
        beside: 'Parameters: { S: { Type: "AWS::SSM::Parameter::Value<String>", Default: /x } }',
        equals: '!Ref S',
      },
    ],
    ['a macro', { equals: '!Transform { Name: Subject }' }],
    ['a list of subjects', { beside: beside(), equals: '!Split [",", !Ref Branch]' }],
  ])('is never called safe: %s', (_, parts) => {
    const text = template(parts);
    expect(verdictOf(text)).toBe('broad');
    expect(unknownIn(text)).toHaveLength(1);
  });

  it('is a remark where values are compared as a whole, and a finding in a pattern', () => {
    expect(unknownIn(template({ beside: beside(), equals: onBranch }))).toMatchObject([
      { severity: 'Informational', message: expect.stringContaining(`\${Branch}`) },
    ]);
    expect(unknownIn(template({ beside: beside(), like: onBranch }))).toMatchObject([
      { severity: 'Low', statement: 0 },
    ]);
  });

  it('does not hide what is open whatever the values are', () => {
    const text = template({ federated: '!Ref Provider', like: `!Sub "repo:\${Org}*/*"` });
    expect(verdictOf(text)).toBe('unsafe');
    const noSubject = template({ beside: beside() }).replace(
      'sts.amazonaws.com\n',
      '!Ref Branch\n',
    );
    expect(verdictOf(noSubject)).toBe('unsafe');
  });

  it('is broken only where no value could mend it', () => {
    const wrongAction = template({ beside: beside(), equals: onBranch }).replace(
      'Action: sts:AssumeRoleWithWebIdentity',
      'Action: sts:AssumeRole',
    );
    expect(verdictOf(wrongAction)).toBe('broken');
    // The stand-in is no subject that GitHub issues; the value may well be one.
    const whole = template({ beside: beside(), equals: '!Ref Branch' });
    expect(verdictOf(whole)).toBe('broad');
    expect(judge(whole)[0]?.findings.map(({ id }) => id)).not.toContain(
      'trust.oidc.value-impossible',
    );
  });

  /** A statement that keeps everybody out but the subject that is given. */
  const denied = (value: string) => `          - Effect: Deny
            Action: sts:AssumeRoleWithWebIdentity
            Principal: { Federated: !Ref Provider }
            Condition: { StringNotEquals: { "${github}:sub": ${value} } }
`;

  it('may be what a Deny keeps out, exactly compared or not', () => {
    const allowed = template({ beside: beside(), equals: exactSubject });
    expect(verdictOf(allowed + denied(`"${exactSubject}"`))).toBe('safe');
    expect(verdictOf(allowed + denied('x'))).toBe('broken');
    // With the value that is meant it lets in one workload, with another nobody.
    expect(verdictOf(allowed + denied('!Ref Branch'))).toBe('broad');
    const equals = denied('!Ref Branch').replace('StringNotEquals', 'StringEquals');
    expect(unknownIn(allowed + equals)).toMatchObject([{ severity: 'Low', statement: 1 }]);
    const everybody = equals.replace('Federated: !Ref Provider', 'AWS: "*"');
    expect(unknownIn(allowed + everybody)).toMatchObject([{ severity: 'Low', statement: 1 }]);
  });

  it('is no exact comparison where it is ruled out', () => {
    const text = template({ beside: beside(), like: '"repo:acme/*"' }).replace(
      'StringEquals:',
      `StringNotEquals: { "${github}:sub": !Ref Branch }\n              StringEquals:`,
    );
    expect(unknownIn(text)).toMatchObject([{ severity: 'Low', statement: 0 }]);
  });

  it('takes the provider that the conditions name for one that is a parameter', () => {
    const parts = { federated: '!Ref ProviderArn', like: '"repo:acme*/*"' };
    expect(judge(template(parts))).toMatchObject([{ verdict: 'unsafe', providers: [github] }]);
  });

  it('says nothing about a provider that nothing names', () => {
    const text = template({ federated: '!Ref ProviderArn' }).replace(
      `${github}:aud`,
      'aws:SourceVpc',
    );
    expect(judge(text)).toMatchObject([{ verdict: 'broad', scope: 'none', witness: null }]);
    expect(judge(text)[0]?.findings).toHaveLength(1);
  });

  it('does not mind what decides about accounts and services', () => {
    const text = template({}).replace(/Federated: .*/, 'AWS: !Ref Partner');
    expect(judge(text)).toMatchObject([{ verdict: 'not-federated', findings: [] }]);
  });

  it.each([
    ['a policy from elsewhere', 'AssumeRolePolicyDocument: !ImportValue Shared'],
    ['a policy in a parameter', 'AssumeRolePolicyDocument: !Ref Document'],
  ])('may be all of it: %s', (_, line) => {
    const text = `Resources:\n  R:\n    Type: AWS::IAM::Role\n    Properties:\n      ${line}\n`;
    expect(judge(text)).toMatchObject([
      { verdict: 'broad', scope: 'none', findings: [{ id: 'trust.template.unknown-value' }] },
    ]);
  });

  it('may be a loop that makes roles', () => {
    const loop = ['Name', ['a', 'b'], { [`Role\${Name}`]: { Type: 'AWS::IAM::Role' } }];
    const text = JSON.stringify({
      Resources: { 'Fn::ForEach::Roles': loop, X: { Type: 'A::B::C' } },
    });
    expect(judge(text)).toMatchObject([{ verdict: 'broad', source: 't.yaml: Fn::ForEach::Roles' }]);
  });
});

describe('conditions of a template', () => {
  const subject = (yes: string, no: string) =>
    template({
      beside: 'Conditions: { IsProd: !Equals [a, b] }',
      like: `!If [IsProd, ${yes}, ${no}]`,
    });

  it('are followed both ways: the graver reading is told', () => {
    expect(verdictOf(subject(`"${exactSubject}"`, `"${exactSubject}"`))).toBe('safe');
    expect(verdictOf(subject(`"${exactSubject}"`, '"repo:acme*/*"'))).toBe('unsafe');
    expect(verdictOf(subject('"repo:acme*/*"', `"${exactSubject}"`))).toBe('unsafe');
    expect(verdictOf(subject(`"${exactSubject}"`, '!Ref AWS::NoValue'))).toBe('unsafe');
  });

  it('are not guessed when there are too many', () => {
    const nested = (depth: number): string =>
      depth === 0 ? `"${exactSubject}"` : `!If [C${depth}, ${nested(depth - 1)}, x]`;
    expect(judge(template({ like: nested(5) }))).toMatchObject([
      { verdict: 'broad', scope: 'none' },
    ]);
    expect(judge(template({ like: nested(4) }))).toMatchObject([{ verdict: 'broken' }]);
  });
});

describe('a Terraform plan', () => {
  const plan = (values: object) =>
    JSON.stringify({
      format_version: '1.2',
      planned_values: {
        root_module: {
          resources: [{ address: 'aws_iam_policy.x', type: 'aws_iam_policy', values: {} }],
          child_modules: [
            {
              resources: [
                {
                  address: 'module.ci.aws_iam_role.deploy',
                  type: 'aws_iam_role',
                  mode: 'managed',
                  values,
                },
              ],
            },
          ],
        },
      },
    });

  it('holds the policies that it leads to, and says which it does not know yet', () => {
    const [found] = readPolicies('t.yaml', template({ like: '"repo:acme*/*"' }));
    const policy = JSON.stringify(found?.document);
    expect(judge(plan({ assume_role_policy: policy }))).toMatchObject([
      { source: 't.yaml: module.ci.aws_iam_role.deploy', verdict: 'unsafe' },
    ]);
    expect(judge(plan({}))).toMatchObject([{ verdict: 'broad', scope: 'none' }]);
  });
});

describe('what is no template', () => {
  it.each([
    ['{"Resources": {"A": {"Type": "AWS::IAM::Role"', /is not JSON/],
    ['a: [1, 2', /neither JSON nor YAML/],
    ['just words', /holds no trust policy/],
    ['kind: Deployment', /holds no trust policy/],
  ])('is refused with what was expected: %s', (text, message) => {
    expect(() => readPolicies('x', text)).toThrow(message);
  });

  it('does not unfold aliases without end', () => {
    const lines = Array.from({ length: 30 }, (_, index) =>
      index === 0 ? 'a0: &a0 [x, x]' : `a${index}: &a${index} [*a${index - 1}, *a${index - 1}]`,
    );
    expect(() => readPolicies('x', lines.join('\n'))).toThrow(/repeated further/);
  });
});
