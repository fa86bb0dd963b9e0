import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { exceptionFor } from '../../src/core/keys/exception.ts';
import type { ApprovalAction } from '../../src/core/messages/approval-answer.ts';
import { buttonValue } from '../../src/core/messages/button-value.ts';
import { LastkeyError } from '../../src/core/model/errors.ts';
import { sampleException } from '../unit/keys/sample-exception.ts';
import { at, sampleCase } from '../unit/messages/sample-case.ts';
import {
  type ApprovalWorld,
  approvalWorld,
  approver,
  askedWorld,
  caseName,
  clickOn,
  otherApprover,
  owner,
} from './approval-world.ts';

const said = ({ slack }: ApprovalWorld) =>
  slack.shown.filter(({ what }) => what === 'ephemeral').map(({ message }) => message.text);
const theCase = ({ world }: ApprovalWorld) => world.cases.get(caseName);
const steps = ({ world }: ApprovalWorld) =>
  [...world.ledger.values()]
    .filter(({ type }) => type === 'exception')
    .map(({ body }) => (body as { readonly step: string }).step);

interface Allowed {
  readonly who: string;
  readonly by: string;
  /** What was asked by whom, when it matters. */
  readonly requestedBy?: string;
  /** Removed from the approvers after the message was drawn. */
  readonly isRemoved?: true;
  readonly action: ApprovalAction;
  readonly becomes: string;
  readonly did: string;
}

const matrix = JSON.parse(
  readFileSync(new URL('../golden/approvals/who-may-decide.json', import.meta.url), 'utf8'),
) as readonly Allowed[];

describe('who may decide about an exception', () => {
  test.each(matrix)(
    '$who: $action',
    async ({ by, requestedBy, isRemoved, action, ...expected }) => {
      const made = await askedWorld(requestedBy === undefined ? {} : { requestedBy });
      if (isRemoved) made.slack.usergroups.set('S0CLOUDSEC', []);
      const outcome = await made.take(clickOn(made, action, by));
      expect({ becomes: made.exception().state, did: outcome.did }).toEqual({
        becomes: expected.becomes,
        did: expected.did,
      });
      expect(theCase(made)?.stage).toBe(expected.becomes === 'granted' ? 'excepted' : 'told');
    },
  );
});

describe('an exception asked for in Slack', () => {
  const form = {
    reason: 'the vendor appliance takes nothing else',
    conditions: 'one bucket, one address',
    scope: 'key' as const,
    until: '2027-01-31',
  };
  const ask = (made: ApprovalWorld, by = owner, id = 'V0FORM/1') => {
    const keyCase = theCase(made) ?? sampleCase();
    return made.take({
      id,
      action: 'request-exception',
      value: buttonValue(keyCase),
      slackUserId: by,
      slackUserName: 'ana',
      channel: 'D0ANA',
      messageTs: '1000.1',
      at: made.world.now,
      exception: form,
    });
  };

  it('is recorded, put to the approvers and exempts nothing yet', async () => {
    const made = approvalWorld();
    await ask(made);
    expect(made.exception()).toMatchObject({
      state: 'requested',
      requestedBy: owner,
      ...{
        reason: form.reason,
        conditions: form.conditions,
      },
    });
    await made.deliverEvents();
    const [question] = made.slack.shown.filter(({ what }) => what === 'parent');
    expect(question).toMatchObject({ to: '#cloud-security' });
    expect(theCase(made)?.stage).toBe('told');
    expect(theCase(made)?.notices.at(-1)?.kind).toBe('exception-requested');
  });

  it('is one request when the same form comes twice, and when another asks for the same key', async () => {
    const made = approvalWorld();
    await ask(made);
    await ask(made);
    await ask(made, owner, 'V0OTHER/1');
    expect(made.world.exceptions).toHaveLength(1);
    expect(said(made).at(-1)).toContain('asked for already');
  });

  it('of somebody who is neither owner nor approver is refused', async () => {
    const made = approvalWorld();
    expect((await ask(made, 'U0STRANGER')).did).toBe('refused: not-allowed');
    expect(made.world.exceptions).toEqual([]);
  });
});

