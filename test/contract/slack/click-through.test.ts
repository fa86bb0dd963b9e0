import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  type QueuedAnswer,
  takeInteraction,
} from '../../../src/adapters/slack/interaction-endpoint.ts';
import { createSlack } from '../../../src/adapters/slack/slack-client.ts';
import { pendingEvents } from '../../../src/core/events/case-event.ts';
import type { KeyCase } from '../../../src/core/keys/key-case.ts';
import { withNotice } from '../../../src/core/keys/notices.ts';
import type { Configuration } from '../../../src/core/model/configuration.ts';
import { notify } from '../../../src/flows/notify.ts';
import { respond } from '../../../src/flows/respond.ts';
import { takeAnswer } from '../../../src/flows/take-answer.ts';
import { type LocalSlack, startSlack } from '../../../src/local/slack/start-slack.ts';
import { type MemoryWorld, memoryWorld } from '../../flows/memory-ports.ts';
import { at, sampleCase } from '../../unit/messages/sample-case.ts';

/** From the message to the click, the act and back to the message, with a real Slack client. */
const ana = 'U0ANAEXAMPLE';
const bob = 'U0BOBEXAMPLE';
const name = '111122223333/deployer/AKIAIOSFODNN7EXAMPLE';

const configuration = {
  mode: 'enforce',
  keys: { newKeyGraceDays: 7, warnDaysBefore: [1], window: null, deleteDaysAfterDisable: null },
  overrides: [],
  limits: { perRun: 5, perAccount: 5, percentOfAccount: 100, perOwner: 5 },
  exceptions: { maxDays: 90, approvers: ['usergroup:S0CLOUDSEC'], tagKeys: [] },
  owners: { tagKeys: [], accounts: {}, fallback: '#cloud-security' },
  slack: { channel: '#cloud-security', digest: 'Mon 09:00' },
} as unknown as Configuration;

let world: MemoryWorld;
let slack: LocalSlack;
let endpoint: Server;
let queue: QueuedAnswer[];

beforeEach(async () => {
  queue = [];
  world = memoryWorld('2026-11-23T09:00:10.000Z');
  slack = await startSlack({
    botToken: 'xoxb-local',
    signingSecret: 'secret',
    now: () => Date.parse(world.now),
    people: [
      { id: ana, name: 'ana', realName: 'Ana', email: 'ana@example.com' },
      { id: bob, name: 'bob', realName: 'Bob', email: 'bob@example.com' },
    ],
    channels: [{ id: 'C0SECURITY1', name: 'cloud-security', members: [ana, bob] }],
    usergroups: [{ id: 'S0CLOUDSEC', handle: 'cloudsec', users: [bob] }],
  });
  endpoint = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', async () => {
      const answered = await takeInteraction(
        { body, isBase64Encoded: false, headers: request.headers as Record<string, string> },
        {
          now: () => world.now,
          signingSecrets: async () => ['secret'],
          queueAnswer: async (each) => {
            queue.push(each);
          },
          openForm: client().openForm,
          tellClicker: client().postEphemeral,
        },
        90,
      );
      response.statusCode = answered.statusCode;
      response.end(answered.body);
    });
  });
  await new Promise<void>((resolve) => endpoint.listen(0, '127.0.0.1', resolve));
  slack.setInteractionsUrl(`http://127.0.0.1:${(endpoint.address() as AddressInfo).port}/`);
  const { key } = sampleCase();
  world.keys.set('111122223333/deployer', [{ ...key, status: 'Active' }]);
});

afterEach(async () => {
  await slack.close();
  endpoint.closeAllConnections();
  endpoint.close();
});

const client = () =>
  createSlack({
    now: () => world.now,
    botToken: async () => 'xoxb-local',
    apiUrl: slack.apiUrl,
  });

const ports = () => ({
  clock: world.clock,
  cases: world.caseTable,
  roles: world.roleCasesPort,
  ledger: world.ledgerPort,
  events: world.eventsPort,
  responses: world.responses,
  acting: world.acting,
  stopSwitch: world.stopSwitchPort,
  slack: client(),
  exceptions: world.exceptionsPort,
  limits: world.limitsPort,
  accountCases: world.accountCases,
  stopSwitchControl: world.stopSwitchControl,
});

