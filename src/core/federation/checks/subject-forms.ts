import { conditionsOn } from '../conditions-of.ts';
import { type Check, federationControls } from '../finding.ts';
import { globMatches, parseGlob } from '../glob.ts';

/** GitHub has two forms of the subject since July 2026. */
export const subjectForms: Check = {
  id: 'trust.oidc.subject-forms',
  controls: federationControls,
  run: ({ trusted }) =>
    trusted
      .filter(({ entry }) => entry.id === 'github-actions')
      .flatMap((each) => {
        const values = conditionsOn(each, 'sub').flatMap(({ values: list }) => list);
        const named = values.filter((value) => /^repo:[^@*?]+\/[^@:]*(:|$)/.test(value));
        const withIds = values.filter((value) => /^repo:[^/]*@[^/]*\//.test(value));
        // A pattern that is loose enough takes both.
        const takesIds = named.some((value) =>
          globMatches(
            parseGlob(value),
            value.replace(/^repo:([^/*]+)\/([^:*]+)/, 'repo:$1@1/$2@2'),
          ),
        );
        if (named.length === 0 || takesIds) return [];
        const both = withIds.length > 0;
        return [
          {
            severity: both ? ('Informational' as const) : ('Low' as const),
            statement: each.statement.index,
            message: both
              ? 'Both forms of the GitHub subject are listed: right while a repository moves to ids, a recyclable name after that.'
              : 'Only the older GitHub subject, without ids, is listed: repositories created, renamed or transferred since 15 July 2026 are refused.',
            fix: {
              description: both
                ? 'Remove the form without ids once GitHub sends the other.'
                : 'List the form with ids beside it, never "repo:org*/*": that also lets in owners whose names start alike.',
              patch: [],
            },
          },
        ];
      }),
};
