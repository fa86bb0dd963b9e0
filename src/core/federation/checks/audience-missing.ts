import { builtInProviders } from '../claim-keys.ts';
import { conditionsOn } from '../conditions-of.ts';
import { accessControls, type Check } from '../finding.ts';
import { addCondition } from '../policy-patch.ts';

/** Without an audience, tokens made for other purposes pass. */
export const audienceMissing: Check = {
  id: 'trust.oidc.audience-missing',
  controls: accessControls,
  run: ({ policy, trusted }) =>
    trusted.flatMap((each) => {
      const { statement, provider, entry } = each;
      if (conditionsOn(each, 'aud', 'oaud', 'app_id').length > 0) return [];
      const isBuiltIn = builtInProviders.includes(provider);
      // A value that this provider issues to everybody, or a place to write your own.
      const usual = entry.forms(provider, each.hints)[0]?.claims['aud'];
      const isFixed = typeof usual === 'string' && !usual.includes('<');
      const wanted = isFixed ? usual : '<the audience that your workload asks for>';
      return [
        {
          severity: isBuiltIn ? ('Medium' as const) : ('Low' as const),
          statement: statement.index,
          message: isBuiltIn
            ? `No condition on the audience: ${entry.name} is built into IAM and has no audience list, so a token made for anybody else is accepted.`
            : 'No condition on the audience: only the audience list of the provider object decides, and everybody who may edit it widens this role.',
          fix: {
            description: 'Add the audience that your workload asks for.',
            patch: addCondition(policy, statement, 'StringEquals', `${provider}:aud`, wanted),
          },
        },
      ];
    }),
};
