import { accessControls, type Check } from '../finding.ts';

/** JSON keeps the last of two equal keys, and so does IAM. */
export const duplicateKey: Check = {
  id: 'trust.oidc.duplicate-key',
  controls: accessControls,
  run: ({ policy }) =>
    policy.duplicateKeys.map(({ path, key }) => {
      const index = /^Statement\[(\d+)\]/.exec(path)?.[1];
      return {
        severity: 'High' as const,
        statement: index === undefined ? null : Number(index),
        message: `"${key}" stands twice in ${path === '' ? 'the policy' : path}; only the last one counts, the conditions under the first are gone.`,
        fix: {
          description:
            'Put both under one key. Terraform: an HCL map with the same operator twice loses the first in jsonencode; use aws_iam_policy_document.',
          patch: [],
        },
      };
    }),
};
