import { evaluateCondition } from './evaluate-condition.ts';
import { matchAction } from './match-action.ts';
import { matchPrincipal, namedFor } from './match-principal.ts';
import {
  type Claims,
  contextValue,
  type EvaluationContext,
  federatedProviderKey,
  type RequestContext,
  requestContext,
  rolesClaim,
  rolesOfToken,
  sourceIdentityClaim,
  tagsClaim,
} from './request-context.ts';
import type { Condition, Statement, TrustPolicy } from './trust-policy.ts';
import { all, type Truth } from './truth.ts';

export type Decision = 'Allowed' | 'ExplicitlyDenied' | 'ImplicitlyDenied' | 'Unknown';

/** One test that was made: what a statement wanted, what the request had. */
export interface Reason {
  /** Position of the statement from 0; `null` for what STS checks before the policy. */
  readonly statement: number | null;
  readonly element: 'Statement' | 'Principal' | 'Action' | 'Condition' | 'Token';
  readonly key: string | null;
  readonly operator: string | null;
  readonly wanted: readonly string[];
  /** `null`: the key is absent. */
  readonly got: readonly string[] | null;
  readonly matched: Truth;
}

export interface Evaluation {
  readonly decision: Decision;
  readonly reasons: readonly Reason[];
}

export const assumeAction = 'sts:AssumeRoleWithWebIdentity';

const noDetail = { key: null, operator: null };

/** What the call needs to be allowed: tags and a source identity in the token ask for more. */
const actionsOf = (claims: Claims): readonly string[] => [
  assumeAction,
  ...(claims[tagsClaim] === undefined ? [] : ['sts:TagSession']),
  ...(claims[sourceIdentityClaim] === undefined ? [] : ['sts:SetSourceIdentity']),
];

const principalTexts = ({ principal }: Statement): readonly string[] => [
  ...(principal.everyone ? ['*'] : []),
  ...principal.federated,
  ...principal.others,
];

const conditionReason = (
  statement: Statement,
  condition: Condition,
  context: RequestContext,
  version: string,
): Reason => {
  const got = contextValue(context, condition.key);
  return {
    statement: statement.index,
    element: 'Condition',
    key: condition.key,
    operator: condition.operator.name,
    wanted: condition.values,
    got: got.status === 'present' ? got.values : null,
    matched: evaluateCondition(condition, version, context),
  };
};

interface Call {
  readonly issuer: string;
  readonly accountId: string | undefined;
  readonly context: RequestContext;
  readonly version: string;
}

/** Every test of a statement except its action. */
const statementReasons = (statement: Statement, call: Call): readonly Reason[] => {
  const { issuer, accountId, version } = call;
  const place = { statement: statement.index, ...noDetail };
  const faults = statement.faults.map(
    (fault): Reason => ({
      ...place,
      element: 'Statement',
      wanted: [fault],
      got: null,
      matched: 'unknown',
    }),
  );
  const principal: Reason = {
    ...place,
    element: 'Principal',
    operator: statement.principal.negated ? 'NotPrincipal' : 'Principal',
    wanted: principalTexts(statement),
    got: [issuer],
    matched: matchPrincipal(statement.principal, issuer, accountId),
  };
  const named = namedFor(statement.principal, issuer, accountId);
  const context =
    named === undefined || named === '*'
      ? call.context
      : new Map([['aws:federatedprovider', federatedProviderKey(named)], ...call.context]);
  const conditions = statement.conditions.map((condition) =>
    conditionReason(statement, condition, context, version),
  );
  return [...faults, principal, ...conditions];
};

const decideAction = (
  policy: TrustPolicy,
  applies: ReadonlyMap<Statement, Truth>,
  action: string,
): Decision => {
  const truthOf = (statement: Statement): Truth =>
    all([applies.get(statement) ?? false, matchAction(statement.action, action)]);
  const truths = (effect: Statement['effect']) =>
    policy.statements.filter((statement) => statement.effect === effect).map(truthOf);
  const unreadable = truths('unreadable').some((truth) => truth !== false);
  const [deny, allow] = [truths('Deny'), truths('Allow')];
  if (deny.includes(true)) return 'ExplicitlyDenied';
  const mayAllow = unreadable || allow.some((truth) => truth !== false);
  if (!mayAllow) return 'ImplicitlyDenied';
  return unreadable || deny.includes('unknown') || !allow.includes(true) ? 'Unknown' : 'Allowed';
};

const combine = (decisions: readonly Decision[]): Decision => {
  const order: readonly Decision[] = ['ExplicitlyDenied', 'ImplicitlyDenied', 'Unknown'];
  return order.find((decision) => decisions.includes(decision)) ?? 'Allowed';
};

/** STS refuses a token that names other roles before it reads the trust policy. */
const rolesReason = (
  claims: Claims,
  context: EvaluationContext,
  keys: RequestContext,
): Reason | undefined => {
  const roles = rolesOfToken(claims);
  if (roles === undefined) return undefined;
  const { roleArn } = context;
  const authorized = contextValue(keys, 'sts:RoleAuthorizedByIdp');
  const isVouchedFor = authorized.status === 'present' && authorized.values[0] === 'true';
  return {
    statement: null,
    element: 'Token',
    key: rolesClaim,
    operator: null,
    wanted: roleArn === undefined ? [] : [roleArn],
    got: roles,
    matched: roleArn === undefined ? isVouchedFor || 'unknown' : roles.includes(roleArn),
  };
};

/**
 * Whether a role's trust policy lets a token in, and why. Pure IAM semantics: the token's signature,
 * expiry and the provider's audience list are taken as checked, service and resource control
 * policies are not part of it. Never throws.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
 */
export const evaluate = (
  policy: TrustPolicy,
  claims: Claims,
  context: EvaluationContext = { keys: {} },
): Evaluation => {
  const keys = requestContext(claims, context);
  const issuer = typeof claims['iss'] === 'string' ? claims['iss'] : '';
  const call: Call = {
    issuer,
    accountId: context.roleArn?.split(':')[4],
    context: keys,
    version: policy.version,
  };
  const roles = rolesReason(claims, context, keys);
  const reasons: Reason[] = roles === undefined ? [] : [roles];
  const applies = new Map<Statement, Truth>();
  for (const statement of policy.statements) {
    const tests = statementReasons(statement, call);
    applies.set(statement, all(tests.map(({ matched }) => matched)));
    reasons.push(...tests);
  }
  const decisions = actionsOf(claims).map((action): Decision => {
    const decision = decideAction(policy, applies, action);
    for (const statement of policy.statements) {
      reasons.push({
        statement: statement.index,
        element: 'Action',
        ...noDetail,
        operator: statement.action.negated ? 'NotAction' : 'Action',
        wanted: statement.action.patterns,
        got: [action],
        matched: matchAction(statement.action, action),
      });
    }
    return decision;
  });
  if (roles?.matched === false) return { decision: 'ImplicitlyDenied', reasons };
  const decision = combine(decisions);
  const isUnsure = roles?.matched === 'unknown' && decision === 'Allowed';
  return { decision: isUnsure ? 'Unknown' : decision, reasons };
};
