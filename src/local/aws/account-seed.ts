/** What an account holds at the start. Times are RFC 3339 or milliseconds; the clock's now when absent. */
export interface AccountSeed {
  readonly accountId: string;
  readonly name: string;
  readonly email?: string;
  /** `ACTIVE` when absent. */
  readonly state?: 'PENDING_ACTIVATION' | 'ACTIVE' | 'SUSPENDED' | 'PENDING_CLOSURE' | 'CLOSED';
  /** Root and organizational units, from the root down; the root alone when absent. */
  readonly units?: readonly string[];
  readonly users?: readonly UserSeed[];
  readonly roles?: readonly RoleSeed[];
  readonly oidcProviders?: readonly OidcProviderSeed[];
  readonly rootAccessKeys?: readonly AccessKeySeed[];
  /** How long AWS takes to make a credential report; 0 when absent. */
  readonly reportSeconds?: number;
}

type Time = string | number;

export interface UserSeed {
  readonly userName: string;
  readonly path?: string;
  readonly createdAt?: Time;
  readonly tags?: Readonly<Record<string, string>>;
  readonly hasConsolePassword?: boolean;
  readonly accessKeys?: readonly AccessKeySeed[];
}

export interface AccessKeySeed {
  readonly accessKeyId?: string;
  readonly createdAt?: Time;
  readonly status?: 'Active' | 'Inactive';
  readonly lastUsed?: { readonly at: Time; readonly service: string; readonly region: string };
}

export interface RoleSeed {
  readonly roleName: string;
  readonly path?: string;
  readonly createdAt?: Time;
  readonly description?: string;
  readonly tags?: Readonly<Record<string, string>>;
  /** An object, or JSON text. */
  readonly trustPolicy: unknown;
  readonly lastUsed?: { readonly at: Time; readonly region: string };
}

export interface OidcProviderSeed {
  /** With or without `https://`. */
  readonly url: string;
  readonly clientIds?: readonly string[];
  readonly thumbprints?: readonly string[];
  readonly tags?: Readonly<Record<string, string>>;
  readonly createdAt?: Time;
}
