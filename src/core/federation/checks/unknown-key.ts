import { claimOfKey, isKeyOf, isVacuous } from '../conditions-of.ts';
import { type Check, federationControls } from '../finding.ts';
import { changeCondition, removeCondition } from '../policy-patch.ts';

/** What people meant, where a key that exists says it. */
const meant: Readonly<Record<string, string>> = {
  repo: 'repository',
  repository_owner: 'repository_owner_id',
  project_path: 'project_id',
  namespace_path: 'namespace_id',
  'project-id': 'oidc.circleci.com/project-id',
};

/** Keys that AWS never sets for this provider: the claim may be in the token, the key is not there. */
export const unknownKey: Check = {
  id: 'trust.oidc.unknown-key',
  controls: federationControls,
  run: ({ policy, trusted }) =>
    trusted.flatMap(({ statement, provider, entry }) =>
      statement.conditions
        .filter(({ key }) => claimOfKey(provider, key) !== undefined && !isKeyOf(provider, key))
        .map((condition) => {
          const claim = claimOfKey(provider, condition.key) ?? '';
          const opens = isVacuous(condition) || condition.operator.negated;
          const instead = meant[claim];
          const key = instead === undefined ? undefined : `${provider}:${instead}`;
          const isUseful = key !== undefined && isKeyOf(provider, key);
          return {
            severity: 'High' as const,
            statement: statement.index,
            message: opens
              ? `AWS has no condition key ${condition.key} for ${entry.name}; under ${condition.operator.name} an absent key passes, so this is no check at all.`
              : `AWS has no condition key ${condition.key} for ${entry.name}; it is never in the request, so ${condition.operator.name} lets nobody in.`,
            fix: {
              description: isUseful
                ? `Use ${key} (its value differs: ids are numbers), or the subject. Blog posts and the Terraform examples copied from them spread the wrong key.`
                : 'Remove it and say the same with the subject.',
              patch: isUseful
                ? changeCondition(policy, statement, condition, { key })
                : removeCondition(policy, statement, condition),
            },
          };
        }),
    ),
};
