import { claimOfKey, isPositive } from '../conditions-of.ts';
import { accessControls, type Check, scopeThrough } from '../finding.ts';
import { addCondition } from '../policy-patch.ts';
import type { TrustedProvider } from '../trusted-providers.ts';

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

/** Whether a statement asks for a claim that names a workload, the subject or another. */
export const namesWorkload = ({ statement, provider }: TrustedProvider): boolean =>
  statement.conditions.some(
    (condition) =>
      isPositive(condition) && naming.includes(claimOfKey(provider, condition.key) ?? ''),
  );

export const subjectMissing: Check = {
  id: 'trust.oidc.subject-missing',
  controls: accessControls,
  run: ({ policy, trusted, exploration }) =>
    trusted.flatMap((each) => {
      const { statement, provider, entry } = each;
      const scope = scopeThrough(exploration, each);
      // Sentinel's workload is in the session name; it has a check of its own.
      if (namesWorkload(each) || scope === 'workload' || entry.tenantIn === 'session-name')
        return [];
      const isOpen = scope === 'world';
      const [form] = entry.forms(provider, each.hints);
      const template = form?.claims['sub'];
      return [
        {
          severity: isOpen ? ('Critical' as const) : ('Medium' as const),
          statement: statement.index,
          message: isOpen
            ? `No condition says which workload of ${entry.name} may come in, and everybody can get a token from ${provider}.`
            : `No condition says which workload of ${entry.name} may come in: the other conditions alone decide.`,
          fix: {
            description:
              'Add the subject of your workload; fill in what is in angle brackets. Terraform modules leave this condition out when they are given no subjects.',
            patch:
              typeof template === 'string'
                ? addCondition(policy, statement, 'StringEquals', `${provider}:sub`, template)
                : [],
          },
        },
      ];
    }),
};
