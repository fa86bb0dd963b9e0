import { type Check, federationControls } from '../finding.ts';
import { guardrailGaps } from '../write-time-guardrail.ts';

/** IAM would refuse to save this policy today. */
export const guardrail: Check = {
  id: 'trust.oidc.refused-on-save',
  controls: federationControls,
  run: ({ trusted }) =>
    guardrailGaps(trusted).map(({ statement, provider, keys }) => ({
      severity: 'Medium' as const,
      statement,
      message: `IAM refuses to save this policy since June 2025: for the shared issuer ${provider} it must test ${keys.join(' or ')}. A role that has it keeps it until somebody edits it.`,
      fix: { description: `Add a condition on ${keys.join(' or ')}.`, patch: [] },
    })),
};
