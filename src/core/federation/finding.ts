import { type Scope, wider } from './candidate-tokens.ts';
import type { Exploration } from './explore.ts';
import type { Verdict, Witness } from './judge.ts';
import type { PatchOperation } from './policy-patch.ts';
import type { TrustPolicy } from './trust-policy.ts';
import type { TrustedProvider } from './trusted-providers.ts';

/** As OCSF spells them. */
export const severities = ['Informational', 'Low', 'Medium', 'High', 'Critical'] as const;
export type Severity = (typeof severities)[number];

/** What a check reports: it explains a verdict, it does not make one. */
export interface Finding {
  readonly id: string;
  readonly severity: Severity;
  /** Position of the statement from 0; `null` for the policy as a whole. */
  readonly statement: number | null;
  /** One or two sentences for the developer who wrote the policy. */
  readonly message: string;
  readonly fix: Fix;
  /** `<framework>:<control>` */
  readonly controls: readonly string[];
}

export interface Fix {
  /** What to change, and which tool's habit produced it where that is known. */
  readonly description: string;
  /** The smallest change; empty where only the owner knows the value to write. */
  readonly patch: readonly PatchOperation[];
}

/** What a check looks at. */
export interface CheckSubject {
  readonly policy: TrustPolicy;
  readonly trusted: readonly TrustedProvider[];
  readonly exploration: Exploration;
  readonly verdict: Verdict;
  readonly scope: Scope;
  readonly witness: Witness | null;
  /** Provider names of the account, where they are known. */
  readonly existingProviders?: readonly string[];
}

export interface Check {
  readonly id: string;
  readonly run: (subject: CheckSubject) => readonly Omit<Finding, 'id' | 'controls'>[];
  readonly controls: readonly string[];
}

/** Who may get in: names issuer, audience and subject, no wildcard tenant. */
export const accessControls: readonly string[] = [
  'nist-800-53r5:AC-3',
  'nist-800-53r5:AC-6',
  'pci-dss-4.0.1:7.2.5',
  'soc2:CC6.3',
  'iso-27001-2022:5.18',
];

/** Federation has to work, or keys come back. */
export const federationControls: readonly string[] = [
  'nist-800-53r5:IA-9',
  'soc2:CC6.1',
  'iso-27001-2022:8.5',
];

/** How wide the door is that one statement opens to one provider. */
export const scopeThrough = (
  { accepted }: Exploration,
  { statement, provider }: TrustedProvider,
): Scope =>
  accepted
    .filter(({ trusted }) => trusted.statement === statement && trusted.provider === provider)
    .reduce<Scope>((widest, { scope }) => wider(widest, scope), 'none');
