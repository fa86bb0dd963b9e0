import { compareValue } from './compare-values.ts';
import type { Comparison } from './condition-operator.ts';
import { type ResolvedPattern, resolvePattern } from './policy-variables.ts';
import { type ContextValue, contextValue, type RequestContext } from './request-context.ts';
import type { Condition } from './trust-policy.ts';
import { all, any, not, type Truth } from './truth.ts';

const equalsAny = (
  compare: Exclude<Comparison, 'Null'>,
  wanted: readonly ResolvedPattern[],
  got: string,
): Truth =>
  any(
    wanted.map((value): Truth => {
      if (value.status === 'unknown') return 'unknown';
      return value.status === 'missing' ? false : compareValue(compare, value.pattern, got);
    }),
  );

const isNull = (values: readonly string[], got: ContextValue): Truth => {
  if (got.status === 'unknown') return 'unknown';
  const absent = got.status === 'absent';
  return any(
    values.map((value): Truth => {
      const text = value.toLowerCase();
      return text === 'true' || text === 'false' ? (text === 'true') === absent : 'unknown';
    }),
  );
};

/** What an absent key gives, by operator. */
const whenAbsent = ({ operator }: Condition): boolean => {
  if (operator.ifExists || operator.quantifier === 'ForAllValues') return true;
  return operator.quantifier === 'none' && operator.negated;
};

/**
 * Whether a condition holds.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
export const evaluateCondition = (
  condition: Condition,
  version: string,
  context: RequestContext,
): Truth => {
  const { operator, values } = condition;
  const { compare } = operator;
  const got = contextValue(context, condition.key);
  if (compare === 'Null') return isNull(values, got);
  if (got.status === 'absent') return whenAbsent(condition);
  if (got.status === 'unknown') return 'unknown';
  const wanted = values.map((value) => resolvePattern(version, value, context));
  // A negated comparison with a variable that is not there: AWS does not say which way it goes.
  if (operator.negated && wanted.some((value) => value.status === 'missing')) return 'unknown';
  const each = got.values.map((value) => {
    const equal = equalsAny(compare, wanted, value);
    return operator.negated ? not(equal) : equal;
  });
  if (operator.quantifier === 'ForAllValues') return all(each);
  if (operator.quantifier === 'ForAnyValue') return any(each);
  const [first = 'unknown'] = each;
  // A single-valued operator on several values is undefined unless all of them agree.
  return each.every((result) => result === first) ? first : 'unknown';
};
