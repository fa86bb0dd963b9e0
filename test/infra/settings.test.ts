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
    expect([undefined, false, 'false', true, 'true'].map(mayUpdate)).toEqual([
      false,
      false,
      false,
      true,
      true,
    ]);
  });

  it('name every fault at once', () => {
    expect(() =>
      settingsOf(configured('[us-east-1]'), { organizationalUnits: 'ou-1', runbooks: 'wiki/' }),
    ).toThrow(/organizational-units: got "ou-1"[\s\S]*runbooks: got "wiki\/"/);
  });
});
