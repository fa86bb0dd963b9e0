import { afterEach, describe, expect, it } from 'vitest';
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
    ['forallvalues:stringequals', true],
    ['foranyvalue:stringequals', false],
    ['stringnotequalsifexists', true],
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
    ['StringLike', 'a*c', 'ac', true],
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
    ['StringEqualsIgnoreCase', 'AB', 'ac', false],
    ['StringNotEqualsIgnoreCase', 'AB', 'ab', false],
    ['StringLike', 'a**b', 'a/b', true],
    ['StringLike', 'a?', 'ab', true],
    ['StringLike', '?', '😀', true],
    ['StringLike', 'a*b', 'abc', false],
    ['StringLike', 'ab*', 'xab', false],
    ['StringLike', 'a*bc*d', 'abxbcxd', true],
    ['StringNotLike', 'a*', 'b', true],
    ['NumericEquals', '10', '11', false],
    ['NumericEquals', '1000', '1e3', true],
    ['NumericEquals', '1000', '1E+3', true],
    ['NumericEquals', '0.001', '1e-3', true],
    ['NumericEquals', '5', '+5', true],
    ['NumericEquals', '-5', '-5.0', true],
    ['NumericEquals', '-12', '-12', true],
    ['NumericEquals', '0.25', '.25', true],
    ['NumericEquals', '12', '12.', true],
    ['NumericEquals', '5', ' 5 ', true],
    ['NumericEquals', '1e12', '1000000000000', true],
    ['NumericEquals', '16', '0x10', 'unknown'],
    ['NumericEquals', '0', '', 'unknown'],
    ['NumericEquals', '1', '1e', 'unknown'],
    ['NumericEquals', '1', '.', 'unknown'],
    ['NumericEquals', 'ten', '10', 'unknown'],
    ['NumericEquals', '10', 'v10', 'unknown'],
    ['NumericEquals', '10', '10%', 'unknown'],
    ['NumericEquals', 'Infinity', 'Infinity', 'unknown'],
    ['NumericLessThan', '10', '11', false],
    ['NumericLessThanEquals', '10', '9', true],
    ['NumericLessThanEquals', '10', '11', false],
    ['NumericGreaterThan', '10', '9', false],
    ['NumericGreaterThanEquals', '10', '11', true],
    ['NumericGreaterThanEquals', '10', '9', false],
    ['NumericNotEquals', '10', '10.0', false],
    // What is unknown stays so when it is negated.
    ['NumericNotEquals', '10', 'ten', 'unknown'],
    ['Bool', 'FALSE', 'false', true],
    ['Bool', 'yes', 'yes', 'unknown'],
    ['DateEquals', '2027-01-01', '2027-01-01T00:00:00Z', true],
    ['DateEquals', '2027-01-01T00:00:00.500Z', '1798761600.5', true],
    ['DateEquals', '2027-01-01T00:00Z', '1798761600', true],
    ['DateEquals', '2027-01-01T01:00:00+0100', '1798761600', true],
    ['DateEquals', '2026-12-31T23:00:00-01:00', '1798761600', true],
    ['DateEquals', '2027-01-01', '2027-01-02', false],
    ['DateNotEquals', '2027-01-01', '2027-01-02', true],
    ['DateNotEquals', '2027-01-01', '2027-01-01', false],
    ['DateLessThan', '2027-01-01', '2027-01-01', false],
    ['DateLessThanEquals', '2027-01-01', '2027-01-01', true],
    ['DateLessThanEquals', '2027-01-01', '2027-01-02', false],
    ['DateGreaterThan', '2027-01-01', '2027-01-01', false],
    ['DateGreaterThan', '2027-01-01', '2027-01-02', true],
    ['DateGreaterThanEquals', '2027-01-01', '2027-01-01', true],
    ['DateGreaterThanEquals', '2027-01-02', '2027-01-01', false],
    ['DateEquals', '2027-13-01', '2027-13-01', 'unknown'],
    ['DateEquals', 'on 2027-01-01', '2027-01-01', 'unknown'],
    ['DateEquals', '2027-01-01 GMT', '2027-01-01', 'unknown'],
    ['DateEquals', '2027-01-01T00:00:00Z UTC', '2027-01-01', 'unknown'],
    ['DateEquals', '2027-1-01', '2027-01-01', 'unknown'],
    ['DateEquals', 'Fri, 01 Jan 2027 00:00:00 GMT', '1798761600', 'unknown'],
    ['IpAddress', '10.16.0.0/12', '10.31.255.255', true],
    ['IpAddress', '10.16.0.0/12', '10.32.0.0', false],
    ['IpAddress', '192.0.2.1', '192.0.2.2', false],
    ['IpAddress', '192.0.2.1/32', '192.0.2.1', true],
    ['IpAddress', '0.0.0.0/0', '::1', false],
    ['IpAddress', '::/0', '192.0.2.1', false],
    ['IpAddress', '::/0', '2001:db8::1', true],
    ['IpAddress', '2001:db8::1', '2001:DB8:0:0:0:0:0:1', true],
    ['IpAddress', '2001:db8::1/128', '2001:db8::1', true],
    ['IpAddress', '2001:db8::1', '2001:db8::2', false],
    ['IpAddress', '2001:db8::', '2001:db8::', true],
    ['IpAddress', '::1', '0:0:0:0:0:0:0:1', true],
    ['IpAddress', '1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0', true],
    ['IpAddress', '::ffff:192.0.2.9', '::ffff:c000:209', true],
    ['IpAddress', '::ffff:1.2.3.4', '::ffff:102:304', true],
    ['IpAddress', '2001:db8::/33', '2001:db8:8000::', false],
    ['IpAddress', '2001:1200::/24', '2001:12ff::', true],
    ['IpAddress', '192.0.2', '192.0.2.1', 'unknown'],
    ['IpAddress', '192.0.2.1.1', '192.0.2.1', 'unknown'],
    ['IpAddress', '192.0.2.0001', '192.0.2.1', 'unknown'],
    ['IpAddress', '192.0.2.1a', '192.0.2.1', 'unknown'],
    ['IpAddress', '192.0.2.', '192.0.2.0', 'unknown'],
    ['IpAddress', '192.0.2.0/24/24', '192.0.2.1', 'unknown'],
    ['IpAddress', '192.0.2.0/', '192.0.2.1', 'unknown'],
    ['IpAddress', '192.0.2.0/x24', '192.0.2.1', 'unknown'],
    ['IpAddress', '192.0.2.0/24x', '192.0.2.1', 'unknown'],
    ['IpAddress', '192.0.2.0/-8', '203.0.113.9', 'unknown'],
    ['IpAddress', '192.0.2.0/24.0', '192.0.2.1', 'unknown'],
    ['IpAddress', '192.0.2.0/24', 'here', 'unknown'],
    ['IpAddress', '2001:db8::/129', '2001:db8::1', 'unknown'],
    ['IpAddress', '1:2:3:4:5:6:7', '1:2:3:4:5:6:7:0', 'unknown'],
    ['IpAddress', '1:2:3:4:5:6:7:8:9', '1:2:3:4:5:6:7:8', 'unknown'],
    ['IpAddress', '1:2:3:4:5:6:7::8', '1:2:3:4:5:6:7:8', 'unknown'],
    ['IpAddress', '1::2::3', '1::2:3', 'unknown'],
    ['IpAddress', '2001:xdb8::', '2001:db8::', 'unknown'],
    ['IpAddress', '2001:db8x::', '2001:db8::', 'unknown'],
    ['IpAddress', '02001:db8::', '2001:db8::', 'unknown'],
    ['IpAddress', '::ffff:192.0.2.256', '::ffff:192.0.2.1', 'unknown'],
    ['IpAddress', '::ffff:192.0.2.1.', '::ffff:192.0.2.1', 'unknown'],
    ['IpAddress', '::ffff:192.0.2', '::ffff:192.0.2.1', 'unknown'],
    ['NotIpAddress', '192.0.2.0/24', '192.0.2.9', false],
    ['NotIpAddress', '192.0.2.0/33', '192.0.2.9', 'unknown'],
    ['ArnLike', 'arn:aws:iam::*:role/a', 'arn:aws:iam::111122223333:role/b', false],
    ['ArnLike', 'arn:aws:logs:*:*:log-group:*', 'arn:aws:logs:eu-west-1:1:log-group:a:b', true],
    ['ArnLike', 'arn:aws:sns:*:*:a:bc', 'arn:aws:sns:eu-west-1:1:ab:c', false],
    ['ArnLike', 'arn:aws:iam::1', 'arn:aws:iam::1', 'unknown'],
    ['ArnLike', 'urn:aws:iam::1:role/a', 'urn:aws:iam::1:role/a', 'unknown'],
    ['ArnLike', 'arn:aws:iam::1:role/a', 'role/a', 'unknown'],
    ['ArnNotEquals', 'arn:aws:iam::*:role/a', 'arn:aws:iam::1:role/a', false],
    ['ArnNotLike', 'arn:aws:iam::*:role/a', 'arn:aws:iam::1:role/b', true],
    ['ArnLike', 'arn:aws:iam::*:role/a', 'arn:aws:iam::1:x:role/a', false],
    ['ArnNotLike', 'arn:aws:iam::*:role/a', 'arn:aws:iam::1:role/a', false],
    ['Bool', 'yes', 'true', 'unknown'],
    ['DateEquals', '2027-01-01 00:00', '2027-01-01', 'unknown'],
    ['NumericGreaterThanEquals', '2027-01-01', '2027-01-01', 'unknown'],
    ['IpAddress', '::ffff:192.168.10.20', '::ffff:c0a8:a14', true],
    ['IpAddress', 'x\n::ffff:192.0.2.1', '::ffff:192.0.2.1', 'unknown'],
    ['BinaryEquals', 'YQ==', 'a', 'unknown'],
    ['BinaryEquals', '192.0.2.1', '192.0.2.1', 'unknown'],
  ])('%s %j against %j is %s', (name, wanted, got, expected) => {
    expect(holds(name, wanted, present(got))).toBe(expected);
  });
});

