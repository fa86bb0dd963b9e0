import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { KeyCase, Notice, NoticeKind } from '../../../src/core/keys/key-case.ts';
import { stages } from '../../../src/core/keys/key-case.ts';
import { keepForNowView } from '../../../src/core/messages/keep-for-now-view.ts';
import { renderCaseMessage } from '../../../src/core/messages/render-case-message.ts';
import { renderNotice } from '../../../src/core/messages/render-notice.ts';
import { renderPassedOn } from '../../../src/core/messages/render-passed-on.ts';
import { renderRefusal } from '../../../src/core/messages/render-refusal.ts';
import type { SlackMessage } from '../../../src/core/messages/slack-message.ts';
import {
  expectViewWithinSlackLimits,
  expectWithinSlackLimits,
} from '../../unit/messages/expect-within-slack-limits.ts';
import { at, sampleCase } from '../../unit/messages/sample-case.ts';

/** What people write into names, tags, reasons and policies, and what attackers do. */
const outside = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.constantFrom(
    '<!channel>',
    '<@U0VICTIM00>',
    '<https://evil.example|AWS console>',
    '`*_~`',
    '``` rm ```',
    '&lt;!here&gt;',
    '\u202Egnp.exe',
    'a\u2066b\u2069',
    'line\nbreak\r\nand\ttab',
    '👩‍💻 team',
    '',
    '   ',
    '\uD800',
    '<!date^0^{date}|x>',
    '*bold* _it_ ~gone~',
  ),
  fc.integer({ min: 1, max: 1500 }).map((length) => '&'.repeat(length)),
  fc.integer({ min: 1, max: 1500 }).map((length) => 'x<'.repeat(length)),
);

/** IAM allows user names of 64 characters; the buttons carry them whole. */
const userName = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 64 }),
  fc.constantFrom('<root_account>', 'a.b@c=d,e+f-g_h', 'x'.repeat(64)),
);

const moment = fc
  .date({
    min: new Date('2000-01-01T00:00:00Z'),
    max: new Date('2099-12-31T00:00:00Z'),
    noInvalidDate: true,
  })
  .map((date) => at(date.toISOString()));

const kinds: readonly NoticeKind[] = [
  'found',
  're-activated',
  'warning',
  'would-disable',
  'used-since-warning',
  'over-cap',
  'not-disabled',
  'disabled',
  'disabled-elsewhere',
  'restored',
  'deleted',
  'kept',
  'not-mine',
  'how-to-switch',
  'replacement-in-use',
  'click-refused',
];

const details = fc.dictionary(
  fc.constantFrom(
    'by',
    'tool',
    'days',
    'until',
    'usedAt',
    'service',
    'region',
    'roleArn',
    'subject',
    'firstLoginAt',
    'lastKeyUseAt',
    'why',
    'reason',
  ),
  outside,
);

const notice: fc.Arbitrary<Notice> = fc.record({
  id: fc.string(),
  kind: fc.constantFrom(...kinds),
  at: moment,
  details,
  delivery: fc.constant({ status: 'pending' } as const),
});

const contact = fc.record({
  contact: fc.oneof(outside, fc.constantFrom('U0ANAEXAMPLE', '#cloud-security', 'ana@example.com')),
  source: fc.constantFrom('tag', 'creator', 'account', 'fallback', 'corrected'),
  confidence: fc.constantFrom('high', 'medium', 'low'),
  evidence: outside,
});

const anyCase: fc.Arbitrary<KeyCase> = fc
  .record({
    name: userName,
    accountName: outside,
    stage: fc.constantFrom(...stages),
    mode: fc.constantFrom('observe', 'enforce'),
    holder: fc.constantFrom('workload', 'human', 'root', 'unknown'),
    texts: fc.array(outside, { maxLength: 30 }),
    snippets: fc.dictionary(outside, outside, { maxKeys: 30 }),
    longSnippet: fc.constantFrom(0, 0, 0, 2_900, 3_100, 90_000),
    session: outside,
    hasRole: fc.boolean(),
    subject: outside,
    owners: fc.array(contact, { maxLength: 4 }),
    notices: fc.array(notice, { maxLength: 5 }),
    dueAt: fc.option(moment, { nil: undefined }),
    kept: fc.option(fc.record({ until: moment, reason: outside, by: outside, at: moment }), {
      nil: undefined,
    }),
    disabled: fc.option(fc.record({ at: moment, by: outside, why: outside }), { nil: undefined }),
    lastUse: fc.option(fc.record({ at: moment, service: outside, region: outside }), { nil: null }),
  })
  .map((parts) => {
    const { dueAt: _due, nextStepAt: _next, ...sample } = sampleCase();
    const { replacement } = sample;
    return {
      ...sample,
      key: { ...sample.key, userName: parts.name },
      accountName: parts.accountName,
      stage: parts.stage,
      mode: parts.mode,
      holder: parts.holder,
      automation: parts.session,
      createdBy: {
        type: 'AssumedRole',
        sessionName: parts.session,
        sessionIssuerArn: parts.subject,
      },
      reasons: parts.texts.map((text) => ({ id: 'undeclared', text })),
      unknowns: parts.texts,
      owners: parts.owners,
      notices: parts.notices,
      replacement: {
        ...replacement,
        role:
          parts.hasRole && replacement.role !== null
            ? {
                ...replacement.role,
                identityProvider: parts.session,
                subject: parts.subject,
                why: parts.texts,
              }
            : null,
        summary: parts.subject,
        steps: parts.texts,
        snippets: { ...parts.snippets, long: 'echo `<ok>`\n'.repeat(parts.longSnippet / 12) },
        unknowns: parts.texts,
      },
      ...(parts.dueAt === undefined ? {} : { dueAt: parts.dueAt }),
      ...(parts.kept === undefined ? {} : { kept: parts.kept }),
      ...(parts.disabled === undefined ? {} : { disabled: parts.disabled }),
      lastUse: parts.lastUse,
    };
  });

