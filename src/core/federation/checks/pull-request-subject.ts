import { accessControls, type Check } from '../finding.ts';

/** Runs of pull requests: whoever can push a branch, before any review. */
export const pullRequestSubject: Check = {
  id: 'trust.oidc.pull-request-subject',
  controls: accessControls,
  run: ({ trusted }) =>
    trusted.flatMap(({ statement, hints, entry }) =>
      entry.id.startsWith('github') &&
      hints.subjects.some((subject) => /:pull_request$/.test(subject))
        ? [
            {
              severity: 'Medium' as const,
              statement: statement.index,
              message:
                'The subject ":pull_request" is every pull request of the repository: whoever can push a branch runs code with this role, before any review.',
              fix: {
                description: 'Use a branch or an environment, or keep this role to reading.',
                patch: [],
              },
            },
          ]
        : [],
    ),
};
