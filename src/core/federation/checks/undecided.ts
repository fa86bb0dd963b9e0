import { accessControls, type Check } from '../finding.ts';

/** What AWS leaves open is said, not guessed. */
export const undecided: Check = {
  id: 'trust.oidc.undecided',
  controls: accessControls,
  run: ({ policy, exploration }) => [
    ...exploration.undecided.map((why) => ({
      severity: 'Medium' as const,
      statement: null,
      message: `Part of this policy could not be decided: ${why}.`,
      fix: { description: 'Write it with operators and keys that AWS documents.', patch: [] },
    })),
    ...policy.statements.flatMap(({ index, faults }) =>
      faults.map((fault) => ({
        severity: 'Medium' as const,
        statement: index,
        message: `IAM would not accept this statement. ${fault}`,
        fix: { description: 'Correct the statement.', patch: [] },
      })),
    ),
  ],
};
