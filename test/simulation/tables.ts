import type { LedgerEntry } from '../../src/core/evidence/ledger-entry.ts';
import { accessKeyName } from '../../src/core/keys/access-key.ts';
import { type Canary, canaryAllows } from '../../src/core/keys/canary.ts';
import { type ExceptionRecord, userOfScope } from '../../src/core/keys/exception.ts';
import type { KeyCase } from '../../src/core/keys/key-case.ts';
import type { OverCapAsk } from '../../src/core/keys/over-cap.ts';
import type { AccountId } from '../../src/core/model/ids.ts';
import { addSeconds, type Instant } from '../../src/core/model/instant.ts';
import type { Exceptions } from '../../src/flows/exception-ports.ts';
import type { Limits } from '../../src/flows/limit-ports.ts';
import type { CaseTable, Ledger, RoleCases } from '../../src/flows/ports.ts';
import type {
  AccountCases,
  AccountCoverage,
  AccountList,
  CoverageTable,
  FirstMessages,
  ListedAccount,
} from '../../src/flows/sweep-ports.ts';
import { type Invocation, through } from './invocation.ts';

/** The hub's tables: what is written stays written, whoever died. */
export interface Tables {
  readonly cases: Map<AccountId, Map<string, KeyCase>>;
  readonly scheduled: Map<string, KeyCase>;
  readonly claims: Map<string, { readonly state: 'taken' | 'done'; readonly until: Instant }>;
  readonly exceptions: Map<string, Map<string, ExceptionRecord>>;
  readonly caps: Map<string, Map<string, number>>;
  readonly asks: Map<string, OverCapAsk>;
  canary: Canary | null;
  readonly listed: Map<AccountId, ListedAccount>;
  readonly coverage: Map<AccountId, AccountCoverage>;
  readonly firstMessages: Map<string, number>;
  /** Entries of kinds that the oracle reads; the ids of all the others. */
  readonly ledger: Map<string, LedgerEntry | true>;
}

export const emptyTables = (): Tables => ({
  cases: new Map(),
  scheduled: new Map(),
  claims: new Map(),
  exceptions: new Map(),
  caps: new Map(),
  asks: new Map(),
  canary: null,
  listed: new Map(),
  coverage: new Map(),
  firstMessages: new Map(),
  ledger: new Map(),
});

export const caseIn = (tables: Tables, key: Parameters<CaseTable['readCase']>[0]) =>
  tables.cases.get(key.accountId)?.get(`${key.userName}/${key.accessKeyId}`);

export function* allCases({ cases }: Tables): Generator<KeyCase> {
  for (const ofAccount of cases.values()) yield* ofAccount.values();
}

export interface TablePorts {
  readonly cases: CaseTable;
  readonly accountCases: AccountCases;
  readonly exceptions: Exceptions;
  readonly limits: Limits;
  readonly list: AccountList;
  readonly coverage: CoverageTable;
  readonly firstMessages: FirstMessages;
  readonly ledger: Ledger;
  readonly roles: RoleCases;
}

/** The tables as one invocation reaches them. */
export const tablesOf = (tables: Tables, invocation: Invocation): TablePorts => {
  const snapshot = async function* <Row>(action: string, rows: () => readonly Row[]) {
    yield* await invocation.call(action, rows);
  };
  return {
    cases: through(invocation, 'cases', caseTableOf(tables, invocation) as CaseTable, {
      casesDue: (now: Instant) =>
        snapshot('cases.casesDue', () => dueRows(tables.scheduled.values(), now)),
    }),
    exceptions: through(invocation, 'exceptions', exceptionsIn(tables) as Exceptions, {
      due: (now: Instant) =>
        snapshot('exceptions.due', () =>
          dueRows(
            [...tables.exceptions.values()].flatMap((each) => [...each.values()]),
            now,
          ),
        ),
    }),
    accountCases: through(invocation, 'accountCases', {
      ofAccount: (accountId: AccountId) =>
        Promise.resolve([...(tables.cases.get(accountId)?.values() ?? [])]),
    }),
    limits: through(invocation, 'limits', limitsIn(tables)),
    list: through(invocation, 'list', {
      read: (accountId: AccountId) => Promise.resolve(tables.listed.get(accountId) ?? null),
      all: () => Promise.resolve([...tables.listed.values()]),
      write: (account: ListedAccount) => {
        tables.listed.set(account.accountId, account);
        return Promise.resolve();
      },
    }),
    coverage: through(invocation, 'coverage', {
      read: (accountId: AccountId) => Promise.resolve(tables.coverage.get(accountId) ?? null),
      all: () => Promise.resolve([...tables.coverage.values()]),
      write: (row: AccountCoverage) => {
        tables.coverage.set(row.accountId, row);
        return Promise.resolve();
      },
    }),
    firstMessages: through(invocation, 'firstMessages', {
      spend: (day: string, owner: string, limit: number) =>
        Promise.resolve(spendOne(tables.firstMessages, `${day}/${owner}`, limit)),
    }),
    ledger: through(invocation, 'ledger', {
      append: (entries: readonly LedgerEntry[]) => {
        for (const entry of entries) {
          if (!tables.ledger.has(entry.id)) {
            tables.ledger.set(entry.id, entry.type === 'coverage' ? entry : true);
          }
        }
        return Promise.resolve();
      },
    }),
    // No role is federated here: the sweep has nothing to keep of them.
    roles: { read: () => Promise.resolve(null), write: () => Promise.resolve('changed') },
  };
};

