/** What IAM holds for one account. Times are milliseconds since the epoch. */
export interface AccountState {
  readonly accountId: string;
  readonly users: Map<string, IamUserState>;
  readonly roles: Map<string, IamRoleState>;
  /** By ARN. */
  readonly oidcProviders: Map<string, OidcProviderState>;
  /** Access keys of the root user. */
  readonly rootAccessKeys: AccessKeyState[];
}

export interface IamUserState {
  readonly userName: string;
  readonly userId: string;
  readonly path: string;
  readonly createdAt: number;
  readonly tags: Map<string, string>;
  loginProfile: { readonly createdAt: number } | null;
  readonly accessKeys: AccessKeyState[];
}

export interface AccessKeyState {
  readonly accessKeyId: string;
  readonly createdAt: number;
  status: 'Active' | 'Inactive';
  /** `null`: never used. */
  lastUsed: { readonly at: number; readonly service: string; readonly region: string } | null;
}

export interface IamRoleState {
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
  /** JSON text of each policy; `null` for a role whose permissions are not kept: it may do all. */
  readonly permissionsPolicies: string[] | null;
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
