import { allows, claimOfKey } from '../conditions-of.ts';
import { type Check, federationControls } from '../finding.ts';
import { changeCondition } from '../policy-patch.ts';

/** A key of a provider that the statement does not trust: mistyped host, ARN, missing path or claim. */
export const wrongPrefix: Check = {
  id: 'trust.oidc.wrong-prefix',
  controls: federationControls,
  run: ({ policy, trusted }) =>
    allows(policy.statements).flatMap((statement) => {
      const providers = trusted
        .filter((each) => each.statement === statement)
        .map(({ provider }) => provider);
      const [first] = providers;
      if (first === undefined) return [];
      return statement.conditions
        .filter(({ key }) => !/^(aws|sts|iam|saml|ec2|lambda):/i.test(key))
        .filter(({ key }) => providers.every((provider) => claimOfKey(provider, key) === undefined))
        .map((condition) => {
          const claim = /:([^:/.]+)$/.exec(condition.key)?.[1];
          const opens = condition.operator.negated || condition.operator.ifExists;
          return {
            severity: 'High' as const,
            statement: statement.index,
            message: `${condition.key} is not a key of ${first}, which this statement trusts, so it is never in the request${opens ? ' and checks nothing' : ' and nobody gets in'}.`,
            fix: {
              description: `Keys start with the provider name, byte for byte: host, path and trailing slash, no "https://", not the ARN. Terraform: build it with replace(provider.url, "https://", "") and add ":sub" or ":aud".`,
              patch: changeCondition(policy, statement, condition, {
                key: `${first}:${claim ?? 'sub'}`,
              }),
            },
          };
        });
    }),
};
