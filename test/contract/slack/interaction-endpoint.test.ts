import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  type InteractionPorts,
  type InteractionRequest,
  type QueuedAnswer,
  takeInteraction,
} from '../../../src/adapters/slack/interaction-endpoint.ts';
import { createSlack } from '../../../src/adapters/slack/slack-client.ts';
import { buttonValue } from '../../../src/core/messages/button-value.ts';
import { renderCaseMessage } from '../../../src/core/messages/render-case-message.ts';
import type { AnswerAction } from '../../../src/core/messages/slack-answer.ts';
import { writeSlackJson } from '../../../src/core/messages/slack-json.ts';
import { type LocalSlack, startSlack } from '../../../src/local/slack/start-slack.ts';
import { at, sampleCase } from '../../unit/messages/sample-case.ts';

const now = at('2026-11-23T09:00:00.000Z');
const nowSeconds = Date.parse(now) / 1000;
const maxDays = 90;
const ana = 'U0ANAEXAMPLE';

let queued: QueuedAnswer[];
let slack: LocalSlack;
let endpoint: Server;
/** What the endpoint answered last, as it went out. */
let answered: { statusCode: number; body: string } | undefined;

const portsFor = (changes: Partial<InteractionPorts> = {}): InteractionPorts => {
  const client = createSlack({
    now: () => now,
    botToken: async () => 'xoxb-local',
    apiUrl: slack.apiUrl,
    timeoutMs: 500,
  });
  return {
    now: () => now,
    signingSecrets: async () => ['signing-secret'],
    queueAnswer: async (answer) => {
      queued.push(answer);
    },
    openForm: client.openForm,
    tellClicker: client.postEphemeral,
    ...changes,
  };
};

beforeEach(async () => {
  queued = [];
  answered = undefined;
  slack = await startSlack({
    botToken: 'xoxb-local',
    signingSecret: 'signing-secret',
    now: () => Date.parse(now),
    people: [{ id: ana, name: 'ana', realName: 'Ana', email: 'ana@example.com' }],
    channels: [{ id: 'C0SECURITY1', name: 'cloud-security', members: [ana] }],
    usergroups: [],
  });
  endpoint = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', async () => {
      // As API Gateway hands a form on: base64, header names in lower case.
      answered = await takeInteraction(
        {
          body: Buffer.concat(chunks).toString('base64'),
          isBase64Encoded: true,
          headers: request.headers as Record<string, string>,
        },
        portsFor(),
        maxDays,
      );
      response.statusCode = answered.statusCode;
      response.end(answered.body);
    });
  });
  await new Promise<void>((resolve) => endpoint.listen(0, '127.0.0.1', resolve));
  slack.setInteractionsUrl(`http://127.0.0.1:${(endpoint.address() as AddressInfo).port}/`);
});

afterEach(async () => {
  await slack.close();
  endpoint.closeAllConnections();
  endpoint.close();
});

const post = async (keyCase = sampleCase()): Promise<string> => {
  const client = createSlack({
    now: () => now,
    botToken: async () => 'xoxb-local',
    apiUrl: slack.apiUrl,
  });
  const [, contact] = sampleCase().owners;
  if (contact === undefined) throw new Error('no contact');
  const posted = await client.postParent(contact, renderCaseMessage(keyCase));
  if (posted.status === 'refused') throw new Error(posted.code);
  return posted.thread.ts;
};

