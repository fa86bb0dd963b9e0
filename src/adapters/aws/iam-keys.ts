import {
  GetAccessKeyLastUsedCommand,
  type IAMClient,
  paginateListAccessKeys,
} from '@aws-sdk/client-iam';
import type { AccessKeyState, LastUse } from '../../core/keys/access-key.ts';
import { type Fact, known, unknown } from '../../core/model/fact.ts';
import { type AccessKeyId, type AccountId, parseAccessKeyId } from '../../core/model/ids.ts';
import { type Instant, instantOf } from '../../core/model/instant.ts';
import { isNamed, unknownFrom } from './aws-failure.ts';

/**
 * All keys of a user, all pages; `null` when there is no such user.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAccessKeys.html
 */
export const listAccessKeys = async (
  iam: IAMClient,
  accountId: AccountId,
  userName: string,
  at: Instant,
): Promise<Fact<readonly AccessKeyState[] | null>> => {
  const source = 'ListAccessKeys';
  try {
    const keys: AccessKeyState[] = [];
    for await (const page of paginateListAccessKeys({ client: iam }, { UserName: userName })) {
      for (const each of page.AccessKeyMetadata ?? []) {
        const accessKeyId = parseAccessKeyId(each.AccessKeyId);
        const { CreateDate: created, Status: status } = each;
        if (accessKeyId === undefined || created === undefined || status === undefined) {
          // A list with a hole in it is no list of the user's keys.
          const name = each.AccessKeyId ?? 'a key without id';
          return unknown(`${name} came without id, create date or status`, source);
        }
        keys.push({
          accountId,
          userName,
          accessKeyId,
          createdAt: instantOf(created.getTime()),
          status,
        });
      }
    }
    return known(keys, at, source);
  } catch (error) {
    return isNamed(error, 'NoSuchEntity') ? known(null, at, source) : unknownFrom(error, source);
  }
};

/**
 * When and where a key was last used; `null`: never. The date is missing for a key that was never
 * used, and tracked in spans of 15 minutes.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccessKeyLastUsed.html
 */
export const getLastUse = async (
  iam: IAMClient,
  accessKeyId: AccessKeyId,
  at: Instant,
): Promise<Fact<LastUse | null>> => {
  const source = 'GetAccessKeyLastUsed';
  try {
    const answer = await iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: accessKeyId }));
    const use = answer.AccessKeyLastUsed;
    if (use === undefined) return unknown('the answer says nothing about the key', source);
    if (use.LastUsedDate === undefined) return known(null, at, source);
    return known(
      {
        at: instantOf(use.LastUsedDate.getTime()),
        service: use.ServiceName ?? 'unknown',
        region: use.Region ?? 'unknown',
      },
      at,
      source,
    );
  } catch (error) {
    return unknownFrom(error, source);
  }
};
