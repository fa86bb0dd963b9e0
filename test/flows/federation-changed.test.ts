import { describe, expect, it } from 'vitest';
import { unknown } from '../../src/core/model/fact.ts';
import { parseRoleArn } from '../../src/core/model/ids.ts';
import { expectWithinSlackLimits } from '../unit/messages/expect-within-slack-limits.ts';
import {
  at,
  deliverRoleEvents,
  github,
  providerArn,
  type RoleWorld,
  roleWorld,
  setTrust,
  takeTrustChange,
  trustCase,
  trusting,
} from './role-story.ts';
import { iamRecord, sampleRoleArn } from './sample-records.ts';

const narrow = trusting('repo:acme/shop:environment:production');
const broad = trusting('repo:acme/shop:*');
const unsafe = trusting('repo:acme*/*');

let next = 0;
/** Somebody changes the trust policy of the role, and its event arrives. */
const change = (
  story: RoleWorld,
  trustPolicy: string,
  options: { minute: number; id?: string },
) => {
  setTrust(story, trustPolicy);
  next += 1;
  return takeTrustChange(
    story,
    iamRecord('UpdateAssumeRolePolicy', {
      eventID: options.id ?? `change-${next}`,
      eventTime: `2026-11-04T10:${String(options.minute).padStart(2, '0')}:00Z`,
      requestParameters: { roleName: 'shop-deploy', policyDocument: trustPolicy },
      responseElements: null,
    }),
  );
};

const provider = (story: RoleWorld, eventName: string, minute: number, parameters: object = {}) =>
  takeTrustChange(
    story,
    iamRecord(eventName, {
      eventID: `${eventName}-${minute}`,
      eventTime: `2026-11-04T10:${String(minute).padStart(2, '0')}:00Z`,
      requestParameters: { openIDConnectProviderArn: providerArn, ...parameters },
      responseElements: null,
    }),
  );

const created = (story: RoleWorld, trustPolicy: string, eventID: string) => {
  setTrust(story, trustPolicy);
  return takeTrustChange(
    story,
    iamRecord('CreateRole', {
      eventID,
      eventTime: '2026-11-04T10:00:00Z',
      requestParameters: { roleName: 'shop-deploy', assumeRolePolicyDocument: trustPolicy },
      responseElements: { role: { arn: sampleRoleArn, roleName: 'shop-deploy' } },
    }),
  );
};

const types = ({ world }: RoleWorld) => world.events.map(({ type }) => type);

