import { describe, expect, test } from 'vitest';
import { leaveOutSecrets } from '../../../src/core/messages/leave-out-secrets.ts';

describe('text that somebody typed', () => {
  test.each([
    ['secret wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', 'secret [left out]'],
    ['token xoxb-123456789012-abcdefghijkl!', 'token [left out]!'],
    ['-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY----- thanks', '[left out]'],
    ['-----BEGIN PRIVATE KEY-----\nMIIE', '[left out]'],
  ])('loses what looks like a secret: %j', (typed, kept) => {
    expect(leaveOutSecrets(typed)).toBe(kept);
  });

  test.each([
    'AKIAIOSFODNN7EXAMPLE is still used by the nightly job until the vendor moves',
    'see https://wiki.example.com/teams/payments/decisions/2026/keep-this-key-for-now',
    'arn:aws:iam::111122223333:role/github-deploy is not ready',
  ])('keeps ordinary words: %s', (typed) => {
    expect(leaveOutSecrets(typed)).toBe(typed);
  });
});
