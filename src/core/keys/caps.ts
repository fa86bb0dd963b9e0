import type { Configuration } from '../model/configuration.ts';
import type { KeyCase } from './key-case.ts';

/**
 * The counters that one act spends, each with its limit (invariant 6). The day is the run: acts that
 * events and clicks ask for have no other.
 * @param knownKeys keys of the account that lastkey has a case for: a lower bound, so the percentage
 *   is never more generous than the truth
 * @param asked a person asked for this very key: the percentage guards against automation only
 */
export const capsFor = (
  limits: Configuration['limits'],
  keyCase: KeyCase,
  knownKeys: number,
  asked: boolean,
): Readonly<Record<string, number>> => {
  const byPercentage = Math.max(1, Math.floor((knownKeys * limits.percentOfAccount) / 100));
  const perAccount = asked ? limits.perAccount : Math.min(limits.perAccount, byPercentage);
  const owner = keyCase.thread?.contact.contact ?? keyCase.owners[0]?.contact ?? 'nobody';
  return {
    run: limits.perRun,
    [`account ${keyCase.key.accountId}`]: perAccount,
    [`owner ${owner}`]: limits.perOwner,
  };
};
