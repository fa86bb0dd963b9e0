import { describe, expect, it } from 'vitest';
import type { IssuerObservation } from '../../src/core/federation/thumbprints/observation.ts';
import { unknown } from '../../src/core/model/fact.ts';
import type { Instant } from '../../src/core/model/instant.ts';
import { notify } from '../../src/flows/notify.ts';
import { expectWithinSlackLimits } from '../unit/messages/expect-within-slack-limits.ts';
import {
  hostOf,
  leaf,
  observation,
  outer,
  thumbprint,
  twice,
  untrusted,
} from '../unit/thumbprints/sample-observations.ts';
import { configurationOf } from './key-story.ts';
import { type MemorySlack, memorySlack } from './memory-slack.ts';
import {
  accountNumber,
  addAccount,
  provider,
  type ThumbprintWorld,
  thumbprintWorld,
  told,
  watch,
} from './thumbprint-world.ts';

const url = 'issuer.example.com';
const issuer = `https://${url}`;
const first = accountNumber(1);
const second = accountNumber(2);

const broken = () => observation({ hosts: [hostOf(twice(undefined, untrusted('unknown-root')))] });

const away: IssuerObservation = observation({
  hosts: [
    hostOf([
      { status: 'failed', offered: 'TLSv1.3', why: 'timed-out', message: 'No answer in 5000 ms.' },
    ]),
  ],
  discovery: { status: 'failed', why: 'not-connected', message: 'No answer in 5000 ms.' },
  jwks: { status: 'failed', why: 'not-connected', message: 'No answer in 5000 ms.' },
});

/** One account with one provider that lists nothing of what its issuer presents. */
const world = (observed: IssuerObservation = broken()): ThumbprintWorld => {
  const made = thumbprintWorld('2026-11-23T12:00:00.000Z');
  addAccount(made, first, [provider(first, url)]);
  made.observations.set(issuer, observed);
  return made;
};

const entries = (from: ThumbprintWorld, type: string) =>
  [...from.ledger.values()].filter((each) => each.type === type);

const sixHoursLater = (from: ThumbprintWorld, time = '2026-11-23T18:00:00.000Z'): void => {
  from.now = time as Instant;
};

