import { describe, expect, it } from 'vitest';
import { ownersOf } from '../../../src/core/keys/owners.ts';

const owners = {
  tagKeys: ['owner', 'team-email'],
  accounts: { '111122223333': '#team-payments' },
  fallback: '#cloud-security',
};
const key = { accountId: '111122223333', userName: 'deployer' };
const alice = { type: 'AssumedRole', sessionName: 'Alice@example.com', sessionIssuerArn: 'arn' };
const contacts = (tags: Record<string, string> | undefined, creator = alice) =>
  ownersOf(owners, key, tags, creator).map(({ contact }) => contact);

describe('the owner ladder', () => {
  it('goes from tag to creator to the account to the fallback', () => {
    expect(contacts({ owner: '#team-shop' })).toEqual([
      '#team-shop',
      'alice@example.com',
      '#team-payments',
      '#cloud-security',
    ]);
  });

  it.each(['', '   ', 'the shop people', '<!channel>', '#two words', 'a@b@c.example'])(
    'leaves out a tag that Slack cannot resolve: %j',
    (owner) => {
      expect(contacts({ owner })[0]).toBe('alice@example.com');
    },
  );

  it('takes no person from a role session that is not one', () => {
    expect(contacts({}, { ...alice, sessionName: 'GitHubActions' })).toEqual([
      '#team-payments',
      '#cloud-security',
    ]);
  });

  it('is never empty, and names nobody twice', () => {
    expect(
      ownersOf(owners, { ...key, accountId: '999988887777' }, undefined, undefined),
    ).toHaveLength(1);
    expect(
      contacts({ owner: '#cloud-security' }).filter((each) => each === '#cloud-security'),
    ).toHaveLength(1);
  });
});