/** Lets every queue run empty, as the deployed functions would. */
const settle = async (): Promise<void> => {
  for (let busy = true; busy; ) {
    const [click, request, event] = [queue.shift(), world.requests.shift(), world.events.shift()];
    busy = click !== undefined || request !== undefined || event !== undefined;
    if (click !== undefined) await takeAnswer(click, 'message', ports(), configuration);
    if (request !== undefined) {
      await respond(request, ports(), { configuration, deployedMode: 'enforce' });
    }
    if (event !== undefined) {
      await notify({ source: 'lastkey', detail: event.detail }, 'message', ports());
    }
  }
};

const tell = async (changes: Partial<KeyCase> = {}): Promise<string> => {
  const opened = withNotice(sampleCase({ ...changes, version: 0 }), {
    kind: 'found',
    cause: 'event-1',
    at: world.now,
  });
  const written = await world.caseTable.writeCase(opened);
  if (written === 'changed') throw new Error('changed');
  world.events.push(...pendingEvents(written));
  await settle();
  return parent().ts;
};

const parent = () => {
  const [thread] = slack.threads().slice(-1);
  if (thread === undefined) throw new Error('no message');
  return thread.parent;
};

const buttons = () =>
  parent().blocks.flatMap((block) =>
    block.type === 'actions'
      ? block.elements.flatMap((each) => (each.type === 'button' ? [each.text.text] : []))
      : [],
  );

const press = async (actionId: string, userId = ana): Promise<void> => {
  await slack.press({ messageTs: parent().ts, actionId, userId });
  await settle();
};

const status = () => world.keys.get('111122223333/deployer')?.[0]?.status;

test('Disable now disables the key and leaves Undo; Undo brings it back', async () => {
  await tell();
  expect(buttons()).toEqual([
    'Disable now',
    'Keep for now',
    'Not mine',
    'Show how to switch',
    'Request exception',
  ]);
  await press('disable-now');
  expect(status()).toBe('Inactive');
  expect(buttons()).toEqual(['Undo']);
  await press('undo');
  expect(status()).toBe('Active');
  expect(buttons()).toContain('Disable now');
  expect(slack.threads().at(-1)?.replies).toHaveLength(2);
});

test('a use since the warning stops Disable now, and Disable anyway goes on', async () => {
  await tell();
  world.now = at('2026-11-24T08:00:00.000Z');
  world.lastUses.set('AKIAIOSFODNN7EXAMPLE', {
    at: at('2026-11-24T07:00:00.000Z'),
    service: 's3',
    region: 'eu-west-1',
  });
  await press('disable-now');
  expect(status()).toBe('Active');
  expect(buttons()[0]).toBe('Disable anyway');
  await press('disable-anyway');
  expect(status()).toBe('Inactive');
});

test('observe mode goes all the way but the act, and says what it would have done', async () => {
  await tell({ mode: 'observe' });
  await press('disable-now');
  expect(status()).toBe('Active');
  expect(world.acts).toEqual([]);
  expect(slack.messages().at(-1)?.text).toContain('would have disabled');
});

test('Not mine hands the key to the channel, whose members may then act', async () => {
  await tell();
  await press('not-mine');
  expect(parent().channel).toBe('C0SECURITY1');
  expect(slack.threads()[0]?.parent.text).toContain('Passed on');
  await press('disable-now', bob);
  expect(status()).toBe('Inactive');
});

test('Keep for now moves the date through the form', async () => {
  await tell();
  await press('keep-for-now');
  const reason = { reason: 'the vendor moves in December' };
  await slack.submit({ userId: ana, entered: { reason, until: { until: '2026-12-20' } } });
  await settle();
  expect(parent().text).toContain('Sunday 20 December 2026');
  expect(world.cases.get(name)?.notices.map(({ delivery }) => delivery.status)).toEqual([
    'delivered',
    'delivered',
  ]);
});

test('a click of somebody who has left the channel since changes nothing, and nothing breaks', async () => {
  await tell({ owners: sampleCase().owners.slice(1) });
  const before = world.cases.get(name);
  await slack.press({ messageTs: parent().ts, actionId: 'disable-now', userId: ana });
  const [click] = queue.splice(0);
  if (click === undefined) throw new Error('no click');
  queue.push({ ...click, slackUserId: 'U0LEFTTEAM1' });
  await expect(settle()).resolves.toBeUndefined();
  expect(status()).toBe('Active');
  expect(world.cases.get(name)).toBe(before);
});
