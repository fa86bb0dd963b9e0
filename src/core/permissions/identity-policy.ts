import type { Condition } from '../federation/trust-policy.ts';

/** An identity policy or a boundary, parsed. What could not be read stays and is never a yes. */
export interface IdentityPolicy {
  readonly name: string;
  readonly statements: readonly IdentityStatement[];
  /** Why the document as a whole could not be read. */
  readonly unreadable?: string;
}

export interface IdentityStatement {
  /** `unreadable`: IAM documents no meaning for what stands here. */
  readonly effect: 'Allow' | 'Deny' | 'unreadable';
  readonly actions: ActionPatterns;
  readonly resources: ResourcePatterns;
  readonly conditions: readonly Condition[];
  /** Of the document: policy variables work in `2012-10-17` only. */
  readonly version: string;
}

export interface ActionPatterns {
  /** `NotAction`. */
  readonly negated: boolean;
  /** Lower case, as action names ignore case. */
  readonly exact: ReadonlySet<string>;
  readonly wild: readonly string[];
  /** As written. */
  readonly written: readonly string[];
}

export interface ResourcePatterns {
  /** `NotResource`. */
  readonly negated: boolean;
  readonly patterns: readonly ResourcePattern[];
}

export interface ResourcePattern {
  /** As written. */
  readonly written: string;
  /** With escapes resolved and every variable as `*`. */
  readonly pattern: string;
  /** Whether a policy variable decides what it matches. */
  readonly isOpen: boolean;
}
