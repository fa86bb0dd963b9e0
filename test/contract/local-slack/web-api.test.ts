import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { LocalSlack } from '../../../src/local/slack/start-slack.ts';
import { botToken, call, clientOf, maya, omar, refused, startWorkspace } from './workspace.ts';

let slack: LocalSlack;
beforeEach(async () => {
  slack = await startWorkspace();
});
afterEach(() => slack.close());

describe('tokens', () => {
  test('the token of the workspace is known', async () => {
    expect(await clientOf(slack).auth.test()).toMatchObject({ ok: true, bot_id: 'B0LOCALBOT' });
  });

  test('any other token is refused', async () => {
    await expect(clientOf(slack, {}, 'xoxb-other').auth.test()).rejects.toMatchObject(
      refused('invalid_auth'),
    );
  });

  test('no token is another error', async () => {
    expect((await call(slack, 'auth.test', '', {})).json).toEqual({
      ok: false,
      error: 'not_authed',
    });
  });
});

describe('methods and bodies', () => {
  test('an unknown method answers as Slack does, and never with success', async () => {
    await expect(clientOf(slack).apiCall('chat.delete')).rejects.toMatchObject(
      refused('unknown_method'),
    );
  });

  test('JSON bodies and forms mean the same', async () => {
    const authorization = `Bearer ${botToken}`;
    const json = JSON.stringify({ channel: 'C0SEC', blocks: [{ type: 'divider' }] });
    const form = new URLSearchParams({ channel: 'C0SEC', blocks: '[{"type":"divider"}]' });
    await call(slack, 'chat.postMessage', json, {
      authorization,
      'content-type': 'application/json; charset=utf-8',
    });
    await call(slack, 'chat.postMessage', form.toString(), {
      authorization,
      'content-type': 'application/x-www-form-urlencoded',
    });
    expect(slack.messages().map(({ blocks }) => blocks[0]?.type)).toEqual(['divider', 'divider']);
  });

  test('a body that is no JSON is refused', async () => {
    const headers = { authorization: `Bearer ${botToken}`, 'content-type': 'application/json' };
    expect((await call(slack, 'auth.test', '{', headers)).json['error']).toBe('invalid_json');
  });

  test('the server answers to loopback names only', async () => {
    const status = await new Promise((resolve, reject) => {
      const url = new URL(slack.inboxUrl);
      const sent = request(
        { host: '127.0.0.1', port: url.port, path: '/', headers: { host: 'evil.example' } },
        (response) => resolve(response.resume().statusCode),
      );
      sent.on('error', reject).end();
    });
    expect(status).toBe(403);
  });
});

