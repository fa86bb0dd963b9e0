import { pendingEvents } from '../core/events/case-event.ts';
import { keyEntry, unreadableEntry } from '../core/evidence/ledger-entries.ts';
import type { FederationUse } from '../core/federation/fold-logins.ts';
import type { AccountDetails } from '../core/inventory/account-details.ts';
import { accessKeyName } from '../core/keys/access-key.ts';
import type { KeyCase, Notice } from '../core/keys/key-case.ts';
import { withReplacement } from '../core/keys/recommendation-changes.ts';
import { readNoticeEvent } from '../core/messages/read-notice-event.ts';
import type { Configuration } from '../core/model/configuration.ts';
import { type Fact, known, unknown } from '../core/model/fact.ts';
import { addDays, dayOf, daysBetween } from '../core/model/instant.ts';
import { isIgnoredIssuer } from '../core/replacement/ignored-issuer.ts';
import type { Replacement } from '../core/replacement/replacement.ts';
import type { AddressClassifier } from '../core/usage/address-kind.ts';
import type { KeyUsage } from '../core/usage/key-usage.ts';
import { claimed } from './claimed.ts';
import type {
  CaseTable,
  Clock,
  DomainEvents,
  FederationUses,
  FlowOutcome,
  Ledger,
  MemberAccount,
  MemberAccounts,
} from './ports.ts';
import { readUsage } from './read-usage.ts';
import { recommendForKey } from './recommend-for.ts';
import { updateCase } from './update-case.ts';
import type { UsageAccounts, UsageTable } from './usage-ports.ts';

export interface RecommendAgainPorts {
  readonly clock: Clock;
  readonly members: MemberAccounts;
  readonly cases: CaseTable;
  readonly uses: Pick<FederationUses, 'ofRole'>;
  readonly usageAccounts: UsageAccounts;
  readonly usage: UsageTable;
  readonly ledger: Ledger;
  readonly events: DomainEvents;
  readonly classify: AddressClassifier;
}

/**
 * Works a recommendation out again, off the path of the event: when a key that is older than lastkey
 * was found, before it is due, when people answered, and when the proposed role was made.
 */
export const recommendAgain = async (
  body: unknown,
  messageId: string,
  ports: RecommendAgainPorts,
  configuration: Configuration,
): Promise<FlowOutcome> => {
  const event = readNoticeEvent(body);
  if (event.kind === 'unreadable') {
    const now = ports.clock.now();
    await ports.ledger.append([unreadableEntry(event.why, messageId, 'recommend-again', now)]);
    return { did: 'unreadable', subject: event.why };
  }
  if (event.kind !== 'notice') return { did: 'not for us', subject: event.kind };
  const subject = accessKeyName(event.key);
  return claimed(ports, 'recommend-again', `${subject}/${event.noticeId}`, async () => {
    const keyCase = await ports.cases.readCase(event.key);
    const notice = keyCase?.notices.find(({ id }) => id === event.noticeId);
    if (keyCase === null || notice === undefined) return { did: 'no such notice', subject };
    const look = lookFor(keyCase, notice);
    if (look === 'none') return { did: 'nothing new to look at', subject };
    return again(keyCase, notice, look, ports, configuration);
  });
};

/** `kept`: only what earlier look-ups have counted. */
type Look = 'none' | 'kept' | 'look-up';

const oldDays = 1;

const lookFor = ({ key }: KeyCase, { kind, at, details }: Notice): Look => {
  switch (kind) {
    case 'found':
    case 're-activated':
      // A key just made was used for nothing yet.
      return daysBetween(key.createdAt, at) >= oldDays ? 'look-up' : 'none';
    case 'warning':
    case 'used-since-warning':
    case 'would-disable':
      return 'look-up';
    case 'answers-given':
      return 'kept';
    case 'migration-step':
      return details['step'] === 'role-created' ? 'kept' : 'none';
    default:
      return 'none';
  }
};

