import { type Fact, known, unknown } from '../model/fact.ts';
import { parseRoleArn } from '../model/ids.ts';
import { type Instant, parseInstant } from '../model/instant.ts';
import type { PermissionsFact, PolicyText } from '../permissions/permissions.ts';
import type { AccountDetails, RoleDetails, UserDetails } from './account-details.ts';
import { documentText, type Fields, isFields, listOf, tagsIn, textOf } from './answer-fields.ts';

/** What an output of `GetAccountAuthorizationDetails` says, and what of it could not be read. */
export type ParsedAccountDetails =
  | {
      readonly status: 'parsed';
      readonly details: AccountDetails;
      /** Why there may be more users or roles than these; absent when the output is whole. */
      readonly incomplete?: string;
      /** Entries that name no user or role, each with what was got and expected. */
      readonly faults: readonly string[];
    }
  | { readonly status: 'unreadable'; readonly got: string; readonly expected: string };

const source = 'GetAccountAuthorizationDetails';
const lists = ['UserDetailList', 'GroupDetailList', 'RoleDetailList', 'Policies'] as const;

/**
 * Reads the output of `aws iam get-account-authorization-details`, or its pages in a list. Policy
 * documents may be URL-encoded (the API), JSON text, or objects (the AWS CLI). A policy that is
 * attached and whose document is not there makes the permissions of its bearer unknown.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
 * @param at when the output was read
 */
export const parseAccountDetails = (value: unknown, at: Instant): ParsedAccountDetails => {
  const expected = `the output of get-account-authorization-details: an object with ${lists.join(', ')}`;
  const pages = (Array.isArray(value) ? value : [value]).filter(isFields);
  if (!pages.some((page) => lists.some((name) => Array.isArray(page[name])))) {
    return { status: 'unreadable', got: kindOf(value), expected };
  }
  const entries = (name: (typeof lists)[number]) => pages.flatMap((page) => listOf(page[name]));
  const policies = managedPolicies(entries('Policies'), at);
  const groups = new Map(
    entries('GroupDetailList').flatMap((group) => {
      const name = textOf(group['GroupName']);
      return name === undefined ? [] : [[name, group] as const];
    }),
  );
  const users = entries('UserDetailList').map((user) => userFrom(user, groups, policies, at));
  const roles = entries('RoleDetailList').map((role) => roleFrom(role, policies, at));
  const faults = [
    ...users.flatMap((user, index) =>
      user === undefined ? [`UserDetailList[${index}]: got no UserName or Arn, expected both`] : [],
    ),
    ...roles.flatMap((role, index) =>
      role === undefined
        ? [`RoleDetailList[${index}]: got no role ARN or trust policy, expected both`]
        : [],
    ),
  ];
  const incomplete = whyIncomplete(pages);
  return {
    status: 'parsed',
    details: {
      users: users.filter((user) => user !== undefined),
      roles: roles.filter((role) => role !== undefined),
    },
    ...(incomplete === undefined ? {} : { incomplete }),
    faults,
  };
};

const kindOf = (value: unknown): string => {
  if (Array.isArray(value)) return 'a list without such an object';
  if (!isFields(value)) return value === null ? 'null' : `a ${typeof value}`;
  const names = Object.keys(value).slice(0, 5);
  return names.length === 0 ? 'an empty object' : `an object with ${names.join(', ')}`;
};

/** A filtered output leaves lists out; a page that is not the last says so. */
const whyIncomplete = (pages: readonly Fields[]): string | undefined => {
  const last = pages.at(-1);
  if (last?.['IsTruncated'] === true || last?.['NextToken'] || last?.['Marker']) {
    return 'the output is truncated (IsTruncated): the pages after it are missing';
  }
  const missing = ['UserDetailList', 'RoleDetailList'].filter(
    (name) => !pages.some((page) => Array.isArray(page[name])),
  );
  return missing.length === 0 ? undefined : `the output has no ${missing.join(' and no ')}`;
};

type ManagedPolicies = ReadonlyMap<string, Fact<PolicyText>>;

const managedPolicies = (entries: readonly Fields[], at: Instant): ManagedPolicies =>
  new Map(
    entries.flatMap((policy) => {
      const arn = textOf(policy['Arn']);
      return arn === undefined ? [] : [[arn, defaultVersion(arn, policy, at)] as const];
    }),
  );

const defaultVersion = (arn: string, policy: Fields, at: Instant): Fact<PolicyText> => {
  const wanted = textOf(policy['DefaultVersionId']);
  const versions = listOf(policy['PolicyVersionList']);
  const version =
    versions.find((each) => wanted !== undefined && each['VersionId'] === wanted) ??
    versions.find((each) => each['IsDefaultVersion'] === true);
  const document = documentText(version?.['Document']);
  return document === undefined
    ? unknown(`the default version of ${arn} has no readable document`, source)
    : known({ name: arn, document }, at, source);
};

