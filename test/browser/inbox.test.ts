import type { KnownBlock, ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { LocalSlack } from '../../src/local/slack/start-slack.ts';
import {
  type Payload,
  type Receiver,
  startReceiver,
} from '../contract/local-slack/interactions-receiver.ts';
import {
  clientOf,
  maya,
  omar,
  signingSecret,
  startWorkspace,
} from '../contract/local-slack/workspace.ts';
import { hasBrowser, openBrowser } from './open-browser.ts';

const plain = (text: string) => ({ type: 'plain_text', text }) as const;

const question = (headline: string): KnownBlock[] => [
  { type: 'header', text: plain(headline) },
  {
    type: 'section',
    text: { type: 'mrkdwn', text: 'Use `role/deploy` instead of *AKIAEXAMPLE*.' },
  },
  {
    type: 'actions',
    elements: [
      {
        type: 'button',
        action_id: 'disable-now',
        style: 'danger',
        text: plain('Disable now'),
        value: 'key-1',
        confirm: {
          title: plain('Disable this key?'),
          text: { type: 'mrkdwn', text: 'Requests signed with *AKIAEXAMPLE* fail.' },
          confirm: plain('Disable'),
          deny: plain('Not now'),
        },
      },
      { type: 'button', action_id: 'keep-for-now', text: plain('Keep for now'), value: 'key-1' },
      { type: 'button', action_id: 'not-mine', text: plain('Not mine'), value: 'key-1' },
    ],
  },
];

const form: ModalView = {
  type: 'modal',
  callback_id: 'keep-for-now',
  title: plain('Keep for now'),
  submit: plain('Keep'),
  blocks: [
    {
      type: 'input',
      block_id: 'reason',
      label: plain('Why is it still needed?'),
      element: { type: 'plain_text_input', action_id: 'reason', multiline: true },
    },
    {
      type: 'input',
      block_id: 'until',
      label: plain('Until when?'),
      element: { type: 'datepicker', action_id: 'until', initial_date: '2026-12-23' },
    },
  ],
};

describe.skipIf(!hasBrowser())('the inbox in a browser', () => {
  let context: BrowserContext;
  let closeBrowser: () => Promise<void>;
  let slack: LocalSlack;
  let client: WebClient;
  let receiver: Receiver;
  let page: Page;
  let troubles: string[];

  /** The app under the clicks: disables, asks, or fails. */
  const answer = async ({ type, actions, container, trigger_id, view }: Payload) => {
    if (type === 'view_submission') {
      return view.state.values.reason.reason.value === 'because'
        ? JSON.stringify({ response_action: 'errors', errors: { reason: 'Say who needs it.' } })
        : '';
    }
    if (actions[0].action_id === 'not-mine') return 500;
    if (actions[0].action_id === 'keep-for-now')
      await client.views.open({ trigger_id, view: form });
    else {
      await client.chat.update({
        channel: container.channel_id,
        ts: container.message_ts,
        text: 'Disabled',
        blocks: [{ type: 'header', text: plain('Key disabled') }],
      });
    }
    return '';
  };

  beforeAll(async () => {
    const browser = await openBrowser();
    context = browser.context;
    closeBrowser = browser.close;
  });
  afterAll(() => closeBrowser());
  beforeEach(async () => {
    receiver = await startReceiver(signingSecret, answer);
    slack = await startWorkspace({ interactionsUrl: receiver.url });
    client = clientOf(slack);
    page = await context.newPage();
    troubles = [];
    page.on('pageerror', (error) => troubles.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') troubles.push(message.text());
    });
    page.on('dialog', (dialog) => {
      troubles.push(`dialog: ${dialog.message()}`);
      dialog.dismiss().catch(() => undefined);
    });
  });
  afterEach(async () => {
    await page.close();
    await slack.close();
    await receiver.close();
    expect(troubles).toEqual([]);
  });

  const ask = (channel: string, headline = 'A new access key') =>
    client.chat.postMessage({ channel, text: headline, blocks: question(headline) });
  const lastPayload = (): Payload => receiver.received.at(-1)?.payload;
  const button = (name: string) => page.getByRole('button', { name, exact: true });

  test('a message is read, a button confirmed, the signed click sent and the message changed', async () => {
    await ask('C0SEC');
    await page.goto(slack.inboxUrl);
    await page.getByRole('heading', { name: 'A new access key' }).waitFor();
    await button('Disable now').click();
    const confirm = page.getByRole('dialog');
    expect(await confirm.textContent()).toContain('Requests signed with AKIAEXAMPLE fail.');
    await confirm.getByRole('button', { name: 'Not now' }).click();
    await confirm.waitFor({ state: 'hidden' });
    expect(receiver.received).toEqual([]);

    await button('Disable now').click();
    await confirm.getByRole('button', { name: 'Disable', exact: true }).click();
    await page.getByRole('heading', { name: 'Key disabled' }).waitFor();
    expect(await button('Disable now').count()).toBe(0);
    expect(await page.getByText('(edited)').count()).toBe(1);
    expect(receiver.received).toMatchObject([{ isSigned: true }]);
    expect(lastPayload()).toMatchObject({
      user: { id: maya.id },
      actions: [{ action_id: 'disable-now', value: 'key-1' }],
    });
  });

  test('a form opens, shows what is wrong with it, keeps what was entered and is sent', async () => {
    await ask('C0SEC');
    await page.goto(slack.inboxUrl);
    await button('Keep for now').click();
    const dialog = page.getByRole('dialog', { name: 'Keep for now' });
    await dialog.getByRole('button', { name: 'Keep', exact: true }).click();
    await dialog.getByText('Please complete this required field.').waitFor();
    await dialog.getByLabel('Why is it still needed?').fill('because');
    await dialog.getByLabel('Until when?').fill('2027-01-31');
    await dialog.getByRole('button', { name: 'Keep', exact: true }).click();
    await dialog.getByText('Say who needs it.').waitFor();
    expect(await dialog.getByLabel('Until when?').inputValue()).toBe('2027-01-31');
    await dialog.getByLabel('Why is it still needed?').fill('The vendor takes keys only');
    await dialog.getByRole('button', { name: 'Keep', exact: true }).click();
    await dialog.waitFor({ state: 'hidden' });
    expect(lastPayload().view.state.values).toEqual({
      reason: { reason: { type: 'plain_text_input', value: 'The vendor takes keys only' } },
      until: { until: { type: 'datepicker', selected_date: '2027-01-31' } },
    });
  });

  test('everything can be done with the keyboard', async () => {
    await ask('C0SEC');
    await page.goto(slack.inboxUrl);
    await button('Disable now').waitFor();
    const reach = async (name: string) => {
      // The page may be drawn anew, or Tab may leave it for a moment: then nothing has the focus.
      for (let step = 0; step < 40; step += 1) {
        await page.keyboard.press('Tab');
        const focused = await page.evaluate('document.activeElement?.textContent');
        if (focused === name) return;
      }
      throw new Error(`The Tab key does not reach ${name}.`);
    };
    await reach('Keep for now');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Keep for now' }).waitFor();
    await page.keyboard.type('The vendor takes keys only');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    expect(slack.views()).toEqual([]);
    await button('Disable now').focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Key disabled' }).waitFor();
    expect(lastPayload().actions[0].action_id).toBe('disable-now');
  });

  test('a click that the app fails is said beside the button', async () => {
    await ask('C0SEC');
    await page.goto(slack.inboxUrl);
    await button('Not mine').click();
    expect(await page.getByRole('alert').textContent()).toContain(
      'The app answered with status 500.',
    );
  });

  test('new messages arrive by themselves, counted where they are not being read', async () => {
    await page.goto(`${slack.inboxUrl}archives/C0SEC?as=${maya.id}`);
    await page.getByText('No messages here yet.').waitFor();
    await ask('C0SEC', 'Arrived');
    await page.getByRole('heading', { name: 'Arrived' }).waitFor();
    await ask('C0PAY', 'Elsewhere');
    await page.getByRole('link', { name: '# team-payments 1 unread' }).click();
    await page.getByRole('heading', { name: 'Elsewhere' }).waitFor();
    await page.getByRole('link', { name: '# team-payments', exact: true }).waitFor();
  });

  test('each person sees their own conversations and clicks as themselves', async () => {
    await ask(omar.id, 'For Omar');
    await page.goto(`${slack.inboxUrl}?as=${maya.id}`);
    await page.getByRole('heading', { name: '# cloud-security' }).waitFor();
    expect(await page.getByText('For Omar').count()).toBe(0);
    await page.getByLabel('You click as').selectOption({ label: 'Omar Haddad (1 unread)' });
    await page.getByRole('link', { name: 'lastkey' }).click();
    await page.getByRole('heading', { name: 'For Omar' }).waitFor();
    await button('Keep for now').click();
    await page.getByRole('dialog', { name: 'Keep for now' }).waitFor();
    expect(lastPayload().user.id).toBe(omar.id);
  });

  test('what a message brings along is shown and never run', async () => {
    await client.chat.postMessage({
      channel: 'C0SEC',
      text: '<script>alert(1)</script><img src=x onerror=alert(1)> <javascript:alert(1)|link>',
    });
    await page.goto(slack.inboxUrl);
    const shown = await page.getByRole('article').textContent();
    expect(shown).toContain('<script>alert(1)</script><img src=x onerror=alert(1)>');
    expect(
      await page.locator('article script, article img, article a[href^=javascript]').count(),
    ).toBe(0);
  });

  test.each([1200, 390])('nothing is cut off at a width of %i pixels', async (width) => {
    const long = 'acmePaymentsProduction'.repeat(9);
    await client.chat.postMessage({ channel: 'C0SEC', text: `\`\`\`${long}\`\`\` *${long}*` });
    await page.setViewportSize({ width, height: 800 });
    await page.goto(slack.inboxUrl);
    await page.getByRole('article').waitFor();
    const sizes = ['#messages', 'html', 'article .content'].map((selector) =>
      page.locator(selector).evaluate((element) => element.scrollWidth - element.clientWidth),
    );
    const overflow = Math.max(...(await Promise.all(sizes)));
    expect(overflow).toBe(0);
  });
});
