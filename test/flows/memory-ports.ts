import type { DomainEvent } from '../../src/core/events/domain-event.ts';
import type { LedgerEntry } from '../../src/core/evidence/ledger-entry.ts';
import type { FederatedRole, OidcProvider } from '../../src/core/federation/federated-role.ts';
import type { FederationUse, FederationUseKey } from '../../src/core/federation/fold-logins.ts';
import { type RoleCase, roleCaseName } from '../../src/core/federation/role-case.ts';
import type { VerificationMethodSeen } from '../../src/core/federation/thumbprints/observation.ts';
import type { AccountDetails } from '../../src/core/inventory/account-details.ts';
import type { AccessKeyState, LastUse } from '../../src/core/keys/access-key.ts';
import type { Canary } from '../../src/core/keys/canary.ts';
import { type ExceptionRecord, userOfScope } from '../../src/core/keys/exception.ts';
import type { KeyCase } from '../../src/core/keys/key-case.ts';
import type { OverCapAsk } from '../../src/core/keys/over-cap.ts';
import { LastkeyError } from '../../src/core/model/errors.ts';
import { type Fact, known, unknown } from '../../src/core/model/fact.ts';
import { type AccountId, nameOfArn } from '../../src/core/model/ids.ts';
import { addSeconds, type Instant } from '../../src/core/model/instant.ts';
import type { PermissionsFact } from '../../src/core/permissions/permissions.ts';
import type { Exceptions } from '../../src/flows/exception-ports.ts';
import type { Limits, StopSwitchControl } from '../../src/flows/limit-ports.ts';
import type {
  ActingAccounts,
  CaseTable,
  Clock,
  DomainEvents,
  FederationUses,
  IamUser,
  Ledger,
  MemberAccounts,
  ResponseQueue,
  ResponseRequest,
  RoleCases,
  StopSwitch,
  VerificationMethods,
} from '../../src/flows/ports.ts';
import type { RotationQueue, RotationRequest } from '../../src/flows/rotation-ports.ts';
import type { AccountCases } from '../../src/flows/sweep-ports.ts';
import { memoryExceptions, memoryLimits } from './memory-limits.ts';

/** The world in memory: what IAM holds, and the ports over it. A test sets it and reads it. */
export interface MemoryWorld {
  now: Instant;
  readonly users: Map<string, IamUser>;
  readonly keys: Map<string, AccessKeyState[]>;
  readonly lastUses: Map<string, LastUse | null>;
  readonly consolePasswords: Set<string>;
  roles: FederatedRole[];
  /** What roles may do, by ARN. */
  readonly permissions: Map<string, PermissionsFact>;
  identityProviders: OidcProvider[];
  /** A read that answers with this instead: `GetAccessKeyLastUsed` → unknown. */
  readonly faults: Map<string, Fact<never>>;
  readonly cases: Map<string, KeyCase>;
  readonly exceptions: ExceptionRecord[];
  readonly ledger: Map<string, LedgerEntry>;
  readonly events: DomainEvent[];
  readonly requests: ResponseRequest[];
  readonly rotationRequests: RotationRequest[];
  readonly uses: Map<string, FederationUse>;
  /** Calls that changed a key: `AKIA… Inactive`. */
  readonly acts: string[];
  stopSwitch: 'go' | 'stop' | 'unreadable';
  /** What `setStatus` does to the world: nothing when it only seems to work. */
  actsWork: boolean;
  /** Whether the respond role may delete keys: a choice of the deployment. */
  mayDelete: boolean;
  readonly clock: Clock;
  readonly members: MemberAccounts;
  readonly acting: ActingAccounts;
  readonly caseTable: CaseTable;
  readonly ledgerPort: Ledger;
  readonly eventsPort: DomainEvents;
  readonly responses: ResponseQueue;
  readonly rotations: RotationQueue;
  readonly stopSwitchPort: StopSwitch;
  readonly usesPort: FederationUses;
  readonly methods: Map<string, VerificationMethodSeen>;
  readonly methodsPort: VerificationMethods;
  readonly caps: Map<string, Map<string, number>>;
  canary: Canary | null;
  readonly asks: Map<string, OverCapAsk>;
  readonly exceptionsPort: Exceptions;
  readonly limitsPort: Limits;
  readonly accountCases: AccountCases;
  readonly stopSwitchControl: StopSwitchControl;
  readonly roleCases: Map<string, RoleCase>;
  readonly roleCasesPort: RoleCases;
}

