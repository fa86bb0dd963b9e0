import { accessControls, type Finding } from '../../core/federation/finding.ts';
import type { RoleJudgement } from '../../core/federation/judge-role.ts';

export const foreignTenantId = 'trust.oidc.foreign-tenant';

/** What the configuration alone shows: the tenant is named in full, and is somebody else's. */
export const foreignTenantFindings = ({
  verdict,
  scope,
  witness,
}: RoleJudgement): readonly Finding[] => {
  if (verdict !== 'unsafe' || scope === 'world' || witness === null) return [];
  const { iss, sub } = witness.claims;
  return [
    {
      id: foreignTenantId,
      severity: 'Critical',
      statement: null,
      message: `The policy names a tenant of ${String(iss)} that is not among yours: a token with the subject "${String(sub)}" is let in.`,
      fix: {
        description:
          'Name your own tenant; or, if this one is yours or meant to get in, list it in federation.subjects of the configuration.',
        patch: [],
      },
      controls: accessControls,
    },
  ];
};
