import { evaluateCondition } from '../federation/evaluate-condition.ts';
import type { ContextValue, RequestContext } from '../federation/request-context.ts';
import type { Condition } from '../federation/trust-policy.ts';
import { all, any, not, type Truth } from '../federation/truth.ts';
import type {
  ActionPatterns,
  IdentityPolicy,
  IdentityStatement,
  ResourcePatterns,
} from './identity-policy.ts';
import { literalResource } from './parse-identity-policy.ts';
import type { Permissions } from './permissions.ts';
import { type PolicyReader, type ReadPermissions, readPermissions } from './read-permissions.ts';
import { matchesWildcard } from './wildcard.ts';

/**
 * What a principal's own policies say to one action. `unknown`: it depends on a condition, a
 * variable, a resource or a document that is not known.
 */
export type PermissionDecision = 'allowed' | 'denied' | 'not-allowed' | 'unknown';

export interface PermissionRequest {
  /** `s3:PutObject`; case is ignored. */
  readonly action: string;
  /**
   * ARN of the resource. Left out: not known, and only `*` is sure to match. `some`: whether there is
   * any resource at all for which the action is allowed.
   */
  readonly resource?: string | { readonly some: true };
  /** Context keys whose values are known; a condition on any other is undecided. */
  readonly context?: Readonly<Record<string, string>>;
}

/** What holds for every call of the AWS SDKs: TLS, and made by the caller itself. */
const always: Readonly<Record<string, string>> = {
  'aws:securetransport': 'true',
  'aws:viaawsservice': 'false',
};

/**
 * Whether identity policies within their boundary allow an action. Service and resource control
 * policies, session policies and resource policies are no part of it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export const decidePermission = (
  permissions: Permissions,
  request: PermissionRequest,
  read?: PolicyReader,
): PermissionDecision => decideRead(readPermissions(permissions, read), request);

/** The same for policies that are parsed already. */
export const decideRead = (
  { policies, boundary }: ReadPermissions,
  request: PermissionRequest,
): PermissionDecision => {
  const wanted: Wanted = { ...request, action: request.action.toLowerCase() };
  const own = decideIn(policies, wanted);
  if (boundary === null || own === 'denied' || own === 'not-allowed') return own;
  const within = decideIn([boundary], wanted);
  return within === 'allowed' ? own : within;
};

interface Wanted extends PermissionRequest {
  /** Lower case. */
  readonly action: string;
}

const decideIn = (policies: readonly IdentityPolicy[], wanted: Wanted): PermissionDecision => {
  let allow: Truth = false;
  let isUnsure = false;
  for (const policy of policies) {
    // What cannot be read may hold a Deny as well as an Allow.
    if (policy.unreadable !== undefined) isUnsure = true;
    for (const statement of policy.statements) {
      if (!matchesAction(statement.actions, wanted.action)) continue;
      if (statement.effect === 'unreadable') {
        isUnsure = true;
      } else if (statement.effect === 'Deny') {
        const deny = applies(statement, wanted);
        if (deny === true) return 'denied';
        if (deny === 'unknown') isUnsure = true;
      } else if (allow !== true) {
        const truth = applies(statement, wanted);
        if (truth !== false) allow = truth;
      }
    }
  }
  if (allow === true) return isUnsure ? 'unknown' : 'allowed';
  const mayBeAllowed = allow === 'unknown' || policies.some(isPartlyUnreadable);
  return mayBeAllowed ? 'unknown' : 'not-allowed';
};

const isPartlyUnreadable = ({ unreadable, statements }: IdentityPolicy): boolean =>
  unreadable !== undefined || statements.some(({ effect }) => effect === 'unreadable');

/** @param action lower case */
export const matchesAction = ({ negated, exact, wild }: ActionPatterns, action: string): boolean =>
  (exact.has(action) || wild.some((pattern) => matchesWildcard(pattern, action))) !== negated;

const applies = (statement: IdentityStatement, wanted: Wanted): Truth => {
  const place = matchesResource(statement, wanted.resource);
  if (place === false || statement.conditions.length === 0) return place;
  return all([place, ...statement.conditions.map((each) => holds(each, statement, wanted))]);
};

const matchesResource = (
  { effect, resources }: IdentityStatement,
  resource: PermissionRequest['resource'],
): Truth => {
  const { negated, patterns } = resources;
  if (resource === undefined || typeof resource === 'object') {
    if (isEverywhere(resources)) return !negated;
    // For some resource, an Allow of any is enough, and a Deny of some leaves others.
    return resource === undefined ? 'unknown' : effect === 'Allow';
  }
  const text = literalResource(resource);
  const matched = any(
    patterns.map(({ pattern, isOpen }): Truth => {
      if (!matchesWildcard(pattern, text)) return false;
      return isOpen ? 'unknown' : true;
    }),
  );
  return negated ? not(matched) : matched;
};

/** Whether one of the patterns is `*`. */
export const isEverywhere = ({ patterns }: ResourcePatterns): boolean =>
  patterns.some(({ pattern, isOpen }) => pattern === '*' && !isOpen);

const unknownValue: ContextValue = { status: 'unknown' };

const holds = (condition: Condition, { version }: IdentityStatement, wanted: Wanted): Truth => {
  // Who the variables stand for is not known here.
  if (condition.values.some((value) => value.includes('${'))) return 'unknown';
  const key = condition.key.toLowerCase();
  const value = knownValue(key, wanted.context) ?? always[key];
  const context: RequestContext = new Map([
    [
      key,
      value === undefined
        ? unknownValue
        : { status: 'present', values: [value], multivalued: false },
    ],
  ]);
  return evaluateCondition(condition, version, context);
};

const knownValue = (key: string, context: PermissionRequest['context']): string | undefined =>
  context === undefined
    ? undefined
    : Object.entries(context).find(([name]) => name.toLowerCase() === key)?.[1];
