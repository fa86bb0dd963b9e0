import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSlack } from '../../../src/adapters/slack/slack-client.ts';
import type { OwnerContact, Thread } from '../../../src/core/keys/key-case.ts';
import { renderCaseMessage } from '../../../src/core/messages/render-case-message.ts';
import { renderNotice } from '../../../src/core/messages/render-notice.ts';
import { renderRefusal } from '../../../src/core/messages/render-refusal.ts';
import type { FaultKind } from '../../../src/local/slack/faults.ts';
import { type LocalSlack, startSlack } from '../../../src/local/slack/start-slack.ts';
import { at, sampleCase } from '../../unit/messages/sample-case.ts';

/** The real client over loopback, against a Slack that checks blocks and fails when told to. */
let slack: LocalSlack;
let servers: Server[];

const now = () => at('2026-11-23T09:00:00.000Z');

beforeEach(async () => {
  servers = [];
  slack = await startSlack({
    botToken: 'xoxb-local',
    signingSecret: 'secret',
    people: [
      { id: 'U0ANAEXAMPLE', name: 'ana', realName: 'Ana', email: 'ana@example.com' },
      { id: 'U0BOBEXAMPLE', name: 'bob', realName: 'Bob', email: 'bob@example.com' },
    ],
    channels: [
      { id: 'C0SECURITY1', name: 'cloud-security', members: ['U0ANAEXAMPLE'] },
      { id: 'C0ARCHIVED1', name: 'old', members: [], archived: true },
    ],
    usergroups: [{ id: 'S0CLOUDSEC', handle: 'cloudsec', users: ['U0ANAEXAMPLE'] }],
  });
});

