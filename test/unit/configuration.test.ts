import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadConfiguration, parseConfiguration } from '../../src/cli/configuration.ts';
import { configurationJsonSchema } from '../../src/cli/schemas/configuration.ts';
import { InputError } from '../../src/core/model/errors.ts';
import { configurationPage } from './configuration-page.ts';

const faultsOf = (text: string): readonly string[] => {
  try {
    parseConfiguration(text, 'lastkey.yaml');
  } catch (fault) {
    if (fault instanceof InputError) return fault.faults;
    throw fault;
  }
  return [];
};

/** Nine levels of ten aliases each. */
const billion = Array.from({ length: 9 }, (_, n) =>
  n === 0 ? 'a0: &a0 [x]' : `a${n}: &a${n} [${`*a${n - 1},`.repeat(10)}]`,
).join('\n');

const defaults = parseConfiguration('version: 1', 'lastkey.yaml');

describe('lastkey.yaml', () => {
  it('needs nothing but its version, and then observes', () => {
    expect(defaults).toMatchObject({
      version: 1,
      mode: 'observe',
      keys: {
        unusedDays: 45,
        maxAgeDays: 90,
        newKeyGraceDays: 7,
        warnDaysBefore: [14, 7, 1],
        deleteDaysAfterDisable: null,
        window: { days: ['Tue', 'Wed', 'Thu'], hours: '09:00-16:00', timeZone: 'Europe/London' },
      },
      limits: { perRun: 25, perAccount: 5, percentOfAccount: 20, perOwner: 3 },
      exceptions: { maxDays: 180, approvers: [] },
      owners: { tagKeys: ['owner', 'Owner', 'team-email'], accounts: {} },
      federation: { ignoreIssuers: ['oidc.eks.*'] },
      guardrails: { ratchetAfterDays: 30, attach: 'propose' },
      evidence: { retentionDays: 400, objectLock: 'governance', maskAccessKeyIds: false },
      overrides: [],
    });
  });

  it('has nothing but the defaults in its example, which commands read where they find it', () => {
    expect(loadConfiguration('lastkey.yaml')).toEqual(defaults);
  });

  it('tells every fault at once: path, got, expected', () => {
    const text = `
version: 2
organization: { id: acme, hubAccount: 111111111111 }
keys: { warnDaysBefore: [7, 7], window: { days: [Tue], hours: "16:00-09:00", timeZone: Mars/Base } }
limits: { perRun: 0 }
exceptions: { approvers: [bob] }
owners: { accounts: { "22": "#x" } }
federation: { ignoreIssuers: ["*"] }
overrides: [{ where: { ou: ou-prod, account: "222222222222" }, keys: { unusedDays: 1.5 } }]
`;
    expect(faultsOf(text)).toEqual([
      'version: got 2, expected 1',
      'organization.id: got "acme", expected an organization ID such as o-exampleorgid',
      'organization.hubAccount: got 111111111111, expected an account ID: 12 digits in quotes',
      'keys.warnDaysBefore: got [7,7], expected each number of days once',
      'keys.window.hours: got "16:00-09:00", expected hours that end after they start, within one day',
      'keys.window.timeZone: got "Mars/Base", expected an IANA time zone such as Europe/London',
      'limits.perRun: got 0, expected a whole number of keys from 1 to 10000',
      'exceptions.approvers[0]: got "bob", expected a Slack group or user: "usergroup:S…" or "user:U…"',
      'owners.accounts: got the key "22", expected an account ID: 12 digits in quotes',
      'federation.ignoreIssuers[0]: got "*", expected the host and path of an issuer, with * for any text, such as oidc.eks.*',
      'overrides[0].where: got {"ou":"ou-prod","account":"222222222222"}, expected exactly one of ou, account, userPath, userTag',
      'overrides[0].keys.unusedDays: got 1.5, expected a whole number of days from 1 to 3650',
    ]);
  });

  it('refuses unknown keys everywhere, and says which one was meant', () => {
    expect(faultsOf('version: 1\nlimit: {}\nkeys: { unusedDay: 30, colour: red }')).toEqual([
      'keys.unusedDay: got an unknown key, expected "unusedDays"?',
      'keys.colour: got an unknown key, expected one of unusedDays, maxAgeDays, newKeyGraceDays, warnDaysBefore, deleteDaysAfterDisable, window, exposed',
      'limit: got an unknown key, expected "limits"?',
    ]);
  });

  it('refuses to warn nobody', () => {
    expect(faultsOf('version: 1\nkeys: { warnDaysBefore: [] }')).toEqual([
      'keys.warnDaysBefore: got [], expected at least one warning: nothing is disabled without one',
    ]);
  });

  it.each([
    ['nothing', ''],
    ['a list', '- 1'],
    ['broken YAML', 'version: [1'],
    ['a key twice', 'version: 1\nversion: 1'],
    ['aliases that unfold to a billion', billion],
  ])('refuses %s', (_, text) => {
    expect(() => parseConfiguration(text, 'lastkey.yaml')).toThrow(InputError);
  });

  it('says which file could not be read', () => {
    expect(() => loadConfiguration('no-such-file.yaml')).toThrow(/ENOENT for no-such-file\.yaml/);
  });

  it('takes overrides with one place each', () => {
    const text = `
version: 1
overrides:
  - where: { userTag: team=payments }
    keys: { mode: enforce, unusedDays: 30, window: null }
`;
    expect(parseConfiguration(text, 'lastkey.yaml').overrides).toEqual([
      {
        where: { userTag: 'team=payments' },
        keys: { mode: 'enforce', unusedDays: 30, window: null },
      },
    ]);
  });

  it('has a page in docs that says what the schema says (vitest --update writes it)', async () => {
    const schema = configurationJsonSchema();
    expect(schema).toMatchObject({ $schema: 'https://json-schema.org/draft/2020-12/schema' });
    await expect(configurationPage(schema)).toMatchFileSnapshot('../../docs/configuration.md');
  });

  it('describes each setting', () => {
    const page = readFileSync('docs/configuration.md', 'utf8');
    const undescribed = page
      .split('\n')
      .filter((line) => /^\| `[a-z]\w*(\.\w+)?` .*\|\s+\|$/.test(line));
    expect(undescribed).toEqual([]);
  });
});
