import { dayOf, type Instant } from '../../model/instant.ts';
import type { OidcProvider } from '../federated-role.ts';
import { severities } from '../finding.ts';
import type { ThumbprintJudgement } from './judge-thumbprints.ts';
import type { IssuerObservation } from './observation.ts';
import { connectedOf, presentedBy } from './presented.ts';
import type { OpenFinding, PresentedThumbprint, ProviderSighting } from './provider-sighting.ts';
import type { ThumbprintFinding } from './thumbprint-finding.ts';

/** From here on a person must know; what is below is in the ledger and the command's output. */
const leastTold = severities.indexOf('Medium');

/** Older ones belong to CAs that have gone. */
const mostRemembered = 20;

export interface Sighted {
  readonly sighting: ProviderSighting;
  /** What a person has not been told yet. */
  readonly toTell: readonly ThumbprintFinding[];
}

/** Adds one run to what is remembered of a provider, and says what is news. */
export const foldSighting = (
  before: ProviderSighting | undefined,
  provider: OidcProvider,
  observed: IssuerObservation,
  judgement: ThumbprintJudgement,
  now: Instant,
): Sighted => {
  const known = new Map((before?.open ?? []).map((each) => [each.key, each]));
  const open = new Map<string, OpenFinding>();
  const toTell: ThumbprintFinding[] = [];
  for (const finding of judgement.findings) {
    const key = findingKey(finding);
    const held = known.get(key);
    const isNews =
      held?.told !== true &&
      severities.indexOf(finding.severity) >= leastTold &&
      (finding.mayPass !== true || held !== undefined);
    if (isNews && !open.has(key)) toTell.push(finding);
    open.set(key, {
      key,
      severity: finding.severity,
      since: held?.since ?? now,
      told: held?.told === true || isNews,
    });
  }
  return {
    toTell,
    sighting: {
      providerArn: provider.arn,
      verdict: judgement.verdict,
      clientIds: provider.clientIds,
      presented: remembered(before?.presented ?? [], presentedBy(observed.hosts), now),
      expectedCas: expectedCas(before?.expectedCas ?? [], provider, observed),
      open: [...open.values()],
      ...keyIdsOf(before, observed),
      version: before?.version ?? 0,
    },
  };
};

/** A key set that could not be read teaches nothing. */
const keyIdsOf = (
  before: ProviderSighting | undefined,
  { jwks }: IssuerObservation,
): Pick<ProviderSighting, 'keyIds'> => {
  if (jwks.status === 'read') return { keyIds: jwks.keyIds };
  return before?.keyIds === undefined ? {} : { keyIds: before.keyIds };
};

/** What makes two findings the same news. */
export const findingKey = ({ id, severity, about }: ThumbprintFinding): string =>
  [id, severity, ...(about === undefined ? [] : [about])].join('/');

const remembered = (
  before: readonly PresentedThumbprint[],
  presented: readonly string[],
  now: Instant,
): readonly PresentedThumbprint[] =>
  [
    ...presented.map((sha1) => ({
      sha1,
      firstSeenAt: before.find((each) => each.sha1 === sha1)?.firstSeenAt ?? now,
      lastSeenAt: now,
    })),
    ...before.filter(({ sha1 }) => !presented.includes(sha1)),
  ].slice(0, mostRemembered);

/** Only beside a thumbprint that somebody has configured: what is seen alone teaches no trust. */
const expectedCas = (
  before: readonly string[],
  { thumbprints }: OidcProvider,
  { hosts }: IssuerObservation,
): readonly string[] => {
  const configured = thumbprints.map((each) => each.toLowerCase());
  const vouched = connectedOf(hosts)
    .filter(
      ({ trust, sent }) =>
        trust.trusted && sent.some(({ isCa, sha1 }) => isCa && configured.includes(sha1)),
    )
    .flatMap(({ sent }) => sent.filter(({ isCa }) => isCa).map(({ spkiSha256 }) => spkiSha256));
  return [...new Set([...vouched, ...before])].slice(0, mostRemembered);
};

/** Whether a run has to be written down: being seen again counts once a day. */
export const isWorthWriting = (
  before: ProviderSighting | undefined,
  after: ProviderSighting,
): boolean => before === undefined || byDay(before) !== byDay(after);

const byDay = (sighting: ProviderSighting): string =>
  JSON.stringify({
    ...sighting,
    version: 0,
    presented: sighting.presented.map((each) => ({ ...each, lastSeenAt: dayOf(each.lastSeenAt) })),
  });
