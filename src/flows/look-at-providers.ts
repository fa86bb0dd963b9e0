import { judgedEntry } from '../core/evidence/thumbprint-entries.ts';
import { audienceFindings } from '../core/federation/thumbprints/audience-findings.ts';
import { foldSighting, isWorthWriting } from '../core/federation/thumbprints/fold-sighting.ts';
import {
  judgeThumbprints,
  type ThumbprintJudgement,
} from '../core/federation/thumbprints/judge-thumbprints.ts';
import type { IssuerObservation } from '../core/federation/thumbprints/observation.ts';
import type { ProviderSighting } from '../core/federation/thumbprints/provider-sighting.ts';
import { suspiciousHost } from '../core/federation/thumbprints/suspicious-host.ts';
import {
  type ProviderNews,
  thumbprintNews,
} from '../core/federation/thumbprints/thumbprint-news.ts';
import { vouchedRepair } from '../core/federation/thumbprints/thumbprint-repair.ts';
import type { Configuration } from '../core/model/configuration.ts';
import type { Instant } from '../core/model/instant.ts';
import { inBatches } from './in-batches.ts';
import type {
  Clock,
  DomainEvents,
  Issuers,
  Ledger,
  ProviderSightings,
  VerificationMethods,
} from './ports.ts';
import type { AccountProvider } from './read-providers.ts';
import type { RepairQueue } from './repair-ports.ts';

export interface LookAtProvidersPorts {
  readonly clock: Clock;
  readonly issuers: Issuers;
  readonly methods: VerificationMethods;
  readonly sightings: ProviderSightings;
  readonly ledger: Ledger;
  readonly events: DomainEvents;
  readonly repairs: RepairQueue;
}

export type LookSettings = Pick<Configuration, 'owners' | 'federation'>;

const issuersAtOnce = 10;
const providersAtOnce = 20;

/** What one look came to. */
export interface Looked {
  readonly issuers: number;
  readonly told: number;
  readonly repairs: number;
}

/**
 * Contacts each distinct issuer once, judges every provider by it, records, tells what is news, and
 * asks for the repairs that need no person.
 */
export const lookAtProviders = async (
  found: readonly AccountProvider[],
  ports: LookAtProvidersPorts,
  settings: LookSettings,
  now: Instant,
): Promise<Looked> => {
  const observations = await observeEach(found, ports.issuers);
  const judged = await inBatches(found, providersAtOnce, (each) =>
    judgeOne(each, observations, ports, settings, now),
  );
  await ports.ledger.append(
    judged.filter(isNoteworthy).map(({ news, before }) => judgedEntry(news, before?.verdict, now)),
  );
  const events = thumbprintNews(
    judged.map(({ news }) => news),
    now,
  );
  await ports.events.publish(
    events.map((detail) => ({ type: 'Thumbprint Drift' as const, detail })),
  );
  // Remembered as told once it is announced: a crash before this announces again, under the same id.
  await inBatches(
    judged.filter(({ before, after }) => isWorthWriting(before, after)),
    providersAtOnce,
    ({ after }) => ports.sightings.write(after),
  );
  const repairs =
    settings.federation.thumbprints === 'repair'
      ? judged.flatMap(({ news, thumbprints }) => vouchedRepair(news, thumbprints, now) ?? [])
      : [];
  await inBatches(repairs, providersAtOnce, (repair) => ports.repairs.request(repair));
  return { issuers: observations.size, told: events.length, repairs: repairs.length };
};

interface Judged {
  /** The list as the provider has it now. */
  readonly thumbprints: readonly string[];
  readonly news: ProviderNews;
  readonly before: ProviderSighting | undefined;
  readonly after: ProviderSighting;
}

/** Each distinct issuer is contacted once, whatever the number of accounts that trust it. */
const observeEach = async (
  found: readonly AccountProvider[],
  issuers: Issuers,
): Promise<ReadonlyMap<string, IssuerObservation>> => {
  const distinct = [...new Set(found.map(({ issuer }) => issuer))];
  const observed = await inBatches(distinct, issuersAtOnce, (issuer) => issuers.observe(issuer));
  return new Map(observed.map((each) => [each.issuer, each]));
};

const judgeOne = async (
  { accountId, provider, issuer }: AccountProvider,
  observations: ReadonlyMap<string, IssuerObservation>,
  ports: LookAtProvidersPorts,
  { owners }: LookSettings,
  now: Instant,
): Promise<Judged> => {
  const observed = observations.get(issuer);
  if (observed === undefined) throw new Error(`${issuer} was not observed`);
  const [method, held] = await Promise.all([
    ports.methods.newest(provider.arn),
    ports.sightings.read(provider.arn),
  ]);
  const before = held ?? undefined;
  const thumbprints = judgeThumbprints({
    observed,
    configured: provider.thumbprints,
    method: method ?? undefined,
    sighting: before,
    now,
  });
  const judgement: ThumbprintJudgement = {
    ...thumbprints,
    findings: [
      ...thumbprints.findings,
      ...audienceFindings(provider, before?.clientIds),
      ...suspiciousHost(provider),
    ],
  };
  const { sighting, toTell } = foldSighting(before, provider, observed, judgement, now);
  const contacts = [...new Set([owners.accounts[accountId] ?? owners.fallback, owners.fallback])];
  return {
    thumbprints: provider.thumbprints,
    news: { accountId, arn: provider.arn, issuer, judgement, toTell, contacts },
    before,
    after: sighting,
  };
};

const isNoteworthy = ({ news, before }: Judged): boolean =>
  news.toTell.length > 0 || before?.verdict !== news.judgement.verdict;