const dueRows = <Row extends { readonly nextStepAt?: Instant }>(
  rows: Iterable<Row>,
  now: Instant,
): readonly Row[] =>
  [...rows]
    .filter(({ nextStepAt }) => nextStepAt !== undefined && nextStepAt <= now)
    .sort((one, other) => ((one.nextStepAt ?? '') < (other.nextStepAt ?? '') ? -1 : 1));

const spendOne = (counts: Map<string, number>, name: string, limit: number): 'spent' | 'over' => {
  const spent = counts.get(name) ?? 0;
  if (spent >= limit) return 'over';
  counts.set(name, spent + 1);
  return 'spent';
};

const caseTableOf = (tables: Tables, { seen }: Invocation): Omit<CaseTable, 'casesDue'> => ({
  claim: (flow, id, now, leaseSeconds) => {
    const name = `${flow}/${id}`;
    const held = tables.claims.get(name);
    if (held?.state === 'done') return Promise.resolve('done');
    if (held?.state === 'taken' && held.until > now) return Promise.resolve('in-progress');
    tables.claims.set(name, { state: 'taken', until: addSeconds(now, leaseSeconds) });
    return Promise.resolve('claimed');
  },
  finish: (flow, id, now) => {
    tables.claims.set(`${flow}/${id}`, { state: 'done', until: now });
    return Promise.resolve();
  },
  release: (flow, id) => {
    tables.claims.delete(`${flow}/${id}`);
    return Promise.resolve();
  },
  readCase: (key) => Promise.resolve(caseIn(tables, key) ?? null),
  casesOfUser: (accountId, userName) =>
    Promise.resolve(
      [...(tables.cases.get(accountId)?.values() ?? [])].filter(
        ({ key }) => key.userName === userName,
      ),
    ),
  casesRecommending: () => Promise.resolve([]),
  writeCase: (keyCase) => {
    const version = caseIn(tables, keyCase.key)?.version ?? 0;
    if (version !== keyCase.version) return Promise.resolve('changed');
    const written = { ...keyCase, version: version + 1 };
    const { accountId, userName, accessKeyId } = keyCase.key;
    const ofAccount = tables.cases.get(accountId) ?? new Map<string, KeyCase>();
    ofAccount.set(`${userName}/${accessKeyId}`, written);
    tables.cases.set(accountId, ofAccount);
    const name = accessKeyName(keyCase.key);
    if (written.nextStepAt === undefined) tables.scheduled.delete(name);
    else tables.scheduled.set(name, written);
    return Promise.resolve(written);
  },
  countKeys: (accountId) =>
    Promise.resolve(
      [...(tables.cases.get(accountId)?.values() ?? [])].filter(
        ({ stage }) => stage !== 'deleted' && stage !== 'gone',
      ).length,
    ),
  exceptionsOf: (accountId, userName) => {
    const found = [userName, '*'].flatMap((name) => [
      ...(tables.exceptions.get(`${accountId}/${name}`)?.values() ?? []),
    ]);
    seen.exceptions.set(`${accountId}/${userName}`, found);
    return Promise.resolve(found);
  },
  spendCap: (day, limits) => {
    const spent = tables.caps.get(day) ?? new Map<string, number>();
    const counters = Object.entries(limits);
    if (counters.some(([name, limit]) => (spent.get(name) ?? 0) >= limit)) {
      return Promise.resolve('over');
    }
    for (const [name] of counters) spent.set(name, (spent.get(name) ?? 0) + 1);
    tables.caps.set(day, spent);
    return Promise.resolve('spent');
  },
});

const exceptionsIn = (tables: Tables): Omit<Exceptions, 'due'> => ({
  read: ({ accountId, userName, id }) =>
    Promise.resolve(tables.exceptions.get(`${accountId}/${userName}`)?.get(id) ?? null),
  write: (exception) => {
    const name = `${exception.accountId}/${userOfScope(exception.scope)}`;
    const ofUser = tables.exceptions.get(name) ?? new Map<string, ExceptionRecord>();
    if ((ofUser.get(exception.id)?.version ?? 0) !== exception.version) {
      return Promise.resolve('changed');
    }
    const written = { ...exception, version: exception.version + 1 };
    ofUser.set(exception.id, written);
    tables.exceptions.set(name, ofUser);
    return Promise.resolve(written);
  },
});

const limitsIn = (tables: Tables): Limits => ({
  spent: (day) => Promise.resolve(Object.fromEntries(tables.caps.get(day) ?? [])),
  readCanary: () => Promise.resolve(tables.canary),
  spendCanary: (now, limit) => {
    const { canary } = tables;
    const left = canaryAllows(canary, limit, now);
    if (left === 0) return Promise.resolve('wait');
    if (left !== 'all') {
      tables.canary = { startedAt: canary?.startedAt ?? now, acts: (canary?.acts ?? 0) + 1 };
    }
    return Promise.resolve('go');
  },
  readAsk: (day) => Promise.resolve(tables.asks.get(day) ?? null),
  writeAsk: (ask) => {
    if ((tables.asks.get(ask.day)?.version ?? 0) !== ask.version) return Promise.resolve('changed');
    const written = { ...ask, version: ask.version + 1 };
    tables.asks.set(ask.day, written);
    return Promise.resolve(written);
  },
});
