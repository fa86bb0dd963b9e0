import { conditionsOn } from './conditions-of.ts';
import { assumeAction } from './evaluate.ts';
import { matchAction } from './match-action.ts';
import type { Condition } from './trust-policy.ts';
import type { TrustedProvider } from './trusted-providers.ts';

/** A statement that IAM would refuse, and the keys of which it wants to see one. */
export interface GuardrailGap {
  readonly statement: number;
  readonly provider: string;
  readonly keys: readonly string[];
}

const operators = ['StringEquals', 'StringLike', 'StringEqualsIgnoreCase'];

const isEnough = ({ operator, values }: Condition): boolean =>
  operators.includes(operator.compare) &&
  !operator.negated &&
  !operator.ifExists &&
  values.length > 0 &&
  values.every((value) => /[^*?]/.test(value));

/**
 * Where IAM's control for shared issuers, in force for every Create and Update since June 2025, would
 * refuse the policy. It looks at whether the tenancy key is tested, not at how well: passing it
 * proves little, and policies saved before are untouched.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html
 */
export const guardrailGaps = (trusted: readonly TrustedProvider[]): readonly GuardrailGap[] =>
  trusted
    .filter(({ statement }) => matchAction(statement.action, assumeAction))
    .flatMap((each): readonly GuardrailGap[] => {
      const { statement, provider, entry } = each;
      const keys = entry.guardrailKeys?.(provider) ?? [];
      if (keys.length === 0) return [];
      const isTested = keys.some((key) =>
        (key.includes(':')
          ? statement.conditions.filter((c) => c.key.toLowerCase() === key.toLowerCase())
          : conditionsOn(each, key)
        ).some(isEnough),
      );
      return isTested
        ? []
        : [
            {
              statement: statement.index,
              provider,
              keys: keys.map((key) => (key.includes(':') ? key : `${provider}:${key}`)),
            },
          ];
    });