const someMessages: fc.Arbitrary<readonly SlackMessage[]> = fc
  .tuple(anyCase, notice, contact, outside)
  .map(([keyCase, reply, owner, why]) => [
    renderCaseMessage(keyCase),
    renderCaseMessage(keyCase, { asked: owner }),
    renderNotice(keyCase, reply),
    renderNotice(keyCase, { ...reply, kind: 'how-to-switch' }),
    renderPassedOn(keyCase, owner),
    renderRefusal(`This was refused: ${why}`),
  ]);

const everyMessage = (check: (message: SlackMessage) => void): void => {
  void fc.assert(
    fc.property(someMessages, (messages) => {
      for (const message of messages) check(message);
    }),
    { numRuns: 100 },
  );
};

interface TextObject {
  readonly type: 'mrkdwn' | 'plain_text';
  readonly text: string;
}

const textObjects = (value: unknown): readonly TextObject[] => {
  if (Array.isArray(value)) return value.flatMap(textObjects);
  if (typeof value !== 'object' || value === null) return [];
  const fields = value as Readonly<Record<string, unknown>>;
  const own =
    (fields['type'] === 'mrkdwn' || fields['type'] === 'plain_text') &&
    typeof fields['text'] === 'string'
      ? [{ type: fields['type'], text: fields['text'] } as const]
      : [];
  return [...own, ...Object.values(fields).flatMap(textObjects)];
};

const textsOf = (message: SlackMessage): readonly string[] => [
  message.text,
  ...textObjects(message.blocks).map(({ text }) => text),
];

/** Dates and mentions of ids: the only control sequences that we write ourselves. */
const ownSequences =
  /<!date\^-?\d+\^\{date_long\} at \{time\} your time\|[^<>|&]*>|<@[UW][A-Z0-9]+>|<#[CG][A-Z0-9]+>/g;

describe('a rendered message', () => {
  test('is within the limits of Block Kit, whatever the names and texts are', () => {
    everyMessage(expectWithinSlackLimits);
  });

  test('holds no control sequence but dates and mentions of ids', () => {
    everyMessage((message) => {
      for (const text of textsOf(message)) {
        expect(text.replace(ownSequences, '')).not.toMatch(/[<>]|&(?!(amp|lt|gt);)/);
      }
    });
  });

  test('shows no invisible, bidirectional or broken characters', () => {
    everyMessage((message) => {
      for (const text of textsOf(message)) {
        expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      }
    });
  });

  test('formats only our own words: what comes from outside stays inside its code span', () => {
    everyMessage((message) => {
      for (const { text } of textObjects(message.blocks).filter(({ type }) => type === 'mrkdwn')) {
        const ours = text
          .replace(/```[\s\S]*?```/g, '')
          .replace(ownSequences, '')
          .replace(/`[^`\n]+`/g, '');
        expect(ours).toMatch(/^[A-Za-z0-9 .,:;*_'()&?\n-]*$/);
      }
    });
  });
});

test('the form is within the limits of a modal for any user name', () => {
  void fc.assert(
    fc.property(userName, outside, (name, state) => {
      const { accountId, accessKeyId, createdAt } = sampleCase().key;
      expectViewWithinSlackLimits(
        keepForNowView(
          {
            value: { accountId, userName: name, accessKeyId, createdAt, state: state.slice(0, 60) },
            channel: 'D012345678',
            messageTs: '1795424400.000100',
          },
          { now: at('2026-11-23T09:00:00.000Z'), maxDays: 180 },
        ),
      );
    }),
  );
});
