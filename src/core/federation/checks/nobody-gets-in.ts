import type { Reason } from '../evaluate.ts';
import { type Check, federationControls } from '../finding.ts';

const sentence = ({ element, key, operator, wanted, got }: Reason): string => {
  const have = got === null ? 'the token has no such key' : `the token has "${got.join('", "')}"`;
  const want = `"${wanted.join('" or "')}"`;
  if (element === 'Condition') return `${operator} ${key} wants ${want}, ${have}`;
  if (element === 'Action') return `${operator} is ${want}, the call is ${got?.join(', ')}`;
  if (element === 'Principal') return `${operator} is ${want}, the token comes from ${got?.join()}`;
  return `the statement cannot be read: ${wanted.join(' ')}`;
};

/** The witness of a broken policy, explained: what refuses the token that it seems meant for. */
export const nobodyGetsIn: Check = {
  id: 'trust.oidc.nobody-gets-in',
  controls: federationControls,
  run: ({ policy, verdict, witness }) => {
    if (verdict !== 'broken' || witness === null) return [];
    const federated = policy.statements.filter(
      ({ effect, principal }) => effect === 'Allow' && principal.federated.length > 0,
    );
    return federated.map(({ index }) => {
      const failed = witness.evaluation.reasons.filter(
        ({ statement, matched }) => statement === index && matched !== true,
      );
      const why = [...new Set(failed.map(sentence))].join('; ');
      return {
        severity: 'High' as const,
        statement: index,
        message: `Nobody can assume the role through this statement, not even the workload it seems meant for${why === '' ? '' : `: ${why}`}.`,
        fix: {
          description: 'Decode a token of the workload and compare it with what is wanted.',
          patch: [],
        },
      };
    });
  },
};
