import type { Action } from '../action.ts';

export const describeOrganization: Action = (_input, { organization }) => {
  const { organizationId, managementAccountId, accounts } = organization;
  const arn = `arn:aws:organizations::${managementAccountId}`;
  return {
    Organization: {
      Id: organizationId,
      Arn: `${arn}:organization/${organizationId}`,
      FeatureSet: 'ALL',
      MasterAccountArn: `${arn}:account/${organizationId}/${managementAccountId}`,
      MasterAccountId: managementAccountId,
      MasterAccountEmail: accounts.get(managementAccountId)?.email,
    },
  };
};
