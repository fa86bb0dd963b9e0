import type { SeededRandom } from '../seeded-random.ts';

const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Eight characters that stand for the account, so that a key id shows where it belongs. */
const accountCode = (accountId: string): string => {
  let rest = BigInt(accountId);
  let code = '';
  for (let place = 0; place < 8; place += 1) {
    code = base32.charAt(Number(rest % 32n)) + code;
    rest /= 32n;
  }
  return code;
};

/** `AKIA` for a user's access key, `ASIA` for temporary credentials: 20 characters. */
export const issueAccessKeyId = (
  prefix: 'AKIA' | 'ASIA',
  accountId: string,
  random: SeededRandom,
): string => `${prefix}${accountCode(accountId)}${random.text(8, base32)}`;

/** `AIDA…` for a user, `AROA…` for a role, `AGPA…` a group, `ANPA…` a policy, `ACCA…` a service's credential. */
export const issuePrincipalId = (
  prefix: 'AIDA' | 'AROA' | 'AGPA' | 'ANPA' | 'ACCA',
  random: SeededRandom,
): string => `${prefix}${random.text(17, base32)}`;