describe('a decision', () => {
  it('covers the key until the end, tells the owner, and brings the question up to date', async () => {
    const made = await askedWorld();
    await made.take(clickOn(made, 'approve-exception', approver));
    await made.deliverEvents();
    expect(theCase(made)).toMatchObject({
      stage: 'excepted',
      dueAt: '2027-01-31T23:59:59.000Z',
      nextStepAt: '2027-01-31T23:59:59.000Z',
    });
    expect(made.exception()).toMatchObject({ approver, grantedAt: made.world.now });
    expect(theCase(made)?.notices.at(-1)).toMatchObject({
      kind: 'exception-granted',
      delivery: { status: 'delivered' },
    });
    const update = made.slack.shown.find(
      ({ what, message }) => what === 'update' && message.text.startsWith('Exception'),
    );
    expect(update?.message.text).toContain('Exception granted');
    expect(JSON.stringify(update?.message.blocks)).not.toContain('approve-exception');
    expect(steps(made)).toEqual(['granted']);
  });

  it('never reaches beyond the maximum, counted from the grant', async () => {
    const made = await askedWorld({ expiresAt: at('2027-11-30T00:00:00.000Z') });
    await made.take(clickOn(made, 'approve-exception', approver));
    expect(made.exception().expiresAt).toBe('2027-02-22T08:00:00.000Z');
  });

  it('is taken once: a replayed click and a second approver change nothing', async () => {
    const made = await askedWorld();
    const click = clickOn(made, 'approve-exception', approver);
    await made.take(click);
    const before = made.exception();
    expect((await made.take(click)).did).toBe('duplicate');
    const late = {
      ...click,
      id: 'trigger-late',
      slackUserId: otherApprover,
      action: 'refuse-exception',
    };
    expect((await made.take(late)).did).toBe('refused: stale');
    const again = { ...click, id: 'trigger-again', at: at('2026-11-24T08:05:00.000Z') };
    expect((await made.take(again)).did).toBe('refused: stale');
    expect(made.exception()).toEqual(before);
  });

  it('cannot be given on a copy of the message', async () => {
    const made = await askedWorld();
    const copy = clickOn(made, 'approve-exception', approver, { messageTs: '9.9' });
    expect((await made.take(copy)).did).toBe('refused: stale');
    expect(made.exception().state).toBe('requested');
  });

  it('is finished by the redelivery after a crash between the record and the case', async () => {
    const made = await askedWorld();
    const click = clickOn(made, 'approve-exception', approver);
    const write = made.world.caseTable.writeCase;
    (made.world.caseTable as { writeCase: unknown }).writeCase = () =>
      Promise.reject(new Error('crash'));
    await expect(made.take(click)).rejects.toThrow('crash');
    (made.world.caseTable as { writeCase: unknown }).writeCase = write;
    await made.take(click);
    expect(theCase(made)?.stage).toBe('excepted');
    expect(steps(made)).toEqual(['granted']);
  });

  it('waits while it cannot be read who is an approver', async () => {
    const made = await askedWorld();
    made.slack.unreadable.set('S0CLOUDSEC', 'yes');
    await expect(made.take(clickOn(made, 'approve-exception', approver))).rejects.toMatchObject({
      code: 'membership-unknown',
    });
    made.slack.unreadable.set('S0CLOUDSEC', 'no');
    expect((await made.take(clickOn(made, 'approve-exception', approver))).did).toBe(
      'refused: unknown',
    );
    expect(made.exception().state).toBe('requested');
  });
});

describe('trap m: the approver never answers; the approval channel errors', () => {
  it('asks once more after three days and ends as not granted after seven', async () => {
    const made = await askedWorld();
    await made.passTimeTo('2026-11-27T08:00:00.000Z');
    await made.deliverEvents();
    expect(made.slack.shown.at(-1)).toMatchObject({ what: 'reply' });
    await made.passTimeTo('2026-11-28T08:00:00.000Z');
    expect(made.exception().state).toBe('requested');
    await made.passTimeTo('2026-12-01T08:00:00.000Z');
    await made.deliverEvents();
    expect(made.exception()).toMatchObject({
      state: 'not-granted',
      over: { by: 'lastkey', why: 'nobody answered within 7 days' },
    });
    expect(theCase(made)).toMatchObject({ stage: 'told' });
    expect(theCase(made)?.notices.at(-1)?.kind).toBe('exception-not-granted');
    expect((await made.take(clickOn(made, 'approve-exception', approver))).did).toBe(
      'refused: stale',
    );
  });

  it.each(['channel_not_found', 'is_archived', 'not_in_channel'])(
    'grants nothing when Slack answers %s for every channel',
    async (code) => {
      const made = approvalWorld();
      for (const channel of ['#cloud-security']) made.slack.refuses.set(channel, code);
      await made.world.exceptionsPort.write(
        sampleException({
          state: 'requested',
          version: 0,
          nextStepAt: at('2026-11-27T08:00:00.000Z'),
        }),
      );
      made.world.events.push({
        type: 'Exception Changed',
        detail: {
          version: 1,
          about: 'exception',
          accountId: '111122223333',
          userName: 'deployer',
          exceptionId: 'exception-1',
          state: 'requested',
          isReminder: false,
          contacts: ['#cloud-security'],
          noticeId: 'exception/1',
          at: made.world.now,
        },
      });
      await expect(made.deliverEvents()).rejects.toMatchObject({ code: 'nobody-told' });
      // No message, so no click can count.
      expect((await made.take(clickOn(made, 'approve-exception', approver))).did).toBe(
        'refused: stale',
      );
      expect(made.exception().state).toBe('requested');
    },
  );
});

