import { alignTemplate } from '../align-template.ts';
import { fieldsWithSession } from '../candidate-tokens.ts';
import { conditionsOn } from '../conditions-of.ts';
import { type Check, federationControls } from '../finding.ts';
import { openGlob } from '../policy-variables.ts';
import { keyContent } from '../token-constraints.ts';

/** An audience that the identity provider never issues: Entra's two versions, Google's `azp`, … */
export const audienceImpossible: Check = {
  id: 'trust.oidc.audience-impossible',
  controls: federationControls,
  run: ({ policy, trusted }) =>
    trusted.flatMap((each) => {
      const { statement, provider, entry, hints } = each;
      const forms = entry.forms(provider, hints);
      const fields = fieldsWithSession(entry);
      const canBe = (key: string, value: string, wild: boolean): boolean =>
        forms.some((form) => {
          const content = keyContent({ provider, form, fields, version: policy.version }, key);
          return (
            content.kind === 'open' ||
            (content.kind === 'template' &&
              alignTemplate(content.template, openGlob(policy.version, value, wild), fields).ways
                .length > 0)
          );
        });
      return conditionsOn(each, 'aud', 'oaud')
        .filter(({ operator }) => operator.compare.startsWith('String'))
        .filter(
          ({ key, values, operator }) =>
            !values.some((value) => canBe(key, value, operator.compare === 'StringLike')),
        )
        .map(({ key, values }) => ({
          severity: 'High' as const,
          statement: statement.index,
          message: `${key} is never "${values.join('" or "')}" in a token of ${entry.name}. Its audience: ${entry.audience}.`,
          fix: {
            description:
              'Write the audience that the tokens carry. When a token has azp, AWS puts azp into the key aud and the audience itself into oaud.',
            patch: [],
          },
        }));
    }),
};
