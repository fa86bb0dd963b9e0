/** What IAM holds for one account. Times are milliseconds since the epoch. */
export interface AccountState {
  readonly accountId: string;
  readonly users: Map<string, IamUserState>;
  readonly roles: Map<string, IamRoleState>;
  readonly groups: Map<string, IamGroupState>;
  /** The account's own, by ARN. */
  readonly managedPolicies: Map<string, ManagedPolicyState>;
  /** By ARN. */
  readonly oidcProviders: Map<string, OidcProviderState>;
  /** Access keys of the root user. */
  readonly rootAccessKeys: AccessKeyState[];
  credentialReport: CredentialReportState | null;
  /** How long AWS takes to make a report. */
  readonly reportSeconds: number;
}

/** What a user, a role or a group may do. */
export interface PrincipalPolicies {
  /** JSON text by policy name. */
  readonly inlinePolicies: Map<string, string>;
  /** ARNs of managed policies. */
  readonly attachedPolicies: Set<string>;
}

export interface IamGroupState extends PrincipalPolicies {
  readonly groupName: string;
  readonly groupId: string;
  readonly path: string;
  readonly createdAt: number;
}

export interface ManagedPolicyState {
  readonly policyName: string;
  readonly policyId: string;
  readonly arn: string;
  readonly path: string;
  readonly createdAt: number;
  /** JSON text, not encoded. */
  readonly document: string;
}

/** The newest report; its content does not change when the account does. */
export interface CredentialReportState {
  readonly readyAt: number;
  readonly content: string;
}

export interface ServiceCredentialState {
  readonly id: string;
  readonly service: string;
  readonly serviceUserName: string;
  readonly createdAt: number;
  readonly expiresAt: number | null;
  readonly status: 'Active' | 'Inactive' | 'Expired';
}

export interface IamUserState extends PrincipalPolicies {
  readonly userName: string;
  readonly userId: string;
  readonly path: string;
  readonly createdAt: number;
  readonly tags: Map<string, string>;
  loginProfile: { readonly createdAt: number } | null;
  readonly accessKeys: AccessKeyState[];
  /** Names of groups. */
  readonly groups: Set<string>;
  readonly serviceCredentials: ServiceCredentialState[];
}

export interface AccessKeyState {
  readonly accessKeyId: string;
  readonly createdAt: number;
  status: 'Active' | 'Inactive';
  /** `null`: never used. */
  lastUsed: { readonly at: number; readonly service: string; readonly region: string } | null;
}

export interface IamRoleState extends PrincipalPolicies {
  readonly roleName: string;
  readonly roleId: string;
  readonly path: string;
  readonly createdAt: number;
  readonly description: string | undefined;
  readonly maxSessionSeconds: number;
  readonly tags: Map<string, string>;
  /** JSON text, not encoded. */
  trustPolicy: string;
  lastUsed: { readonly at: number; readonly region: string } | null;
  /** Not made by a template: it may do everything here, whatever policies it has. */
  readonly isUnrestricted: boolean;
}

export interface OidcProviderState {
  readonly arn: string;
  /** Without the scheme, as IAM answers it. */
  readonly url: string;
  readonly createdAt: number;
  readonly clientIds: string[];
  thumbprints: string[];
  readonly tags: Map<string, string>;
}

export const userArn = (accountId: string, user: Pick<IamUserState, 'path' | 'userName'>): string =>
  `arn:aws:iam::${accountId}:user${user.path}${user.userName}`;

export const roleArn = (accountId: string, role: Pick<IamRoleState, 'path' | 'roleName'>): string =>
  `arn:aws:iam::${accountId}:role${role.path}${role.roleName}`;

export const groupArn = (
  accountId: string,
  group: Pick<IamGroupState, 'path' | 'groupName'>,
): string => `arn:aws:iam::${accountId}:group${group.path}${group.groupName}`;

export const noPolicies = (): PrincipalPolicies => ({
  inlinePolicies: new Map(),
  attachedPolicies: new Set(),
});
