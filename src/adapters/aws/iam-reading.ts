import {
  GetLoginProfileCommand,
  GetOpenIDConnectProviderCommand,
  GetRoleCommand,
  GetUserCommand,
  type IAMClient,
  ListOpenIDConnectProvidersCommand,
  paginateListRoles,
} from '@aws-sdk/client-iam';
import type { FederatedRole, OidcProvider } from '../../core/federation/federated-role.ts';
import { type Fact, known } from '../../core/model/fact.ts';
import { type AccountId, parseRoleArn } from '../../core/model/ids.ts';
import { type Instant, instantOf } from '../../core/model/instant.ts';
import type { IamUser, MemberAccount } from '../../flows/ports.ts';
import { accountAuthorizationDetails } from './account-authorization-details.ts';
import { failureFrom, isNamed, unknownFrom } from './aws-failure.ts';
import { getLastUse, listAccessKeys } from './iam-keys.ts';

/** Reads one account. Nothing throws for an AWS error: it becomes an unknown fact. */
export const iamReading = (
  iam: IAMClient,
  accountId: AccountId,
  now: () => Instant,
): MemberAccount => {
  let details: ReturnType<MemberAccount['accountDetails']> | undefined;
  return {
    user: (userName) => factOf('GetUser', now, () => getUser(iam, userName)),
    accessKeys: (userName) => listAccessKeys(iam, accountId, userName, now()),
    lastUse: (accessKeyId) => getLastUse(iam, accessKeyId, now()),
    hasConsolePassword: (userName) =>
      factOf('GetLoginProfile', now, () => hasLoginProfile(iam, userName)),
    role: (roleName) => factOf('GetRole', now, async () => (await getRole(iam, roleName)) ?? null),
    federatedRoles: () => factOf('ListRoles', now, () => federatedRoles(iam)),
    oidcProviders: () => factOf('ListOpenIDConnectProviders', now, () => oidcProviders(iam)),
    accountDetails: () => {
      details ??= accountAuthorizationDetails(iam, now());
      return details;
    },
  };
};

const factOf = async <T>(
  source: string,
  now: () => Instant,
  read: () => Promise<T>,
): Promise<Fact<T>> => {
  try {
    return known(await read(), now(), source);
  } catch (error) {
    return unknownFrom(error, source);
  }
};

const getUser = async (iam: IAMClient, userName: string): Promise<IamUser | null> => {
  try {
    const { User: user } = await iam.send(new GetUserCommand({ UserName: userName }));
    if (user?.CreateDate === undefined) return null;
    return {
      userName,
      path: user.Path ?? '/',
      tags: tagsOf(user.Tags),
      createdAt: instantOf(user.CreateDate.getTime()),
    };
  } catch (error) {
    if (isNamed(error, 'NoSuchEntity')) return null;
    throw error;
  }
};

/** No login profile is an answer, not a failure: the user has no console password. */
const hasLoginProfile = async (iam: IAMClient, userName: string): Promise<boolean> => {
  try {
    await iam.send(new GetLoginProfileCommand({ UserName: userName }));
    return true;
  } catch (error) {
    if (isNamed(error, 'NoSuchEntity')) return false;
    throw error;
  }
};

/** How many `GetRole` calls run at once: well under IAM's unpublished rate of about 15 a second. */
const atOnce = 5;

/**
 * Roles with a federated principal. `ListRoles` gives the trust policy, URL-encoded, but neither
 * tags nor last use: those take a `GetRole` each.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoles.html
 */
const federatedRoles = async (iam: IAMClient): Promise<readonly FederatedRole[]> => {
  const names: string[] = [];
  for await (const page of paginateListRoles({ client: iam }, {})) {
    for (const role of page.Roles ?? []) {
      const trustPolicy = decodePolicy(role.AssumeRolePolicyDocument);
      if (trustPolicy.includes('"Federated"') && role.RoleName !== undefined) {
        names.push(role.RoleName);
      }
    }
  }
  const roles: FederatedRole[] = [];
  for (let start = 0; start < names.length; start += atOnce) {
    const batch = names.slice(start, start + atOnce);
    const read = await Promise.all(batch.map((name) => getRole(iam, name)));
    roles.push(...read.filter((role) => role !== undefined));
  }
  return roles;
};

const getRole = async (iam: IAMClient, name: string): Promise<FederatedRole | undefined> => {
  try {
    const { Role: role } = await iam.send(new GetRoleCommand({ RoleName: name }));
    const arn = parseRoleArn(role?.Arn);
    if (role === undefined || arn === undefined) return undefined;
    const lastUsed = role.RoleLastUsed?.LastUsedDate;
    return {
      arn,
      trustPolicy: decodePolicy(role.AssumeRolePolicyDocument),
      tags: tagsOf(role.Tags),
      ...(role.Description === undefined ? {} : { description: role.Description }),
      lastUsedAt: lastUsed === undefined ? null : instantOf(lastUsed.getTime()),
    };
  } catch (error) {
    if (isNamed(error, 'NoSuchEntity')) return undefined; // none of that name, or deleted since it was listed
    throw error;
  }
};

const oidcProviders = async (iam: IAMClient): Promise<readonly OidcProvider[]> => {
  const { OpenIDConnectProviderList: listed } = await iam.send(
    new ListOpenIDConnectProvidersCommand({}),
  );
  const arns = (listed ?? []).flatMap(({ Arn }) => (Arn === undefined ? [] : [Arn]));
  return Promise.all(
    arns.map(async (arn) => {
      const provider = await iam.send(
        new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn }),
      );
      if (provider.Url === undefined) throw failureFrom(new Error('no Url'), `Get ${arn}`);
      return {
        arn,
        url: provider.Url,
        clientIds: provider.ClientIDList ?? [],
        thumbprints: provider.ThumbprintList ?? [],
      };
    }),
  );
};

const decodePolicy = (document: string | undefined): string => {
  if (document === undefined) return '';
  return document.trimStart().startsWith('{') ? document : decodeURIComponent(document);
};

const tagsOf = (
  tags: readonly { Key?: string | undefined; Value?: string | undefined }[] | undefined,
): Record<string, string> =>
  Object.fromEntries(
    (tags ?? []).flatMap(({ Key, Value }) => (Key === undefined ? [] : [[Key, Value ?? '']])),
  );