describe('a run over the thumbprints', () => {
  it('contacts each issuer once, whatever the number of accounts', async () => {
    const made = thumbprintWorld('2026-11-23T12:00:00.000Z');
    const urls = ['a', 'b', 'c', 'd'].map((name) => `${name}.example.com`);
    for (const each of urls) {
      const name = `https://${each}`;
      const discovery = { status: 'read', issuer: name, jwksUri: `${name}/keys` } as const;
      made.observations.set(name, observation({ issuer: name, discovery }));
    }
    for (let number = 0; number < 1000; number += 1) {
      const accountId = accountNumber(number);
      const three = urls.filter((_, index) => index !== number % 4);
      addAccount(
        made,
        accountId,
        three.map((each) => provider(accountId, each, { thumbprints: [outer.sha1] })),
      );
    }
    const { did } = await watch(made);
    expect(did).toBe('watched 4 issuers of 3000 providers, told 0');
    expect([...made.contacted].sort()).toEqual(urls.map((each) => `https://${each}`));
  });

  it('tells once of an issuer that fails in many accounts, and names them', async () => {
    const made = world();
    addAccount(made, second, [provider(second, url)]);
    await watch(made);
    expect(told(made)).toMatchObject([
      {
        issuer,
        verdict: 'failing',
        loadBearing: true,
        providerCount: 2,
        providers: [{ accountId: first }, { accountId: second }],
        contacts: ['#cloud-security'],
        findings: [{ id: 'thumbprint.unlisted', severity: 'Critical' }],
        proposal: { step: 'add', thumbprints: [outer.sha1], vouchedFor: false },
      },
    ]);
  });

  it('tells the channel of the account first', async () => {
    const made = world();
    const { owners } = configurationOf();
    await watch(made, { owners: { ...owners, accounts: { [first]: '#team-payments' } } });
    expect(told(made)[0]?.contacts).toEqual(['#team-payments', '#cloud-security']);
  });

  it('tells each channel of its own accounts', async () => {
    const made = world();
    addAccount(made, second, [provider(second, url)]);
    const { owners } = configurationOf();
    await watch(made, { owners: { ...owners, accounts: { [second]: '#team-payments' } } });
    expect(
      told(made).map(({ contacts, providers }) => [
        contacts[0],
        providers.map(({ accountId }) => accountId),
      ]),
    ).toEqual([
      ['#cloud-security', [first]],
      ['#team-payments', [second]],
    ]);
    expect(new Set(told(made).map(({ noticeId }) => noticeId)).size).toBe(2);
  });

  it('says the same thing once, and again when it is another', async () => {
    const made = world();
    await watch(made);
    sixHoursLater(made);
    await watch(made);
    expect(told(made)).toHaveLength(1);
    const changed = { ...outer, sha1: thumbprint('d') };
    made.observations.set(
      issuer,
      observation({ hosts: [hostOf(twice([leaf, changed], untrusted('unknown-root')))] }),
    );
    await watch(made);
    expect(told(made)).toHaveLength(2);
  });

  it('announces again under the same id what a crash kept from being remembered', async () => {
    const made = world();
    await watch(made);
    made.sightings.clear();
    made.now = '2026-11-23T12:01:00.000Z' as Instant;
    await watch(made);
    const ids = told(made).map(({ noticeId }) => noticeId);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  });

  it('never tells of a drift under a public CA, and records it', async () => {
    const made = world(observation());
    await watch(made);
    expect(told(made)).toEqual([]);
    expect(entries(made, 'thumbprint.judged')).toMatchObject([
      { body: { verdict: 'drifted', before: null, loadBearing: false, told: [] } },
    ]);
    sixHoursLater(made);
    await watch(made);
    expect(entries(made, 'thumbprint.judged')).toHaveLength(1);
  });

  it('tells of that drift when the newest login went by the thumbprint', async () => {
    const made = world(observation());
    const [{ arn } = { arn: '' }] = made.providers.get(first) ?? [];
    made.methods.set(arn, { method: 'Thumbprint', at: '2026-11-20T00:00:00.000Z' as Instant });
    await watch(made);
    expect(told(made)).toMatchObject([{ verdict: 'at-risk', findings: [{ severity: 'Medium' }] }]);
  });

  it('tells of a host that is away only when the next run misses it too', async () => {
    const made = world(away);
    await watch(made);
    expect(told(made)).toEqual([]);
    sixHoursLater(made);
    await watch(made);
    expect(told(made)).toMatchObject([
      { verdict: 'unknown', findings: [{ id: 'thumbprint.not-verified' }] },
    ]);
  });

  it('tells of an audience that was added since the last run', async () => {
    const made = world(observation());
    await watch(made);
    made.providers.set(first, [
      provider(first, url, { clientIds: ['sts.amazonaws.com', 'other'] }),
    ]);
    sixHoursLater(made);
    await watch(made);
    expect(told(made)).toMatchObject([{ findings: [{ id: 'audience.added' }] }]);
  });

  it('remembers the set of thumbprints that were presented', async () => {
    const made = world(observation());
    await watch(made);
    const other = { ...outer, sha1: thumbprint('d') };
    made.observations.set(issuer, observation({ hosts: [hostOf(twice([leaf, other]))] }));
    sixHoursLater(made);
    await watch(made);
    expect([...made.sightings.values()][0]?.presented).toEqual([
      { sha1: other.sha1, firstSeenAt: made.now, lastSeenAt: made.now },
      {
        sha1: outer.sha1,
        firstSeenAt: '2026-11-23T12:00:00.000Z',
        lastSeenAt: '2026-11-23T12:00:00.000Z',
      },
    ]);
  });

  it('writes nothing about a provider of which nothing is new that day', async () => {
    const made = world(observation());
    await watch(made);
    sixHoursLater(made);
    await watch(made);
    expect([...made.sightings.values()][0]?.version).toBe(1);
    sixHoursLater(made, '2026-11-24T00:00:00.000Z');
    await watch(made);
    expect([...made.sightings.values()][0]?.version).toBe(2);
  });

  it('leaves out issuers that the configuration ignores', async () => {
    const made = world();
    addAccount(made, second, [provider(second, 'oidc.eks.eu-west-1.amazonaws.com/id/A')]);
    await watch(made, {
      federation: { subjects: {}, ignoreIssuers: ['oidc.eks.*'], thumbprints: 'propose' },
    });
    expect(made.contacted).toEqual([issuer]);
    expect(entries(made, 'coverage')).toMatchObject([{ body: { ignoredProviders: 1 } }]);
  });
});

