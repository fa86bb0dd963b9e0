import { accessControls, type Check } from '../finding.ts';

/** What the configuration alone shows: the tenant is named in full, and is somebody else's. */
export const foreignTenant: Check = {
  id: 'trust.oidc.foreign-tenant',
  controls: accessControls,
  run: ({ verdict, scope, exploration, witness }) => {
    const { foreign } = exploration;
    if (verdict !== 'unsafe' || scope === 'world' || foreign === undefined) return [];
    const { iss, sub } = witness?.claims ?? foreign.claims;
    return [
      {
        severity: 'Critical',
        statement: foreign.trusted.statement.index,
        message: `The policy names a tenant of ${String(iss)} that is not among yours: a token with the subject "${String(sub)}" is let in.`,
        fix: {
          description:
            'Name your own tenant; or, if this one is yours or meant to get in, list it in federation.subjects of the configuration.',
          patch: [],
        },
      },
    ];
  },
};
