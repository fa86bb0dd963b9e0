import type { Action } from '../action.ts';
import { AwsError } from '../aws-error.ts';
import { textList } from '../input.ts';
import type { Output } from '../output.ts';
import type { AccountState } from './account-state.ts';
import { awsManagedPolicies } from './aws-managed-policies.ts';
import { page } from './page.ts';
import {
  attachedShape,
  groupShape,
  inlineShape,
  managedPolicyShape,
  roleShape,
  tagsShape,
  userShape,
} from './shapes.ts';

type List = 'UserDetailList' | 'GroupDetailList' | 'RoleDetailList' | 'Policies';
interface Detail {
  readonly list: List;
  readonly detail: Output;
}

const users = (account: AccountState): readonly Detail[] =>
  [...account.users.values()].map((user) => ({
    list: 'UserDetailList',
    detail: {
      ...userShape(account, user),
      UserPolicyList: inlineShape(user),
      GroupList: [...user.groups],
      AttachedManagedPolicies: attachedShape(account, user),
      Tags: tagsShape(user.tags),
    },
  }));

const groups = (account: AccountState): readonly Detail[] =>
  [...account.groups.values()].map((group) => ({
    list: 'GroupDetailList',
    detail: {
      ...groupShape(account, group),
      GroupPolicyList: inlineShape(group),
      AttachedManagedPolicies: attachedShape(account, group),
    },
  }));

/** Without description and longest session, which this call leaves out. */
const roles = (account: AccountState): readonly Detail[] =>
  [...account.roles.values()].map((role) => ({
    list: 'RoleDetailList',
    detail: {
      ...roleShape(account, role),
      Description: undefined,
      MaxSessionDuration: undefined,
      InstanceProfileList: [],
      RolePolicyList: inlineShape(role),
      AttachedManagedPolicies: attachedShape(account, role),
      Tags: tagsShape(role.tags),
      RoleLastUsed: role.lastUsed
        ? { LastUsedDate: new Date(role.lastUsed.at), Region: role.lastUsed.region }
        : {},
    },
  }));

const localPolicies = (account: AccountState): readonly Detail[] =>
  [...account.managedPolicies.values()].map((policy) => ({
    list: 'Policies',
    detail: managedPolicyShape(account, policy, 'with document'),
  }));

/** AWS's own policies are listed where they are attached. */
const attachedAwsPolicies = (account: AccountState): readonly Detail[] =>
  [...awsManagedPolicies.values()]
    .map((policy) => managedPolicyShape(account, policy, 'with document'))
    .filter(({ AttachmentCount }) => AttachmentCount !== 0)
    .map((detail) => ({ list: 'Policies', detail }));

const filters: Readonly<Record<string, (account: AccountState) => readonly Detail[]>> = {
  User: users,
  Group: groups,
  Role: roles,
  LocalManagedPolicy: localPolicies,
  AWSManagedPolicy: attachedAwsPolicies,
};

/**
 * Everything in one list, in pages that cut anywhere: a page may hold users and no role.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
 */
export const getAccountAuthorizationDetails: Action = (input, { account }) => {
  const asked = textList(input, 'Filter');
  for (const name of asked) {
    if (filters[name] === undefined) {
      throw new AwsError(
        'ValidationError',
        400,
        `Filter ${name} is not one of ${Object.keys(filters).join(', ')}.`,
      );
    }
  }
  const kinds = Object.keys(filters).filter((name) => asked.length === 0 || asked.includes(name));
  const all = kinds.flatMap((name) => filters[name]?.(account) ?? []);
  const { members, more } = page(all, input);
  const of = (list: List) =>
    members.filter((member) => member.list === list).map(({ detail }) => detail);
  return {
    UserDetailList: of('UserDetailList'),
    GroupDetailList: of('GroupDetailList'),
    RoleDetailList: of('RoleDetailList'),
    Policies: of('Policies'),
    ...more,
  };
};
