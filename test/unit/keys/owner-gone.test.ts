import { describe, expect, it } from 'vitest';
import type { OwnerContact } from '../../../src/core/keys/key-case.ts';
import { ownerGoneCase } from '../../../src/core/keys/owner-gone.ts';
import { at, sampleCase } from '../messages/sample-case.ts';

const now = at('2026-11-24T09:00:00.000Z');
const ana: OwnerContact = {
  contact: 'ana@example.com',
  source: 'tag',
  confidence: 'high',
  evidence: 'tag owner on user deployer',
};

describe('an owner whom Slack does not know', () => {
  it.each([
    ['users_not_found', 'Slack knows nobody by ana@example.com'],
    ['user_disabled', 'ana@example.com, is deactivated'],
  ])('is taken for gone, with the answer and the day: %s', (code, words) => {
    const gone = ownerGoneCase(sampleCase({}), ana, code, now);
    expect(gone.reasons.at(-1)).toMatchObject({ id: 'owner-gone' });
    expect(gone.reasons.at(-1)?.text).toContain(words);
    expect(gone.ownerGone).toEqual({ contact: 'ana@example.com', code, at: now });
    expect(ownerGoneCase(gone, ana, code, now)).toBe(gone);
  });

  it.each([
    ['a channel', { ...ana, contact: '#team-shop' }, 'channel_not_found'],
    ['the fallback', { ...ana, source: 'fallback' as const }, 'users_not_found'],
    ['a person who takes no message', ana, 'messages_tab_disabled'],
  ])('is not: %s', (_, contact, code) => {
    const keyCase = sampleCase({});
    expect(ownerGoneCase(keyCase, contact, code, now)).toBe(keyCase);
  });
});
