import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buttonValue, readButtonValue } from '../../../src/core/messages/button-value.ts';
import { keepForNowView, untilFault } from '../../../src/core/messages/keep-for-now-view.ts';
import { parseInteraction } from '../../../src/core/messages/parse-interaction.ts';
import { readNoticeEvent } from '../../../src/core/messages/read-notice-event.ts';
import { readSlackAnswer } from '../../../src/core/messages/read-slack-answer.ts';
import { readSlackJson, writeSlackJson } from '../../../src/core/messages/slack-json.ts';
import { at, sampleCase } from './sample-case.ts';

const limits = { now: at('2026-11-23T09:00:00.000Z'), maxDays: 90 };
const value = buttonValue(sampleCase());
const origin = { value, channel: 'D0ANA', messageTs: '1.0' };

const click = {
  type: 'block_actions',
  trigger_id: '12.34.ab',
  user: { id: 'U0ANAEXAMPLE', username: 'ana' },
  container: { channel_id: 'D0ANA', message_ts: '1.0' },
  actions: [{ action_id: 'disable-now', value: writeSlackJson(value) }],
};

const form = (reason: unknown, until: unknown) => ({
  type: 'view_submission',
  user: { id: 'U0ANAEXAMPLE', username: 'ana' },
  view: {
    id: 'V1',
    hash: '156.abc',
    callback_id: 'keep-for-now',
    private_metadata: keepForNowView(origin, limits).private_metadata,
    state: {
      values: { reason: { reason: { value: reason } }, until: { until: { selected_date: until } } },
    },
  },
});

describe('a click', () => {
  test('is an answer with an id of its own', () => {
    expect(parseInteraction(click, limits)).toMatchObject({
      kind: 'answer',
      answer: { id: '12.34.ab', action: 'disable-now', value, at: limits.now },
    });
  });

  test('on Keep for now opens the form and is no answer yet', () => {
    const keep = { ...click, actions: [{ ...click.actions[0], action_id: 'keep-for-now' }] };
    expect(parseInteraction(keep, limits)).toEqual({
      kind: 'open-form',
      form: 'keep-for-now',
      triggerId: '12.34.ab',
      slackUserId: 'U0ANAEXAMPLE',
      origin,
    });
  });

  test.each([
    ['trigger_id', { ...click, trigger_id: undefined }],
    ['user', { ...click, user: {} }],
    ['message', { ...click, container: {} }],
    ['value', { ...click, actions: [{ action_id: 'undo', value: '{}' }] }],
  ])('without its %s is unreadable', (_what, payload) => {
    expect(parseInteraction(payload, limits).kind).toBe('unreadable');
  });
});

describe('the form', () => {
  test('is an answer: the same submission always has the same id', () => {
    const [first, second] = [0, 1].map(() =>
      parseInteraction(form('  the vendor moves in December ', '2026-12-20'), limits),
    );
    expect(first).toEqual(second);
    expect(first).toMatchObject({
      answer: {
        id: 'V1/156.abc',
        action: 'keep-for-now',
        keep: { reason: 'the vendor moves in December', until: '2026-12-20' },
        channel: 'D0ANA',
        messageTs: '1.0',
      },
    });
  });

  test('with a blank reason and a wrong day names both faults', () => {
    expect(parseInteraction(form('          ', '2020-01-01'), limits)).toEqual({
      kind: 'form-fault',
      errors: { reason: 'Say why in a few words.', until: 'Pick a day after today.' },
    });
  });

  test.each([
    [null, 'Pick a date.'],
    ['2026-02-30', 'Pick a date.'],
    ['2026-11-23', 'Pick a day after today.'],
    ['2026-11-24', undefined],
    ['2027-02-20', undefined],
    ['2027-02-21', 'A key may be kept for 90 days at most. Pick 2027-02-20 or earlier.'],
  ])('with the day %s: %s', (day, fault) => {
    expect(untilFault(day ?? '', limits.now, limits.maxDays)).toBe(fault);
  });
});

describe('any JSON', () => {
  test('has an answer, and never an exception', () => {
    const anything = fc.oneof(
      fc.jsonValue(),
      fc.record({
        type: fc.constantFrom('block_actions', 'view_submission'),
        view: fc.jsonValue(),
      }),
      fc.record({ type: fc.constant('block_actions'), actions: fc.jsonValue() }),
      fc.record({ source: fc.constant('lastkey'), detail: fc.jsonValue() }),
    );
    void fc.assert(
      fc.property(anything, (payload) => {
        expect(['nothing', 'unreadable']).toContain(parseInteraction(payload, limits).kind);
        expect(readSlackAnswer(payload)).toBeUndefined();
        expect(readNoticeEvent(payload).kind).not.toBe('notice');
      }),
    );
  });
});

describe('the value of a button', () => {
  test('comes back as it was, without characters that Slack turns into entities', () => {
    void fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (userName) => {
        const sent = writeSlackJson({ ...value, userName });
        expect(sent).not.toMatch(/[&<>]/);
        expect(readButtonValue(readSlackJson(sent))).toEqual({ ...value, userName });
      }),
      { examples: [['<root_account>'], ['a&amp;b']] },
    );
  });
});
