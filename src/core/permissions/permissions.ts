import type { Fact } from '../model/fact.ts';

/** One identity policy as JSON text, decoded. */
export interface PolicyText {
  /** ARN of a managed policy, or the name of an inline one. */
  readonly name: string;
  readonly document: string;
}

/**
 * What a principal may do by its own policies. SCPs, RCPs, session policies and resource policies
 * are not here and cannot be read from a member account: who evaluates this says so.
 */
export interface Permissions {
  /** Inline and attached policies, a user's groups included. */
  readonly policies: readonly PolicyText[];
  /** `null`: no permissions boundary. */
  readonly boundary: PolicyText | null;
}

/** A managed policy whose document could not be read makes the whole unknown. */
export type PermissionsFact = Fact<Permissions>;
