import { applyPatch } from '../apply-patch.ts';
import { claimOfKey, isKeyOf } from '../conditions-of.ts';
import type { Reason } from '../evaluate.ts';
import { matchAction } from '../match-action.ts';
import {
  addCondition,
  changeCondition,
  type PatchOperation,
  pathIn,
  removeCondition,
} from '../policy-patch.ts';
import type { Condition, Statement, TrustPolicy } from '../trust-policy.ts';
import { exactValue, hasPerTokenParts, subjectPattern } from './exact-value.ts';
import type { PresentedToken } from './presented-token.ts';

export type Proposal =
  | {
      readonly kind: 'patch';
      readonly patch: readonly PatchOperation[];
      readonly after: TrustPolicy;
    }
  /** Nothing that lastkey may propose would let exactly this login in. */
  | { readonly kind: 'none'; readonly why: string };

/** One step of a patch: operations for the policy as the steps before it left it, or why not. */
type Step = (policy: TrustPolicy, statement: Statement) => readonly PatchOperation[] | string;

const conditionOf = ({ conditions }: Statement, reason: Reason): Condition | undefined =>
  conditions.find(({ key, operator }) => key === reason.key && operator.name === reason.operator);

/** Claims that a policy pins to tell one workload from another of the same name. */
const isIdClaim = (claim: string): boolean => claim.endsWith('_id');

const values: ReadonlySet<string> = new Set([
  'StringEquals',
  'StringEqualsIgnoreCase',
  'StringLike',
]);

/**
 * Lists the presented value beside the pinned ones; instead of them where another step takes away
 * what kept everybody out, because the pinned ones would come in with this login.
 */
const admitValue =
  (reason: Reason, token: PresentedToken, isRevived: boolean): Step =>
  (policy, statement) => {
    const condition = conditionOf(statement, reason);
    const [got] = reason.got ?? [];
    if (condition === undefined || got === undefined)
      return 'the condition cannot be changed alone';
    const kept = isRevived ? [] : condition.values;
    const isSubject = claimOfKey(token.provider, condition.key) === 'sub';
    const { operator } = condition;
    if (!isSubject || !hasPerTokenParts(token)) {
      const value = exactValue(condition, policy.version, got);
      return value === undefined
        ? `"${got}" cannot be written under ${operator.name}`
        : changeCondition(policy, statement, condition, { values: [...kept, value] });
    }
    const pattern = subjectPattern(token, policy.version);
    const isWild = operator.compare === 'StringLike';
    const likeName = operator.name.replace(/StringEquals$/, 'StringLike');
    const isTaken = statement.conditions.some(
      (each) => each.operator.name === likeName && each.key === condition.key,
    );
    const mayTurnWild = operator.name !== likeName && !isTaken;
    const staysLiteral = condition.values.every((value) => !/[*?]/.test(value));
    if (pattern === undefined || (!isWild && !(mayTurnWild && staysLiteral))) {
      return `a part of this subject is new in every token, and ${operator.name} cannot leave it open`;
    }
    return changeCondition(policy, statement, condition, {
      ...(isWild ? {} : { operator: likeName }),
      values: [...kept, pattern],
    });
  };

const dropCondition =
  (reason: Reason): Step =>
  (policy, statement) => {
    const condition = conditionOf(statement, reason);
    return condition === undefined ? [] : removeCondition(policy, statement, condition);
  };

const allowAction =
  (action: string): Step =>
  (policy, statement) =>
    statement.action.negated
      ? 'the statement lists what it does not allow'
      : matchAction(statement.action, action)
        ? []
        : [
            {
              op: 'replace',
              path: pathIn(policy, statement, 'Action'),
              value: [...statement.action.patterns, action],
            },
          ];

/** Nobody passed the statement before, so that pinning the subject takes nothing from anybody. */
const pinSubject =
  (token: PresentedToken): Step =>
  (policy, statement) => {
    const key = `${token.provider}:sub`;
    const isOpen = hasPerTokenParts(token);
    const operator = isOpen ? 'StringLike' : 'StringEquals';
    const isTaken = statement.conditions.some(
      (each) => each.key.toLowerCase() === key.toLowerCase() && each.operator.name === operator,
    );
    const value = isOpen ? subjectPattern(token, policy.version) : token.subject;
    if (isTaken || value === undefined || (!isOpen && value.includes('${'))) {
      return 'the subject cannot be pinned beside the conditions that are there';
    }
    return addCondition(policy, statement, operator, key, value);
  };

/** A condition on a key that AWS never sets: nobody passes it. */
const isNeverSet = ({ element, key, got }: Reason, { provider }: PresentedToken): boolean =>
  element === 'Condition' &&
  key !== null &&
  got === null &&
  !/^(aws|sts|iam):/i.test(key) &&
  !isKeyOf(provider, key);

const stepFor = (reason: Reason, token: PresentedToken, isRevived: boolean): Step => {
  const { element, key, got, operator } = reason;
  if (element === 'Action') return allowAction(got?.[0] ?? '');
  if (element !== 'Condition' || key === null) return () => 'the statement cannot be read';
  const claim = claimOfKey(token.provider, key);
  if (got === null) {
    if (/^(aws|sts|iam):/i.test(key)) return () => `the login has no ${key}`;
    return isNeverSet(reason, token)
      ? dropCondition(reason)
      : () => `this login's token has no ${claim}`;
  }
  if (key.toLowerCase() === 'sts:rolesessionname') {
    return () => 'the caller chooses the session name, so set a listed one there';
  }
  if (claim === undefined) return () => `${key} is about the request and not about the workload`;
  if (isIdClaim(claim)) {
    return () => `${claim} is pinned to another id: perhaps another workload under the same name`;
  }
  const compare = (operator ?? '').replace(/^For(All|Any)Values?:/, '').replace(/IfExists$/, '');
  return values.has(compare)
    ? admitValue(reason, token, isRevived)
    : () => `${operator} rules this login out on purpose`;
};

/** Applies steps one after another, each to what the last one left. */
const run = (policy: TrustPolicy, index: number, steps: readonly Step[]): Proposal => {
  const patch: PatchOperation[] = [];
  let after = policy;
  for (const step of steps) {
    const statement = after.statements[index];
    const operations = statement === undefined ? 'the statement is gone' : step(after, statement);
    if (typeof operations === 'string') return { kind: 'none', why: operations };
    const changed = applyPatch(after, operations);
    if (changed === undefined) return { kind: 'none', why: 'the change makes no valid policy' };
    patch.push(...operations);
    after = changed;
  }
  return { kind: 'patch', patch, after };
};

/**
 * The changes of one statement that may let exactly this login in, smallest first. None of them is
 * proven yet.
 * @param isClosed whether the statement let nobody in before: only then may it be narrowed too
 */
export const proposePatches = (
  policy: TrustPolicy,
  statement: Statement,
  failed: readonly Reason[],
  token: PresentedToken,
  isClosed: boolean,
): readonly Proposal[] => {
  const isRevived = failed.some((reason) => isNeverSet(reason, token));
  const steps = failed.map((reason) => stepFor(reason, token, isRevived));
  const plain = run(policy, statement.index, steps);
  return isClosed && plain.kind === 'patch'
    ? [plain, run(policy, statement.index, [...steps, pinSubject(token)])]
    : [plain];
};