describe('a changed trust policy', () => {
  it('that got worse is told to the owner with the token that is let in, and the fix', async () => {
    const story = roleWorld();
    await change(story, narrow, { minute: 0 });
    expect(types(story)).toEqual([]);
    await change(story, unsafe, { minute: 5 });
    expect(types(story)).toEqual(['Trust Finding']);
    await deliverRoleEvents(story);
    const [shown] = story.slack.shown;
    expect(shown?.to).toBe('#team-shop');
    expectWithinSlackLimits(shown?.message ?? { text: '', blocks: [] });
    const text = JSON.stringify(shown?.message);
    expect(text).toContain('Before: safe');
    expect(text).toContain('Now: unsafe');
    expect(text).toContain('alice@example.com');
    expect(text).toMatch(/sub: repo:acme[^/"]+\//);
  });

  it('records both verdicts, worse or not', async () => {
    const story = roleWorld();
    await change(story, narrow, { minute: 0, id: 'first' });
    await change(story, broad, { minute: 5, id: 'second' });
    const entries = [...story.world.ledger.values()].filter(({ type }) => type === 'trust.changed');
    expect(entries.map(({ body }) => body)).toMatchObject([
      { roles: [{ before: null, after: { verdict: 'safe', scope: 'workload' }, isWorse: false }] },
      { roles: [{ before: { verdict: 'safe' }, after: { verdict: 'broad' }, isWorse: true }] },
    ]);
  });

  it('is told once, however often its event is delivered', async () => {
    const story = roleWorld();
    await change(story, unsafe, { minute: 5, id: 'same' });
    await change(story, unsafe, { minute: 5, id: 'same' });
    await deliverRoleEvents(story);
    expect(story.slack.shown).toHaveLength(1);
  });

  it('that is as good again closes the message in place', async () => {
    const story = roleWorld();
    await change(story, narrow, { minute: 0 });
    await change(story, broad, { minute: 5 });
    await deliverRoleEvents(story);
    await change(story, narrow, { minute: 9 });
    await deliverRoleEvents(story);
    expect(story.slack.shown.map(({ what }) => what)).toEqual(['parent', 'update']);
    expect(story.slack.shown[1]?.message.text).toContain('Role trust repaired');
    expect(trustCase(story)?.state).toBe('closed');
  });

  it('that arrives after a newer one changes nothing', async () => {
    const story = roleWorld();
    await change(story, narrow, { minute: 9 });
    await change(story, unsafe, { minute: 5 });
    expect(types(story)).toEqual([]);
    expect(trustCase(story)?.judged.verdict).toBe('safe');
  });

  it('that was broad before anybody looked is no news; unsafe is', async () => {
    const quiet = roleWorld();
    await change(quiet, broad, { minute: 0 });
    expect(types(quiet)).toEqual([]);
    const loud = roleWorld();
    await change(loud, unsafe, { minute: 0 });
    expect(types(loud)).toEqual(['Trust Finding']);
  });

  it('comes back when the role cannot be read just now', async () => {
    const story = roleWorld();
    story.world.faults.set('GetRole', unknown('throttled', 'GetRole', 'yes'));
    await expect(change(story, unsafe, { minute: 0, id: 'again' })).rejects.toThrow('throttled');
    story.world.faults.clear();
    await change(story, unsafe, { minute: 0, id: 'again' });
    expect(types(story)).toEqual(['Trust Finding']);
  });

  it('of a role that may not be read is judged by its event, and says what is not known', async () => {
    const story = roleWorld();
    story.world.faults.set('GetRole', unknown('access denied', 'GetRole'));
    await change(story, unsafe, { minute: 0 });
    await deliverRoleEvents(story);
    expect(story.slack.shown[0]?.to).toBe('#cloud-security');
    expect(JSON.stringify(story.slack.shown[0]?.message)).toContain(
      'could not be read: access denied',
    );
  });

  it('that trusts no identity provider leaves nothing behind but the record', async () => {
    const story = roleWorld();
    const everyone = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }],
    });
    await change(story, everyone, { minute: 0 });
    expect(story.world.roleCases.size).toBe(0);
    expect(story.world.ledger.size).toBe(1);
  });
});

describe('a new role', () => {
  it.each([
    ['unsafe', unsafe, 1],
    ['broken', trusting('acme/shop'), 1],
    ['broad', broad, 0],
    ['safe', narrow, 0],
  ])('that is %s is told or not', async (_verdict, policy, told) => {
    const story = roleWorld();
    await created(story, policy, 'created');
    expect(types(story)).toHaveLength(told);
  });

  it('is not compared with a former one of the same name', async () => {
    const story = roleWorld();
    await change(story, unsafe, { minute: 0 });
    await deliverRoleEvents(story);
    at(story, '2026-11-04T11:00:00.000Z');
    setTrust(story, narrow);
    await takeTrustChange(
      story,
      iamRecord('CreateRole', {
        eventID: 'created-again',
        eventTime: '2026-11-04T10:30:00Z',
        requestParameters: { roleName: 'shop-deploy', assumeRolePolicyDocument: narrow },
        responseElements: { role: { arn: sampleRoleArn, roleName: 'shop-deploy' } },
      }),
    );
    expect(trustCase(story)).toMatchObject({ state: 'quiet', before: null, revision: 0 });
  });
});

