import { isRecord } from '../input.ts';
import { unsupported } from '../unsupported.ts';
import { conditionHolds } from './condition-holds.ts';
import { globMatches } from './glob-matches.ts';

/** Who asks for what, with which context keys. */
export interface PolicyRequest {
  readonly action: string;
  /** For permissions policies; a resource policy belongs to its resource. */
  readonly resource?: string;
  readonly principalAccountId: string;
  /** ARNs that the principal goes by: for a session, the session's and its role's. */
  readonly principalArns: readonly string[];
  /** Such as `events.amazonaws.com`, for a request that a service makes. */
  readonly principalService?: string;
  /** Condition keys in lower case; an absent one is absent from the request. */
  readonly context: Readonly<Record<string, string | readonly string[]>>;
}

type Statement = Readonly<Record<string, unknown>>;

export type PolicyDecision = 'Allowed' | 'ExplicitlyDenied' | 'ImplicitlyDenied';

/**
 * What policies of one kind say about a request. Only what lastkey's own stacks and plain trust
 * policies use; anything else is refused by name, never taken for a yes.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 * @param policies JSON text of each policy
 */
export const decideByPolicies = (
  policies: readonly string[],
  request: PolicyRequest,
): PolicyDecision => {
  const effects = policies
    .flatMap(statementsOf)
    .filter(
      (statement) =>
        actionMatches(statement, request) &&
        principalMatches(statement, request) &&
        resourceMatches(statement, request) &&
        conditionHolds(statement['Condition'], request.context),
    )
    .map(({ Effect }) => Effect);
  if (effects.includes('Deny')) return 'ExplicitlyDenied';
  return effects.includes('Allow') ? 'Allowed' : 'ImplicitlyDenied';
};

/** Elements that turn a statement inside out; none of lastkey's policies has them. */
const notEvaluated = ['NotPrincipal', 'NotResource'];

const statementsOf = (policy: string): readonly Statement[] => {
  const document: unknown = JSON.parse(policy);
  const statements = listOf(isRecord(document) ? document['Statement'] : undefined);
  return statements.filter(isRecord).map((statement) => {
    const element = notEvaluated.find((name) => statement[name] !== undefined);
    if (element !== undefined) throw unsupported(`${element} in a policy`);
    return statement;
  });
};

const listOf = (value: unknown): readonly unknown[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];
const textsOf = (value: unknown): readonly string[] => listOf(value).map(String);

const actionMatches = (statement: Statement, { action }: PolicyRequest): boolean => {
  const fits = (pattern: string) => globMatches(pattern.toLowerCase(), action.toLowerCase());
  return statement['NotAction'] === undefined
    ? textsOf(statement['Action']).some(fits)
    : !textsOf(statement['NotAction']).some(fits);
};

const resourceMatches = (statement: Statement, { resource }: PolicyRequest): boolean =>
  resource === undefined ||
  textsOf(statement['Resource']).some((pattern) => globMatches(pattern, resource));

/** A permissions policy names no principal. */
const principalMatches = (statement: Statement, request: PolicyRequest): boolean => {
  const principal = statement['Principal'];
  if (principal === undefined) return request.resource !== undefined;
  if (principal === '*') return true;
  if (!isRecord(principal)) return false;
  const { principalService } = request;
  if (principalService !== undefined) {
    return textsOf(principal['Service']).includes(principalService);
  }
  return textsOf(principal['AWS']).some(
    (name) =>
      name === '*' ||
      name === request.principalAccountId ||
      name === `arn:aws:iam::${request.principalAccountId}:root` ||
      request.principalArns.includes(name),
  );
};
