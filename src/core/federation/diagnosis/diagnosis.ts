import type { PatchOperation } from '../policy-patch.ts';

/** Why a login was denied, as far as the logged record and the role's present trust policy tell. */
export interface LoginDiagnosis {
  readonly cause: LoginCause;
  /** One or two sentences for a developer: the pinned value, the presented value, which statement. */
  readonly summary: string;
  /** What to do when no patch is shown, or beside it. */
  readonly advice: string;
  /** Position of the statement that was meant to let the login in, from 0; `null`: none. */
  readonly statement: number | null;
  readonly failed: readonly FailedTest[];
  /**
   * The smallest change of the trust policy that lets exactly this workload in. Shown only when it is
   * proven (`prove-patch.ts`); empty otherwise.
   */
  readonly patch: readonly PatchOperation[];
  /** What could not be known, in words, and so was not assumed. */
  readonly unknowns: readonly string[];
}

export const loginCauses = [
  'condition', // a condition of the trust policy does not hold
  'principal', // no statement trusts this identity provider
  'action', // the statement does not allow an action that the token asks for
  'deny', // a Deny statement applies
  'depends', // conditions on claims that CloudTrail does not log decide
  'allowed-now', // the policy lets this login in as it is now
  'audience-list', // the OIDC provider does not list the token's audience
  'provider-missing', // the account has no such OIDC provider
  'role-missing',
  'token', // STS refused the token before it looked at the policy
  'unknown', // what would decide it could not be read
] as const;
export type LoginCause = (typeof loginCauses)[number];

/** One test of the trust policy that the login failed. */
export interface FailedTest {
  /** Condition key as written; `null` for principal and action. */
  readonly key: string | null;
  readonly operator: string | null;
  readonly wanted: readonly string[];
  /** `null`: the request has no such key. */
  readonly got: readonly string[] | null;
}
