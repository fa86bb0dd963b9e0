import { conditionsOn } from '../conditions-of.ts';
import { accessControls, type Check } from '../finding.ts';
import { namesWorkload } from './subject-missing.ts';

/** Inside the tenant, but more of it than one workload. */
export const subjectBreadth: Check = {
  id: 'trust.oidc.subject-breadth',
  controls: accessControls,
  run: ({ exploration, scope }) =>
    scope === 'tenant' || scope === 'project'
      ? exploration.accepted
          .filter((token) => token.scope === scope)
          .filter(
            ({ trusted }) => conditionsOn(trusted, 'sub').length > 0 || namesWorkload(trusted),
          )
          .map(({ trusted, claims }) => ({
            severity: scope === 'tenant' ? ('Medium' as const) : ('Low' as const),
            statement: trusted.statement.index,
            message:
              scope === 'tenant'
                ? `Every project of the tenant can assume this role, for instance one with the subject "${String(claims['sub'])}".`
                : `More than one workload of the project can assume this role, for instance "${String(claims['sub'])}".`,
            fix: {
              description:
                'Pin what the job needs: the repository and its branch or environment, the service account, the workspace.',
              patch: [],
            },
          }))
      : [],
};