describe('a date-time without a zone', () => {
  const zone = process.env['TZ'];
  afterEach(() => {
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
  });

  it('is UTC, wherever the machine stands', () => {
    process.env['TZ'] = 'Pacific/Auckland';
    expect(holds('DateEquals', '2027-01-01T00:00:00', present('1798761600'))).toBe(true);
    expect(holds('DateEquals', '2027-01-01T00:00:00+01:00', present('1798758000'))).toBe(true);
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
    expect(holds('StringLike', `*/${variable('p:other')}`, present('b/a*'), { more })).toBe(true);
  });

  it('escape the special characters', () => {
    expect(holds('StringLike', `a${variable('*')}`, present('ab'))).toBe(false);
    expect(holds('StringLike', `a${variable('*')}`, present('a*'))).toBe(true);
    expect(holds('StringEquals', `${variable('$')}{x}`, present(variable('x')))).toBe(true);
  });

  it('use their default where the key is absent, and match nothing without one', () => {
    expect(holds('StringEquals', variable("p:none, 'team'"), present('team'))).toBe(true);
    expect(holds('StringEquals', variable('p:none'), present(''))).toBe(false);
    expect(holds('StringLike', variable("p:none, 'a*'"), present('ab'))).toBe(false);
    expect(holds('StringEquals', variable("p:none, p:other, 'a'"), present('a'))).toBe(false);
    expect(holds('StringEquals', variable("p:none, 'a' or so"), present('a'))).toBe(false);
    expect(holds('StringNotEquals', variable('p:none'), present('x'))).toBe('unknown');
    expect(holds('StringNotEquals', ['y', variable('p:none')], present('x'))).toBe('unknown');
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
