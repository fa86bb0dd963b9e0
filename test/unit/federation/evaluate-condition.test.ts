import { describe, expect, it } from 'vitest';
import { parseConditionOperator } from '../../../src/core/federation/condition-operator.ts';
import { evaluateCondition } from '../../../src/core/federation/evaluate-condition.ts';
import type { ContextValue } from '../../../src/core/federation/request-context.ts';
import type { Truth } from '../../../src/core/federation/truth.ts';

const present = (...values: readonly string[]): ContextValue => ({
  status: 'present',
  values,
  multivalued: values.length !== 1,
});

const holds = (
  name: string,
  wanted: string | readonly string[],
  got: ContextValue,
  options: { version?: string; more?: Readonly<Record<string, ContextValue>> } = {},
): Truth => {
  const operator = parseConditionOperator(name);
  if (operator === undefined) throw new Error(`No operator ${name}.`);
  const context = new Map([['p:k', got], ...Object.entries(options.more ?? {})]);
  const condition = { operator, key: 'P:k', values: [wanted].flat() };
  return evaluateCondition(condition, options.version ?? '2012-10-17', context);
};
/** `${name}` */
const variable = (name: string): string => `\${${name}}`;
const absent: ContextValue = { status: 'absent' };

describe('an absent key', () => {
  it.each<[string, boolean]>([
    ['StringEquals', false],
    ['StringLike', false],
    ['NumericLessThan', false],
    ['Bool', false],
    ['IpAddress', false],
    ['ArnLike', false],
    ['StringNotEquals', true],
    ['StringNotLike', true],
    ['NotIpAddress', true],
    ['StringEqualsIfExists', true],
    ['BoolIfExists', true],
    ['ForAllValues:StringEquals', true],
    ['ForAllValues:StringNotEquals', true],
    ['ForAnyValue:StringEquals', false],
    ['ForAnyValue:StringNotEquals', false],
    ['ForAnyValue:StringEqualsIfExists', true],
  ])('%s is %s', (name, expected) => {
    expect(holds(name, 'x', absent)).toBe(expected);
  });

  it('is what Null asks about', () => {
    expect(holds('Null', 'true', absent)).toBe(true);
    expect(holds('Null', 'false', absent)).toBe(false);
    expect(holds('Null', 'true', present('x'))).toBe(false);
    expect(holds('Null', 'FALSE', present('x'))).toBe(true);
    expect(holds('Null', 'maybe', present('x'))).toBe('unknown');
  });
});

describe('values', () => {
  it.each<[string, string | readonly string[], string, Truth]>([
    ['StringEquals', 'a*', 'ab', false],
    ['StringEquals', ['x', 'ab'], 'ab', true],
    ['StringEquals', 'AB', 'ab', false],
    ['StringEqualsIgnoreCase', 'AB', 'ab', true],
    ['StringLike', 'a*', 'a', true],
    ['StringLike', 'a?', 'a', false],
    ['StringLike', 'a?c', 'a/c', true],
    ['StringLike', 'a*c*e', 'abcde', true],
    ['StringLike', '*ab', 'aab', true],
    ['StringLike', 'A*', 'ab', false],
    ['StringNotEquals', ['x', 'ab'], 'ab', false],
    ['StringNotEquals', ['x', 'y'], 'ab', true],
    ['StringNotLike', 'a*', 'ab', false],
    ['NumericEquals', '10', '10.0', true],
    ['NumericLessThan', '10', '9', true],
    ['NumericLessThan', '10', '10', false],
    ['NumericLessThanEquals', '10', '10', true],
    ['NumericGreaterThan', '10', '10', false],
    ['NumericGreaterThanEquals', '10', '10', true],
    ['NumericGreaterThan', '9', '10', true],
    ['NumericEquals', '10', 'ten', 'unknown'],
    ['NumericNotEquals', '10', '11', true],
    ['Bool', 'true', 'TRUE', true],
    ['Bool', 'true', 'false', false],
    ['Bool', 'true', 'yes', 'unknown'],
    ['DateLessThan', '2027-01-01T00:00:00Z', '2026-12-31T23:59:59Z', true],
    ['DateGreaterThan', '2027-01-01', '2026-12-31T23:59:59Z', false],
    ['DateEquals', '2027-01-01T01:00:00+01:00', '1798761600', true],
    ['DateLessThan', 'soon', '2026-12-31T23:59:59Z', 'unknown'],
    ['IpAddress', '192.0.2.0/24', '192.0.2.255', true],
    ['IpAddress', '192.0.2.0/24', '192.0.3.0', false],
    ['IpAddress', '192.0.2.128/25', '192.0.2.127', false],
    ['IpAddress', '192.0.2.1', '192.0.2.1', true],
    ['IpAddress', '0.0.0.0/0', '203.0.113.9', true],
    ['IpAddress', '2001:db8::/32', '2001:db8:0:1::1', true],
    ['IpAddress', '2001:db8::/32', '2001:db9::1', false],
    ['IpAddress', '2001:db8::/32', '192.0.2.1', false],
    ['IpAddress', '::ffff:192.0.2.0/120', '::ffff:192.0.2.9', true],
    ['IpAddress', '192.0.2.0/33', '192.0.2.1', 'unknown'],
    ['IpAddress', '192.0.2.256', '192.0.2.1', 'unknown'],
    ['NotIpAddress', '192.0.2.0/24', '203.0.113.9', true],
    ['ArnLike', 'arn:aws:iam::*:role/a*', 'arn:aws:iam::111122223333:role/ab', true],
    ['ArnEquals', 'arn:aws:iam::*:role/*', 'arn:aws:iam::111122223333:role/ab', true],
    // A star does not cross the colons of an ARN.
    ['ArnLike', 'arn:*:role/ab', 'arn:aws:iam::111122223333:role/ab', 'unknown'],
    ['ArnLike', 'repo:a/*', 'repo:a/b', 'unknown'],
    ['BinaryEquals', 'YQ==', 'a', 'unknown'],
  ])('%s %j against %j is %s', (name, wanted, got, expected) => {
    expect(holds(name, wanted, present(got))).toBe(expected);
  });
});

