/**
 * `lastkey.yaml` once validated and filled with defaults (`src/cli/configuration.ts`). Deployed
 * functions read the same object as JSON beside their bundle.
 */
export interface Configuration {
  readonly version: 1;
  readonly organization: {
    readonly id: string;
    readonly hubAccount: string;
    readonly hubRegion: string;
    readonly regions: readonly string[];
    /** Accounts that the sweep leaves out, each with who decided so and why. */
    readonly exclude: readonly ExcludedAccount[];
  };
  readonly mode: Mode;
  readonly keys: KeySettings;
  readonly limits: {
    readonly perRun: number;
    readonly perAccount: number;
    readonly percentOfAccount: number;
    readonly perOwner: number;
    /** Most keys disabled by themselves on the first day in enforce mode. */
    readonly canary: number;
  };
  readonly rotation: RotationSettings;
  readonly exceptions: {
    readonly maxDays: number;
    /** `usergroup:S…` or `user:U…`. */
    readonly approvers: readonly string[];
    /** Tags of an IAM user that stand for an exception; none by default. */
    readonly tagKeys: readonly string[];
  };
  readonly owners: {
    readonly tagKeys: readonly string[];
    readonly accounts: Readonly<Record<string, string>>;
    readonly fallback: string;
  };
  readonly federation: {
    readonly subjects: Readonly<Record<string, unknown>>;
    readonly ignoreIssuers: readonly string[];
    /** Whether a thumbprint that everything vouches for is written, or only proposed. */
    readonly thumbprints: 'propose' | 'repair';
  };
  readonly guardrails: { readonly ratchetAfterDays: number; readonly attach: 'propose' | 'attach' };
  readonly slack: { readonly channel: string; readonly digest: string };
  readonly evidence: {
    readonly retentionDays: number;
    readonly objectLock: 'governance' | 'compliance';
    readonly maskAccessKeyIds: boolean;
    readonly frameworks: readonly string[];
  };
  readonly overrides: readonly Override[];
}

export interface RotationSettings {
  /** Age from which a key under an exception gets a successor; `null`: never. */
  readonly everyDays: number | null;
  /** Days that the old key is idle, and its successor in use, before the old one is disabled. */
  readonly idleDays: number;
  /** Name of the secret in the key's account, under `lastkey/keys/`; `{user}` is the IAM user. */
  readonly secretName: string;
  /** ARN of the KMS key that encrypts it; the account's own for Secrets Manager when absent. */
  readonly kmsKeyId?: string;
}

export interface ExcludedAccount {
  readonly account: string;
  /** A person or a team, for people. */
  readonly by: string;
  readonly reason: string;
}

export type Mode = 'observe' | 'enforce';

export interface KeySettings {
  readonly unusedDays: number;
  readonly maxAgeDays: number;
  readonly newKeyGraceDays: number;
  readonly warnDaysBefore: readonly number[];
  readonly deleteDaysAfterDisable: number | null;
  readonly window: ChangeWindow | null;
  /** Whether a key that AWS found in public is disabled at once, or a day after its owner was told. */
  readonly exposed: 'tell' | 'disable';
}

/** When lastkey may act: days and hours in one time zone. */
export interface ChangeWindow {
  readonly days: readonly ('Mon' | 'Tue' | 'Wed' | 'Thu' | 'Fri' | 'Sat' | 'Sun')[];
  /** `09:00-16:00`, end excluded. */
  readonly hours: string;
  /** IANA name. */
  readonly timeZone: string;
  /** Days (`2026-12-25`, in the time zone) on which the window stays closed. */
  readonly holidays?: readonly string[];
  /** Stretches of days, both ends included, in which the window stays closed. */
  readonly quiet?: readonly { readonly from: string; readonly to: string }[];
}

/** The first match in the list wins, setting by setting. */
export interface Override {
  readonly where:
    | { readonly ou: string }
    | { readonly account: string }
    | { readonly userPath: string }
    | { readonly userTag: string };
  readonly keys: Partial<KeySettings> & { readonly mode?: Mode };
}
