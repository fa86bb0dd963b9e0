import { describe, expect, it } from 'vitest';
import { memberTemplate } from '../../infra/member-template.ts';
import { settingsOf } from '../../infra/settings.ts';
import { parseConfiguration } from '../../src/cli/configuration.ts';

const configured = (regions: string) =>
  parseConfiguration(`{ version: 1, organization: { regions: ${regions} } }`, 'lastkey.yaml');

describe('the settings of a deployment', () => {
  it('put the region of the IAM events first, and watch it even when it is not listed', () => {
    expect(settingsOf(configured('[eu-west-1, us-east-1]')).regions).toEqual([
      'us-east-1',
      'eu-west-1',
    ]);
    expect(settingsOf(configured('[eu-west-1]')).regions).toEqual(['us-east-1', 'eu-west-1']);
    expect(settingsOf(configured('[us-gov-east-1]')).regions).toEqual([
      'us-gov-west-1',
      'us-gov-east-1',
    ]);
  });

  it('take units and the root, and the address of the runbooks', () => {
    expect(
      settingsOf(configured('[us-east-1]'), {
        organizationalUnits: ['ou-ab12-34cd56ef', 'r-ab12'],
        runbooks: 'https://wiki.example.com/lastkey',
      }),
    ).toMatchObject({
      organizationalUnits: ['ou-ab12-34cd56ef', 'r-ab12'],
      runbooks: 'https://wiki.example.com/lastkey',
    });
  });

  it('send the digest in the time zone of the change window', () => {
    const yaml = `
version: 1
keys: { window: { days: [Tue], hours: "09:00-16:00", timeZone: Europe/London } }
slack: { digest: "Fri 16:30" }
`;
    expect(settingsOf(parseConfiguration(yaml, 'lastkey.yaml')).digest).toEqual({
      day: 'Fri',
      time: '16:30',
      timeZone: 'Europe/London',
    });
  });

  it('let nobody delete keys unless the deployment says so', () => {
    const of = (deleteKeys: unknown) =>
      settingsOf(configured('[us-east-1]'), { deleteKeys }).mayDeleteKeys;
    expect([undefined, false, 'false', true, 'true'].map(of)).toEqual([
      false,
      false,
      false,
      true,
      true,
    ]);
    expect(() => of('yes')).toThrow(/delete-keys: got "yes", expected true or false/);
  });

  it('let nobody write thumbprints unless the deployment says so', () => {
    const mayUpdate = (repairThumbprints: unknown) =>
      memberTemplate(settingsOf(configured('[us-east-1]'), { repairThumbprints })).includes(
        'iam:UpdateOpenIDConnectProviderThumbprint',
      );
    expect([undefined, true].map(mayUpdate)).toEqual([false, true]);
  });

  it('let nobody make keys, or write secrets, unless the deployment says so', () => {
    const template = (rotateKeys: unknown, yaml = '') =>
      memberTemplate(
        settingsOf(
          parseConfiguration(
            `{ version: 1, organization: { regions: [us-east-1] }${yaml} }`,
            'lastkey.yaml',
          ),
          { rotateKeys },
        ),
      );
    expect(template(undefined)).not.toContain('iam:CreateAccessKey');
    const chosen = template(true);
    expect(chosen).toContain('iam:CreateAccessKey');
    expect(chosen).toContain('secretsmanager:PutSecretValue');
    expect(chosen).not.toContain('secretsmanager:GetSecretValue');
    expect(chosen).not.toContain('kms:');
    const kmsKey = 'arn:aws:kms:us-east-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab';
    expect(template(true, `, rotation: { kmsKeyId: "${kmsKey}" }`)).toContain(
      `"Resource":["${kmsKey}"]`,
    );
  });

  it('trust the one function that rotates with the role for it', () => {
    const template = JSON.parse(
      memberTemplate(settingsOf(configured('[us-east-1]'), { rotateKeys: true })),
    ) as { Resources: Record<string, { Properties: Record<string, unknown> }> };
    const role = template.Resources['RotateRole']?.Properties;
    expect(role).toMatchObject({ RoleName: 'lastkey-rotate', Path: '/lastkey/' });
    const trust = JSON.stringify(role?.['AssumeRolePolicyDocument']);
    expect(trust.match(/lastkey-hub-[a-z-]+/g)).toEqual(['lastkey-hub-rotate-key']);
  });

  it('name every fault at once', () => {
    expect(() =>
      settingsOf(configured('[us-east-1]'), { organizationalUnits: 'ou-1', runbooks: 'wiki/' }),
    ).toThrow(/organizational-units: got "ou-1"[\s\S]*runbooks: got "wiki\/"/);
  });
});
