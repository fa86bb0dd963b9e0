import { type IAMClient, ListServiceSpecificCredentialsCommand } from '@aws-sdk/client-iam';
import type { ServiceCredential } from '../../core/inventory/account-inventory.ts';
import { type Fact, known } from '../../core/model/fact.ts';
import { type Instant, instantOf } from '../../core/model/instant.ts';
import { failureFrom, unknownFrom } from './aws-failure.ts';

/**
 * Long-lived credentials that are no access keys and in no credential report, of all users.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListServiceSpecificCredentials.html
 */
export const listServiceCredentials = async (
  iam: IAMClient,
  at: Instant,
): Promise<Fact<readonly ServiceCredential[]>> => {
  const source = 'ListServiceSpecificCredentials';
  const found: ServiceCredential[] = [];
  let marker: string | undefined;
  try {
    do {
      const page = await iam.send(
        new ListServiceSpecificCredentialsCommand({
          AllUsers: true,
          ...(marker === undefined ? {} : { Marker: marker }),
        }),
      );
      for (const each of page.ServiceSpecificCredentials ?? []) {
        found.push({
          id: each.ServiceSpecificCredentialId ?? 'unknown',
          userName: each.UserName ?? 'unknown',
          service: each.ServiceName ?? 'unknown',
          status: each.Status ?? 'Active',
          ...(each.CreateDate === undefined
            ? {}
            : { createdAt: instantOf(each.CreateDate.getTime()) }),
          expiresAt: each.ExpirationDate ? instantOf(each.ExpirationDate.getTime()) : null,
        });
      }
      if (page.IsTruncated && !page.Marker) {
        throw failureFrom(new Error('a truncated page without a Marker'), source);
      }
      marker = page.IsTruncated ? page.Marker : undefined;
    } while (marker !== undefined);
    return known(found, at, source);
  } catch (error) {
    return unknownFrom(error, source);
  }
};
