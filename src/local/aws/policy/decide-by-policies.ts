import { isRecord } from '../input.ts';
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
  /** Condition keys in lower case; an absent one is absent from the request. */
  readonly context: Readonly<Record<string, string | readonly string[]>>;
}

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
    .flatMap((policy) => {
      const document: unknown = JSON.parse(policy);
      return listOf(isRecord(document) ? document['Statement'] : undefined).filter(isRecord);
    })
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

const listOf = (value: unknown): readonly unknown[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];
const textsOf = (value: unknown): readonly string[] => listOf(value).map(String);

type Statement = Readonly<Record<string, unknown>>;

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
  return textsOf(principal['AWS']).some(
    (name) =>
      name === '*' ||
      name === request.principalAccountId ||
      name === `arn:aws:iam::${request.principalAccountId}:root` ||
      request.principalArns.includes(name),
  );
};
