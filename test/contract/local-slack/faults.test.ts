import { afterEach, beforeEach, expect, test } from 'vitest';
import type { FaultKind } from '../../../src/local/slack/faults.ts';
import type { LocalSlack } from '../../../src/local/slack/start-slack.ts';
import { clientOf, refused, startWorkspace } from './workspace.ts';

let slack: LocalSlack;
beforeEach(async () => {
  slack = await startWorkspace();
});
afterEach(() => slack.close());

const post = (channel = 'C0SEC') =>
  clientOf(slack, { timeout: 200 }).chat.postMessage({ channel, text: 'hello' });

test('rate limiting carries Retry-After to the client', async () => {
  slack.faults.add({ fault: 'rate-limited', retryAfterSeconds: 17, times: 1 });
  await expect(post()).rejects.toMatchObject({
    code: 'slack_webapi_rate_limited_error',
    retryAfter: 17,
  });
  expect((await post()).ok).toBe(true);
});

test('a server error is an HTTP error to the client', async () => {
  slack.faults.add({ fault: 'server-error', times: 1 });
  await expect(post()).rejects.toMatchObject({ code: 'slack_webapi_http_error', statusCode: 500 });
});

test('a time-out leaves the client waiting and does nothing', async () => {
  slack.faults.add({ fault: 'time-out', times: 1 });
  await expect(post()).rejects.toMatchObject({ code: 'slack_webapi_request_error' });
  expect(slack.messages()).toEqual([]);
});

test('a lost answer is an error to the client although the message was posted', async () => {
  slack.faults.add({ fault: 'lost-answer', times: 1 });
  await expect(post()).rejects.toMatchObject({ code: 'slack_webapi_request_error' });
  expect(slack.messages()).toHaveLength(1);
});

test.each<[FaultKind, string]>([
  ['token-revoked', 'token_revoked'],
  ['archived-channel', 'is_archived'],
  ['unknown-user', 'user_not_found'],
  [{ error: 'team_access_not_granted' }, 'team_access_not_granted'],
])('the fault %j is the error %s', async (fault, error) => {
  slack.faults.add({ fault, times: 1 });
  await expect(post()).rejects.toMatchObject(refused(error));
});

test('a fault hits its method and its channel only, however the channel is named', async () => {
  slack.faults.add({
    fault: 'server-error',
    method: 'chat.postMessage',
    channel: '#cloud-security',
  });
  await expect(post('C0SEC')).rejects.toMatchObject({ statusCode: 500 });
  await expect(post('#cloud-security')).rejects.toMatchObject({ statusCode: 500 });
  expect((await post('C0PAY')).ok).toBe(true);
  expect((await clientOf(slack).conversations.info({ channel: 'C0SEC' })).ok).toBe(true);
  expect(slack.faults.fired()).toHaveLength(2);
});

test('a fault can be taken back', async () => {
  const takeBack = slack.faults.add({ fault: 'server-error' });
  takeBack();
  expect((await post()).ok).toBe(true);
});

test('the same seed makes the same faults', async () => {
  const run = async () => {
    const other = await startWorkspace({
      seed: 7,
      faults: [{ fault: 'server-error', probability: 0.5 }],
    });
    const outcomes: boolean[] = [];
    for (let index = 0; index < 12; index += 1) {
      const sent = clientOf(other).chat.postMessage({ channel: 'C0SEC', text: String(index) });
      outcomes.push(
        await sent.then(
          () => true,
          () => false,
        ),
      );
    }
    await other.close();
    return outcomes;
  };
  const first = await run();
  expect(new Set(first)).toEqual(new Set([true, false]));
  expect(await run()).toEqual(first);
});
