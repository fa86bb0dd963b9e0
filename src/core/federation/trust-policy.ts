import type { ConditionOperator } from './condition-operator.ts';
import type { DuplicateKey } from './duplicate-keys.ts';

/** A role's trust policy, parsed. Reading it never fails halfway: faults stay on their statement. */
export interface TrustPolicy {
  /** Policy variables work in `2012-10-17` only. */
  readonly version: string;
  readonly statements: readonly Statement[];
  /** Whether `Statement` is a list; a single object is as good. */
  readonly isList: boolean;
  readonly duplicateKeys: readonly DuplicateKey[];
}

export interface Statement {
  /** Position in the policy, from 0. */
  readonly index: number;
  readonly sid?: string;
  readonly effect: 'Allow' | 'Deny' | 'unreadable';
  readonly principal: PrincipalElement;
  readonly action: ActionElement;
  readonly conditions: readonly Condition[];
  /** What IAM documents no meaning for, in words; such a statement evaluates to unknown. */
  readonly faults: readonly string[];
}

export interface PrincipalElement {
  /** `NotPrincipal`. */
  readonly negated: boolean;
  /** `"*"` or `{"AWS": "*"}`: everyone. */
  readonly everyone: boolean;
  /** Provider ARNs, or the domains of the built-in providers. */
  readonly federated: readonly string[];
  /** AWS, Service and CanonicalUser principals. */
  readonly others: readonly string[];
}

export interface ActionElement {
  /** `NotAction`. */
  readonly negated: boolean;
  readonly patterns: readonly string[];
}

/** One operator on one key: values are alternatives, conditions of a statement must all hold. */
export interface Condition {
  readonly operator: ConditionOperator;
  /** As written. */
  readonly key: string;
  readonly values: readonly string[];
}

export type ParsedTrustPolicy =
  | { readonly status: 'parsed'; readonly policy: TrustPolicy }
  | { readonly status: 'unreadable'; readonly why: string };