describe('a click in a real message', () => {
  test.each<AnswerAction>(['disable-now', 'not-mine', 'show-how-to-switch'])(
    'on %s is queued with its key, person and message',
    async (action) => {
      const messageTs = await post();
      await slack.press({ messageTs, actionId: action, userId: ana });
      expect(answered).toMatchObject({ statusCode: 200, body: '' });
      expect(queued).toEqual([
        {
          id: expect.any(String),
          action,
          value: buttonValue(sampleCase()),
          slackUserId: ana,
          slackUserName: 'ana',
          channel: 'C0SECURITY1',
          messageTs,
          at: now,
        },
      ]);
    },
  );

  test('on Keep for now opens the form, and the form is queued', async () => {
    const messageTs = await post();
    await slack.press({ messageTs, actionId: 'keep-for-now', userId: ana });
    expect(queued).toEqual([]);
    expect(slack.views()).toHaveLength(1);
    const reason = { reason: 'the vendor moves in December' };
    const submitted = await slack.submit({
      userId: ana,
      entered: { reason, until: { until: '2026-12-20' } },
    });
    expect(submitted.status).toBe('cleared');
    expect(queued).toMatchObject([
      {
        action: 'keep-for-now',
        keep: { ...reason, until: '2026-12-20' },
        channel: 'C0SECURITY1',
        messageTs,
        value: buttonValue(sampleCase()),
      },
    ]);
  });

  test.each(['2026-11-23', '2026-01-01', '2027-02-21'])(
    'the form stays open for the day %s and says what is wrong',
    async (until) => {
      const messageTs = await post();
      await slack.press({ messageTs, actionId: 'keep-for-now', userId: ana });
      const submitted = await slack.submit({
        userId: ana,
        entered: { reason: { reason: 'the vendor moves' }, until: { until } },
      });
      expect(submitted).toMatchObject({ status: 'errors', errors: { until: expect.any(String) } });
      expect(queued).toEqual([]);
    },
  );

  describe('on Answer questions', () => {
    const asking = sampleCase({
      replacement: {
        ...sampleCase().replacement,
        workload: { kind: 'github-actions', confidence: 0.6, evidence: [] },
        questions: ['repository', 'environment'].map((field) => ({
          field,
          label: field,
          example: 'acme/shop',
        })),
      },
    });
    const opened = async () => {
      const messageTs = await post(asking);
      await slack.press({ messageTs, actionId: 'answer-questions', userId: ana });
      expect(slack.views()).toHaveLength(1);
      return messageTs;
    };

    test('opens one form with every question, and what is typed is queued', async () => {
      const messageTs = await opened();
      const submitted = await slack.submit({
        userId: ana,
        entered: { repository: { repository: 'https://github.com/acme/shop' } },
      });
      expect(submitted.status).toBe('cleared');
      expect(queued).toMatchObject([
        {
          action: 'answer-questions',
          // The kind stands in the form as lastkey guesses it.
          answers: { kind: 'github-actions', repository: 'acme/shop' },
          messageTs,
        },
      ]);
    });

    test('stays open and says which answer cannot be one', async () => {
      await opened();
      const submitted = await slack.submit({
        userId: ana,
        entered: { repository: { repository: 'shop' } },
      });
      expect(submitted).toMatchObject({
        status: 'errors',
        errors: { repository: expect.stringContaining('For example: acme/shop') },
      });
      expect(queued).toEqual([]);
    });
  });

  test('whose form cannot open says so to the person who clicked', async () => {
    const messageTs = await post();
    slack.faults.add({ fault: { error: 'expired_trigger_id' }, method: 'views.open' });
    await slack.press({ messageTs, actionId: 'keep-for-now', userId: ana });
    expect(answered).toMatchObject({ statusCode: 200, body: '' });
    expect(slack.messages().at(-1)).toMatchObject({
      onlyFor: ana,
      text: expect.stringContaining('The form did not open'),
    });
  });

  test('fails visibly when neither the form opens nor the person can be told', async () => {
    const messageTs = await post();
    slack.faults.add({ fault: 'server-error' });
    const pressed = await slack.press({ messageTs, actionId: 'keep-for-now', userId: ana });
    expect(pressed.status).toBe('failed');
  });
});

const sign = (body: string, secret = 'signing-secret', timestamp = String(nowSeconds)) => ({
  'x-slack-request-timestamp': timestamp,
  'x-slack-signature': `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`,
});

const formOf = (payload: unknown) =>
  new URLSearchParams({ payload: JSON.stringify(payload) }).toString();

const click = {
  type: 'block_actions',
  trigger_id: '1.2.3',
  user: { id: ana, username: 'ana' },
  container: { channel_id: 'C0SECURITY1', message_ts: '1.0' },
  actions: [{ action_id: 'disable-now', value: writeSlackJson(buttonValue(sampleCase())) }],
};

