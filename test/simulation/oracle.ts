import type { LedgerEntry } from '../../src/core/evidence/ledger-entry.ts';
import { type AccessKey, accessKeyName } from '../../src/core/keys/access-key.ts';
import type { ExceptionRecord } from '../../src/core/keys/exception.ts';
import type { KeyCase } from '../../src/core/keys/key-case.ts';
import type { AccountId } from '../../src/core/model/ids.ts';
import type { ResponseRequest } from '../../src/flows/ports.ts';
import type { ActAsked } from './iam.ts';
import type { Invocation } from './invocation.ts';
import { allKeys, findKey, type Key, type Organization } from './organization.ts';
import type { Settings } from './settings.ts';
import type { Accepted } from './slack-workspace.ts';
import { allCases, caseIn, type Tables } from './tables.ts';
import { hourMs, type VirtualTime } from './virtual-time.ts';

/** Which invariant of the design was broken, where, and what had happened. */
export interface Violation {
  readonly invariant: number | 'liveness';
  readonly what: string;
  readonly story: readonly string[];
}

/**
 * Watches what is done to keys and judges it by what is true: true uses, what Slack accepted, who
 * clicked. It reads the product's records only to find out which round of warnings an act belongs to,
 * and uses none of its rules.
 */
export interface Oracle {
  readonly violations: Violation[];
  readonly counts: Record<
    'disabled' | 'restored' | 'deleted' | 'delivered' | 'acts' | 'granted',
    number
  >;
  tell(about: string, line: string): void;
  beforeAct(invocation: Invocation, key: Key | undefined, asked: ActAsked): void;
  onAccepted(invocation: Invocation, accepted: Accepted): void;
  onEnd(invocation: Invocation, error: unknown): void;
  onReport(accountId: AccountId): void;
  /** A click is on its way: who, and whether that person may answer for the key. */
  onClick(id: string, may: 'owner' | 'approver' | 'nothing'): void;
  /** The stop switch is moved by a command of that moment. */
  onSwitch(state: 'go' | 'stop', commandedAt: string): void;
  /** Key counts only grow here: the most that a percentage could be of. */
  onNewKey(accountId: AccountId): void;
  afterRun(startedAt: string, listedActive: readonly AccountId[]): void;
  /** Every queue is empty, every sweep went well: the records must agree with IAM. */
  atRest(): void;
  /** Nothing was used for long, nobody clicks: what may be disabled must be. */
  afterQuiet(quietSinceMs: number): void;
}

const dayMs = 24 * hourMs;

/** Notices that a disabling rests on; by their ids: `warning:…`. */
const warningKinds = new Set([
  'found',
  're-activated',
  'warning',
  'used-since-warning',
  'restored',
  'kept',
  'not-mine',
]);

interface Delivery {
  readonly noticeId: string;
  readonly kind: string;
  readonly what: Accepted['what'];
  readonly at: number;
}

