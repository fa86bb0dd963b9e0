import type { DeniedLogins, RoleTrust } from '../../src/core/federation/role-case.ts';
import { identityProviders } from '../../src/core/idps/catalogue.ts';
import type { Configuration } from '../../src/core/model/configuration.ts';
import { parseRoleArn, type RoleArn } from '../../src/core/model/ids.ts';
import type { Instant } from '../../src/core/model/instant.ts';
import { federationChanged } from '../../src/flows/federation-changed.ts';
import { federationUsed } from '../../src/flows/federation-used.ts';
import { notify } from '../../src/flows/notify.ts';
import type { FlowOutcome } from '../../src/flows/ports.ts';
import { configurationOf } from './key-story.ts';
import { type MemoryWorld, memoryWorld } from './memory-ports.ts';
import { type MemorySlack, memorySlack } from './memory-slack.ts';
import { sampleRole } from './sample-records.ts';

const names = { nameOf: () => Promise.resolve('Payments production') };
const settings = (configuration: Configuration) => ({
  configuration,
  catalogue: identityProviders,
});

export const github = 'token.actions.githubusercontent.com';
export const providerArn = `arn:aws:iam::111122223333:oidc-provider/${github}`;

const roleArnOf = (text: string): RoleArn => {
  const arn = parseRoleArn(text);
  if (arn === undefined) throw new Error('The sample is wrong.');
  return arn;
};

/** A trust policy for GitHub subjects, with an audience. */
export const trusting = (...subjects: readonly string[]): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Federated: providerArn },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: {
          StringEquals: { [`${github}:aud`]: 'sts.amazonaws.com' },
          StringLike: { [`${github}:sub`]: subjects },
        },
      },
    ],
  });

export interface RoleWorld {
  readonly world: MemoryWorld;
  readonly slack: MemorySlack;
}

/** An account with one federated role, tagged with its owner, and the OIDC provider it trusts. */
export const roleWorld = (): RoleWorld => {
  const world = memoryWorld('2026-11-04T09:01:00.000Z');
  world.roles = [{ ...sampleRole, arn: roleArnOf(sampleRole.arn), tags: { owner: '#team-shop' } }];
  world.identityProviders = [
    { arn: providerArn, url: github, clientIds: ['sts.amazonaws.com'], thumbprints: [] },
  ];
  return { world, slack: memorySlack(() => world.now) };
};

export const setTrust = ({ world }: RoleWorld, trustPolicy: string): void => {
  world.roles = world.roles.map((role) => ({ ...role, trustPolicy }));
};

export const takeLogins = ({ world }: RoleWorld, records: readonly unknown[]) =>
  federationUsed(
    records.map((body, index) => ({ body, messageId: `message-${index}` })),
    {
      clock: world.clock,
      members: world.members,
      names,
      cases: world.caseTable,
      roles: world.roleCasesPort,
      uses: world.usesPort,
      methods: world.methodsPort,
      ledger: world.ledgerPort,
      events: world.eventsPort,
    },
    settings(configurationOf()),
  );

export const takeTrustChange = (
  { world }: RoleWorld,
  record: unknown,
  configuration = configurationOf(),
): Promise<FlowOutcome> =>
  federationChanged(
    record,
    'message-1',
    {
      clock: world.clock,
      members: world.members,
      names,
      cases: world.caseTable,
      roles: world.roleCasesPort,
      ledger: world.ledgerPort,
      events: world.eventsPort,
      digest: (text) => `digest of ${text.length}`,
    },
    settings(configuration),
  );

/** Delivers every event that was published, oldest first. */
export const deliverRoleEvents = async ({ world, slack }: RoleWorld): Promise<void> => {
  for (const { type, detail } of world.events.splice(0)) {
    await notify({ source: 'lastkey', 'detail-type': type, detail }, 'message-1', {
      clock: world.clock,
      cases: world.caseTable,
      roles: world.roleCasesPort,
      exceptions: world.exceptionsPort,
      limits: world.limitsPort,
      ledger: world.ledgerPort,
      slack: slack.port,
    });
  }
};

export const at = ({ world }: RoleWorld, now: string): void => {
  world.now = now as Instant;
};

export const deniedCase = ({ world }: RoleWorld): DeniedLogins | undefined =>
  [...world.roleCases.values()].find((each): each is DeniedLogins => 'count' in each);

export const trustCase = ({ world }: RoleWorld): RoleTrust | undefined =>
  [...world.roleCases.values()].find((each): each is RoleTrust => 'judged' in each);
