import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { watchedEvents } from '../../src/core/events/watched-events.ts';
import { lineOf, permissionsOf } from './permission-list.ts';
import { permissionPage } from './permission-page.ts';
import { type Synthesis, synthesis } from './synthesize.ts';
import { resourcesOf, type Template, textOf, theResource } from './template.ts';

let made: Synthesis;
let hub: Template;
let member: Template;
beforeAll(() => {
  made = synthesis();
  ({ hub, member } = made);
});

const memberRole = (name: string) => theResource(member, 'AWS::IAM::Role', 'RoleName', name);
const memberRule = (name: string) => theResource(member, 'AWS::Events::Rule', 'Name', name);

describe('a member account', () => {
  it('has its roles and the IAM rule where the IAM events are, and the STS rule everywhere', () => {
    const inOneRegion = Object.values(member.Resources).filter(({ Condition }) => Condition);
    expect(inOneRegion.map(({ Condition }) => Condition)).toEqual(
      Array(7).fill('IsRegionOfIamEvents'),
    );
    expect(memberRule('lastkey-sts').Condition).toBeUndefined();
    expect(JSON.stringify(member.Conditions?.['IsRegionOfIamEvents'])).toContain('"us-east-1"');
  });

  it.each(Object.entries(watchedEvents))(
    'forwards %s by one rule, in the state that it needs',
    (eventName, { readOnly }) => {
      const rules = resourcesOf(member, 'AWS::Events::Rule').filter(({ Properties }) =>
        Properties['EventPattern'].detail.eventName?.includes(eventName),
      );
      expect(rules).toHaveLength(1);
      expect(rules[0]?.Properties['State']).toBe(
        readOnly ? 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS' : 'ENABLED',
      );
    },
  );

  it('keeps the logins of EKS pods to itself', () => {
    expect(JSON.stringify(memberRule('lastkey-sts').Properties['EventPattern'])).toContain(
      'oidc.eks.*',
    );
  });

  it('sends straight to the hub bus, with a role that can do only that', () => {
    for (const { Properties } of resourcesOf(member, 'AWS::Events::Rule')) {
      const [target] = Properties['Targets'];
      expect(textOf(member, target.Arn)).toBe(
        'arn:{AWS::Partition}:events:us-east-1:111111111111:event-bus/lastkey',
      );
      expect(JSON.stringify(target.RoleArn)).toContain('ForwardRole');
    }
  });

  it('lets in exactly the functions that the hub lets out, with the same external ID', () => {
    for (const name of ['lastkey-read', 'lastkey-respond']) {
      const [statement] = memberRole(name).Properties['AssumeRolePolicyDocument'].Statement;
      const trusted = statement.Condition.ArnEquals['aws:PrincipalArn'].map(
        (arn: unknown) => textOf(member, arn).split(':role/')[1],
      );
      const sent = permissionsOf(hub).filter(
        ({ action, resource }) =>
          action === 'sts:AssumeRole' && resource.endsWith(`:role/lastkey/${name}`),
      );
      expect(trusted.sort()).toEqual(sent.map(({ role }) => role).sort());
      const externalIds = resourcesOf(hub, 'AWS::Lambda::Function')
        .map(({ Properties }) => Properties['Environment'].Variables['EXTERNAL_ID'])
        .filter((id) => id !== undefined);
      expect(new Set(externalIds)).toEqual(
        new Set([statement.Condition.StringEquals['sts:ExternalId']]),
      );
    }
  });

  it('gives the hub exactly the IAM calls that the adapters make', () => {
    const calls = (...files: string[]) =>
      files
        .flatMap((file) => [
          ...readFileSync(`src/adapters/aws/${file}.ts`, 'utf8').matchAll(
            /\b(?:new (\w+)Command|paginate(\w+))\(/g,
          ),
        ])
        .map((match) => `iam:${match[1] ?? match[2]}`);
    const allowed = (role: string) =>
      permissionsOf(member)
        .filter((permission) => permission.role === `lastkey/${role}`)
        .map(({ action }) => action);
    const reading = [
      'account-authorization-details',
      'credential-report',
      'exposure-reading',
      'iam-keys',
      'iam-reading',
      'service-credentials',
      'service-last-accessed',
    ];
    expect(allowed('lastkey-read').sort()).toEqual(
      ['cloudtrail:LookupEvents', ...new Set(calls(...reading))].sort(),
    );
    // Deleting is a choice of the deployment, and not of this one.
    const acting = calls('acting-accounts', 'iam-keys').filter(
      (action) => action !== 'iam:DeleteAccessKey',
    );
    expect(allowed('lastkey-respond').sort()).toEqual(acting.sort());
  });

  it('can require a permissions boundary for every role', () => {
    for (const { Properties } of resourcesOf(member, 'AWS::IAM::Role')) {
      expect(Properties['PermissionsBoundary']['Fn::If'][0]).toBe('HasPermissionsBoundary');
    }
    expect(member.Parameters['PermissionsBoundary']?.Default).toBe('');
  });

  it('needs no CDK bootstrap', () => {
    expect(Object.keys(member.Parameters)).toEqual(['PermissionsBoundary']);
  });
});

describe('permissions', () => {
  const everything = () => [...permissionsOf(hub), ...permissionsOf(member)];

  it('name every action', () => {
    for (const { action } of everything()) expect(action).not.toContain('*');
  });

  it('name their resources, but for calls that AWS gives no resource', () => {
    const anything = everything().filter(({ resource }) => resource === '*');
    expect(anything.map(({ action }) => action)).toEqual([
      'organizations:ListAccounts',
      'organizations:ListAccounts',
      'cloudtrail:LookupEvents',
      'iam:GenerateCredentialReport',
      'iam:GetAccountAuthorizationDetails',
      'iam:GetCredentialReport',
      'iam:GetServiceLastAccessedDetails',
      'iam:ListOpenIDConnectProviders',
      'iam:ListRoles',
      'iam:ListServiceSpecificCredentials',
    ]);
  });

  it('let only respond change a key', () => {
    const changing = everything().filter(
      ({ action }) => action.startsWith('iam:') && !/^iam:(Get|List|Generate)/.test(action),
    );
    expect(changing.map(({ role, action }) => `${role} ${action}`)).toEqual([
      'lastkey/lastkey-respond iam:UpdateAccessKey',
    ]);
    expect(permissionsOf(member)).toContainEqual(changing[0]);
    const responders = permissionsOf(hub).filter(({ resource }) =>
      resource.endsWith(':role/lastkey/lastkey-respond'),
    );
    expect(responders.map(({ role }) => role)).toEqual(['lastkey/lastkey-hub-respond']);
  });

  it('belong to roles that can exist side by side: the hub account is a member too', () => {
    const names = [hub, member].flatMap((template) =>
      resourcesOf(template, 'AWS::IAM::Role').map(({ Properties }) => Properties['RoleName']),
    );
    expect(new Set(names).size).toBe(names.length);
  });

  it('let writers of the ledger put entries and nothing else', () => {
    const onLedger = everything().filter(({ resource }) => resource === 'table lastkey-ledger');
    expect(new Set(onLedger.map(({ action }) => action))).toEqual(new Set(['dynamodb:PutItem']));
  });

  it('stay inside the organization when a role is assumed', () => {
    const assuming = permissionsOf(hub).filter(({ action }) => action === 'sts:AssumeRole');
    for (const { onlyIf } of assuming) {
      expect(onlyIf).toBe('StringEquals aws:ResourceOrgID o-exampleorgid');
    }
  });

  it('are these, one line each', async () => {
    await expect(`${everything().map(lineOf).join('\n')}\n`).toMatchFileSnapshot('permissions.txt');
  });

  it('are written down for the person who approves them', async () => {
    await expect(permissionPage(permissionsOf(hub), permissionsOf(member))).toMatchFileSnapshot(
      '../../docs/permissions.md',
    );
  });
});

describe('alarms', () => {
  const alarms = () =>
    resourcesOf(hub, 'AWS::CloudWatch::Alarm').map(({ Properties }) => {
      const [, file, section] = /\nRunbook: runbooks\/([\w-]+\.md)(?:#([\w-]+))?$/.exec(
        Properties['AlarmDescription'],
      ) ?? [undefined, 'no runbook'];
      return { name: Properties['AlarmName'] as string, file, section, ...Properties };
    });
  const runbooks = readdirSync('runbooks').filter((file) => file !== 'README.md');
  const textOfRunbook = (file: string) => readFileSync(join('runbooks', file), 'utf8');
  const named = (text: string) =>
    [...text.matchAll(/^Alarm `([\w-]+)`\.$/gm)].map((match) => match[1]);

  it('each notify somebody', () => {
    for (const alarm of alarms()) {
      expect(textOf(hub, (alarm as unknown as { AlarmActions: unknown[] }).AlarmActions[0])).toBe(
        'topic lastkey-alarms',
      );
    }
  });

  it('exist for the dead letters and the errors of every function, and the age of its queue', () => {
    const names = alarms().map(({ name }) => name);
    for (const { Properties } of resourcesOf(hub, 'AWS::Lambda::Function')) {
      const { FunctionName } = Properties;
      expect(names).toContain(`${FunctionName}-dead-letter`);
      expect(names).toContain(`${FunctionName}-errors`);
    }
    for (const { Properties } of resourcesOf(hub, 'AWS::Lambda::EventSourceMapping')) {
      expect(names).toContain(
        `${textOf(hub, Properties['FunctionName']).replace('function ', '')}-queue-age`,
      );
    }
  });

  it('each have a place in a runbook that is about them', () => {
    for (const { name, file, section } of alarms()) {
      const sections = textOfRunbook(file).split(/^## /m);
      const place =
        section === undefined
          ? textOfRunbook(file)
          : sections.find((each) => each.toLowerCase().replace(/ /g, '-').startsWith(section));
      expect(named(place ?? ''), `${name} in ${file}`).toContain(name);
    }
  });

  it('are the only ones that runbooks are about', () => {
    const known = alarms().map(({ name }) => name);
    const described = runbooks.flatMap((file) => named(textOfRunbook(file)));
    expect(described.sort()).toEqual(known.sort());
  });

  it('and responses are all in the index', () => {
    const index = readFileSync('runbooks/README.md', 'utf8');
    const listed = [...index.matchAll(/\]\(([\w-]+\.md)\)/g)].map((match) => match[1]);
    expect(listed.sort()).toEqual([...runbooks].sort());
    const inIndex = [...index.matchAll(/`(lastkey-[\w-]+)`/g)].map((match) => match[1]);
    expect(inIndex).toEqual(expect.arrayContaining(alarms().map(({ name }) => name)));
  });

  it.each(runbooks)('%s says what to look at, what to do and when not to', (file) => {
    const text = textOfRunbook(file);
    for (const word of ['Description', 'Investigation', 'Resolution', 'When not to use this']) {
      expect(text).toContain(word);
    }
    expect(text).toMatch(/redriv/i);
  });
});

describe('other opinions', () => {
  it('cdk-nag has no finding that was not accepted with a reason', () => {
    const [nag] = made.report.pluginReports.filter(
      ({ pluginName }) => pluginName === 'AwsSolutions',
    );
    expect(nag?.violations).toEqual([]);
    for (const { reason, acknowledgedAt } of nag?.suppressedViolations ?? []) {
      expect(reason.length).toBeGreaterThan(40);
      expect(acknowledgedAt).not.toMatch(/^lastkey-(hub|member)$/);
    }
  });

  const cfnLint = spawnSync('cfn-lint', ['--version']).status === 0;
  it.skipIf(!cfnLint)(
    cfnLint ? 'cfn-lint finds nothing' : 'cfn-lint finds nothing (skipped: it is not installed)',
    () => {
      const templates = ['lastkey-hub', 'lastkey-member'].map((stack) =>
        join(made.folder, `${stack}.template.json`),
      );
      const { stdout, status } = spawnSync('cfn-lint', templates, { encoding: 'utf8' });
      expect(stdout).toBe('');
      expect(status).toBe(0);
    },
  );
});