describe('an account that cannot be read', () => {
  it('is a gap with its reason, and the others are watched', async () => {
    const made = world(observation());
    addAccount(made, second, []);
    addAccount(made, accountNumber(3), [], false);
    made.unread.set(second, unknown('access denied', 'AssumeRole'));
    const { did } = await watch(made);
    expect(did).toBe('watched 1 issuers of 1 providers, told 0, 1 accounts not read');
    expect(entries(made, 'coverage')).toMatchObject([
      {
        body: {
          read: 1,
          providers: 1,
          gaps: [
            { accountId: second, coverage: 'failed', reason: 'AssumeRole: access denied' },
            { accountId: accountNumber(3), coverage: 'excluded', reason: 'not active' },
          ],
        },
      },
    ]);
  });

  it('fails the run when there is no other', async () => {
    const made = world();
    made.unread.set(first, unknown('access denied', 'AssumeRole'));
    await expect(watch(made)).rejects.toMatchObject({ code: 'no-account-read', retry: 'yes' });
    expect(entries(made, 'coverage')).toHaveLength(1);
  });
});

describe('the message', () => {
  const announced = async () => {
    const made = world();
    const { owners } = configurationOf();
    await watch(made, { owners: { ...owners, accounts: { [first]: '#team-payments' } } });
    return made;
  };
  const deliver = (made: ThumbprintWorld, slack: MemorySlack) => {
    const [event] = made.events;
    return notify(
      { source: 'lastkey', 'detail-type': event?.type, detail: event?.detail },
      'message-1',
      {
        clock: made.clock,
        cases: made.caseTable,
        roles: made.roleCasesPort,
        exceptions: made.exceptionsPort,
        limits: made.limitsPort,
        ledger: made.ledgerPort,
        slack: slack.port,
      },
    );
  };

  it('reaches the first channel that Slack takes, once, and says what to list', async () => {
    const made = await announced();
    const slack = memorySlack(made.clock.now);
    slack.refuses.set('#team-payments', 'is_archived');
    expect(await deliver(made, slack)).toEqual({
      did: 'delivered thumbprint-drift',
      subject: issuer,
    });
    expect((await deliver(made, slack)).did).toBe('duplicate');
    expect(slack.shown).toHaveLength(1);
    const [shown] = slack.shown;
    expect(shown?.to).toContain('cloud-security');
    expect(JSON.stringify(shown?.message)).toContain(outer.sha1);
    expectWithinSlackLimits(shown?.message ?? { text: '', blocks: [] });
    expect(entries(made, 'notice.failed')).toMatchObject([{ body: { why: 'is_archived' } }]);
    expect(entries(made, 'notice.delivered')).toHaveLength(1);
  });

  it('that nobody can be given is a dead letter, and can be redriven', async () => {
    const made = await announced();
    const slack = memorySlack(made.clock.now);
    slack.refuses.set('#team-payments', 'is_archived').set('#cloud-security', 'channel_not_found');
    await expect(deliver(made, slack)).rejects.toMatchObject({ code: 'nobody-told', retry: 'no' });
    slack.refuses.clear();
    expect((await deliver(made, slack)).did).toBe('delivered thumbprint-drift');
  });

  it('whose event lacks a field is unreadable', async () => {
    const made = await announced();
    const [event] = made.events;
    const outcome = await notify(
      { source: 'lastkey', detail: { ...event?.detail, contacts: [7] } },
      'message-1',
      {
        clock: made.clock,
        cases: made.caseTable,
        roles: made.roleCasesPort,
        exceptions: made.exceptionsPort,
        limits: made.limitsPort,
        ledger: made.ledgerPort,
        slack: memorySlack(made.clock.now).port,
      },
    );
    expect(outcome.did).toBe('unreadable');
  });
});
