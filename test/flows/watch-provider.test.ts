import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { unknown } from '../../src/core/model/fact.ts';
import { parseAccountId } from '../../src/core/model/ids.ts';
import { hostOf, observation, twice, untrusted } from '../unit/thumbprints/sample-observations.ts';
import {
  addAccount,
  provider,
  type ThumbprintWorld,
  thumbprintWorld,
  told,
  watchOne,
} from './thumbprint-world.ts';

const record = JSON.parse(
  readFileSync(new URL('../fixtures/events/create-oidc-provider.json', import.meta.url), 'utf8'),
) as Record<string, unknown>;
const event = (changes: Record<string, unknown> = {}) => ({
  source: 'aws.iam',
  'detail-type': 'AWS API Call via CloudTrail',
  detail: { ...record, ...changes },
});

const account = parseAccountId('111122223333');
const url = 'token.actions.githubusercontent.com';
const issuer = `https://${url}`;

const world = (): ThumbprintWorld => {
  const made = thumbprintWorld('2026-11-02T09:41:30.000Z');
  if (account === undefined) throw new Error('no account');
  addAccount(made, account, [provider(account, url), provider(account, 'other.example.com')]);
  const hosts = [hostOf(twice(undefined, untrusted('unknown-root')))];
  made.observations.set(issuer, observation({ issuer, hosts }));
  return made;
};

describe('a provider that was made', () => {
  it('is looked at at once, and no other is', async () => {
    const made = world();
    await watchOne(made, event());
    expect(made.contacted).toEqual([issuer]);
    expect(told(made).map((each) => each.issuer)).toEqual([issuer]);
  });

  it('is looked at once, however often the event comes', async () => {
    const made = world();
    await watchOne(made, event());
    await watchOne(made, event());
    expect(made.contacted).toHaveLength(1);
  });

  it('is left alone when making it failed, and when it is gone again', async () => {
    const made = world();
    await watchOne(made, event({ errorCode: 'AccessDenied', errorMessage: 'no' }));
    await watchOne(made, event({ eventName: 'DeleteOpenIDConnectProvider', eventID: 'another' }));
    expect(made.contacted).toEqual([]);
  });

  it('is not contacted when its issuer is one to ignore', async () => {
    const made = world();
    const federation = { subjects: {}, ignoreIssuers: [url], thumbprints: 'propose' as const };
    await watchOne(made, event(), { federation });
    expect(made.contacted).toEqual([]);
  });

  it('is a gap in the ledger when its account cannot be read', async () => {
    const made = world();
    if (account !== undefined) made.unread.set(account, unknown('AccessDenied', 'IAM'));
    await watchOne(made, event());
    const gaps = [...made.ledger.values()].filter(({ type }) => type === 'coverage');
    expect(gaps.map(({ body }) => body)).toEqual([
      { coverage: 'failed', reason: 'IAM: AccessDenied' },
    ]);
  });

  it('is looked at later when its account is throttled', async () => {
    const made = world();
    if (account !== undefined) made.unread.set(account, unknown('Throttling', 'IAM', 'yes'));
    await expect(watchOne(made, event())).rejects.toThrow(/Throttling/);
    made.unread.clear();
    await watchOne(made, event());
    expect(made.contacted).toEqual([issuer]);
  });
});
