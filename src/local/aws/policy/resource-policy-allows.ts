import { isRecord } from '../input.ts';
import { unsupported } from '../unsupported.ts';
import { globMatches } from './glob-matches.ts';

/** Who asks a resource (a role's trust policy, a bus) for what, with which context keys. */
export interface PolicyRequest {
  readonly action: string;
  readonly principalAccountId: string;
  /** ARNs that the principal goes by: for a session, the session's and its role's. */
  readonly principalArns: readonly string[];
  /** Condition keys in lower case; an absent one is absent from the request. */
  readonly context: Readonly<Record<string, string>>;
}

/**
 * Whether a resource policy lets an AWS principal in: an allow that matches and no deny that does.
 * Only what trust and bus policies of an organization use; anything else is refused by name, never
 * taken for a yes.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export const resourcePolicyAllows = (policyText: string, request: PolicyRequest): boolean => {
  const document: unknown = JSON.parse(policyText);
  const statements = listOf(isRecord(document) ? document['Statement'] : undefined).filter(
    isRecord,
  );
  const matching = statements.filter(
    (statement) =>
      actionMatches(statement, request) &&
      principalMatches(statement['Principal'], request) &&
      conditionMatches(statement['Condition'], request),
  );
  return (
    matching.some(({ Effect }) => Effect === 'Allow') &&
    !matching.some(({ Effect }) => Effect === 'Deny')
  );
};

const listOf = (value: unknown): readonly unknown[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];
const textsOf = (value: unknown): readonly string[] => listOf(value).map(String);

const actionMatches = (statement: Record<string, unknown>, { action }: PolicyRequest): boolean => {
  if (statement['NotAction'] !== undefined) throw unsupported('NotAction in a resource policy');
  return textsOf(statement['Action']).some((pattern) =>
    globMatches(pattern.toLowerCase(), action.toLowerCase()),
  );
};

const principalMatches = (principal: unknown, request: PolicyRequest): boolean => {
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

const operators: Readonly<Record<string, (wanted: string, got: string) => boolean>> = {
  StringEquals: (wanted, got) => wanted === got,
  StringLike: globMatches,
  ArnEquals: globMatches,
  ArnLike: globMatches,
};

const conditionMatches = (condition: unknown, { context }: PolicyRequest): boolean => {
  if (condition === undefined) return true;
  if (!isRecord(condition)) return false;
  return Object.entries(condition).every(([name, keys]) => {
    const isOptional = name.endsWith('IfExists');
    const bare = isOptional ? name.slice(0, -'IfExists'.length) : name;
    const negated = bare.includes('Not');
    const operator = operators[bare.replace('Not', '')];
    if (!operator || !isRecord(keys)) {
      throw unsupported(`the condition operator ${name} in a resource policy`);
    }
    return Object.entries(keys).every(([key, wanted]) => {
      const got = context[key.toLowerCase()];
      if (got === undefined) return isOptional || negated;
      return textsOf(wanted).some((value) => operator(value, got)) !== negated;
    });
  });
};