describe('chat', () => {
  test('a channel may be named by id, by name, or by a person, who gets a direct message', async () => {
    const client = clientOf(slack);
    const channels = [];
    for (const channel of ['C0SEC', '#cloud-security', 'cloud-security', maya.id]) {
      channels.push((await client.chat.postMessage({ channel, text: 'hello' })).channel);
    }
    expect(channels).toEqual(['C0SEC', 'C0SEC', 'C0SEC', 'D0MAYA']);
  });

  test('replies stand in the thread of their parent', async () => {
    const client = clientOf(slack);
    const { ts = '' } = await client.chat.postMessage({ channel: 'C0SEC', text: 'parent' });
    await client.chat.postMessage({ channel: 'C0SEC', text: 'reply', thread_ts: ts });
    await client.chat.postMessage({ channel: 'C0SEC', text: 'other' });
    expect(
      slack.threads().map(({ parent, replies }) => [parent.text, replies.map(({ text }) => text)]),
    ).toEqual([
      ['parent', ['reply']],
      ['other', []],
    ]);
  });

  test('timestamps are unique and rise, even when the clock stands still', async () => {
    await slack.close();
    slack = await startWorkspace({ now: () => Date.UTC(2026, 10, 23) });
    const client = clientOf(slack);
    for (const text of ['a', 'b', 'c']) await client.chat.postMessage({ channel: 'C0SEC', text });
    const stamps = slack.messages().map(({ ts }) => ts);
    expect(stamps).toEqual([...new Set(stamps)].sort());
    expect(stamps[0]).toMatch(/^1795392000\.\d{6}$/);
  });

  test('an update replaces the message in its place and marks it as edited', async () => {
    const client = clientOf(slack);
    const { ts = '' } = await client.chat.postMessage({
      channel: 'C0SEC',
      text: 'before',
      blocks: [{ type: 'divider' }],
    });
    await client.chat.update({ channel: 'C0SEC', ts, text: 'after' });
    expect(slack.messages()).toMatchObject([
      { ts, text: 'after', blocks: [{ type: 'divider' }], editedTs: expect.any(String) },
    ]);
    await client.chat.update({ channel: 'C0SEC', ts, text: 'after', blocks: [] });
    expect(slack.messages()[0]?.blocks).toEqual([]);
  });

  test('an ephemeral message is for one member of the channel', async () => {
    const client = clientOf(slack);
    await client.chat.postEphemeral({ channel: 'C0SEC', user: omar.id, text: 'only you' });
    expect(slack.messages()).toMatchObject([{ onlyFor: omar.id, text: 'only you' }]);
    await expect(
      client.chat.postEphemeral({ channel: 'C0PAY', user: omar.id, text: 'not here' }),
    ).rejects.toMatchObject(refused('user_not_in_channel'));
  });

  test('a permalink opens the inbox at the message', async () => {
    const client = clientOf(slack);
    const { ts = '' } = await client.chat.postMessage({ channel: 'C0SEC', text: 'hello' });
    const { permalink = '' } = await client.chat.getPermalink({ channel: 'C0SEC', message_ts: ts });
    expect(permalink).toBe(`${slack.inboxUrl}archives/C0SEC/p${ts.replace('.', '')}`);
    expect((await fetch(permalink)).status).toBe(200);
  });

  const post = (argument: object) => clientOf(slack).apiCall('chat.postMessage', { ...argument });
  test.each([
    [{ channel: '#nowhere', text: 'x' }, 'channel_not_found'],
    [{ channel: 'U0NOBODY', text: 'x' }, 'channel_not_found'],
    [{ channel: 'C0OLD', text: 'x' }, 'is_archived'],
    [{ channel: 'C0SEC' }, 'no_text'],
    [{ channel: 'C0SEC', blocks: 'no json' }, 'invalid_blocks_format'],
    [{ channel: 'C0SEC', text: 'x', thread_ts: '1.000001' }, 'thread_not_found'],
    [{ channel: 'C0SEC', text: 'x'.repeat(40_001) }, 'msg_too_long'],
  ])('posting %j is refused with %s', async (argument, error) => {
    await expect(post(argument)).rejects.toMatchObject(refused(error));
    expect(slack.messages()).toEqual([]);
  });

  test('an update needs an id and a message that is not ephemeral', async () => {
    const client = clientOf(slack);
    const { ts = '' } = await client.chat.postMessage({ channel: 'C0SEC', text: 'x' });
    const { message_ts = '' } = await client.chat.postEphemeral({
      channel: 'C0SEC',
      user: maya.id,
      text: 'x',
    });
    const update = (channel: string, at: string) =>
      client.chat.update({ channel, ts: at, text: 'y' });
    await expect(update('#cloud-security', ts)).rejects.toMatchObject(refused('channel_not_found'));
    await expect(update('C0SEC', message_ts)).rejects.toMatchObject(refused('message_not_found'));
    await expect(update('C0OLD', ts)).rejects.toMatchObject(refused('is_inactive'));
  });
});

