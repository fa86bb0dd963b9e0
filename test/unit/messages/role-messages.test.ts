import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { roleEvent } from '../../../src/core/events/role-event.ts';
import { judgeTrust } from '../../../src/core/federation/judge-trust.ts';
import type { DeniedLogins, RoleTrust } from '../../../src/core/federation/role-case.ts';
import { identityProviders } from '../../../src/core/idps/catalogue.ts';
import { readNoticeEvent } from '../../../src/core/messages/read-notice-event.ts';
import { renderRoleCase } from '../../../src/core/messages/render-role-case.ts';
import type { AccountId, EventId, RoleArn } from '../../../src/core/model/ids.ts';
import type { Instant } from '../../../src/core/model/instant.ts';
import { deniedLogin, diagnosed } from '../federation/denied-login.ts';
import { expectWithinSlackLimits } from './expect-within-slack-limits.ts';
import { readableMessage } from './readable-message.ts';

const roleArn = 'arn:aws:iam::111122223333:role/shop-deploy' as RoleArn;
const provider = 'token.actions.githubusercontent.com';
const identityProvider = `arn:aws:iam::111122223333:oidc-provider/${provider}`;
const at = '2026-11-04T09:00:00.000Z' as Instant;

const policyFor = (...subjects: readonly string[]) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Federated: identityProvider },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: {
          StringEquals: { [`${provider}:aud`]: 'sts.amazonaws.com' },
          StringLike: { [`${provider}:sub`]: subjects },
        },
      },
    ],
  });

const common = {
  accountId: '111122223333' as AccountId,
  accountName: 'Payments production',
  version: 1,
  round: 'event-1' as EventId,
  state: 'open' as const,
  owners: [],
  revision: 1,
  shown: 0,
  unknowns: [],
};

const denied = (subject: string, trustPolicy: string): DeniedLogins => {
  const login = deniedLogin({ identityProvider, subject, audience: 'sts.amazonaws.com' });
  return {
    ...common,
    key: { about: 'denied-logins', roleArn, identityProvider, subject },
    count: 3,
    firstSeenAt: at,
    lastSeenAt: at,
    diagnosis: diagnosed(login, { trustPolicy }),
    diagnosedAt: at,
    recent: [],
  };
};

const changed = (text: string, by = 'alice as Admin changed the trust policy'): RoleTrust => ({
  ...common,
  key: { about: 'trust', roleArn },
  judged: judgeTrust(text, 'digest', at, identityProviders, {}),
  before: judgeTrust(
    policyFor('repo:acme/shop:environment:production'),
    'd',
    at,
    identityProviders,
  ),
  change: by,
  changedAt: at,
});

const anyCase = fc.oneof(
  fc
    .tuple(fc.string({ unit: 'grapheme', maxLength: 900 }), fc.string({ maxLength: 3000 }))
    .map(([subject, pinned]) => denied(subject, policyFor(pinned, 'repo:acme/shop:*'))),
  fc
    .tuple(fc.array(fc.string({ maxLength: 400 }), { maxLength: 30 }), fc.string())
    .map(([subjects, by]) => changed(policyFor('repo:acme*', ...subjects), by)),
);

describe('messages about roles', () => {
  it('read so for a denied login, with the change to make', () => {
    const subject = 'repo:acme@123456/shop@789012:environment:production';
    const message = renderRoleCase(denied(subject, policyFor('repo:acme/shop:environment:*')));
    expectWithinSlackLimits(message);
    expect(readableMessage(message)).toEqual([
      '# Login denied: shop-deploy in Payments production',
      '| *Role* `arn:aws:iam::111122223333:role/shop-deploy`',
      '| *Account* `Payments production` `111122223333`',
      `| *Presented subject* \`${subject}\``,
      `| *Identity provider* \`${identityProvider}\``,
      '| *Denied* 3 times, first {Wednesday 4 November 2026, 09:00 UTC}',
      '| *Last* {Wednesday 4 November 2026, 09:00 UTC}',
      `Statement 1 wants ${provider}:sub to match "repo:acme/shop:environment:*", and the login presented "${subject}". By its names this is what is pinned; its identity provider now writes ids into the subject (GitHub does so after a rename or transfer, and for repositories created after 15 July 2026).`,
      'The change below lets in this workload and nobody else.',
      '```',
      `Set Statement[0] &gt; Condition &gt; StringLike &gt; ${provider}:sub`,
      '[',
      '  "repo:acme/shop:environment:*",',
      `  "${subject}"`,
      ']',
      '```',
    ]);
  });

  it('read so for a role that got worse', () => {
    const lines = readableMessage(renderRoleCase(changed(policyFor('repo:acme*/*'))));
    expect(lines.slice(0, 8)).toEqual([
      '# Role open to strangers: shop-deploy in Payments production',
      '*Role* `arn:aws:iam::111122223333:role/shop-deploy`',
      '*Account* `Payments production` `111122223333`',
      'alice as Admin changed the trust policy.',
      'Now: unsafe, somebody outside the tenant can get a token that is let in. Before: safe, only the workload that it is meant for can assume it.',
      'Changed {Wednesday 4 November 2026, 09:00 UTC}.',
      '*A token that is let in:*',
      '```',
    ]);
  });

  it('stay within the limits of Slack, whatever is in them', () => {
    fc.assert(
      fc.property(anyCase, (roleCase) => {
        expectWithinSlackLimits(renderRoleCase(roleCase));
        expectWithinSlackLimits(
          renderRoleCase({ ...roleCase, state: 'closed' } as typeof roleCase),
        );
      }),
      { numRuns: 150 },
    );
  });

  it('are announced by events that name their case, whatever is in it', () => {
    fc.assert(
      fc.property(anyCase, (roleCase) => {
        const { type, detail } = roleEvent(roleCase);
        const event = { source: 'lastkey', 'detail-type': type, detail };
        expect(readNoticeEvent(JSON.parse(JSON.stringify(event)))).toEqual({
          kind: 'role',
          key: JSON.parse(JSON.stringify(roleCase.key)),
          noticeId: 'event-1:1',
        });
      }),
      { numRuns: 100 },
    );
  });

  it('that name no case are unreadable', () => {
    const detail = { version: 1, about: 'denied-logins', roleArn, noticeId: 'x' };
    expect(readNoticeEvent({ source: 'lastkey', detail }).kind).toBe('unreadable');
  });
});
