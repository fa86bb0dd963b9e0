import type {
  AccessKeyChange,
  AccessKeyCreated,
  AccessKeyUpdated,
  Caller,
  UserChange,
} from '../events/change.ts';
import { rootUserName } from '../events/change.ts';
import type { Configuration, Mode } from '../model/configuration.ts';
import { daysBetween, epochMs, type Instant } from '../model/instant.ts';
import type { AccessKey } from './access-key.ts';
import { automationOf } from './automation.ts';
import { exceptionFor } from './exception.ts';
import type { KeyCase, Stage } from './key-case.ts';
import { describeUnknowns, type KeyFacts } from './key-facts.ts';
import { type KeyPlace, settingsForKey, unknownPlace } from './key-settings.ts';
import { isOwnCall } from './own-call.ts';
import { reactivatedReason } from './reactivation.ts';
import type { Reason } from './reasons.ts';
import { scheduleFrom } from './schedule.ts';

/** What to do about a change, decided before anything is touched. */
export type KeyDecision =
  /** Nothing to tell; the ledger says why. */
  | { readonly kind: 'record'; readonly why: string }
  /** IAM does not show yet what the event says: nothing can be decided for a moment. */
  | { readonly kind: 'look-again'; readonly why: string }
  | {
      readonly kind: 'open-case';
      readonly key: AccessKey;
      readonly stage: Extract<Stage, 'told' | 'excepted'>;
      readonly holder: KeyCase['holder'];
      readonly automation?: string;
      readonly reasons: readonly Reason[];
      readonly mode: Mode;
      readonly place: KeyPlace;
      readonly dueAt?: Instant;
      readonly nextStepAt?: Instant;
      readonly unknowns: readonly string[];
      /** Whether the owner is told: not when an exception covers the key. */
      readonly tell: boolean;
    }
  | {
      readonly kind: 're-activated';
      readonly key: AccessKey;
      readonly reactivations: number;
      readonly automation?: string;
      readonly reasons: readonly Reason[];
      readonly dueAt?: Instant;
      readonly nextStepAt?: Instant;
    }
  | { readonly kind: 'disabled-elsewhere'; readonly by: Caller }
  | { readonly kind: 'gone'; readonly by: Caller };

export interface DecisionInput {
  readonly change: AccessKeyChange | UserChange;
  readonly facts: KeyFacts;
  /** The case of this key, when there is one. */
  readonly keyCase: KeyCase | null;
  readonly configuration: Configuration;
  /** Names with path of the roles whose calls are our own. */
  readonly ownRoles: readonly string[];
  /** The organizational units of the account, nearest first; `undefined`: not known. */
  readonly ous: readonly string[] | undefined;
  readonly now: Instant;
}

/** Decides about a change to a key or a user. Pure and total: every change has an answer. */
export const decideOnChange = (input: DecisionInput): KeyDecision => {
  const { change, keyCase } = input;
  if (change.outcome === 'failed') {
    return { kind: 'record', why: `${change.kind} failed with ${change.errorCode ?? 'an error'}` };
  }
  if (isOwnCall(change.by, input.ownRoles)) return { kind: 'record', why: 'our own call' };
  if (keyCase !== null && change.time < keyCase.lastEventAt) {
    return { kind: 'record', why: `older than the last change seen at ${keyCase.lastEventAt}` };
  }
  switch (change.kind) {
    case 'CreateUser':
    case 'DeleteUser':
      return { kind: 'record', why: 'users are noted; their keys are what counts' };
    case 'CreateAccessKey':
      return decideOnCreated(input, change);
    case 'UpdateAccessKey':
      return decideOnUpdated(input, change);
    case 'DeleteAccessKey':
      return keyCase === null
        ? { kind: 'record', why: 'a key without a case was deleted' }
        : { kind: 'gone', by: change.by };
  }
};

const decideOnCreated = (input: DecisionInput, change: AccessKeyCreated): KeyDecision => {
  if (change.userName === undefined || change.accessKeyId === undefined) {
    return { kind: 'record', why: 'the event does not name the key' };
  }
  if (input.keyCase !== null) return { kind: 'record', why: 'the case is already open' };
  if (isMissing(input.facts, change.accessKeyId)) return missing(change, input.now);
  const key = {
    accountId: change.accountId,
    userName: change.userName,
    accessKeyId: change.accessKeyId,
    createdAt: createdAtOf(input.facts, change.accessKeyId) ?? change.time,
  };
  return openCase(input, key, change.time);
};

/** IAM is eventually consistent: for this long, a key that is not listed may be too new. */
const consistentAfterMs = 10 * 60_000;

const isMissing = (facts: KeyFacts, accessKeyId: string): boolean =>
  facts.keys.known && !facts.keys.value?.some((each) => each.accessKeyId === accessKeyId);

/** A key that was deleted before its event came is nobody's concern; one that is too new is. */
const missing = (change: AccessKeyCreated, now: Instant): KeyDecision =>
  epochMs(now) - epochMs(change.time) < consistentAfterMs
    ? { kind: 'look-again', why: 'IAM does not list the key yet' }
    : { kind: 'record', why: 'the key does not exist any more' };

