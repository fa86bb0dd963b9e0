import {
  type EntityType,
  type IAMClient,
  paginateGetAccountAuthorizationDetails,
} from '@aws-sdk/client-iam';
import type { AccountDetails } from '../../core/inventory/account-details.ts';
import { parseAccountDetails } from '../../core/inventory/parse-account-details.ts';
import { type Fact, known, unknown } from '../../core/model/fact.ts';
import type { Instant } from '../../core/model/instant.ts';
import { unknownFrom } from './aws-failure.ts';

const source = 'GetAccountAuthorizationDetails';

/**
 * Users and roles with their policies, all pages: one call for about a hundred of them.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
 * @param filter what to ask for; everything without it. The answer holds nothing else
 */
export const accountAuthorizationDetails = async (
  iam: IAMClient,
  at: Instant,
  filter?: readonly EntityType[],
): Promise<Fact<AccountDetails>> => {
  try {
    const pages: unknown[] = [];
    const input = { MaxItems: 1000, ...(filter === undefined ? {} : { Filter: [...filter] }) };
    for await (const page of paginateGetAccountAuthorizationDetails({ client: iam }, input)) {
      const { UserDetailList, GroupDetailList, RoleDetailList, Policies } = page;
      // As JSON, dates are text, as in the outputs of the AWS CLI.
      pages.push(
        JSON.parse(JSON.stringify({ UserDetailList, GroupDetailList, RoleDetailList, Policies })),
      );
    }
    const parsed = parseAccountDetails(pages, at);
    if (parsed.status === 'unreadable') {
      return unknown(`AWS answered with ${parsed.got}, expected ${parsed.expected}`, source);
    }
    return known(parsed.details, at, source);
  } catch (error) {
    return unknownFrom(error, source);
  }
};
