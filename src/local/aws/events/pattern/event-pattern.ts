import { isRecord } from '../../input.ts';
import { invalidPattern } from './invalid-pattern.ts';
import { leafMatcher } from './leaf-matcher.ts';

export type EventMatcher = (event: unknown) => boolean;

/**
 * Reads an EventBridge event pattern and answers the test for one event.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 * @throws AwsError InvalidEventPatternException for what EventBridge would refuse
 */
export const eventPattern = (pattern: unknown): EventMatcher => {
  if (!isRecord(pattern) || Object.keys(pattern).length === 0) {
    throw invalidPattern('A pattern is an object with at least one field.');
  }
  return objectMatcher(pattern, '');
};

const objectMatcher = (pattern: Record<string, unknown>, path: string): EventMatcher => {
  const fields = Object.entries(pattern).map(([name, wanted]) => fieldMatcher(name, wanted, path));
  const matchesOne = (value: unknown): boolean => {
    const fieldsOf = isRecord(value) ? value : {};
    return fields.every((matches) => matches(fieldsOf));
  };
  // All fields of a pattern must hold in the same element of an array of objects.
  return (value) => (Array.isArray(value) ? value.some(matchesOne) : matchesOne(value));
};

const fieldMatcher = (
  name: string,
  wanted: unknown,
  path: string,
): ((fields: Record<string, unknown>) => boolean) => {
  const place = `${path}${name}`;
  if (name === '$or' && Array.isArray(wanted) && wanted.length > 1 && wanted.every(isRecord)) {
    const alternatives = wanted.map((alternative) => objectMatcher(alternative, path));
    return (fields) => alternatives.some((matches) => matches(fields));
  }
  if (Array.isArray(wanted)) {
    const matches = leafMatcher(wanted, place);
    return (fields) => matches(fields[name]);
  }
  if (isRecord(wanted) && Object.keys(wanted).length > 0) {
    const matches = objectMatcher(wanted, `${place}.`);
    return (fields) => matches(fields[name]);
  }
  throw invalidPattern(`"${place}" must be an object or an array.`);
};