const decideOnUpdated = (input: DecisionInput, change: AccessKeyUpdated): KeyDecision => {
  const { keyCase } = input;
  if (change.userName === undefined || change.accessKeyId === undefined) {
    return { kind: 'record', why: 'the event does not name the key' };
  }
  if (change.status === 'Inactive') {
    return keyCase === null || keyCase.stage === 'disabled'
      ? { kind: 'record', why: 'somebody disabled a key that needs nothing more' }
      : { kind: 'disabled-elsewhere', by: change.by };
  }
  if (change.status !== 'Active') {
    return { kind: 'record', why: 'the event does not say the new status' };
  }
  if (keyCase !== null && keyCase.disabled !== undefined) {
    return reactivated(input, change, keyCase);
  }
  if (keyCase !== null) return { kind: 'record', why: 'the key was active before' };
  const createdAt = createdAtOf(input.facts, change.accessKeyId);
  if (createdAt === undefined) {
    // Without its create date the key cannot be named exactly: the sweep will meet it.
    return { kind: 'record', why: 'the create date of the key is unknown' };
  }
  const key = {
    accountId: change.accountId,
    userName: change.userName,
    accessKeyId: change.accessKeyId,
    createdAt,
  };
  return openCase(input, key, change.time);
};

const openCase = (input: DecisionInput, key: AccessKey, startedAt: Instant): KeyDecision => {
  const { change, facts, configuration } = input;
  const automation = automationOf(change);
  const userFacts = facts.user.known ? facts.user.value : null;
  const place = {
    accountId: key.accountId,
    ous: input.ous,
    userPath: userFacts?.path,
    userTags: userFacts?.tags,
  };
  const { settings, mode, undecided } = settingsForKey(configuration, place);
  const holder = holderOf(key, facts);
  const exception = facts.exceptions.known
    ? exceptionFor(facts.exceptions.value, key.accessKeyId, input.now, place)
    : undefined;
  const unknowns = [
    ...(holder === 'root' ? [] : describeUnknowns(facts)),
    ...undecided.map((where) => `whether the override for ${where} applies`),
  ];
  const opened = {
    kind: 'open-case',
    key,
    holder,
    mode,
    place,
    unknowns,
    ...(automation === undefined ? {} : { automation }),
  } as const;
  if (exception !== undefined) {
    return {
      ...opened,
      stage: 'excepted',
      tell: false,
      reasons: [],
      dueAt: exception.expiresAt,
      nextStepAt: exception.expiresAt,
    };
  }
  const reasons = reasonsFor(input, key, holder, automation);
  // A root key cannot be disabled from outside the root user: it is told and followed, never due.
  const schedule = holder === 'root' ? {} : scheduleFrom(startedAt, settings);
  return { ...opened, stage: 'told', tell: true, reasons, ...schedule };
};

const reactivated = (
  input: DecisionInput,
  change: AccessKeyUpdated,
  keyCase: KeyCase,
): KeyDecision => {
  const automation = automationOf(change);
  const reactivations = keyCase.reactivations + 1;
  const place = keyCase.place ?? unknownPlace(keyCase.key.accountId);
  const { settings } = settingsForKey(input.configuration, place);
  // Fighting code only makes noise: after the second time a person must change it.
  const schedule = reactivations >= 2 ? {} : scheduleFrom(change.time, settings);
  return {
    kind: 're-activated',
    key: keyCase.key,
    reactivations,
    ...(automation === undefined ? {} : { automation }),
    reasons: [reactivatedReason(automation, reactivations)],
    ...schedule,
  };
};

const holderOf = (key: AccessKey, facts: KeyFacts): KeyCase['holder'] => {
  if (key.userName === rootUserName) return 'root';
  if (!facts.hasConsolePassword.known) return 'unknown';
  return facts.hasConsolePassword.value ? 'human' : 'workload';
};

const reasonsFor = (
  input: DecisionInput,
  key: AccessKey,
  holder: KeyCase['holder'],
  automation: string | undefined,
): readonly Reason[] => {
  const reasons: Reason[] = [];
  if (holder === 'root') {
    reasons.push({
      id: 'root-key',
      text: 'A root access key can do everything in the account and nothing can limit it.',
    });
  } else {
    reasons.push({
      id: 'undeclared',
      text:
        holder === 'human'
          ? 'A person has a long-lived key; signing in gives short-lived ones.'
          : 'A long-lived key that no exception covers.',
    });
  }
  const others = otherActiveKeys(input.facts, key);
  if (others.length > 0) {
    const other = others[0];
    const age =
      other === undefined ? 0 : Math.max(0, Math.floor(daysBetween(other.createdAt, input.now)));
    reasons.push({
      id: 'second-active-key',
      text: `The user has another active key, ${other?.accessKeyId}, ${age} days old.`,
    });
  }
  if (automation !== undefined) {
    reasons.push({
      id: 'created-by-automation',
      text: `${automation} made it: remove it in the code too, or it will come back.`,
    });
  }
  return reasons;
};

const otherActiveKeys = (facts: KeyFacts, key: AccessKey) =>
  facts.keys.known && facts.keys.value !== null
    ? facts.keys.value.filter(
        (each) => each.status === 'Active' && each.accessKeyId !== key.accessKeyId,
      )
    : [];

const createdAtOf = (facts: KeyFacts, accessKeyId: string): Instant | undefined =>
  facts.keys.known
    ? facts.keys.value?.find((each) => each.accessKeyId === accessKeyId)?.createdAt
    : undefined;
