import type { AccountId } from '../../model/ids.ts';
import { dayOf, type Instant } from '../../model/instant.ts';
import type { OidcProvider } from '../federated-role.ts';
import type { RepairProposal } from './repair-proposal.ts';
import type { ProviderNews } from './thumbprint-news.ts';

/** One change of one provider's list, asked for. Only exactly this change may be made. */
export interface ThumbprintRepair {
  /** Idempotency key: one step of one provider a day. */
  readonly id: string;
  readonly accountId: AccountId;
  readonly providerArn: string;
  /** `https://…` */
  readonly issuer: string;
  readonly step: 'add' | 'remove';
  /** The list that the change was decided on; any other list stops it. */
  readonly from: readonly string[];
  /** The whole list to write. */
  readonly to: readonly string[];
  readonly at: Instant;
}

/**
 * The repair that needs no person: AWS looks at the thumbprint, and the chain is publicly trusted,
 * the connections agree and the CA was expected. Anything less is for a person to decide.
 * @param from the provider's list as it was read
 */
export const vouchedRepair = (
  { accountId, arn, issuer, judgement }: ProviderNews,
  from: readonly string[],
  now: Instant,
): ThumbprintRepair | undefined => {
  const { proposal, loadBearing } = judgement;
  if (proposal === undefined || proposal.step === 'wait') return undefined;
  if (!proposal.vouchedFor || loadBearing !== true) return undefined;
  return {
    id: `repair/${arn}/${proposal.step}/${dayOf(now)}`,
    accountId,
    providerArn: arn,
    issuer,
    step: proposal.step,
    from,
    to: proposal.thumbprints,
    at: now,
  };
};

/** What the look right before a change found. */
export type RepairLook =
  | { readonly kind: 'go' }
  | { readonly kind: 'already' }
  | { readonly kind: 'stop'; readonly why: string };

/**
 * Judges what was read right before the change: the provider's list as it is, and a proposal made
 * from connections of another function, in another place of the network.
 */
export const lookBeforeRepair = (
  repair: ThumbprintRepair,
  provider: OidcProvider | null,
  proposal: RepairProposal | undefined,
): RepairLook => {
  if (provider === null) return { kind: 'stop', why: 'the provider does not exist any more' };
  if (isSameList(provider.thumbprints, repair.to)) return { kind: 'already' };
  if (!isSameList(provider.thumbprints, repair.from)) {
    return { kind: 'stop', why: 'somebody changed the list meanwhile' };
  }
  if (proposal === undefined || proposal.step !== repair.step) {
    return { kind: 'stop', why: 'a second look proposes something else' };
  }
  if (!isSameList(proposal.thumbprints, repair.to)) {
    return { kind: 'stop', why: 'a second look saw other certificates' };
  }
  if (!proposal.vouchedFor) return { kind: 'stop', why: proposal.why };
  return { kind: 'go' };
};

/** IAM compares without case, and the order says nothing. */
export const isSameList = (a: readonly string[], b: readonly string[]): boolean => {
  const sorted = (list: readonly string[]) =>
    [...new Set(list.map((each) => each.toLowerCase()))].sort().join();
  return sorted(a) === sorted(b);
};