export const memoryWorld = (now: string): MemoryWorld => {
  const claims = new Map<string, { state: string; until: Instant }>();
  const read = <T>(call: string, value: T): Promise<Fact<T>> =>
    Promise.resolve(world.faults.get(call) ?? known(value, world.now, call));
  const keysOf = (accountId: AccountId, userName: string) =>
    world.keys.get(`${accountId}/${userName}`) ?? null;

  const detailsOf = (accountId: AccountId): AccountDetails => ({
    users: [...world.users].flatMap(([name, user]) =>
      name.startsWith(`${accountId}/`)
        ? [
            {
              ...user,
              arn: `arn:aws:iam::${accountId}:user${user.path}${user.userName}`,
              groups: [],
              permissions: known({ policies: [], boundary: null }, world.now, 'IAM'),
            },
          ]
        : [],
    ),
    roles: world.roles.map((role) => ({
      ...role,
      permissions: world.permissions.get(role.arn) ?? unknown('not said', 'IAM'),
    })),
  });

  const world: MemoryWorld = {
    now: now as Instant,
    users: new Map(),
    keys: new Map(),
    lastUses: new Map(),
    consolePasswords: new Set(),
    roles: [],
    permissions: new Map(),
    identityProviders: [],
    faults: new Map(),
    cases: new Map(),
    exceptions: [],
    ledger: new Map(),
    events: [],
    requests: [],
    rotationRequests: [],
    uses: new Map(),
    methods: new Map(),
    acts: [],
    stopSwitch: 'go',
    actsWork: true,
    mayDelete: true,
    caps: new Map(),
    // Long ago: most stories are not about the first day.
    canary: { startedAt: '2026-01-01T00:00:00.000Z' as Instant, acts: 3 },
    asks: new Map(),
    exceptionsPort: memoryExceptions(() => world),
    limitsPort: memoryLimits(() => world),
    accountCases: {
      ofAccount: (accountId) =>
        Promise.resolve([...world.cases.values()].filter(({ key }) => key.accountId === accountId)),
    },
    stopSwitchControl: {
      set: (state) => {
        world.stopSwitch = state;
        return Promise.resolve();
      },
    },
    roleCases: new Map(),
    clock: { now: () => world.now },
    members: {
      reading: (accountId) =>
        Promise.resolve({
          user: (name) => read('GetUser', world.users.get(`${accountId}/${name}`) ?? null),
          accessKeys: (name) => read('ListAccessKeys', keysOf(accountId, name)),
          lastUse: (id) => read('GetAccessKeyLastUsed', world.lastUses.get(id) ?? null),
          hasConsolePassword: (name) =>
            read('GetLoginProfile', world.consolePasswords.has(`${accountId}/${name}`)),
          federatedRoles: () => read('ListRoles', world.roles),
          role: (name) =>
            read('GetRole', world.roles.find(({ arn }) => nameOfArn(arn) === name) ?? null),
          oidcProviders: () => read('ListOpenIDConnectProviders', world.identityProviders),
          accountDetails: () => read('GetAccountAuthorizationDetails', detailsOf(accountId)),
        }),
    },
    acting: {
      responding: (accountId) =>
        Promise.resolve({
          accessKeys: (name) => read('ListAccessKeys', keysOf(accountId, name)),
          lastUse: (id) => read('GetAccessKeyLastUsed', world.lastUses.get(id) ?? null),
          setStatus: (key, status) => {
            world.acts.push(`${key.accessKeyId} ${status}`);
            if (!world.actsWork) return Promise.resolve();
            const owner = `${key.accountId}/${key.userName}`;
            const states = world.keys.get(owner) ?? [];
            world.keys.set(
              owner,
              states.map((each) =>
                each.accessKeyId === key.accessKeyId ? { ...each, status } : each,
              ),
            );
            return Promise.resolve();
          },
          deleteKey: (key) => {
            world.acts.push(`${key.accessKeyId} deleted`);
            if (!world.mayDelete) {
              return Promise.reject(
                new LastkeyError('aws-refused', 'AccessDenied: DeleteAccessKey', { retry: 'no' }),
              );
            }
            if (!world.actsWork) return Promise.resolve();
            const owner = `${key.accountId}/${key.userName}`;
            const states = world.keys.get(owner) ?? [];
            world.keys.set(
              owner,
              states.filter((each) => each.accessKeyId !== key.accessKeyId),
            );
            return Promise.resolve();
          },
        }),
    },
    caseTable: {
      claim: (flow, id, at, leaseSeconds) => {
        const held = claims.get(`${flow}/${id}`);
        if (held?.state === 'done') return Promise.resolve('done');
        if (held?.state === 'taken' && held.until > at) return Promise.resolve('in-progress');
        claims.set(`${flow}/${id}`, { state: 'taken', until: addSeconds(at, leaseSeconds) });
        return Promise.resolve('claimed');
      },
      finish: (flow, id, at) => {
        claims.set(`${flow}/${id}`, { state: 'done', until: at });
        return Promise.resolve();
      },
      release: (flow, id) => {
        claims.delete(`${flow}/${id}`);
        return Promise.resolve();
      },
      readCase: (key) => Promise.resolve(world.cases.get(caseName(key)) ?? null),
      casesOfUser: (accountId, userName) =>
        Promise.resolve(
          [...world.cases.values()].filter(
            ({ key }) => key.accountId === accountId && key.userName === userName,
          ),
        ),
      casesRecommending: (roleArn) =>
        Promise.resolve(
          [...world.cases.values()].filter((each) => each.replacement.role?.arn === roleArn),
        ),
      casesDue: async function* (at) {
        const due = [...world.cases.values()]
          .filter(({ nextStepAt }) => nextStepAt !== undefined && nextStepAt <= at)
          .sort((a, b) => ((a.nextStepAt ?? '') < (b.nextStepAt ?? '') ? -1 : 1));
        yield* due;
      },
      writeCase: (keyCase) => {
        const name = caseName(keyCase.key);
        const version = world.cases.get(name)?.version ?? 0;
        if (version !== keyCase.version) return Promise.resolve('changed');
        const written = { ...keyCase, version: version + 1 };
        world.cases.set(name, written);
        return Promise.resolve(written);
      },
      countKeys: (accountId) =>
        Promise.resolve(
          [...world.cases.values()].filter(
            ({ key, stage }) =>
              key.accountId === accountId && stage !== 'deleted' && stage !== 'gone',
          ).length,
        ),
      exceptionsOf: (accountId, userName) =>
        Promise.resolve(
          world.exceptions.filter(
            (each) =>
              each.accountId === accountId && ['*', userName].includes(userOfScope(each.scope)),
          ),
        ),
      spendCap: (day, limits) => {
        const spent = world.caps.get(day) ?? new Map<string, number>();
        const isOver = Object.entries(limits).some(
          ([name, limit]) => (spent.get(name) ?? 0) >= limit,
        );
        if (isOver) return Promise.resolve('over');
        for (const name of Object.keys(limits)) spent.set(name, (spent.get(name) ?? 0) + 1);
        world.caps.set(day, spent);
        return Promise.resolve('spent');
      },
    },
    ledgerPort: {
      append: (entries) => {
        for (const entry of entries) {
          if (!world.ledger.has(entry.id)) world.ledger.set(entry.id, entry);
        }
        return Promise.resolve();
      },
    },
    eventsPort: {
      publish: (events) => {
        world.events.push(...events);
        return Promise.resolve();
      },
    },
    responses: {
      request: (request) => {
        world.requests.push(request);
        return Promise.resolve();
      },
    },
    rotations: {
      request: (request) => {
        world.rotationRequests.push(request);
        return Promise.resolve();
      },
    },
    stopSwitchPort: {
      read: () =>
        Promise.resolve(
          world.stopSwitch === 'go'
            ? { state: 'go' }
            : { state: 'stop', why: `the stop switch is ${world.stopSwitch}` },
        ),
    },
    methodsPort: {
      note: (providerArn, seen) => {
        const held = world.methods.get(providerArn);
        if (held === undefined || held.at < seen.at) world.methods.set(providerArn, seen);
        return Promise.resolve();
      },
      newest: (providerArn) => Promise.resolve(world.methods.get(providerArn) ?? null),
    },
    roleCasesPort: {
      read: (of) => Promise.resolve(world.roleCases.get(roleCaseName(of)) ?? null),
      write: (roleCase) => {
        const name = roleCaseName(roleCase.key);
        const version = world.roleCases.get(name)?.version ?? 0;
        if (version !== roleCase.version) return Promise.resolve('changed');
        const written = { ...roleCase, version: version + 1 };
        world.roleCases.set(name, written);
        return Promise.resolve(written);
      },
    },
    usesPort: {
      read: (key) => Promise.resolve(world.uses.get(useName(key)) ?? null),
      write: (use) => {
        const version = world.uses.get(useName(use))?.version ?? 0;
        if (version !== use.version) return Promise.resolve('changed');
        world.uses.set(useName(use), { ...use, version: version + 1 });
        return Promise.resolve('written');
      },
      ofRole: (roleArn, sinceDay) =>
        Promise.resolve(
          [...world.uses.values()].filter((use) => use.roleArn === roleArn && use.day >= sinceDay),
        ),
    },
  };
  return world;
};

const caseName = (key: { accountId: string; userName: string; accessKeyId: string }): string =>
  `${key.accountId}/${key.userName}/${key.accessKeyId}`;

const useName = (key: FederationUseKey): string =>
  JSON.stringify([key.roleArn, key.identityProvider, key.subject, key.day]);
