import { parseConfiguration } from '../../src/cli/configuration.ts';
import type { AccessKey } from '../../src/core/keys/access-key.ts';
import type { KeyCase } from '../../src/core/keys/key-case.ts';
import type { Configuration } from '../../src/core/model/configuration.ts';
import { parseAccessKeyId, parseAccountId, parseRoleArn } from '../../src/core/model/ids.ts';
import type { Instant } from '../../src/core/model/instant.ts';
import { accessKeyChanged } from '../../src/flows/access-key-changed.ts';
import { advanceCases } from '../../src/flows/advance-cases.ts';
import type { FlowOutcome, ResponseRequest } from '../../src/flows/ports.ts';
import { respond } from '../../src/flows/respond.ts';
import type { ListedAccount } from '../../src/flows/sweep-ports.ts';
import { type MemoryWorld, memoryWorld } from './memory-ports.ts';
import { sampleKey, sampleRole } from './sample-records.ts';

export const ownRoles = ['lastkey/lastkey-respond', 'lastkey/lastkey-rotate'];

const required = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error('The sample is wrong.');
  return value;
};

/** The sample key as the flows know it. */
export const key: AccessKey = {
  accountId: required(parseAccountId(sampleKey.accountId)),
  userName: sampleKey.userName,
  accessKeyId: required(parseAccessKeyId(sampleKey.accessKeyId)),
  createdAt: '2026-11-03T10:00:00.000Z' as Instant,
};

export const configurationOf = (yaml = ''): Configuration =>
  parseConfiguration(
    `version: 1
organization: { id: o-exampleorgid, hubAccount: "999988887777", hubRegion: us-east-1, regions: [us-east-1] }
owners: { fallback: "#cloud-security", tagKeys: [owner], accounts: {} }
keys: { window: null }
${yaml}`,
    'test',
  );

/** The account as AWS Organizations lists it. */
const listedAccount: ListedAccount = {
  accountId: key.accountId,
  name: 'Payments production',
  isActive: true,
  state: 'ACTIVE',
  ous: ['ou-prod', 'r-root'],
};

/** An account with one workload user, its new key, and a role that fits. */
export const newKeyWorld = (): MemoryWorld => {
  const world = memoryWorld('2026-11-03T10:01:00.000Z');
  world.users.set(`${key.accountId}/${key.userName}`, {
    userName: key.userName,
    path: '/ci/',
    tags: { owner: '#team-shop', repository: 'acme/shop', system: 'github' },
    createdAt: '2026-10-01T00:00:00.000Z' as Instant,
  });
  world.keys.set(`${key.accountId}/${key.userName}`, [{ ...key, status: 'Active' }]);
  world.lastUses.set(key.accessKeyId, null);
  world.roles = [{ ...sampleRole, arn: required(parseRoleArn(sampleRole.arn)) }];
  return world;
};

export const takeChange = (
  world: MemoryWorld,
  record: unknown,
  configuration = configurationOf(),
): Promise<FlowOutcome> =>
  accessKeyChanged(
    record,
    'message-1',
    {
      clock: world.clock,
      members: world.members,
      names: { nameOf: () => Promise.resolve('Payments production') },
      list: { read: () => Promise.resolve(listedAccount) },
      cases: world.caseTable,
      exceptions: world.exceptionsPort,
      ledger: world.ledgerPort,
      events: world.eventsPort,
    },
    { configuration, ownRoles },
  );

export const takeRequest = (
  world: MemoryWorld,
  request: ResponseRequest,
  options: { configuration?: Configuration; deployedMode?: 'observe' | 'enforce' } = {},
): Promise<FlowOutcome> =>
  respond(
    request,
    {
      clock: world.clock,
      acting: world.acting,
      cases: world.caseTable,
      ledger: world.ledgerPort,
      events: world.eventsPort,
      stopSwitch: world.stopSwitchPort,
      limits: world.limitsPort,
    },
    {
      configuration: options.configuration ?? configurationOf('mode: enforce'),
      deployedMode: options.deployedMode ?? 'enforce',
    },
  );

export const passTime = (
  world: MemoryWorld,
  now: string,
  configuration = configurationOf('mode: enforce'),
): Promise<FlowOutcome> => {
  world.now = now as Instant;
  return advanceCases(
    {
      clock: world.clock,
      cases: world.caseTable,
      ledger: world.ledgerPort,
      events: world.eventsPort,
      responses: world.responses,
      rotations: world.rotations,
      limits: world.limitsPort,
      deployedMode: 'enforce',
    },
    configuration,
  );
};

/** Slack took every pending notice. */
export const deliverAll = (world: MemoryWorld): void => {
  for (const [name, keyCase] of world.cases) {
    const notices = keyCase.notices.map((notice) =>
      notice.delivery.status === 'pending'
        ? {
            ...notice,
            delivery: {
              status: 'delivered' as const,
              at: world.now,
              channel: 'C1',
              ts: '1.1',
            },
          }
        : notice,
    );
    world.cases.set(name, { ...keyCase, notices });
  }
};

export const theCase = (world: MemoryWorld): KeyCase => {
  const [keyCase] = [...world.cases.values()];
  if (keyCase === undefined) throw new Error('There is no case.');
  return keyCase;
};

export const clickDisable = (
  world: MemoryWorld,
  options: { anyway?: boolean; isApprover?: boolean; id?: string } = {},
): ResponseRequest => ({
  id: options.id ?? 'click-1',
  key,
  act: 'disable',
  because: {
    kind: 'answer',
    by: 'Alice',
    slackUserId: 'U1',
    isApprover: options.isApprover ?? false,
    anyway: options.anyway ?? false,
  },
  at: world.now,
});

export const clickUndo = (world: MemoryWorld): ResponseRequest => ({
  ...clickDisable(world),
  id: 'undo-1',
  act: 'restore',
});
