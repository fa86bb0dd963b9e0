import type { ParsedTrustPolicy } from '../../core/federation/trust-policy.ts';

/** A trust policy found in an input. */
export interface FoundPolicy {
  /** `roles.json`, or `roles.json: deploy` where the input names its roles; a role ARN for AWS. */
  readonly source: string;
  /** Where it is written; `null` for what AWS itself answered. */
  readonly file: string | null;
  readonly roleArn?: string;
  readonly parsed: ParsedTrustPolicy;
  /** What it may be once deployed, for a template; the first is `parsed`. */
  readonly readings?: readonly Reading[];
  /** As written, or as resolved out of a template. */
  readonly document?: unknown;
  /** Line, from 1, of a place in the policy; absent where its text is not known. */
  readonly lineOf?: (path: readonly (string | number)[]) => number | undefined;
}

/** One of the policies that a template may become. */
export interface Reading {
  readonly parsed: ParsedTrustPolicy;
  readonly document: unknown;
  /** Values that only a deployment knows. Empty: nothing is open. */
  readonly unknown: readonly UnknownValue[];
  /** The policy without the conditions that hold such values: no value can let more in. */
  readonly widest: ParsedTrustPolicy;
}

export interface UnknownValue {
  /** As a template writes it: `${Branch}`. */
  readonly name: string;
  /** What stands for it while the policy is judged. */
  readonly standIn: string;
  /** Position of the statement from 0; `null`: more than one statement depends on it. */
  readonly statement: number | null;
  /** `exact`: compared as a whole, so that no value of it is a pattern. `whole`: all of the policy. */
  readonly where: 'exact' | 'pattern' | 'provider' | 'whole';
}

const nothing: ParsedTrustPolicy = {
  status: 'parsed',
  policy: { version: '2012-10-17', statements: [], isList: true, duplicateKeys: [] },
};

/** A policy of which nothing is known before it is deployed. */
export const unknownPolicy = (name: string): Reading => ({
  parsed: nothing,
  document: undefined,
  unknown: [{ name, standIn: name, statement: null, where: 'whole' }],
  widest: nothing,
});
