import type { ServiceCredential } from '../../src/core/inventory/account-inventory.ts';
import type { AccessKeyState, LastUse } from '../../src/core/keys/access-key.ts';
import { type Fact, known } from '../../src/core/model/fact.ts';
import type { AccessKeyId, AccountId } from '../../src/core/model/ids.ts';
import type { Instant } from '../../src/core/model/instant.ts';
import type {
  AccountSession,
  AccountSessions,
  OpenedAccount,
  ReportAnswer,
  ReportRequest,
} from '../../src/flows/inventory-ports.ts';

export const reportAt = '2026-11-20T08:00:00.000Z' as Instant;
export const readAt = '2026-11-20T10:00:00.000Z' as Instant;

export interface MemoryUser {
  readonly userName: string;
  /** Slots of the report, in the report's order. */
  readonly slots: readonly string[];
}

/** One account: what each call answers, one after the other, the last for ever. */
export interface MemoryAccount {
  readonly users?: readonly MemoryUser[];
  readonly requests?: readonly ReportRequest[];
  readonly reports?: readonly ('ready' | ReportAnswer)[];
  readonly failsToOpen?: readonly { readonly reason: string; readonly retry: 'yes' | 'no' }[];
  readonly listed?: Readonly<Record<string, Fact<readonly AccessKeyState[] | null>>>;
  readonly lastUses?: Readonly<Record<string, Fact<LastUse | null>>>;
  readonly serviceCredentials?: Fact<readonly ServiceCredential[]>;
}

const header = [
  'user',
  'arn',
  'user_creation_time',
  'password_enabled',
  'password_last_used',
  'mfa_active',
  ...[1, 2].flatMap((slot) =>
    ['active', 'last_rotated', 'last_used_date', 'last_used_region', 'last_used_service'].map(
      (column) => `access_key_${slot}_${column}`,
    ),
  ),
];
const none = 'false,N/A,N/A,N/A,N/A';

/** A slot that holds an active key of that day, never used. */
export const slot = (createdAt: string, status: 'true' | 'false' = 'true'): string =>
  `${status},${createdAt},N/A,N/A,N/A`;

export const rowsOf = (
  accountId: AccountId,
  users: readonly MemoryUser[],
): readonly (readonly string[])[] => [
  header,
  ...[{ userName: '<root_account>', slots: [] }, ...users].map(({ userName, slots }) => [
    userName,
    `arn:aws:iam::${accountId}:user/${userName}`,
    '2026-01-01T00:00:00Z',
    'false',
    'N/A',
    'false',
    ...(slots[0] ?? none).split(','),
    ...(slots[1] ?? none).split(','),
  ]),
];

/** The nth answer of a list, or its last. */
const nth = <Answer>(answers: readonly Answer[], place: number): Answer | undefined =>
  answers[Math.min(place, answers.length - 1)];

/** Accounts in memory, and every call in the order it was made: `111122223333 ListAccessKeys a`. */
export const memorySessions = (
  accounts: Readonly<Record<string, MemoryAccount>>,
): AccountSessions & { readonly log: string[] } => {
  const log: string[] = [];
  const opened = new Map<string, number>();
  const open = (accountId: AccountId): OpenedAccount => {
    const account = accounts[accountId] ?? {};
    const calls: Record<string, number> = {};
    const called = (action: string, about = ''): number => {
      log.push(`${accountId} ${action} ${about}`.trim());
      calls[action] = (calls[action] ?? 0) + 1;
      return calls[action] - 1;
    };
    called('AssumeRole');
    const time = opened.get(accountId) ?? 0;
    opened.set(accountId, time + 1);
    const failure = account.failsToOpen?.[time];
    if (failure !== undefined) return { status: 'failed', ...failure, calls };
    const session: AccountSession = {
      async requestReport() {
        const time = called('GenerateCredentialReport');
        return nth(account.requests ?? [], time) ?? { status: 'accepted', state: 'STARTED' };
      },
      async report() {
        const answers: readonly ('ready' | ReportAnswer)[] = account.reports ?? ['ready'];
        const answer = nth(answers, called('GetCredentialReport')) ?? 'ready';
        if (answer !== 'ready') return answer;
        const rows = rowsOf(accountId, account.users ?? []);
        return { status: 'read', rows, generatedAt: reportAt };
      },
      async accessKeys(userName) {
        called('ListAccessKeys', userName);
        return account.listed?.[userName] ?? known([], readAt, 'ListAccessKeys');
      },
      async lastUse(accessKeyId: AccessKeyId) {
        called('GetAccessKeyLastUsed', accessKeyId);
        return account.lastUses?.[accessKeyId] ?? known(null, readAt, 'GetAccessKeyLastUsed');
      },
      async serviceCredentials() {
        called('ListServiceSpecificCredentials');
        return account.serviceCredentials ?? known([], readAt, 'ListServiceSpecificCredentials');
      },
      calls: () => ({ ...calls }),
    };
    return { status: 'open', session };
  };
  return { log, open: (accountId) => Promise.resolve(open(accountId)) };
};
