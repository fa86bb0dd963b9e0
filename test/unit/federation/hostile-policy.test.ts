import { describe, expect, it } from 'vitest';
import { parseTrustPolicy } from '../../../src/core/federation/parse-trust-policy.ts';

describe('a policy does not run out of stack', () => {
  it('by its nesting', () => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    expect(parseTrustPolicy(`{"Statement":${deep}}`).status).toBe('parsed');
  });

  it.each(['a', '\\n'])('by a long string of %j', (piece) => {
    const text = `{"Statement":[],"Id":"${piece.repeat(5_000_000)}","Id":"x"}`;
    const duplicateKeys = [{ path: '', key: 'Id' }];
    expect(parseTrustPolicy(text)).toMatchObject({ status: 'parsed', policy: { duplicateKeys } });
  });
});