describe('an OIDC provider', () => {
  const secondRole = 'arn:aws:iam::111122223333:role/ledger-deploy';

  const twoRoles = () => {
    const story = roleWorld();
    setTrust(story, narrow);
    const [role] = story.world.roles;
    const arn = parseRoleArn(secondRole);
    if (role === undefined || arn === undefined) throw new Error('The sample is wrong.');
    story.world.roles.push({ ...role, arn, tags: {} });
    return story;
  };

  it('that is deleted names every role that trusts it', async () => {
    const story = twoRoles();
    story.world.identityProviders = [];
    await provider(story, 'DeleteOpenIDConnectProvider', 0);
    await deliverRoleEvents(story);
    expect(story.slack.shown.map(({ to }) => to)).toEqual(['#team-shop', '#cloud-security']);
    expect(JSON.stringify(story.slack.shown[0]?.message)).toContain(
      `deleted the OIDC provider ${github}`,
    );
    const [entry] = story.world.ledger.values();
    expect(entry?.body).toMatchObject({
      roleCount: 2,
      roles: [
        { roleArn: sampleRoleArn, after: { verdict: 'broken', missingProviders: [github] } },
        { roleArn: secondRole, after: { verdict: 'broken' } },
      ],
    });
  });

  it('that is created again repairs them', async () => {
    const story = twoRoles();
    const { identityProviders } = story.world;
    story.world.identityProviders = [];
    await provider(story, 'DeleteOpenIDConnectProvider', 0);
    await deliverRoleEvents(story);
    story.world.identityProviders = identityProviders;
    await provider(story, 'CreateOpenIDConnectProvider', 5, { url: `https://${github}` });
    await deliverRoleEvents(story);
    expect(trustCase(story)).toMatchObject({ state: 'closed', judged: { verdict: 'safe' } });
    expect(story.slack.shown.map(({ what }) => what)).toEqual([
      'parent',
      'parent',
      'update',
      'update',
    ]);
  });

  it('that loses an audience cuts off the roles that ask for it', async () => {
    const story = roleWorld();
    setTrust(story, narrow);
    story.world.identityProviders = story.world.identityProviders.map((each) => ({
      ...each,
      clientIds: ['other'],
    }));
    await provider(story, 'RemoveClientIDFromOpenIDConnectProvider', 0, {
      clientID: 'sts.amazonaws.com',
    });
    await deliverRoleEvents(story);
    expect(trustCase(story)?.judged.verdict).toBe('broken');
    expect(JSON.stringify(story.slack.shown[0]?.message)).toContain('no longer accepts');
  });

  it('that gains an audience concerns the roles that ask for none', async () => {
    const story = roleWorld();
    setTrust(story, narrow);
    await provider(story, 'AddClientIDToOpenIDConnectProvider', 0, { clientID: 'other' });
    expect(types(story)).toEqual([]);
    setTrust(story, narrow.replace(`"StringEquals":{"${github}:aud":"sts.amazonaws.com"},`, ''));
    await provider(story, 'AddClientIDToOpenIDConnectProvider', 5, { clientID: 'other' });
    expect(types(story)).toEqual(['Trust Finding']);
  });

  it('is recorded with what is not known when the roles may not be read', async () => {
    const story = roleWorld();
    story.world.faults.set('ListRoles', unknown('access denied', 'ListRoles'));
    const { did } = await provider(story, 'DeleteOpenIDConnectProvider', 0);
    expect(did).toContain('with unknowns');
    const [entry] = story.world.ledger.values();
    expect(JSON.stringify(entry?.body)).toContain('Which roles trust it could not be read');
  });

  it('that could not be changed is recorded and judged by nobody', async () => {
    const story = roleWorld();
    const { did } = await takeTrustChange(
      story,
      iamRecord('DeleteOpenIDConnectProvider', {
        eventID: 'refused',
        errorCode: 'AccessDenied',
        requestParameters: null,
        responseElements: null,
      }),
    );
    expect(did).toBe('recorded: DeleteOpenIDConnectProvider');
    expect(types(story)).toEqual([]);
  });
});
