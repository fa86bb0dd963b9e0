import type { KnownBlock, ModalView } from '@slack/types';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { LocalSlack } from '../../../src/local/slack/start-slack.ts';
import { type Payload, type Receiver, startReceiver } from './interactions-receiver.ts';
import { clientOf, maya, refused, signingSecret, startWorkspace } from './workspace.ts';

let nowMs: number;
let slack: LocalSlack;
let receiver: Receiver;
let answer: (payload: Payload) => ReturnType<Parameters<typeof startReceiver>[1]>;

beforeEach(async () => {
  nowMs = Date.UTC(2026, 10, 23, 9, 30);
  answer = () => '';
  receiver = await startReceiver(signingSecret, (payload) => answer(payload));
  slack = await startWorkspace({ now: () => nowMs, interactionsUrl: receiver.url });
});
afterEach(async () => {
  await slack.close();
  await receiver.close();
});

const plain = (text: string) => ({ type: 'plain_text', text }) as const;
const blocks: KnownBlock[] = [
  {
    type: 'actions',
    elements: [{ type: 'button', action_id: 'keep-for-now', text: plain('Keep for now') }],
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

/** Clicks a button of a new message: the app gets a trigger. */
const press = async () => {
  const sent = { channel: 'C0SEC', text: 'A key', blocks };
  const { ts: messageTs = '' } = await clientOf(slack).chat.postMessage(sent);
  return slack.press({ messageTs, actionId: 'keep-for-now', userId: maya.id });
};
const lastPayload = (): Payload => receiver.received.at(-1)?.payload;

const open = async () => {
  answer = async ({ type, trigger_id }) => {
    if (type === 'block_actions') await clientOf(slack).views.open({ trigger_id, view: form });
    return '';
  };
  await press();
  answer = () => '';
};
const submit = (reason: string) =>
  slack.submit({ userId: maya.id, entered: { reason: { reason } } });

test('a modal opens on a trigger, for the person who clicked', async () => {
  await open();
  expect(slack.views()).toMatchObject([{ userId: maya.id, callback_id: 'keep-for-now' }]);
});

test('a trigger is good once, for three seconds, and cannot be made up', async () => {
  await press();
  const { trigger_id } = lastPayload();
  const { views } = clientOf(slack);
  await views.open({ trigger_id, view: form });
  await expect(views.open({ trigger_id, view: form })).rejects.toMatchObject(
    refused('exchanged_trigger_id'),
  );
  await press();
  nowMs += 3001;
  await expect(
    views.open({ trigger_id: lastPayload().trigger_id, view: form }),
  ).rejects.toMatchObject(refused('expired_trigger_id'));
  await expect(views.open({ trigger_id: '1.2.3', view: form })).rejects.toMatchObject(
    refused('invalid_trigger_id'),
  );
});

test('a wrong view is refused with what is wrong', async () => {
  await press();
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

test('a button inside a modal is a click on the view, with what is entered so far', async () => {
  const help: KnownBlock = {
    type: 'section',
    text: plain('Not sure?'),
    accessory: { type: 'button', action_id: 'show-how', text: plain('Show how') },
  };
  answer = async ({ trigger_id, container }) => {
    const view = { ...form, blocks: [...form.blocks, help] };
    if (container.type === 'message') await clientOf(slack).views.open({ trigger_id, view });
    return '';
  };
  await press();
  const viewId = slack.views()[0]?.id ?? '';
  const entered = { reason: { reason: 'half a sen' } };
  await slack.press({ viewId, actionId: 'show-how', userId: maya.id, entered });
  expect(lastPayload()).toMatchObject({
    container: { type: 'view', view_id: viewId },
    view: { id: viewId, state: { values: { reason: { reason: { value: 'half a sen' } } } } },
    actions: [{ action_id: 'show-how' }],
  });
  expect(lastPayload()).not.toHaveProperty('response_url');
});

test('closing a form is told to the app that asked for it', async () => {
  answer = async ({ type, trigger_id }) => {
    const view = { ...form, notify_on_close: true };
    if (type === 'block_actions') await clientOf(slack).views.open({ trigger_id, view });
    return '';
  };
  await press();
  await fetch(`${slack.inboxUrl}inbox/close`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ viewId: slack.views()[0]?.id, userId: maya.id }),
  });
  expect(slack.views()).toEqual([]);
  expect(lastPayload()).toMatchObject({
    type: 'view_closed',
    is_cleared: false,
    view: { callback_id: 'keep-for-now' },
  });
});
