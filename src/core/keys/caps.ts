import type { Configuration } from '../model/configuration.ts';
import type { KeyCase } from './key-case.ts';

/** What the limits count of a key. */
export interface Capped {
  readonly key: { readonly accountId: string };
  readonly owners: readonly { readonly contact: string }[];
  readonly thread?: KeyCase['thread'];
}

/**
 * The counters that one act spends, each with its limit (invariant 6). The day is the run: acts that
 * events and clicks ask for have no other.
 * @param keysOfAccount the keys of the account, or a lower bound of them, so that the percentage is
 *   never more generous than the truth
 * @param asked a person asked for this very key: the percentage guards against automation only
 */
export const capsFor = (
  limits: Configuration['limits'],
  keyCase: Capped,
  keysOfAccount: number,
  asked: boolean,
): Readonly<Record<string, number>> => {
  const perAccount = asked ? limits.perAccount : accountLimit(limits, keysOfAccount);
  return {
    run: limits.perRun,
    [`account ${keyCase.key.accountId}`]: perAccount,
    [`owner ${ownerOf(keyCase)}`]: limits.perOwner,
  };
};

/** The lower of the number and the share; at least one key, or small accounts would never move. */
export const accountLimit = (
  limits: Pick<Configuration['limits'], 'perAccount' | 'percentOfAccount'>,
  keysOfAccount: number,
): number =>
  Math.min(
    limits.perAccount,
    Math.max(1, Math.floor((keysOfAccount * limits.percentOfAccount) / 100)),
  );

/** Whom the limit per owner counts: who has the message, else who would be asked first. */
export const ownerOf = <Case extends Capped>(keyCase: Case): string =>
  keyCase.thread?.contact.contact ?? keyCase.owners[0]?.contact ?? 'nobody';
