import { addDays, type Instant } from '../../model/instant.ts';
import type { IssuerObservation } from './observation.ts';
import { connectedOf, doProbesAgree, presentedBy } from './presented.ts';
import type { ProviderSighting } from './provider-sighting.ts';

/** The next step of add, wait, remove: a proposal. Nothing in lastkey applies it. */
export interface RepairProposal {
  readonly step: 'add' | 'wait' | 'remove';
  /** The whole list to write: `UpdateOpenIDConnectProviderThumbprint` replaces what is there. */
  readonly thumbprints: readonly string[];
  readonly add: readonly string[];
  readonly remove: readonly string[];
  /** When the step is `wait`: not before. */
  readonly notBefore?: Instant;
  /** Publicly trusted, two connections to each host agree, and the CA was expected. */
  readonly vouchedFor: boolean;
  readonly why: string;
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateOpenIDConnectProviderThumbprint.html */
export const mostThumbprints = 5;

/** How long a new thumbprint must be the only one presented before an old one goes. */
export const waitDays = 7;

/**
 * The change that makes the list hold what is presented, one step at a time. Trust is never learnt
 * from the thing being checked: a chain that is not publicly trusted, connections that disagree or a
 * CA that nobody expected are for a person to decide.
 * @returns `undefined` when there is nothing to change
 */
export const repairProposal = (
  configured: readonly string[],
  observed: IssuerObservation,
  sighting: ProviderSighting | undefined,
  now: Instant,
): RepairProposal | undefined => {
  const presented = presentedBy(observed.hosts);
  if (presented.length === 0) return undefined;
  const missing = presented.filter((each) => !configured.includes(each));
  const unpresented = configured.filter((each) => !presented.includes(each));
  const doubts = doubtsAbout(configured, observed, sighting);
  const vouch = { vouchedFor: doubts.length === 0, why: whyOf(doubts) };
  if (missing.length > 0) return addition(configured, missing, unpresented, sighting, vouch);
  if (unpresented.length === 0) return undefined;
  const waitsUntil = lastChange(presented, unpresented, sighting, now);
  if (waitsUntil > now) {
    const thumbprints = [...configured];
    return { step: 'wait', thumbprints, add: [], remove: [], notBefore: waitsUntil, ...vouch };
  }
  return { step: 'remove', thumbprints: presented, add: [], remove: unpresented, ...vouch };
};

/** Room is made by the entry that was presented longest ago; what is presented now never goes. */
const addition = (
  configured: readonly string[],
  missing: readonly string[],
  unpresented: readonly string[],
  sighting: ProviderSighting | undefined,
  vouch: Pick<RepairProposal, 'vouchedFor' | 'why'>,
): RepairProposal => {
  const surplus = Math.max(0, configured.length + missing.length - mostThumbprints);
  const remove = [...unpresented]
    .sort((a, b) => (lastSeen(a, sighting) < lastSeen(b, sighting) ? -1 : 1))
    .slice(0, surplus);
  const kept = configured.filter((each) => !remove.includes(each));
  const thumbprints = [...kept, ...missing].slice(0, mostThumbprints);
  const add = missing.filter((each) => thumbprints.includes(each));
  if (add.length === missing.length) return { step: 'add', thumbprints, add, remove, ...vouch };
  return {
    step: 'add',
    thumbprints,
    add,
    remove,
    vouchedFor: false,
    why: `the hosts present more thumbprints than the ${mostThumbprints} that a provider can list; a person decides`,
  };
};

const lastSeen = (sha1: string, sighting: ProviderSighting | undefined): string =>
  sighting?.presented.find((each) => each.sha1 === sha1)?.lastSeenAt ?? '';

/** Seven days after the newest value came up or an old one was last seen; never without a memory. */
const lastChange = (
  presented: readonly string[],
  unpresented: readonly string[],
  sighting: ProviderSighting | undefined,
  now: Instant,
): Instant => {
  const cameUp = presented.map(
    (sha1) => sighting?.presented.find((each) => each.sha1 === sha1)?.firstSeenAt ?? now,
  );
  const wentAway = (sighting?.presented ?? [])
    .filter(({ sha1 }) => unpresented.includes(sha1))
    .map(({ lastSeenAt }) => lastSeenAt);
  const newest = [...cameUp, ...wentAway].sort().at(-1) ?? now;
  return addDays(newest, waitDays);
};

const doubtsAbout = (
  configured: readonly string[],
  { hosts }: IssuerObservation,
  sighting: ProviderSighting | undefined,
): readonly string[] => {
  const connected = connectedOf(hosts);
  const isPublic = connected.every(({ trust }) => trust.trusted);
  const isExpected = connected.every(({ sent }) =>
    sent.some(
      (each) =>
        each.isCa &&
        (configured.includes(each.sha1) || sighting?.expectedCas.includes(each.spkiSha256)),
    ),
  );
  return [
    ...(isPublic ? [] : ['the chain is not publicly trusted']),
    ...(doProbesAgree(hosts) ? [] : ['two agreeing connections to each host are missing']),
    ...(isExpected ? [] : ['the CA was never seen with a thumbprint that was configured']),
  ];
};

const whyOf = (doubts: readonly string[]): string =>
  doubts.length === 0
    ? 'the chain is publicly trusted, the connections agree, and the CA is a known one'
    : `${doubts.join('; ')}: a person decides`;
