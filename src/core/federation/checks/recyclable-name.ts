import { conditionsOn } from '../conditions-of.ts';
import { accessControls, type Check } from '../finding.ts';

const hasIds = (value: string): boolean => /^repo:[^/]*@\d+\//.test(value);

/** Names can be given up and registered again; ids cannot. */
export const recyclableName: Check = {
  id: 'trust.oidc.recyclable-name',
  controls: accessControls,
  run: ({ trusted, scope }) =>
    scope === 'world'
      ? []
      : trusted.flatMap((each) => {
          const { statement, entry } = each;
          const hasIdKey =
            conditionsOn(
              each,
              'repository_id',
              'repository_owner_id',
              'project_id',
              'namespace_id',
              'organization_id',
              'pipeline_id',
            ).length > 0;
          if (hasIdKey || (entry.id !== 'github-actions' && entry.id !== 'gitlab')) return [];
          const names = conditionsOn(each, 'sub')
            .flatMap(({ values }) => values)
            .filter((value) => /^(repo|project_path):/.test(value) && !hasIds(value));
          if (names.length === 0) return [];
          const isGithub = entry.id === 'github-actions';
          return [
            {
              severity: 'Low' as const,
              statement: statement.index,
              message: `"${names[0]}" holds names only: after a rename or deletion somebody else can register them and gets this role.`,
              fix: {
                description: isGithub
                  ? 'Use the subject with ids (repo:owner@id/repo@id:…); GitHub tells yours at /repos/<owner>/<repo>/actions/oidc/customization/sub. Or add repository_owner_id and repository_id.'
                  : 'Add gitlab.com:project_id.',
                patch: [],
              },
            },
          ];
        }),
};