/** The policies of one bearer, or the reason why they are not known. */
const policiesOf = (bearer: Fields, inlineList: string, managed: ManagedPolicies) => {
  const policies: PolicyText[] = [];
  const reasons: string[] = [];
  for (const policy of listOf(bearer[inlineList])) {
    const name = textOf(policy['PolicyName']) ?? 'an inline policy';
    const document = documentText(policy['PolicyDocument']);
    if (document === undefined) reasons.push(`inline policy ${name} has no readable document`);
    else policies.push({ name, document });
  }
  for (const { PolicyArn } of listOf(bearer['AttachedManagedPolicies'])) {
    const arn = textOf(PolicyArn);
    const policy = arn === undefined ? undefined : managed.get(arn);
    if (policy?.known === true) policies.push(policy.value);
    else
      reasons.push(policy?.reason ?? `the document of ${arn ?? 'a policy'} is not in the output`);
  }
  // IAM always lists these, if empty; inline policies it leaves out where a user has none.
  if (!Array.isArray(bearer['AttachedManagedPolicies'])) {
    reasons.push('the output does not list the attached policies');
  }
  return { policies, reasons };
};

const boundaryOf = (
  bearer: Fields,
  managed: ManagedPolicies,
): { readonly boundary: PolicyText | null; readonly reasons: readonly string[] } => {
  const set = bearer['PermissionsBoundary'];
  if (!isFields(set)) return { boundary: null, reasons: [] };
  const arn = textOf(set['PermissionsBoundaryArn']) ?? 'a permissions boundary';
  const policy = managed.get(arn);
  if (policy?.known === true) return { boundary: policy.value, reasons: [] };
  const reason =
    policy?.reason ?? `the document of the permissions boundary ${arn} is not in the output`;
  return { boundary: null, reasons: [reason] };
};

const permissionsFact = (
  parts: readonly {
    readonly policies: readonly PolicyText[];
    readonly reasons: readonly string[];
  }[],
  { boundary, reasons }: ReturnType<typeof boundaryOf>,
  at: Instant,
): PermissionsFact => {
  const why = [...new Set([...parts.flatMap((part) => part.reasons), ...reasons])];
  if (why.length > 0) return unknown(why.join('; '), source);
  const policies = [
    ...new Map(
      parts
        .flatMap((part) => part.policies)
        .map((policy) => [`${policy.name}\n${policy.document}`, policy]),
    ).values(),
  ];
  return known({ policies, boundary }, at, source);
};

const userFrom = (
  user: Fields,
  groups: ReadonlyMap<string, Fields>,
  managed: ManagedPolicies,
  at: Instant,
): UserDetails | undefined => {
  const userName = textOf(user['UserName']);
  const arn = textOf(user['Arn']);
  if (userName === undefined || arn === undefined) return undefined;
  const names = Array.isArray(user['GroupList'])
    ? user['GroupList'].filter((name) => typeof name === 'string')
    : [];
  const own = policiesOf(user, 'UserPolicyList', managed);
  const ofGroups = names.map((name) => {
    const group = groups.get(name);
    return group === undefined
      ? { policies: [], reasons: [`the group ${name} is not in the output`] }
      : policiesOf(group, 'GroupPolicyList', managed);
  });
  const createdAt = parseInstant(user['CreateDate']);
  return {
    userName,
    arn,
    path: textOf(user['Path']) ?? '/',
    ...(createdAt === undefined ? {} : { createdAt }),
    tags: tagsIn(user['Tags']),
    groups: names,
    permissions: permissionsFact([own, ...ofGroups], boundaryOf(user, managed), at),
  };
};

const roleFrom = (role: Fields, managed: ManagedPolicies, at: Instant): RoleDetails | undefined => {
  const arn = parseRoleArn(role['Arn']);
  const trustPolicy = documentText(role['AssumeRolePolicyDocument']);
  if (arn === undefined || trustPolicy === undefined) return undefined;
  const description = textOf(role['Description']);
  const lastUsed = isFields(role['RoleLastUsed'])
    ? role['RoleLastUsed']['LastUsedDate']
    : undefined;
  return {
    arn,
    trustPolicy,
    tags: tagsIn(role['Tags']),
    ...(description === undefined ? {} : { description }),
    lastUsedAt: parseInstant(lastUsed) ?? null,
    permissions: permissionsFact(
      [policiesOf(role, 'RolePolicyList', managed)],
      boundaryOf(role, managed),
      at,
    ),
  };
};
