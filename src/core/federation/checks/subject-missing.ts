import { claimOfKey, isPositive } from '../conditions-of.ts';
import { accessControls, type Check, scopeThrough } from '../finding.ts';
import { addCondition, type PatchValue } from '../policy-patch.ts';

/** Nothing in the statement says which workload a token must belong to. */
const naming = [
  'sub',
  'email',
  'repository',
  'repository_id',
  'project_id',
  'pipeline_id',
  'pipeline_slug',
  'job_workflow_ref',
  'rpst_id',
  'user_id',
  'id',
  'oidc.circleci.com/project-id',
];

export const subjectMissing: Check = {
  id: 'trust.oidc.subject-missing',
  controls: accessControls,
  run: ({ policy, trusted, exploration }) =>
    trusted.flatMap((each) => {
      const { statement, provider, entry } = each;
      const scope = scopeThrough(exploration, each);
      const isNamed = statement.conditions.some(
        (condition) =>
          isPositive(condition) && naming.includes(claimOfKey(provider, condition.key) ?? ''),
      );
      // Sentinel's workload is in the session name; it has a check of its own.
      if (isNamed || scope === 'workload' || entry.tenantIn === 'session-name') return [];
      const isOpen = scope === 'world';
      const wanted: PatchValue | undefined =
        entry.recommended['StringEquals']?.['<provider>:sub'] ??
        entry.recommended['StringLike']?.['<provider>:sub'];
      const isLike = entry.recommended['StringEquals']?.['<provider>:sub'] === undefined;
      return [
        {
          severity: isOpen ? ('Critical' as const) : ('Medium' as const),
          statement: statement.index,
          message: isOpen
            ? `No condition says which workload of ${entry.name} may come in, and everybody can get a token from ${provider}.`
            : `No condition says which workload of ${entry.name} may come in: the other conditions alone decide.`,
          fix: {
            description:
              'Add the subject of your workload, with your own names in place of the example. Terraform: the `condition` block on `:sub` is often left out when a module gets no subjects.',
            patch:
              wanted === undefined
                ? []
                : addCondition(
                    policy,
                    statement,
                    isLike ? 'StringLike' : 'StringEquals',
                    `${provider}:sub`,
                    wanted,
                  ),
          },
        },
      ];
    }),
};
