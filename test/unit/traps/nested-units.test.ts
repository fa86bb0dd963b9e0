import { expect, it } from 'vitest';
import { organizationAccounts } from '../../../src/adapters/aws/organization-accounts.ts';
import { settingsForKey, unknownPlace } from '../../../src/core/keys/key-settings.ts';
import { configurationOf } from '../../flows/key-story.ts';

/** An account three units deep, as ListAccounts tells it. */
const listing = organizationAccounts('aws', () =>
  Promise.resolve({
    Accounts: [
      {
        Id: '111122223333',
        Name: 'Payments',
        State: 'ACTIVE',
        Paths: ['o-exampleorgid/r-ab12/ou-ab12-workloads/ou-ab12-prod/ou-ab12-team/111122223333/'],
      },
    ],
  }),
);

const settingsUnder = async (unit: string) => {
  const [account] = await listing.all();
  if (account === undefined) throw new Error('No account was listed.');
  const configuration = configurationOf(
    `overrides: [{ where: { ou: ${unit} }, keys: { mode: enforce, unusedDays: 30 } }]`,
  );
  return settingsForKey(configuration, { ...unknownPlace(account.accountId), ous: account.ous });
};

it.each(['ou-ab12-workloads', 'ou-ab12-prod', 'ou-ab12-team'])(
  'an override for the unit %s reaches an account three units deep (trap c)',
  async (unit) => {
    expect(await settingsUnder(unit)).toMatchObject({ mode: 'enforce', undecided: [] });
  },
);

it('an override for a sister unit does not (trap c)', async () => {
  expect((await settingsUnder('ou-ab12-sister')).settings.unusedDays).toBe(45);
});