const take = (
  body: string,
  headers: Readonly<Record<string, string | undefined>>,
  changes: Partial<InteractionPorts> = {},
) => {
  const request: InteractionRequest = { body, isBase64Encoded: false, headers };
  return takeInteraction(request, portsFor(changes), maxDays);
};

describe('a request', () => {
  test('signed with the previous secret is taken while the secret is being rotated', async () => {
    const body = formOf(click);
    const rotating = { signingSecrets: async () => ['new', 'signing-secret'] };
    expect(await take(body, sign(body), rotating)).toMatchObject({ statusCode: 200 });
    expect(await take(body, sign(body), { signingSecrets: async () => ['new'] })).toMatchObject({
      statusCode: 401,
    });
  });

  test.each<readonly [string, (body: string) => Readonly<Record<string, string | undefined>>]>([
    ['without a signature', () => ({})],
    ['with another secret', (body) => sign(body, 'guess')],
    ['for another body', (body) => sign(`${body}&x=1`)],
    ['from 301 seconds ago', (body) => sign(body, 'signing-secret', String(nowSeconds - 301))],
    ['from 301 seconds ahead', (body) => sign(body, 'signing-secret', String(nowSeconds + 301))],
    ['with a timestamp that is no number', (body) => sign(body, 'signing-secret', '1e9')],
    [
      'with a signature of another version',
      (body) => ({
        ...sign(body),
        'x-slack-signature': sign(body)['x-slack-signature'].replace('v0', 'v1'),
      }),
    ],
    [
      'with a short signature',
      (body) => ({
        ...sign(body),
        'x-slack-signature': sign(body)['x-slack-signature'].slice(0, 20),
      }),
    ],
    ['with the empty secret', (body) => sign(body, '')],
  ])('%s is refused with nothing in the answer', async (_what, headersFor) => {
    const body = formOf(click);
    const taken = await take(body, headersFor(body), {
      signingSecrets: async () => ['signing-secret', ''],
    });
    expect(taken).toMatchObject({ statusCode: 401, body: '' });
    expect(queued).toEqual([]);
  });

  test.each([-300, 300])('signed %i seconds away is still taken', async (seconds) => {
    const body = formOf(click);
    const headers = sign(body, 'signing-secret', String(nowSeconds + seconds));
    expect(await take(body, headers)).toMatchObject({ statusCode: 200 });
  });

  test('in base64 is verified on its bytes, whatever the language', async () => {
    const body = formOf({ ...click, user: { id: ana, username: 'Ünïcødé 漢字' } });
    const raw = decodeURIComponent(body.replaceAll('+', '%20'));
    const taken = await takeInteraction(
      {
        body: Buffer.from(raw, 'utf8').toString('base64'),
        isBase64Encoded: true,
        headers: sign(raw),
      },
      portsFor(),
      maxDays,
    );
    expect(taken.statusCode).toBe(200);
  });

  test.each(['', 'payload=', 'payload={', 'payload=null', 'payload=%5B%5D', 'x=1', '\u0000'])(
    'with the signed body %j is answered, not thrown',
    async (body) => {
      expect(await take(body, sign(body))).toMatchObject({ statusCode: 400, body: '' });
    },
  );

  test.each([
    { type: 'view_closed' },
    { ...click, actions: [{ action_id: 'somebody-elses', value: '1' }] },
    { type: 'view_submission', view: { callback_id: 'other' } },
  ])('about something else is answered and left alone: %j', async (payload) => {
    const body = formOf(payload);
    expect(await take(body, sign(body))).toMatchObject({ statusCode: 200, body: '' });
    expect(queued).toEqual([]);
  });

  test('that cannot be queued fails, so that Slack tells the person', async () => {
    const body = formOf(click);
    const failing = { queueAnswer: () => Promise.reject(new Error('SQS is down')) };
    await expect(take(body, sign(body), failing)).rejects.toThrow('SQS is down');
  });

  test('says what it did without repeating anything of the request', async () => {
    const body = formOf(click);
    const { did } = await take(body, sign(body));
    expect(did).toBe('queued disable-now');
  });
});
