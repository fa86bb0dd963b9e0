import type { Action } from '../action.ts';
import { AwsError } from '../aws-error.ts';
import { requiredText } from '../input.ts';
import { accountShape } from './account-shape.ts';

export const describeAccount: Action = (input, { organization }) => {
  const account = organization.accounts.get(requiredText(input, 'AccountId'));
  if (!account) {
    throw new AwsError(
      'AccountNotFoundException',
      400,
      "You specified an account that doesn't exist.",
    );
  }
  return { Account: accountShape(account, organization.organizationId) };
};
