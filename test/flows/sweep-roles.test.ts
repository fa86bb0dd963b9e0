import { describe, expect, it } from 'vitest';
import type { SweepEventDetail } from '../../src/core/events/sweep-event.ts';
import type { FederatedRole } from '../../src/core/federation/federated-role.ts';
import type { RoleTrust } from '../../src/core/federation/role-case.ts';
import type { RoleArn } from '../../src/core/model/ids.ts';
import { dayOf, type Instant } from '../../src/core/model/instant.ts';
import {
  accountNumber,
  addAccount,
  nextDay,
  runSweep,
  type SweepWorld,
  sweepWorld,
} from './sweep-world.ts';

const one = accountNumber(1);
const github = 'token.actions.githubusercontent.com';

const role = (
  name: string,
  sub: string | readonly string[],
  tags: Readonly<Record<string, string>> = {},
): FederatedRole => ({
  arn: `arn:aws:iam::${one}:role/${name}` as RoleArn,
  trustPolicy: JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Federated: `arn:aws:iam::${one}:oidc-provider/${github}` },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: {
          StringLike: { [`${github}:sub`]: sub },
          StringEquals: { [`${github}:aud`]: 'sts.amazonaws.com' },
        },
      },
    ],
  }),
  tags,
  lastUsedAt: null,
});

const good = 'repo:acme/shop:environment:production';

const world = (roles: readonly FederatedRole[]): SweepWorld => {
  const made = sweepWorld('2026-08-01T04:17:00.000Z');
  addAccount(made, one);
  made.roles = [...roles];
  made.identityProviders = [
    {
      arn: `arn:aws:iam::${one}:oidc-provider/${github}`,
      url: github,
      clientIds: ['sts.amazonaws.com'],
      thumbprints: [],
    },
  ];
  return made;
};

const told = (of: SweepWorld): readonly SweepEventDetail[] =>
  of.events.flatMap(({ detail }) =>
    'topic' in detail && detail.topic === 'role-trust' ? [detail] : [],
  );

const trustOf = (of: SweepWorld, name: string): RoleTrust =>
  [...of.roleCases.values()].find(({ key }) => key.roleArn.endsWith(`/${name}`)) as RoleTrust;

describe('roles that are older than lastkey', () => {
  it('come in one message an owner, gravest first, and each has a quiet case', async () => {
    const swept = world([
      role('safe', good),
      role('open-a', 'repo:*', { owner: '#team-shop' }),
      role('open-b', '*', { owner: '#team-shop' }),
      role('open-c', 'repo:*', { owner: '#team-web' }),
    ]);
    await runSweep(swept);
    expect(told(swept).map(({ contacts }) => contacts[0])).toEqual(['#team-shop', '#team-web']);
    const [shop] = told(swept);
    expect(shop?.lines).toHaveLength(2);
    expect(shop?.lines[0]).toContain('somebody outside your organization can assume it');
    expect(trustOf(swept, 'open-a')).toMatchObject({ state: 'quiet', revision: 0 });
    expect(trustOf(swept, 'safe').judged.verdict).not.toBe('unsafe');
  });

  it('are judged once a week, so that the daily run reads keys alone', async () => {
    const swept = world([role('open', 'repo:*')]);
    await runSweep(swept);
    const lists: string[] = [];
    swept.members.reading = ((reading) => async (accountId) => {
      const member = await reading(accountId);
      return {
        ...member,
        federatedRoles: () => {
          lists.push(swept.now.slice(0, 10));
          return member.federatedRoles();
        },
      };
    })(swept.members.reading);
    for (let day = 0; day < 8; day += 1) {
      nextDay(swept);
      await runSweep(swept);
    }
    expect(lists).toEqual(['2026-08-08']);
    expect(told(swept)).toHaveLength(1);
  });

  it('that were changed without an event are told as a change is', async () => {
    const swept = world([role('deploy', good)]);
    await runSweep(swept);
    nextDay(swept, 7);
    swept.roles = [role('deploy', 'repo:*')];
    await runSweep(swept);
    expect(told(swept)).toEqual([]);
    expect(swept.events.map(({ type }) => type)).toEqual(['Trust Finding']);
    expect(trustOf(swept, 'deploy')).toMatchObject({ state: 'open', before: { verdict: 'safe' } });
  });

  it('are written on a difference only', async () => {
    const swept = world([role('deploy', good)]);
    await runSweep(swept);
    const { version } = trustOf(swept, 'deploy');
    nextDay(swept, 7);
    await runSweep(swept);
    expect(trustOf(swept, 'deploy').version).toBe(version);
  });
});

describe('trusted subjects that nobody logs in with', () => {
  const unused = 'repo:acme/retired:environment:production';
  const seen = (swept: SweepWorld): void => {
    const use = {
      roleArn: swept.roles[0]?.arn as RoleArn,
      identityProvider: `arn:aws:iam::${one}:oidc-provider/${github}`,
      subject: good,
      day: dayOf(swept.now),
      allowed: 3,
      denied: 0,
      firstSeenAt: swept.now,
      lastSeenAt: swept.now,
      recent: [],
      version: 1,
    };
    swept.uses.set(JSON.stringify([use.roleArn, use.identityProvider, use.subject, use.day]), use);
  };
  const lines = (swept: SweepWorld) => told(swept).flatMap((each) => each.lines);

  it('are called removable once, when logins have been counted for 90 days', async () => {
    const swept = world([role('deploy', [good, unused])]);
    for (let week = 0; week < 15; week += 1) {
      seen(swept);
      await runSweep(swept);
      if (week < 12) expect(lines(swept)).toEqual([]);
      nextDay(swept, 7);
    }
    expect(lines(swept)).toEqual([
      `deploy: nobody has logged in as ${unused} of ${github} for 90 days, so its trust can be removed.`,
    ]);
  });

  it('are not called so where logins are not forwarded', async () => {
    const swept = world([role('deploy', [unused])]);
    const configuration = (await import('./key-story.ts')).configurationOf(
      `federation: { ignoreIssuers: ["${github}"] }`,
    );
    for (let week = 0; week < 15; week += 1) {
      await runSweep(swept, configuration);
      nextDay(swept, 7);
    }
    expect(lines(swept)).toEqual([]);
  });

  it('are not called so in the first days: nobody counted before', async () => {
    const swept = world([role('deploy', [unused])]);
    swept.coverage.set(one, {
      accountId: one,
      runAt: '2026-07-31T04:17:00.000Z' as Instant,
      coverage: 'read',
      consecutiveFailures: 0,
      firstReadAt: '2026-06-01T04:17:00.000Z' as Instant,
    });
    await runSweep(swept);
    expect(lines(swept)).toEqual([]);
  });
});
