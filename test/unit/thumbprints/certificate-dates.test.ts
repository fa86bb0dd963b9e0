import { describe, expect, it } from 'vitest';
import { certificateDates } from '../../../src/core/federation/thumbprints/certificate-dates.ts';
import { addDays } from '../../../src/core/model/instant.ts';
import { hostOf, inner, leaf, now, outer, twice, untrusted } from './sample-observations.ts';

const expiring = (days: number, validFor = 365) => ({
  notBefore: addDays(now, days - validFor),
  notAfter: addDays(now, days),
});

const warn = (days: number, options: { own?: boolean; validFor?: number } = {}) => {
  const sent = [{ ...leaf, ...expiring(days, options.validFor) }, inner, outer];
  const trust = options.own ? untrusted('unknown-root') : undefined;
  return certificateDates([hostOf(twice(sent, trust))], now).map(({ severity }) => severity);
};

describe('the end of a certificate', () => {
  it.each([
    [31, []],
    [30, ['Informational']],
    [14.5, ['Informational']],
    [14, ['Low']],
    [7, ['Medium']],
    [0.5, ['Medium']],
    [-1, []],
  ])('%d days ahead under a public CA warns %j', (days, severities) => {
    expect(warn(days)).toEqual(severities);
  });

  it.each([
    [30, ['Low']],
    [14, ['Medium']],
    [7, ['High']],
  ])('%d days ahead under a CA of one’s own warns %j', (days, severities) => {
    expect(warn(days, { own: true })).toEqual(severities);
  });

  it('is no news while the certificate is in the first two thirds of its life', () => {
    expect(warn(5, { validFor: 6 })).toEqual([]);
    expect(warn(1.5, { validFor: 6 })).toEqual(['Medium']);
  });

  it('is told for the top CA too, once for all connections, and not for those between', () => {
    const ending = { ...expiring(10) };
    const chain = twice([leaf, { ...inner, ...ending }, { ...outer, ...ending }]);
    expect(certificateDates([hostOf(chain)], now)).toMatchObject([
      { id: 'tls.ca-expires', severity: 'Low', about: outer.sha1 },
    ]);
  });
});