describe('trap l: Slack 429, 5xx, unknown user, revoked token', () => {
  it.each([
    ['slack-rate-limited', 30],
    ['slack-unavailable', undefined],
    ['slack-token', undefined],
  ] as const)('asks again when Slack fails with %s, and asks once', async (code, seconds) => {
    const made = approvalWorld();
    const { world, slack } = made;
    const requested = sampleException({ state: 'requested', version: 0 });
    await world.exceptionsPort.write(requested);
    const event = {
      type: 'Exception Changed' as const,
      detail: {
        version: 1 as const,
        about: 'exception' as const,
        accountId: '111122223333',
        userName: 'deployer',
        exceptionId: 'exception-1',
        state: 'requested',
        isReminder: false,
        contacts: ['#cloud-security'],
        noticeId: 'exception/1',
        at: world.now,
      },
    };
    world.events.push(event);
    slack.failure = new LastkeyError(code, 'Slack failed', {
      retry: 'yes',
      retryAfterSeconds: seconds,
    });
    await expect(made.deliverEvents()).rejects.toMatchObject({ code });
    world.events.push(event, event);
    await made.deliverEvents();
    expect(slack.shown.filter(({ what }) => what === 'parent')).toHaveLength(1);
    expect(made.exception().thread).toBeDefined();
  });

  it('refuses a click of somebody whom Slack does not know any more, and breaks nothing', async () => {
    const made = await askedWorld();
    const channel = made.exception().thread?.channel ?? '';
    made.slack.refuses.set(`${channel}@U0GONE`, 'user_not_found');
    expect((await made.take(clickOn(made, 'approve-exception', 'U0GONE'))).did).toBe(
      'refused: not-allowed',
    );
    expect(made.exception().state).toBe('requested');
  });
});

describe('the end of an exception', () => {
  const granted = async () => {
    const made = await askedWorld();
    await made.take(clickOn(made, 'approve-exception', approver));
    made.world.events.length = 0;
    return made;
  };

  it('is announced to the owner 14 and 3 days before, once each', async () => {
    const made = await granted();
    for (const moment of [
      '2027-01-16T00:00:00.000Z',
      '2027-01-18T00:00:00.000Z',
      '2027-01-18T01:00:00.000Z',
      '2027-01-29T00:00:00.000Z',
      '2027-01-29T01:00:00.000Z',
    ]) {
      await made.passTimeTo(moment);
    }
    const reminders = theCase(made)?.notices.filter(({ kind }) => kind === 'exception-ending');
    expect(reminders?.map((notice) => notice.at)).toEqual([
      '2027-01-18T00:00:00.000Z',
      '2027-01-29T00:00:00.000Z',
    ]);
  });

  it('is enforced: the record ends and covers nothing any more', async () => {
    const made = await granted();
    await made.passTimeTo('2027-01-18T00:00:00.000Z');
    await made.passTimeTo('2027-01-29T00:00:00.000Z');
    await made.passTimeTo('2027-02-01T00:00:00.000Z');
    const ended = made.exception();
    expect(ended).toMatchObject({ state: 'ended', over: { why: 'expired' } });
    expect(exceptionFor([ended], 'AKIAIOSFODNN7EXAMPLE', made.world.now)).toBeUndefined();
    expect(steps(made)).toEqual(['granted', 'owner reminded', 'owner reminded', 'ended']);
    // The case's own date has come too: it is told like a new one.
    expect(theCase(made)?.nextStepAt).toBe('2027-01-31T23:59:59.000Z');
  });
});
