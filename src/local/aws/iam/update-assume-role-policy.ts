import type { Action } from '../action.ts';
import { requiredText } from '../input.ts';
import { checkPolicyDocument } from './check-policy-document.ts';
import { findRole } from './find.ts';

export const updateAssumeRolePolicy: Action = (input, { account }) => {
  const role = findRole(account, requiredText(input, 'RoleName'));
  const trustPolicy = requiredText(input, 'PolicyDocument');
  checkPolicyDocument(trustPolicy);
  role.trustPolicy = trustPolicy;
  return {};
};
