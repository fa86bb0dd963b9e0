import type { KnownBlock } from '@slack/types';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { LocalSlack } from '../../../src/local/slack/start-slack.ts';
import { type Payload, type Receiver, startReceiver } from './interactions-receiver.ts';
import { clientOf, maya, omar, signingSecret, startWorkspace } from './workspace.ts';

const start = Date.UTC(2026, 10, 23, 9, 30);
let nowMs: number;
let slack: LocalSlack;
let receiver: Receiver;
let answer: (payload: Payload) => ReturnType<Parameters<typeof startReceiver>[1]>;

beforeEach(async () => {
  nowMs = start;
  answer = () => '';
  receiver = await startReceiver(signingSecret, (payload) => answer(payload));
  slack = await startWorkspace({ now: () => nowMs, interactionsUrl: receiver.url });
});
afterEach(async () => {
  await slack.close();
  await receiver.close();
});

const plain = (text: string) => ({ type: 'plain_text', text }) as const;
const buttons: KnownBlock[] = [
  {
    type: 'actions',
    block_id: 'answers',
    elements: [
      {
        type: 'button',
        action_id: 'disable-now',
        text: plain('Disable'),
        value: 'k',
        style: 'danger',
      },
      {
        type: 'static_select',
        action_id: 'days',
        options: [
          { text: plain('A week'), value: '7' },
          { text: plain('A month'), value: '30' },
        ],
      },
    ],
  },
];
const post = async (channel = 'C0SEC'): Promise<string> => {
  const sent = { channel, text: 'A key', blocks: buttons };
  return (await clientOf(slack).chat.postMessage(sent)).ts ?? '';
};
const press = (messageTs: string, userId = maya.id) =>
  slack.press({ messageTs, actionId: 'disable-now', userId });
const lastPayload = (): Payload => receiver.received.at(-1)?.payload;

describe('a click', () => {
  test('reaches the app signed, as a form, with the payload that Slack sends', async () => {
    const ts = await post();
    expect(await press(ts)).toMatchObject({ status: 'answered' });
    expect(receiver.received).toMatchObject([
      { isSigned: true, contentType: 'application/x-www-form-urlencoded' },
    ]);
    expect(lastPayload()).toMatchObject({
      type: 'block_actions',
      user: { id: maya.id, username: 'maya', team_id: 'T0LOCALTEAM' },
      api_app_id: 'A0LOCALAPP',
      container: { type: 'message', message_ts: ts, channel_id: 'C0SEC', is_ephemeral: false },
      channel: { id: 'C0SEC', name: 'cloud-security' },
      message: { ts, text: 'A key', blocks: [{ block_id: 'answers' }] },
      state: { values: { answers: { days: { type: 'static_select', selected_option: null } } } },
      actions: [
        {
          type: 'button',
          action_id: 'disable-now',
          block_id: 'answers',
          value: 'k',
          style: 'danger',
          text: plain('Disable'),
          action_ts: expect.stringMatching(/^\d+\.\d{6}$/),
        },
      ],
      trigger_id: expect.any(String),
      response_url: expect.stringContaining('http://127.0.0.1:'),
    });
  });

  test('the signature carries the time of the workspace', async () => {
    const delivery = await press(await post());
    expect(delivery.request?.headers['x-slack-request-timestamp']).toBe(String(start / 1000));
  });

  test('in a direct message names it as Slack does', async () => {
    await press(await post(maya.id));
    expect(lastPayload().channel).toEqual({ id: 'D0MAYA', name: 'directmessage' });
  });

  test('on a menu says what was chosen', async () => {
    await slack.press({ messageTs: await post(), actionId: 'days', userId: maya.id, chosen: '30' });
    expect(lastPayload().actions[0].selected_option).toEqual({
      text: plain('A month'),
      value: '30',
    });
  });

  test('on an ephemeral message does not repeat the message', async () => {
    const client = clientOf(slack);
    const sent = { channel: 'C0SEC', user: maya.id, text: 'x', blocks: buttons };
    const { message_ts: ts = '' } = await client.chat.postEphemeral(sent);
    await press(ts);
    expect(lastPayload().container.is_ephemeral).toBe(true);
    expect(lastPayload()).not.toHaveProperty('message');
  });

  test('is possible only for who sees the message, and on what is there', async () => {
    const ts = await post('C0PAY');
    await expect(press(ts, omar.id)).rejects.toThrow('U0OMAR does not see message');
    await expect(press('1.000001')).rejects.toThrow('no message 1.000001');
    await expect(slack.press({ messageTs: ts, actionId: 'undo', userId: maya.id })).rejects.toThrow(
      'No element has the action_id undo. There: disable-now, days.',
    );
    expect(receiver.received).toEqual([]);
  });

  test('fails, visibly, when the app answers with an error', async () => {
    answer = () => 500;
    expect(await press(await post())).toMatchObject({
      status: 'failed',
      why: 'The app answered with status 500.',
    });
  });

  test('fails when the app is too slow, is not there, or was never named', async () => {
    const impatient = await startWorkspace({
      interactionsUrl: receiver.url,
      acknowledgeWithinMs: 50,
    });
    answer = () => 'never';
    const sent = { channel: 'C0SEC', text: 'x', blocks: buttons };
    const { ts: messageTs = '' } = await clientOf(impatient).chat.postMessage(sent);
    const click = { messageTs, actionId: 'disable-now', userId: maya.id };
    expect(await impatient.press(click)).toMatchObject({
      why: 'The app did not answer within 0.05 seconds.',
    });
    await receiver.close();
    expect(await press(await post())).toMatchObject({ why: 'The app could not be reached.' });
    await impatient.close();
    const nameless = await startWorkspace();
    const { ts = '' } = await clientOf(nameless).chat.postMessage(sent);
    expect(await nameless.press({ ...click, messageTs: ts })).toMatchObject({
      why: 'No interactions URL is set for this app.',
    });
    await nameless.close();
  });
});

describe('a response_url', () => {
  const respond = (body: object) =>
    fetch(lastPayload().response_url, { method: 'POST', body: JSON.stringify(body) });

  test('answers the clicker alone, everybody, or in place of the message', async () => {
    const ts = await post();
    await press(ts);
    await respond({ text: 'for you' });
    await respond({ text: 'for all', response_type: 'in_channel' });
    await respond({ text: 'instead', replace_original: true });
    expect(slack.messages()).toMatchObject([
      { ts, text: 'instead', blocks: [] },
      { text: 'for you', onlyFor: maya.id },
      { text: 'for all' },
    ]);
    await respond({ delete_original: true });
    expect(slack.messages().map(({ text }) => text)).toEqual(['for you', 'for all']);
  });

  test('is good for five answers and for thirty minutes', async () => {
    await press(await post());
    for (let use = 1; use <= 5; use += 1) expect((await respond({ text: 'x' })).status).toBe(200);
    const sixth = await respond({ text: 'x' });
    expect([sixth.status, await sixth.json()]).toEqual([404, { ok: false, error: 'used_url' }]);
    await press(await post());
    nowMs += 30 * 60_000 + 1;
    expect(await (await respond({ text: 'x' })).json()).toEqual({
      ok: false,
      error: 'expired_url',
    });
  });

  test('refuses what a message may not be', async () => {
    await press(await post());
    expect((await respond({ blocks: [{ type: 'section' }] })).status).toBe(400);
  });

  test('can be made to fail like a method', async () => {
    await press(await post());
    slack.faults.add({ fault: 'server-error', method: 'response_url' });
    expect((await respond({ text: 'x' })).status).toBe(500);
  });
});
