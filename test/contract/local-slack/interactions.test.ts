import type { KnownBlock, ModalView } from '@slack/types';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { LocalSlack } from '../../../src/local/slack/start-slack.ts';
import { type Payload, type Receiver, startReceiver } from './interactions-receiver.ts';
import { clientOf, maya, omar, refused, signingSecret, startWorkspace } from './workspace.ts';

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
const form: ModalView = {
  type: 'modal',
  callback_id: 'keep-for-now',
  private_metadata: '{"key":"k"}',
  title: plain('Keep'),
  submit: plain('Keep'),
  blocks: [
    {
      type: 'input',
      block_id: 'reason',
      label: plain('Why?'),
      element: { type: 'plain_text_input', action_id: 'reason', min_length: 3 },
    },
    {
      type: 'input',
      block_id: 'until',
      label: plain('Until when?'),
      element: { type: 'datepicker', action_id: 'until', initial_date: '2026-12-23' },
    },
  ],
};

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

describe('a modal', () => {
  const open = async () => {
    answer = async ({ type, trigger_id }) => {
      if (type === 'block_actions') await clientOf(slack).views.open({ trigger_id, view: form });
      return '';
    };
    await press(await post());
    answer = () => '';
  };
  const submit = (reason: string) =>
    slack.submit({ userId: maya.id, entered: { reason: { reason } } });

  test('opens on a trigger, for the person who clicked', async () => {
    await open();
    expect(slack.views()).toMatchObject([{ userId: maya.id, callback_id: 'keep-for-now' }]);
  });

  test('a trigger is good once, for three seconds, and cannot be made up', async () => {
    await press(await post());
    const { trigger_id } = lastPayload();
    const { views } = clientOf(slack);
    await views.open({ trigger_id, view: form });
    await expect(views.open({ trigger_id, view: form })).rejects.toMatchObject(
      refused('exchanged_trigger_id'),
    );
    await press(await post());
    nowMs += 3001;
    await expect(
      views.open({ trigger_id: lastPayload().trigger_id, view: form }),
    ).rejects.toMatchObject(refused('expired_trigger_id'));
    await expect(views.open({ trigger_id: '1.2.3', view: form })).rejects.toMatchObject(
      refused('invalid_trigger_id'),
    );
  });

  test('a wrong view is refused with what is wrong', async () => {
    await press(await post());
    const view = { ...form, title: plain('x'.repeat(25)) };
    await expect(
      clientOf(slack).views.open({ trigger_id: lastPayload().trigger_id, view }),
    ).rejects.toMatchObject({
      data: {
        error: 'invalid_arguments',
        response_metadata: {
          messages: ['[ERROR] must be less than 25 characters [json-pointer:/view/title/text]'],
        },
      },
    });
  });

  test('submitting sends what was entered and what was left, and closes the form', async () => {
    await open();
    expect(await submit('The vendor needs it')).toMatchObject({ status: 'closed' });
    expect(lastPayload()).toMatchObject({
      type: 'view_submission',
      user: { id: maya.id },
      view: {
        callback_id: 'keep-for-now',
        private_metadata: '{"key":"k"}',
        state: {
          values: {
            reason: { reason: { type: 'plain_text_input', value: 'The vendor needs it' } },
            until: { until: { type: 'datepicker', selected_date: '2026-12-23' } },
          },
        },
      },
    });
    expect(receiver.received.every(({ isSigned }) => isSigned)).toBe(true);
    expect(slack.views()).toEqual([]);
  });

  test('a required field that is empty or too short is not sent', async () => {
    await open();
    const before = receiver.received.length;
    expect(await submit('')).toEqual({
      status: 'errors',
      errors: { reason: 'Please complete this required field.' },
    });
    expect(await submit('no')).toMatchObject({
      errors: { reason: 'Enter at least 3 characters.' },
    });
    expect(receiver.received).toHaveLength(before);
  });

  test.each([
    [{ response_action: 'errors', errors: { until: 'Too late' } }, 'errors', ['keep-for-now']],
    [{ response_action: 'update', view: { ...form, callback_id: 'b' } }, 'updated', ['b']],
    [
      { response_action: 'push', view: { ...form, callback_id: 'b' } },
      'pushed',
      ['keep-for-now', 'b'],
    ],
    [{ response_action: 'clear' }, 'cleared', []],
    [{ response_action: 'errors', errors: { nowhere: 'x' } }, 'failed', ['keep-for-now']],
    [{ response_action: 'update', view: { type: 'modal' } }, 'failed', ['keep-for-now']],
    [{ response_action: 'dance' }, 'failed', ['keep-for-now']],
  ])('the answer %j is obeyed', async (reply, status, left) => {
    await open();
    answer = () => JSON.stringify(reply);
    expect(await submit('because')).toMatchObject({ status });
    expect(slack.views().map(({ callback_id }) => callback_id)).toEqual(left);
  });

  test('the form stays open when the app fails', async () => {
    await open();
    answer = () => 503;
    expect(await submit('because')).toMatchObject({ status: 'failed' });
    expect(slack.views()).toHaveLength(1);
  });

  test('an update may name the version it replaces', async () => {
    await open();
    const { views } = clientOf(slack);
    const [old] = slack.views();
    const view = { ...form, callback_id: 'second' };
    const change = { view_id: old?.id ?? '', hash: old?.hash ?? '', view };
    await views.update(change);
    expect(slack.views()).toMatchObject([{ id: old?.id, callback_id: 'second' }]);
    await expect(views.update(change)).rejects.toMatchObject(refused('hash_conflict'));
    await expect(views.update({ view_id: 'V0', view })).rejects.toMatchObject(refused('not_found'));
  });
});
