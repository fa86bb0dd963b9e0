import { coverageEntries, judgedEntry } from '../core/evidence/thumbprint-entries.ts';
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
import type { Configuration } from '../core/model/configuration.ts';
import { LastkeyError } from '../core/model/errors.ts';
import type { Instant } from '../core/model/instant.ts';
import { inBatches } from './in-batches.ts';
import type {
  Clock,
  DomainEvents,
  FlowOutcome,
  Issuers,
  Ledger,
  MemberAccounts,
  OrganizationAccounts,
  ProviderSightings,
  VerificationMethods,
} from './ports.ts';
import { type AccountProvider, type ProviderReading, readProviders } from './read-providers.ts';

export interface WatchThumbprintsPorts {
  readonly clock: Clock;
  readonly accounts: OrganizationAccounts;
  readonly members: MemberAccounts;
  readonly issuers: Issuers;
  readonly methods: VerificationMethods;
  readonly sightings: ProviderSightings;
  readonly ledger: Ledger;
  readonly events: DomainEvents;
}

type WatchSettings = Pick<Configuration, 'owners' | 'federation'>;

const issuersAtOnce = 10;
const providersAtOnce = 20;

/**
 * Looks at every issuer that some account trusts, once, and judges each account's provider by it.
 * What is news goes to a person; everything else is in the ledger.
 */
export const watchThumbprints = async (
  ports: WatchThumbprintsPorts,
  settings: WatchSettings,
): Promise<FlowOutcome> => {
  const now = ports.clock.now();
  const accounts = await ports.accounts.all();
  const reading = await readProviders(accounts, ports.members, settings.federation.ignoreIssuers);
  await ports.ledger.append(coverageEntries(reading, now));
  requireSomeAccount(reading);
  const observations = await observeEach(reading.found, ports.issuers);
  const judged = await inBatches(reading.found, providersAtOnce, (each) =>
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
  const gaps = reading.failed.length === 0 ? '' : `, ${reading.failed.length} accounts not read`;
  return {
    did: `watched ${observations.size} issuers of ${judged.length} providers, told ${events.length}${gaps}`,
  };
};

interface Judged {
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
  ports: WatchThumbprintsPorts,
  { owners }: WatchSettings,
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
    news: { accountId, arn: provider.arn, issuer, judgement, toTell, contacts },
    before,
    after: sighting,
  };
};

const isNoteworthy = ({ news, before }: Judged): boolean =>
  news.toTell.length > 0 || before?.verdict !== news.judgement.verdict;

const requireSomeAccount = ({ read, failed }: ProviderReading): void => {
  const [first] = failed;
  if (read.length > 0 || first === undefined) return;
  throw new LastkeyError(
    'no-account-read',
    `None of ${failed.length} accounts could be read (${first.accountId}: ${first.why}). Nothing was watched. See whether the read role is deployed and lets watch-thumbprints in.`,
    { retry: 'yes' },
  );
};
