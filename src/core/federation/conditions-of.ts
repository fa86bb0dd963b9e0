import { keysOfProvider } from './claim-keys.ts';
import type { Condition, Statement } from './trust-policy.ts';
import type { TrustedProvider } from './trusted-providers.ts';

/** A condition that a request has to satisfy: neither a negation nor a test for presence. */
export const isPositive = ({ operator }: Condition): boolean =>
  !operator.negated && operator.compare !== 'Null';

/** Whether an absent key satisfies the condition. */
export const isVacuous = ({ operator }: Condition): boolean =>
  operator.ifExists || operator.quantifier === 'ForAllValues';

/** The claim that a key of this provider names; `undefined` for any other key. */
export const claimOfKey = (provider: string, key: string): string | undefined => {
  const prefix = `${provider}:`;
  return key.toLowerCase().startsWith(prefix.toLowerCase())
    ? key.slice(prefix.length).toLowerCase()
    : undefined;
};

/** Positive conditions of a statement on one of the provider's claims. */
export const conditionsOn = (
  { statement, provider }: Pick<TrustedProvider, 'statement' | 'provider'>,
  ...claims: readonly string[]
): readonly Condition[] =>
  statement.conditions.filter(
    (condition) =>
      isPositive(condition) && claims.includes(claimOfKey(provider, condition.key) ?? ''),
  );

/** Whether AWS sets this key for tokens of the provider. */
export const isKeyOf = (provider: string, key: string): boolean => {
  const claim = claimOfKey(provider, key);
  return claim !== undefined && keysOfProvider(provider).some((name) => name === claim);
};

/** Allow statements, the only ones that can let somebody in. */
export const allows = (statements: readonly Statement[]): readonly Statement[] =>
  statements.filter(({ effect }) => effect === 'Allow');