afterEach(async () => {
  await slack.close();
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

const client = (changes: { apiUrl?: string; timeoutMs?: number; token?: () => string } = {}) =>
  createSlack({
    now,
    botToken: async () => changes.token?.() ?? 'xoxb-local',
    apiUrl: changes.apiUrl ?? slack.apiUrl,
    timeoutMs: changes.timeoutMs ?? 2_000,
  });

/** A Slack that answers in ways no well-behaved one would. */
const answering = async (listener: RequestListener): Promise<string> => {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`;
};

const contact = (text: string): OwnerContact => ({
  contact: text,
  source: 'tag',
  confidence: 'high',
  evidence: 'tag owner on user deployer',
});

const message = renderCaseMessage(sampleCase());

const openThread = async (text = 'ana@example.com'): Promise<Thread> => {
  const posted = await client().postParent(contact(text), message);
  if (posted.status === 'refused') throw new Error(posted.code);
  return posted.thread;
};

describe('a message', () => {
  test('to an e-mail address is a direct message, and says which user is behind it', async () => {
    const thread = await openThread();
    expect(thread).toMatchObject({
      ownerUserId: 'U0ANAEXAMPLE',
      channel: expect.stringMatching(/^D/),
    });
    expect(slack.messages()).toMatchObject([{ channel: thread.channel, text: message.text }]);
  });

  test('to a user id is a direct message', async () => {
    expect(await openThread('U0BOBEXAMPLE')).toMatchObject({ ownerUserId: 'U0BOBEXAMPLE' });
  });

  test.each(['#cloud-security', 'C0SECURITY1'])('to %s goes to the channel', async (name) => {
    const thread = await openThread(name);
    expect(thread.channel).toBe('C0SECURITY1');
    expect(thread).not.toHaveProperty('ownerUserId');
  });

  test('is followed by replies, updated in place, and whispered to one person', async () => {
    const thread = await openThread('#cloud-security');
    const reply = await client().postReply(thread, renderRefusal('a reply'));
    await client().updateParent(thread, renderRefusal('brought up to date'));
    await client().postEphemeral('C0SECURITY1', 'U0ANAEXAMPLE', renderRefusal('only for Ana'));
    expect(reply.status).toBe('posted');
    expect(slack.messages()).toMatchObject([
      { ts: thread.ts, text: 'brought up to date' },
      { threadTs: thread.ts, text: 'a reply' },
      { onlyFor: 'U0ANAEXAMPLE', text: 'only for Ana' },
    ]);
  });
});

describe('every message of the golden cases', () => {
  const folder = new URL('../../golden/messages/', import.meta.url);
  const cases = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')));

  test.each(cases)('is one that Slack takes: $name', async (golden) => {
    const keyCase = sampleCase(golden.case);
    const rendered =
      golden.notice === undefined
        ? renderCaseMessage(keyCase)
        : renderNotice(keyCase, {
            id: 'notice',
            at: now(),
            delivery: { status: 'pending' },
            ...golden.notice,
          });
    expect(await client().postParent(contact('#cloud-security'), rendered)).toMatchObject({
      status: 'posted',
    });
  });
});

describe('what another rung may cure is refused, not thrown', () => {
  test.each([
    ['nobody@example.com', 'users_not_found'],
    ['U0NOBODY000', 'user_not_found'],
    ['#nowhere', 'channel_not_found'],
    ['#old', 'is_archived'],
  ])('%s: %s', async (text, code) => {
    expect(await client().postParent(contact(text), message)).toEqual({ status: 'refused', code });
  });

  test.each(['not_in_channel', 'user_disabled', 'restricted_action', 'cannot_dm_bot'])(
    '%s',
    async (code) => {
      slack.faults.add({ fault: { error: code }, method: 'chat.postMessage' });
      expect(await client().postParent(contact('#cloud-security'), message)).toEqual({
        status: 'refused',
        code,
      });
    },
  );

  test('a reply under a message that is gone', async () => {
    const thread = await openThread('#cloud-security');
    slack.faults.add({ fault: { error: 'message_not_found' }, method: 'chat.update' });
    expect(await client().updateParent(thread, message)).toEqual({
      status: 'refused',
      code: 'message_not_found',
    });
  });
});

describe('what waiting or an operator may cure is thrown, after one attempt', () => {
  const isThrown = async (fault: FaultKind, expected: object, retryAfterSeconds = 17) => {
    slack.faults.add({ fault, retryAfterSeconds });
    await expect(
      client({ timeoutMs: 300 }).postParent(contact('#cloud-security'), message),
    ).rejects.toMatchObject(expected);
    expect(slack.faults.fired()).toHaveLength(1);
    expect(slack.messages()).toHaveLength(0);
  };

  test('429, with the seconds that Slack asks to wait', () =>
    isThrown('rate-limited', {
      code: 'slack-rate-limited',
      retry: 'yes',
      retryAfterSeconds: 17,
    }));

  test('5xx', () => isThrown('server-error', { code: 'slack-unavailable', retry: 'yes' }));

  test('no answer in time', () =>
    isThrown('time-out', { code: 'slack-unavailable', retry: 'yes' }));

  test('a revoked token', () => isThrown('token-revoked', { code: 'slack-token', retry: 'yes' }));

  test('a missing scope', () =>
    isThrown({ error: 'missing_scope' }, { code: 'slack-token', retry: 'yes' }));

  test('a code that nobody has heard of', () =>
    isThrown({ error: 'some_new_code' }, { code: 'slack-unavailable', retry: 'yes' }));

  test('a message that Slack cannot show is thrown too, but not for another attempt', () =>
    isThrown({ error: 'invalid_blocks' }, { code: 'slack-message', retry: 'no' }));

  test('nobody there', async () => {
    const apiUrl = await answering(() => undefined);
    servers.pop()?.close();
    await expect(
      client({ apiUrl }).postParent(contact('#cloud-security'), message),
    ).rejects.toMatchObject({ code: 'slack-unavailable', retry: 'yes' });
  });

  test.each([
    ['a page instead of JSON', '<html>maintenance of xoxb-local</html>'],
    ['an ok without a ts', '{"ok":true,"channel":"C0SECURITY1"}'],
    ['nothing at all', ''],
  ])('%s is not a delivery, and is not quoted', async (_what, body) => {
    const apiUrl = await answering((_request, response) => response.end(body));
    const failure = await client({ apiUrl })
      .postParent(contact('#cloud-security'), message)
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'slack-unavailable', retry: 'yes' });
    expect(String(failure)).not.toContain('xoxb');
  });

  test('429 without a time to wait', async () => {
    const apiUrl = await answering((_request, response) => {
      response.statusCode = 429;
      response.end();
    });
    await expect(
      client({ apiUrl }).postParent(contact('#cloud-security'), message),
    ).rejects.toMatchObject({ retry: 'yes' });
  });
});

describe('a membership', () => {
  test('is known, yes or no', async () => {
    const { isMemberOfChannel, isMemberOfUsergroup } = client();
    expect(await isMemberOfChannel('C0SECURITY1', 'U0ANAEXAMPLE')).toMatchObject({ value: true });
    expect(await isMemberOfChannel('C0SECURITY1', 'U0BOBEXAMPLE')).toMatchObject({ value: false });
    expect(await isMemberOfUsergroup('S0CLOUDSEC', 'U0ANAEXAMPLE')).toMatchObject({ value: true });
    expect(await isMemberOfUsergroup('S0CLOUDSEC', 'U0BOBEXAMPLE')).toMatchObject({ value: false });
  });

  test('is found on the last of several pages', async () => {
    const cursors: (string | null)[] = [];
    const apiUrl = await answering((request, response) => {
      let form = '';
      request.on('data', (chunk) => {
        form += chunk;
      });
      request.on('end', () => {
        const cursor = new URLSearchParams(form).get('cursor');
        cursors.push(cursor);
        const page =
          cursor === 'page-2'
            ? { members: ['U0ANAEXAMPLE'], response_metadata: { next_cursor: '' } }
            : { members: ['U0BOBEXAMPLE'], response_metadata: { next_cursor: 'page-2' } };
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify({ ok: true, ...page }));
      });
    });
    const { isMemberOfChannel } = client({ apiUrl });
    expect(await isMemberOfChannel('C0SECURITY1', 'U0ANAEXAMPLE')).toMatchObject({ value: true });
    expect(cursors).toEqual([null, 'page-2']);
  });

  test.each<readonly [FaultKind, 'yes' | 'no']>([
    ['rate-limited', 'yes'],
    ['server-error', 'yes'],
    ['token-revoked', 'yes'],
    [{ error: 'channel_not_found' }, 'no'],
  ])('that cannot be read is unknown, never a no: %j', async (fault, retry) => {
    slack.faults.add({ fault });
    const { isMemberOfChannel, isMemberOfUsergroup } = client();
    expect(await isMemberOfChannel('C0SECURITY1', 'U0BOBEXAMPLE')).toMatchObject({
      known: false,
      retry,
    });
    expect(await isMemberOfUsergroup('S0CLOUDSEC', 'U0BOBEXAMPLE')).toMatchObject({
      known: false,
      retry,
    });
  });

  test('without a list in the answer is unknown', async () => {
    const apiUrl = await answering((_request, response) => response.end('{"ok":true}'));
    const { isMemberOfChannel, isMemberOfUsergroup } = client({ apiUrl });
    expect(await isMemberOfChannel('C0SECURITY1', 'U')).toMatchObject({ known: false });
    expect(await isMemberOfUsergroup('S0CLOUDSEC', 'U')).toMatchObject({ known: false });
  });
});

test('a rotated token is used from the next call on', async () => {
  let token = 'xoxb-old';
  const { postParent } = client({ token: () => token });
  await expect(postParent(contact('#cloud-security'), message)).rejects.toMatchObject({
    code: 'slack-token',
  });
  token = 'xoxb-local';
  expect(await postParent(contact('#cloud-security'), message)).toMatchObject({ status: 'posted' });
});

describe('files under a message', () => {
  const files = [
    { name: 'shop.terraform.tf', content: 'resource "aws_iam_role" "größe" {}\n' },
    { name: 'shop.trust-policy.json', content: '{}' },
  ];

  test('arrive as they are, all in one message of the thread', async () => {
    const thread = await openThread();
    const before = slack.messages().length;
    expect(await client().uploadFiles(thread, files, 'The role as code.')).toEqual({
      status: 'uploaded',
    });
    const [sent, ...others] = slack.messages().slice(before);
    expect(others).toEqual([]);
    expect(sent).toMatchObject({ threadTs: thread.ts, text: 'The role as code.' });
    expect(sent?.files?.map(({ name, content }) => ({ name, content }))).toEqual(files);
  });

  test.each(['files.getUploadURLExternal', 'files.completeUploadExternal'])(
    'a refusal of %s is an answer, and nothing is in the thread',
    async (method) => {
      const thread = await openThread();
      const before = slack.messages().length;
      slack.faults.add({ fault: { error: 'restricted_action' }, method });
      expect(await client().uploadFiles(thread, files, '')).toEqual({
        status: 'refused',
        code: 'restricted_action',
      });
      expect(slack.messages().length).toBe(before);
    },
  );

  test('the content is never put to an address that is not Slack’s', async () => {
    let asked = 0;
    const apiUrl = await answering((request, response) => {
      asked += 1;
      request.resume();
      response.setHeader('content-type', 'application/json');
      const upload_url = 'http://127.0.0.1:9/elsewhere';
      response.end(JSON.stringify({ ok: true, upload_url, file_id: 'F1' }));
    });
    const thread: Thread = { channel: 'D1', ts: '1.0', contact: contact('ana@example.com') };
    await expect(client({ apiUrl }).uploadFiles(thread, files, '')).rejects.toMatchObject({
      code: 'slack-unavailable',
    });
    expect(asked).toBe(1);
  });
});
