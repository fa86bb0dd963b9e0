import type { Action } from '../action.ts';
import { AwsError } from '../aws-error.ts';
import { optionalInteger, optionalText } from '../input.ts';
import { accountShape } from './account-shape.ts';

/** At most 20 a page. https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html */
const largestPage = 20;

export const listAccounts: Action = (input, { organization }) => {
  const size = optionalInteger(input, 'MaxResults') ?? largestPage;
  if (size < 1 || size > largestPage) {
    throw new AwsError(
      'InvalidInputException',
      400,
      `MaxResults must be 1 to ${largestPage}, got ${size}.`,
    );
  }
  const start = Number(optionalText(input, 'NextToken') ?? '0');
  if (!Number.isInteger(start)) {
    throw new AwsError('InvalidInputException', 400, 'You provided an invalid NextToken.');
  }
  const accounts = [...organization.accounts.values()];
  const end = start + size;
  return {
    Accounts: accounts
      .slice(start, end)
      .map((account) => accountShape(account, organization.organizationId)),
    ...(end < accounts.length ? { NextToken: String(end) } : {}),
  };
};
