import { alignTemplate } from '../align-template.ts';
import { fieldsWithSession } from '../candidate-tokens.ts';
import { claimOfKey, isKeyOf, isPositive } from '../conditions-of.ts';
import { type Check, federationControls } from '../finding.ts';
import { openGlob } from '../policy-variables.ts';
import { keyContent } from '../token-constraints.ts';
import type { Condition } from '../trust-policy.ts';
import type { TrustedProvider } from '../trusted-providers.ts';

/** Whether any token of the provider can hold one of the values there. */
const isPossible = (
  { provider, entry, hints }: TrustedProvider,
  version: string,
  { key, values, operator }: Condition,
): boolean => {
  const fields = fieldsWithSession(entry);
  const isWild = operator.compare === 'StringLike';
  return entry.forms(provider, hints).some((form) => {
    const content = keyContent({ provider, form, fields, version }, key);
    if (content.kind !== 'template') return content.kind === 'open';
    return values.some(
      (value) =>
        alignTemplate(content.template, openGlob(version, value, isWild), fields).ways.length > 0,
    );
  });
};

/**
 * A value that the identity provider never issues: another provider's subject, an audience of the
 * wrong token version, Google's audience in the key that holds azp, …
 */
export const valueImpossible: Check = {
  id: 'trust.oidc.value-impossible',
  controls: federationControls,
  run: ({ policy, trusted }) =>
    trusted.flatMap((each) =>
      each.statement.conditions
        .filter((condition) => isPositive(condition) && isKeyOf(each.provider, condition.key))
        .filter(({ operator }) => operator.compare.startsWith('String'))
        .filter((condition) => !isPossible(each, policy.version, condition))
        .map(({ key, values }) => {
          const claim = claimOfKey(each.provider, key) ?? '';
          const isAudience = claim === 'aud' || claim === 'oaud';
          return {
            severity: 'High' as const,
            statement: each.statement.index,
            message: `No token of ${each.entry.name} has "${values.join('" or "')}" in ${claim}.${isAudience ? ` Its audience: ${each.entry.audience}.` : ''}`,
            fix: {
              description: isAudience
                ? 'Write the audience that the tokens carry. When a token has azp, AWS puts azp into the key aud and the audience itself into oaud.'
                : `Compare with a decoded token, or with ${each.entry.documentation}.`,
              patch: [],
            },
          };
        }),
    ),
};
