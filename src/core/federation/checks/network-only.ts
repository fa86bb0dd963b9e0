import { accessControls, type Check } from '../finding.ts';

/** Nothing but an address keeps strangers out. */
export const networkOnly: Check = {
  id: 'trust.oidc.network-only',
  controls: accessControls,
  run: ({ exploration }) =>
    exploration.accepted
      .filter(({ scope, candidate }) => candidate.scope === 'world' && scope !== 'world')
      .map(({ trusted }) => ({
        severity: 'High' as const,
        statement: trusted.statement.index,
        message:
          'Only the network address keeps strangers out: whoever can send a request from there, with any token of this issuer, is let in.',
        fix: { description: 'Pin the subject too.', patch: [] },
      })),
};
