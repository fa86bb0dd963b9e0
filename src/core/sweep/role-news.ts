import type { DomainEvent } from '../events/domain-event.ts';
import { sweepEventTypes } from '../events/sweep-event.ts';
import type { FederatedRole } from '../federation/federated-role.ts';
import { isAlarming, type JudgedTrust } from '../federation/judge-trust.ts';
import type { UnseenSubject } from '../federation/unseen-subjects.ts';
import type { OwnerContact } from '../keys/key-case.ts';
import { nameOfArn } from '../model/ids.ts';
import type { Instant } from '../model/instant.ts';

/** What a sweep has found out about one role. */
export interface RoleNews {
  readonly role: FederatedRole;
  readonly owners: readonly OwnerContact[];
  /** Of a role that was never judged before; `null` otherwise. */
  readonly judged: JudgedTrust | null;
  /** Trusted subjects that nobody logs in with, told for the first time. */
  readonly unseen: readonly UnseenSubject[];
}

const mostLines = 20;

/** One event for each owner, however many roles: first findings come all at once. */
export const roleNewsEvents = (
  account: { readonly accountId: string; readonly accountName: string; readonly runAt: Instant },
  news: readonly RoleNews[],
  now: Instant,
): readonly DomainEvent[] => {
  const groups = new Map<string, RoleNews[]>();
  for (const each of news) {
    const owner = each.owners[0]?.contact ?? '';
    groups.set(owner, [...(groups.get(owner) ?? []), each]);
  }
  return [...groups].flatMap(([owner, roles]) => {
    const lines = roles.flatMap(linesOf).sort((one, other) => one.rank - other.rank);
    if (lines.length === 0) return [];
    const shown = lines.slice(0, mostLines);
    return [
      {
        type: sweepEventTypes['role-trust'],
        detail: {
          version: 1 as const,
          noticeKind: 'sweep' as const,
          topic: 'role-trust' as const,
          accountIds: [account.accountId],
          title: `Federated roles in ${account.accountName}`,
          lines: shown.map(({ text }) => text),
          more: lines.length - shown.length,
          advice: 'For the smallest change to each role: lastkey trust --role ARN',
          contacts: (roles[0]?.owners ?? []).map(({ contact }) => contact),
          noticeId: `sweep-roles/${account.accountId}/${owner}/${account.runAt}`,
          at: now,
        },
      },
    ];
  });
};

interface Line {
  /** Gravest first. */
  readonly rank: number;
  readonly text: string;
}

const words: Partial<Record<JudgedTrust['verdict'], readonly [rank: number, text: string]>> = {
  unsafe: [0, 'somebody outside your organization can assume it'],
  unreadable: [1, 'its trust policy could not be understood'],
  broken: [2, 'nobody can assume it, not even who it is meant for'],
};

const linesOf = ({ role, judged, unseen }: RoleNews): readonly Line[] => {
  const name = nameOfArn(role.arn);
  const found: Line[] = [];
  if (judged !== null && isAlarming(judged)) {
    const [rank, text] = words[judged.verdict] ?? [2, 'not everything it trusts exists'];
    const why = judged.findings[0]?.message;
    found.push({ rank, text: `${name}: ${text}.${why === undefined ? '' : ` ${why}`}` });
  }
  for (const { provider, subject } of unseen) {
    found.push({
      rank: 3,
      text: `${name}: nobody has logged in as ${subject} of ${provider} for 90 days, so its trust can be removed.`,
    });
  }
  return found;
};

/** Whether nothing is new for anybody who has seen the earlier judgement. */
export const isSameJudgement = (one: JudgedTrust, other: JudgedTrust): boolean =>
  one.digest === other.digest &&
  one.verdict === other.verdict &&
  one.scope === other.scope &&
  one.missingProviders.join() === other.missingProviders.join();