export const oracleOf = (world: {
  readonly organization: Organization;
  readonly tables: Tables;
  readonly time: VirtualTime;
  readonly settings: Settings;
  readonly isEnforced: (accountId: AccountId) => boolean;
  /** Stories of large organizations are not kept. */
  readonly keepsStory: boolean;
}): Oracle => {
  const { organization, tables, time, settings } = world;
  const { configuration } = settings;
  const violations: Violation[] = [];
  const story: string[] = [];
  const delivered = new Map<string, Delivery[]>();
  const postings = new Map<string, { invocations: Set<Invocation>; failures: number }>();
  const clicks = new Map<string, 'owner' | 'approver' | 'nothing'>();
  const reports = new Map<AccountId, number>();
  const keyCounts = new Map<AccountId, number>();
  const spent = new Map<string, number>();
  let canaryActs = 0;
  let lastStopAt = '';
  const counts = { disabled: 0, restored: 0, deleted: 0, delivered: 0, acts: 0, granted: 0 };

  const tell = (about: string, line: string): void => {
    if (!world.keepsStory) return;
    story.push(`${time.now()} ${about}: ${line}`);
    if (story.length > 20_000) story.splice(0, 5_000);
  };
  const broken = (invariant: Violation['invariant'], about: string, what: string): void => {
    if (violations.length >= 20) return;
    violations.push({
      invariant,
      what: `${time.now()} ${about}: ${what}`,
      story: story.filter((line) => line.includes(about)).slice(-40),
    });
  };

  const checkUnused = (invocation: Invocation, key: Key, isDue: boolean): void => {
    const { seen } = invocation;
    const name = accessKeyName(key.key);
    const warnings = (delivered.get(name) ?? []).filter(({ kind }) => warningKinds.has(kind));
    const last = warnings.at(-1);
    if (last === undefined) {
      // Whoever clicks has read some message of the key: one about an exception may be the first.
      if (isDue) broken(3, name, 'disabled and Slack never accepted a warning');
      return;
    }
    const lookedAt = seen.lastUse.get(key.key.accessKeyId) ?? time.nowMs();
    const use = key.uses.find((at) => at > last.at && at < lookedAt);
    if (use !== undefined) {
      broken(
        1,
        name,
        `disabled though used at ${new Date(use).toISOString()}, after ${last.noticeId}`,
      );
    }
  };

  /** Every warning of the round was accepted, and the configured ones were among them. */
  const checkWarned = (key: Key, dueAt: string): void => {
    const name = accessKeyName(key.key);
    const keyCase = caseIn(tables, key.key);
    const list = delivered.get(name) ?? [];
    const accepted = new Set(list.map(({ noticeId }) => noticeId));
    // Passed on: any parent message that was opened for the next owner since says it.
    const isPassedOn = (since: string) =>
      list.some(({ what, at }) => what === 'parent' && at >= Date.parse(since));
    const since = keyCase?.clockStartedAt ?? '';
    const given = (keyCase?.notices ?? []).filter(
      ({ kind, at }) => warningKinds.has(kind) && at >= since,
    );
    const missing = given.find(
      ({ id, kind, at }) => !accepted.has(id) && !(kind === 'not-mine' && isPassedOn(at)),
    );
    if (missing !== undefined) broken(3, name, `disabled before ${missing.id} was accepted`);
    const startMs = Date.parse(since);
    const dueMs = Date.parse(dueAt);
    const isToBeWarned = configuration.keys.warnDaysBefore.some(
      (days) => days > 0 && dueMs - days * dayMs > startMs + dayMs,
    );
    const isWarned = (delivered.get(name) ?? []).some(
      ({ kind, at }) => kind === 'warning' && at >= startMs,
    );
    if (isToBeWarned && !isWarned) {
      broken(3, name, `disabled without any of the configured warnings since ${since}`);
    }
  };

  const checkCaps = (invocation: Invocation, key: AccessKey, request: ResponseRequest): void => {
    const { because } = request;
    if (because.kind === 'answer' && because.isApprover) return;
    if (because.kind === 'due' && because.approvedBy !== undefined) return;
    const day = new Date(invocation.startedAt).toISOString().slice(0, 10);
    const { limits } = configuration;
    const keyCase = caseIn(tables, key);
    const owner = keyCase?.thread?.contact.contact ?? keyCase?.owners[0]?.contact ?? '';
    const share = Math.max(
      1,
      Math.floor(((keyCounts.get(key.accountId) ?? 0) * limits.percentOfAccount) / 100),
    );
    const counters: readonly (readonly [string, number])[] = [
      ['run', limits.perRun],
      [
        `account ${key.accountId}`,
        because.kind === 'due' ? Math.min(limits.perAccount, share) : limits.perAccount,
      ],
      [`owner ${owner}`, limits.perOwner],
    ];
    for (const [name, limit] of counters) {
      const count = (spent.get(`${day} ${name}`) ?? 0) + 1;
      spent.set(`${day} ${name}`, count);
      if (count > limit) {
        broken(6, accessKeyName(key), `act ${count} of ${day} for ${name}; the limit is ${limit}`);
      }
    }
    if (because.kind !== 'due') return;
    const startedAt = tables.canary === null ? undefined : Date.parse(tables.canary.startedAt);
    if (startedAt === undefined) {
      broken(6, accessKeyName(key), 'acted without asking the canary');
    } else if (time.nowMs() < startedAt + dayMs) {
      canaryActs += 1;
      if (canaryActs > limits.canary) {
        broken(
          6,
          accessKeyName(key),
          `act ${canaryActs} of the first day; the canary is ${limits.canary}`,
        );
      }
    }
  };

  const coversNow = (exception: ExceptionRecord, key: AccessKey, atMs: number): boolean =>
    exception.state === 'granted' &&
    Date.parse(exception.expiresAt) > atMs &&
    (exception.scope.kind === 'user'
      ? exception.scope.userName === key.userName
      : exception.scope.kind === 'key' && exception.scope.accessKeyId === key.accessKeyId);

  const checkUncovered = (invocation: Invocation, key: AccessKey): void => {
    const read = invocation.seen.exceptions.get(`${key.accountId}/${key.userName}`);
    if (read === undefined) {
      broken(2, accessKeyName(key), 'acted without knowing the exceptions');
      return;
    }
    const covering = read.find((each) => coversNow(each, key, time.nowMs()));
    if (covering !== undefined) {
      broken(7, accessKeyName(key), `acted though exception ${covering.id} covers it`);
    }
  };

  const checkClicker = (request: ResponseRequest): void => {
    const { because } = request;
    if (because.kind !== 'answer') return;
    const may = clicks.get(request.id.replace(/^answer\//, ''));
    const name = accessKeyName(request.key);
    if (may === undefined || may === 'nothing') {
      broken(6, name, `${request.act} for ${because.slackUserId}, who may not ask for it`);
    }
    if (because.isApprover && may !== 'approver') {
      broken(6, name, `${because.slackUserId} passed for an approver`);
    }
  };

  const checkDisable = (invocation: Invocation, key: Key, request: ResponseRequest): void => {
    const { because } = request;
    const isAnyway = because.kind === 'answer' && because.anyway;
    const name = accessKeyName(key.key);
    if (!isAnyway && !invocation.seen.lastUse.has(key.key.accessKeyId)) {
      broken(2, name, 'disabled without knowing its last use');
    }
    if (!isAnyway) checkUnused(invocation, key, because.kind === 'due');
    if (because.kind === 'due') {
      checkWarned(key, because.dueAt);
      checkUncovered(invocation, key.key);
    }
    checkCaps(invocation, key.key, request);
  };

  const checkDelete = (invocation: Invocation, key: Key, request: ResponseRequest): void => {
    const name = accessKeyName(key.key);
    const days = configuration.keys.deleteDaysAfterDisable;
    if (days === null) broken(5, name, 'deleted though keys are never deleted');
    if (key.status !== 'Inactive' || key.inactiveSince === undefined) {
      broken(5, name, 'deleted while Active');
      return;
    }
    // A key that somebody else disabled counts from when lastkey met it, which is later.
    if (time.nowMs() < key.inactiveSince + (days ?? 0) * dayMs - 60_000) {
      broken(
        5,
        name,
        `deleted ${days} days were not over since ${new Date(key.inactiveSince).toISOString()}`,
      );
    }
    const { inactiveSince } = key;
    const isWarned = (delivered.get(name) ?? []).some(
      ({ kind, at }) => kind === 'delete-warning' && at >= inactiveSince,
    );
    if (!isWarned) broken(3, name, 'deleted without an accepted warning');
    const others = [...allKeys(organization)].filter(
      (each) =>
        each !== key &&
        each.key.accountId === key.key.accountId &&
        each.key.userName === key.key.userName,
    );
    for (const each of [key, ...others]) {
      if (key.recorded !== null && !invocation.seen.lastUse.has(each.key.accessKeyId)) {
        broken(2, name, `deleted without knowing the last use of ${each.key.accessKeyId}`);
      }
    }
    const own = key.recorded?.at;
    const isNewest =
      own !== undefined && others.every(({ recorded }) => (recorded?.at ?? '') <= own);
    if (isNewest && others.length > 0) broken(5, name, 'the most recently used key was deleted');
    checkUncovered(invocation, key.key);
    checkCaps(invocation, key.key, request);
  };

  const noticeOf = (invocation: Invocation) => {
    const { detail } = (invocation.body ?? {}) as { detail?: Record<string, unknown> };
    const { accountId, userName, accessKeyId, noticeId } = detail ?? {};
    return invocation.name.startsWith('notify ') && typeof accessKeyId === 'string'
      ? { name: `${accountId}/${userName}/${accessKeyId}`, noticeId: String(noticeId) }
      : undefined;
  };

  return {
    violations,
    counts,
    tell,
    beforeAct: (invocation, key, asked) => {
      const name = accessKeyName(asked.key);
      const request = invocation.body as ResponseRequest;
      const words = { Inactive: 'disabled', Active: 'restored', delete: 'deleted' } as const;
      counts.acts += 1;
      tell(
        name,
        `${words[asked.act]} by lastkey (${invocation.name}, ${JSON.stringify(request.because)})`,
      );
      if (!invocation.name.startsWith('respond ')) broken(6, name, `touched by ${invocation.name}`);
      // Restoring is what a person asks for by name: it is possible in any mode.
      const mayAct = settings.deployedMode === 'enforce' && world.isEnforced(asked.key.accountId);
      if (!mayAct && asked.act !== 'Active') {
        broken(6, name, 'touched in observe mode');
      }
      if (key === undefined) return;
      if (key.key.createdAt !== asked.key.createdAt) {
        broken(
          4,
          name,
          `created ${key.key.createdAt}, asked for the key of ${asked.key.createdAt}`,
        );
      }
      const { seen } = invocation;
      if (!seen.keys.has(`${asked.key.accountId}/${asked.key.userName}`)) {
        broken(2, name, 'touched without knowing the keys of its user');
      }
      if (seen.stopSwitch?.state !== 'go')
        broken(6, name, 'touched without a stop switch that says go');
      checkClicker(request);
      if (asked.act === 'Inactive') {
        checkDisable(invocation, key, request);
        counts.disabled += 1;
      } else if (asked.act === 'delete') {
        checkDelete(invocation, key, request);
        counts.deleted += 1;
      } else {
        if (request.because.kind === 'due') broken(5, name, 'restored though nobody asked');
        counts.restored += 1;
      }
    },
    onAccepted: (invocation, { what }) => {
      const notice = noticeOf(invocation);
      if (notice === undefined || what === 'ephemeral') return;
      const { name, noticeId } = notice;
      const kind = noticeId.slice(0, noticeId.indexOf(':'));
      if (what === 'update' && kind !== 'found' && kind !== 're-activated') return;
      const list = delivered.get(name) ?? [];
      if (list.length === 0) delivered.set(name, list);
      list.push({ noticeId, kind, what, at: time.nowMs() });
      counts.delivered += 1;
      tell(name, `Slack accepted ${what} of ${noticeId}`);
      if (what === 'update') return;
      const posting = postings.get(`${name} ${noticeId}`) ?? {
        invocations: new Set(),
        failures: 0,
      };
      posting.invocations.add(invocation);
      postings.set(`${name} ${noticeId}`, posting);
      if (posting.invocations.size > 1 + posting.failures) {
        broken(
          8,
          name,
          `${noticeId} was told ${posting.invocations.size} times after ${posting.failures} failures`,
        );
      }
    },
    onEnd: (invocation, error) => {
      const notice = noticeOf(invocation);
      if (error !== undefined) {
        const { key } = (invocation.body ?? {}) as { key?: AccessKey };
        const about = key === undefined ? (notice?.name ?? '') : accessKeyName(key);
        tell(about, `${invocation.name} failed: ${invocation.fault ?? (error as Error).message}`);
      }
      if (notice === undefined || error === undefined) return;
      const name = `${notice.name} ${notice.noticeId}`;
      const posting = postings.get(name) ?? { invocations: new Set(), failures: 0 };
      posting.failures += 1;
      postings.set(name, posting);
    },
    onReport: (accountId) => {
      reports.set(accountId, time.nowMs());
    },
    onClick: (id, may) => {
      clicks.set(id, may);
    },
    onSwitch: (state, commandedAt) => {
      if (state === 'stop') {
        if (commandedAt > lastStopAt) lastStopAt = commandedAt;
        return;
      }
      // Commands of the same few minutes may meet each other on the way.
      const isOld = time.nowMs() - Date.parse(commandedAt) > 6 * 60_000;
      if (isOld && commandedAt < lastStopAt) {
        broken(6, '', `a "go" of ${commandedAt} undid the "stop" of ${lastStopAt}`);
      }
    },
    onNewKey: (accountId) => {
      keyCounts.set(accountId, (keyCounts.get(accountId) ?? 0) + 1);
    },
    afterRun: (startedAt, listedActive) => {
      const startMs = Date.parse(startedAt);
      const excluded = new Set(configuration.organization.exclude.map(({ account }) => account));
      const entries = [...tables.ledger.values()].filter(
        (entry): entry is LedgerEntry => entry !== true && entry.subject === `sweep ${startedAt}`,
      );
      const closed = entries.filter(({ actor }) => actor === 'close-sweep');
      const gaps = closed.flatMap(
        ({ body }) =>
          (body as { gaps?: readonly { accountId: string; coverage: string }[] } | null)?.gaps ??
          [],
      );
      for (const accountId of listedActive) {
        const row = tables.coverage.get(accountId);
        const rows = gaps.filter((gap) => gap.accountId === accountId);
        if (excluded.has(accountId)) {
          if (rows.length !== 1 || rows[0]?.coverage !== 'excluded') {
            broken(9, accountId, `${rows.length} rows for an excluded account in run ${startedAt}`);
          }
          continue;
        }
        if (row === undefined || Date.parse(row.runAt) < startMs) {
          broken(9, accountId, `no row of run ${startedAt}`);
          continue;
        }
        if (row.coverage === 'read' && (reports.get(accountId) ?? 0) < startMs) {
          broken(9, accountId, `called read in run ${startedAt}, and no report was given out`);
        }
        const expected = row.coverage === 'failed' ? 1 : 0;
        if (row.runAt === startedAt && rows.length !== expected) {
          broken(9, accountId, `${row.coverage} in run ${startedAt}, and ${rows.length} gaps`);
        }
      }
      // A run with hundreds of gaps is closed in several pages.
      if (closed.length === 0) broken(9, '', `run ${startedAt} was closed without a word`);
    },
    atRest: () => {
      // Nobody reconciles what the sweep leaves out: there, a lost event stays lost.
      const excluded = new Set(configuration.organization.exclude.map(({ account }) => account));
      for (const keyCase of allCases(tables)) {
        const { key, stage } = keyCase;
        const account = organization.accounts.get(key.accountId);
        if (account?.state !== 'ACTIVE' || excluded.has(key.accountId)) continue;
        const found = findKey(organization, key);
        const name = accessKeyName(key);
        const isGone = stage === 'gone' || stage === 'deleted';
        if (found === undefined && !isGone) broken(8, name, `is ${stage}, and does not exist`);
        if (found !== undefined && isGone) broken(8, name, `is ${stage}, and is ${found.status}`);
        if (
          found !== undefined &&
          !isGone &&
          (found.status === 'Inactive') !== (stage === 'disabled')
        ) {
          broken(8, name, `is ${stage}, and is ${found.status}`);
        }
      }
      for (const ofUser of tables.exceptions.values()) {
        for (const exception of ofUser.values()) checkException(exception);
      }
    },
    afterQuiet: (quietSinceMs) => {
      const excluded = new Set(configuration.organization.exclude.map(({ account }) => account));
      for (const key of allKeys(organization)) {
        const { accountId } = key.key;
        if (organization.accounts.get(accountId)?.state !== 'ACTIVE') continue;
        if (key.status !== 'Active' || excluded.has(accountId)) continue;
        if (!world.isEnforced(accountId) || settings.deployedMode !== 'enforce') continue;
        const keyCase = caseIn(tables, key.key);
        if ((keyCase?.reactivations ?? 0) >= 2) continue;
        const isCovered = [...tables.exceptions.values()]
          .flatMap((each) => [...each.values()])
          .some((each) => each.accountId === accountId && coversNow(each, key.key, time.nowMs()));
        if (isCovered) continue;
        broken(
          'liveness',
          accessKeyName(key.key),
          `still Active ${Math.floor((time.nowMs() - quietSinceMs) / dayMs)} days after its last use; the case is ${describe(keyCase)}; its account ${JSON.stringify(tables.coverage.get(accountId))}`,
        );
      }
    },
  };

  function checkException(exception: ExceptionRecord): void {
    const name = `${exception.accountId}/${exception.id}`;
    const { grantedAt, approver, requestedBy, expiresAt, state } = exception;
    if (grantedAt !== undefined && approver !== 'configuration') {
      counts.granted += 1;
      const mostMs = Date.parse(grantedAt) + configuration.exceptions.maxDays * dayMs;
      if (Date.parse(expiresAt) > mostMs)
        broken(7, name, `granted ${grantedAt} until ${expiresAt}`);
      if (approver === requestedBy) broken(7, name, `${approver} approved the own request`);
      const isApprover = [...clicks].some(([, may]) => may === 'approver');
      if (!isApprover) broken(7, name, 'granted, and no approver ever clicked');
    }
    if (state === 'granted' && time.nowMs() > Date.parse(expiresAt) + dayMs) {
      broken(7, name, `still granted a day after its end at ${expiresAt}`);
    }
  }
};

const describe = (keyCase: KeyCase | undefined): string =>
  keyCase === undefined
    ? 'missing'
    : JSON.stringify({
        stage: keyCase.stage,
        due: keyCase.dueAt,
        next: keyCase.nextStepAt,
        since: keyCase.clockStartedAt,
        mode: keyCase.mode,
        reactivations: keyCase.reactivations,
        reasons: keyCase.reasons.map(({ id }) => id),
        unknowns: keyCase.unknowns,
        undelivered: keyCase.notices
          .filter(({ delivery }) => delivery.status !== 'delivered')
          .map(({ id, delivery }) => `${id} ${delivery.status}`),
      });