describe('several values', () => {
  it('ForAnyValue needs one, ForAllValues needs all', () => {
    const two = present('a', 'b');
    expect(holds('ForAnyValue:StringEquals', 'a', two)).toBe(true);
    expect(holds('ForAnyValue:StringEquals', 'c', two)).toBe(false);
    expect(holds('ForAllValues:StringEquals', 'a', two)).toBe(false);
    expect(holds('ForAllValues:StringEquals', ['a', 'b'], two)).toBe(true);
    expect(holds('ForAnyValue:StringNotEquals', 'a', two)).toBe(true);
    expect(holds('ForAllValues:StringNotEquals', 'a', two)).toBe(false);
  });

  it('a single-valued operator on values that disagree is unknown', () => {
    expect(holds('StringEquals', 'a', present('a', 'b'))).toBe('unknown');
    expect(holds('StringLike', '*', present('a', 'b'))).toBe(true);
    expect(holds('StringEquals', 'c', present('a', 'b'))).toBe(false);
  });
});

describe('policy variables', () => {
  const more = { 'p:other': present('a*'), 'p:list': present('x', 'y') };

  it('are filled in, and what they bring stands for itself', () => {
    expect(holds('StringEquals', variable('P:other'), present('a*'), { more })).toBe(true);
    expect(holds('StringLike', variable('p:other'), present('ab'), { more })).toBe(false);
    expect(holds('StringLike', `${variable('p:other')}?`, present('a*b'), { more })).toBe(true);
  });

  it('escape the special characters', () => {
    expect(holds('StringLike', `a${variable('*')}`, present('ab'))).toBe(false);
    expect(holds('StringLike', `a${variable('*')}`, present('a*'))).toBe(true);
    expect(holds('StringEquals', `${variable('$')}{x}`, present(variable('x')))).toBe(true);
  });

  it('use their default where the key is absent, and match nothing without one', () => {
    expect(holds('StringEquals', variable("p:none, 'team'"), present('team'))).toBe(true);
    expect(holds('StringEquals', variable('p:none'), present(''))).toBe(false);
    expect(holds('StringNotEquals', variable('p:none'), present('x'))).toBe('unknown');
  });

  it('have no meaning with several values', () => {
    expect(holds('StringEquals', variable('p:list'), present('x'), { more })).toBe('unknown');
  });

  it('are text in policies of version 2008-10-17', () => {
    const options = { more, version: '2008-10-17' };
    expect(holds('StringEquals', variable('p:other'), present(variable('p:other')), options)).toBe(
      true,
    );
  });
});
