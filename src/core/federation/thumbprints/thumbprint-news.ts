import type { ThumbprintEventDetail } from '../../events/domain-event.ts';
import type { AccountId } from '../../model/ids.ts';
import { dayOf, type Instant } from '../../model/instant.ts';
import { severities } from '../finding.ts';
import { findingKey } from './fold-sighting.ts';
import type { ThumbprintJudgement } from './judge-thumbprints.ts';
import type { ThumbprintFinding } from './thumbprint-finding.ts';

/** What is news of one provider. */
export interface ProviderNews {
  readonly accountId: AccountId;
  readonly arn: string;
  /** `https://…` */
  readonly issuer: string;
  readonly judgement: ThumbprintJudgement;
  readonly toTell: readonly ThumbprintFinding[];
  /** Channels, in the order of asking. */
  readonly contacts: readonly string[];
}

/** As many as an event and a message can name; the count is whole. */
const mostProviders = 50;

/**
 * One event for each issuer, news and channel, whatever the number of accounts that have it: an
 * issuer that breaks in a thousand accounts is one message.
 */
export const thumbprintNews = (
  news: readonly ProviderNews[],
  now: Instant,
): readonly ThumbprintEventDetail[] => {
  const groups = new Map<string, [ProviderNews, ...ProviderNews[]]>();
  for (const each of news) {
    if (each.toTell.length === 0) continue;
    const id = JSON.stringify([each.issuer, each.contacts, each.toTell.map(findingKey).sort()]);
    const group = groups.get(id);
    if (group === undefined) groups.set(id, [each]);
    else group.push(each);
  }
  return [...groups.values()].map((group) => detailOf(group, now));
};

const detailOf = (
  group: readonly [ProviderNews, ...ProviderNews[]],
  now: Instant,
): ThumbprintEventDetail => {
  const [{ issuer, judgement, toTell, contacts }] = group;
  const findings = [...toTell].sort(
    (a, b) => severities.indexOf(b.severity) - severities.indexOf(a.severity),
  );
  const { verdict, loadBearing, proposal } = judgement;
  const keys = findings.map(findingKey).sort().join('+');
  return {
    version: 1,
    issuer,
    providers: group.slice(0, mostProviders).map(({ accountId, arn }) => ({ accountId, arn })),
    providerCount: group.length,
    verdict,
    loadBearing,
    findings: findings.map(({ id, severity, message }) => ({ id, severity, message })),
    ...(proposal === undefined || loadBearing === false
      ? {}
      : {
          proposal: {
            step: proposal.step,
            thumbprints: proposal.thumbprints,
            vouchedFor: proposal.vouchedFor,
            why: proposal.why,
          },
        }),
    contacts,
    // DynamoDB takes keys of 2,048 bytes, and the claim adds its own words.
    noticeId: `thumbprints/${dayOf(now)}/${contacts[0] ?? ''}/${issuer}/${keys}`.slice(0, 900),
    noticeKind: 'thumbprint-drift',
    at: now,
  };
};