const again = async (
  keyCase: KeyCase,
  notice: Notice,
  look: Look,
  ports: RecommendAgainPorts,
  configuration: Configuration,
): Promise<FlowOutcome> => {
  const { key } = keyCase;
  const now = ports.clock.now();
  const member = await ports.members.reading(key.accountId);
  const [user, lastUse, details] = await Promise.all([
    member.user(key.userName),
    member.lastUse(key.accessKeyId),
    member.accountDetails(),
  ]);
  const usage = await usageOf(keyCase, look, details, ports, configuration);
  const replacement = await recommendForKey(
    {
      key,
      holder: keyCase.holder,
      createdBy: keyCase.createdBy,
      ...(keyCase.automation === undefined ? {} : { createdWith: keyCase.automation }),
      user,
      lastUse,
      usage,
      answers: keyCase.answers ?? {},
      federationUses: await recentUses(member, ports, configuration),
    },
    member,
    configuration,
    now,
  );
  const written = await updateCase(ports.cases, key, (each) =>
    withReplacement(
      lastUse.known ? { ...each, lastUse: lastUse.value } : each,
      replacement,
      notice.id,
      now,
    ),
  );
  if (written === null) return { did: 'no case', subject: accessKeyName(key) };
  await ports.ledger.append([recordOf(written, notice, replacement, usage, now)]);
  await ports.events.publish(pendingEvents(written, notice.id));
  return {
    did: `recommended again: ${replacement.role?.arn ?? 'no role'}`,
    subject: accessKeyName(key),
  };
};

/** Look-ups of one invocation: fifty seconds at the pace of AWS. The rest comes with the next one. */
const pagesAllowed = 100;

const usageOf = async (
  { key, lastUse }: KeyCase,
  look: Look,
  details: Fact<AccountDetails>,
  ports: RecommendAgainPorts,
  configuration: Configuration,
): Promise<Fact<KeyUsage>> => {
  const now = ports.clock.now();
  if (look === 'kept' && (await ports.usage.read(key)) === null) {
    return unknown('nobody has looked yet', 'CloudTrail');
  }
  const userArn = details.known
    ? details.value.users.find(({ userName }) => userName === key.userName)?.arn
    : undefined;
  const account = await ports.usageAccounts.reading(key.accountId);
  const { usage } = await readUsage(
    {
      key,
      regions: regionsFor(lastUse?.region, configuration),
      pagesAllowed: look === 'look-up' ? pagesAllowed : 0,
      ...(look === 'look-up' && userArn !== undefined ? { userArn } : {}),
      now,
    },
    { account, table: ports.usage, classify: ports.classify },
  );
  return known(usage, now, 'LookupEvents');
};

/** Global services log in us-east-1, whichever Regions an organization uses. */
const regionsFor = (
  lastRegion: string | undefined,
  { organization }: Configuration,
): readonly string[] => [
  ...new Set([
    ...(lastRegion !== undefined && /^[a-z]{2}(-[a-z]+)+-\d$/.test(lastRegion) ? [lastRegion] : []),
    ...organization.regions,
    'us-east-1',
  ]),
];

/** More roles than this would be as many queries, for a hint only. */
const mostRoles = 20;
const recentDays = 30;

/** Who logs in as the account's federated roles: the same workload may do so already. */
const recentUses = async (
  member: MemberAccount,
  ports: RecommendAgainPorts,
  { federation }: Configuration,
): Promise<readonly FederationUse[]> => {
  const details = await member.accountDetails();
  if (!details.known) return [];
  const roles = details.value.roles.filter(({ trustPolicy }) => {
    const [, issuer] = /oidc-provider\/([^"]+)"/.exec(trustPolicy) ?? [];
    return issuer !== undefined && !isIgnoredIssuer(issuer, federation.ignoreIssuers);
  });
  if (roles.length > mostRoles) return [];
  const since = dayOf(addDays(ports.clock.now(), -recentDays));
  return (await Promise.all(roles.map(({ arn }) => ports.uses.ofRole(arn, since)))).flat();
};

const recordOf = (
  { key }: KeyCase,
  { id }: Notice,
  { role, workload, questions = [] }: Replacement,
  usage: Fact<KeyUsage>,
  now: Notice['at'],
) =>
  keyEntry('decision', now, `recommend/${accessKeyName(key)}/${id}`, 'recommend-again', key, {
    decision: 'recommend-again',
    because: id,
    workload: workload.kind,
    roleArn: role?.arn ?? null,
    existing: role?.existing ?? null,
    questions: questions.map(({ field }) => field),
    records: usage.known ? usage.value.records : 'unknown',
  });