describe('conversations, people and user groups', () => {
  test('members come in pages that the client follows', async () => {
    const pages = [];
    const options = { channel: 'C0SEC', limit: 1 };
    for await (const page of clientOf(slack).paginate('conversations.members', options)) {
      pages.push((page as { members?: string[] }).members);
    }
    expect(pages).toEqual([[maya.id], [omar.id]]);
  });

  test('a made-up cursor is refused', async () => {
    await expect(
      clientOf(slack).conversations.members({ channel: 'C0SEC', cursor: 'nonsense' }),
    ).rejects.toMatchObject(refused('invalid_cursor'));
  });

  test('a direct message is opened once and has an id of its own', async () => {
    const { channel } = await clientOf(slack).conversations.open({ users: maya.id });
    expect(channel).toMatchObject({ id: 'D0MAYA', is_im: true, user: maya.id });
    await expect(clientOf(slack).conversations.open({ users: 'U0NOBODY' })).rejects.toMatchObject(
      refused('user_not_found'),
    );
  });

  test('a channel says whether it is archived', async () => {
    const { channel } = await clientOf(slack).conversations.info({ channel: 'C0OLD' });
    expect(channel).toMatchObject({ name: 'old-project', is_archived: true });
  });

  test('people are found by id and by e-mail address in any case', async () => {
    const client = clientOf(slack);
    const { user } = await client.users.lookupByEmail({ email: 'MAYA@example.com' });
    expect(user).toMatchObject({ id: maya.id, real_name: 'Maya Chen' });
    expect((await client.users.info({ user: omar.id })).user?.name).toBe('omar');
    await expect(client.users.lookupByEmail({ email: 'x@example.com' })).rejects.toMatchObject(
      refused('users_not_found'),
    );
    await expect(client.users.info({ user: 'U0' })).rejects.toMatchObject(
      refused('user_not_found'),
    );
  });

  test('a user group lists its people', async () => {
    const client = clientOf(slack);
    expect((await client.usergroups.users.list({ usergroup: 'S0CLOUDSEC' })).users).toEqual([
      omar.id,
    ]);
    await expect(client.usergroups.users.list({ usergroup: 'S0' })).rejects.toMatchObject(
      refused('no_such_subteam'),
    );
  });

  test('a channel with a stranger as a member is a mistake that is named', async () => {
    await expect(
      startWorkspace({ channels: [{ id: 'C1', name: 'x', members: ['U0GHOST'] }] }),
    ).rejects.toThrow('no person U0GHOST, named as a member of channel #x');
  });
});

describe('files', () => {
  test('a text file uploaded by the client is shown in the channel', async () => {
    await clientOf(slack).filesUploadV2({
      channel_id: 'C0SEC',
      filename: 'trust-policy.json',
      content: '{"Version":"2012-10-17"}',
      initial_comment: 'The policy',
    });
    expect(slack.messages()).toMatchObject([
      {
        text: 'The policy',
        files: [{ name: 'trust-policy.json', content: '{"Version":"2012-10-17"}' }],
      },
    ]);
  });

  test('a file that was never sent cannot be completed', async () => {
    const client = clientOf(slack);
    const { file_id: id = '' } = await client.files.getUploadURLExternal({
      filename: 'x.txt',
      length: 1,
    });
    await expect(
      client.files.completeUploadExternal({ files: [{ id }], channel_id: 'C0SEC' }),
    ).rejects.toMatchObject(refused('file_not_found'));
  });
});

describe('waiting', () => {
  test('waitFor answers with what is found, at once or after a change', async () => {
    const found = slack.waitFor((messages) => messages.find(({ text }) => text === 'second'), 5000);
    await clientOf(slack).chat.postMessage({ channel: 'C0SEC', text: 'first' });
    await clientOf(slack).chat.postMessage({ channel: 'C0SEC', text: 'second' });
    expect((await found).text).toBe('second');
  });

  test('waitFor says what there was when the time is over', async () => {
    await clientOf(slack).chat.postMessage({ channel: 'C0SEC', text: 'the only one' });
    await expect(slack.waitFor(() => undefined, 1)).rejects.toThrow(/C0SEC .* the only one/);
  });
});
