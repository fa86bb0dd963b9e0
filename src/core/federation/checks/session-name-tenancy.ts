import { accessControls, type Check } from '../finding.ts';
import { addCondition } from '../policy-patch.ts';

/** Microsoft Sentinel: one issuer for all its customers, told apart by the session name. */
export const sessionNameTenancy: Check = {
  id: 'trust.oidc.session-name-tenancy',
  controls: accessControls,
  run: ({ policy, trusted }) =>
    trusted
      .filter(
        ({ statement, entry }) =>
          entry.tenantIn === 'session-name' &&
          !statement.conditions.some(
            ({ key, operator, values }) =>
              key.toLowerCase() === 'sts:rolesessionname' &&
              !operator.negated &&
              operator.compare !== 'Null' &&
              values.every((value) => /[^*?]/.test(value.replace('MicrosoftSentinel_', ''))),
          ),
      )
      .map(({ statement }) => ({
        severity: 'Critical' as const,
        statement: statement.index,
        message:
          'Every customer of Microsoft Sentinel gets tokens of this issuer; only the workspace in sts:RoleSessionName tells yours from theirs.',
        fix: {
          description: 'Add the session name with the id of your workspace.',
          patch: addCondition(
            policy,
            statement,
            'StringEquals',
            'sts:RoleSessionName',
            'MicrosoftSentinel_<workspace id>',
          ),
        },
      })),
};
