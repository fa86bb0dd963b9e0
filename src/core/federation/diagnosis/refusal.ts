import type { Evaluation } from '../evaluate.ts';
import type { OwnSubjects } from '../own-subjects.ts';
import type { TrustPolicy } from '../trust-policy.ts';
import type { Catalogue } from '../trusted-providers.ts';
import type { PresentedToken } from './presented-token.ts';

/** A login that the trust policy does not let in for sure, with what is needed to explain it. */
export interface Refusal {
  readonly policy: TrustPolicy;
  readonly evaluation: Evaluation;
  readonly token: PresentedToken;
  readonly catalogue: Catalogue;
  readonly own: OwnSubjects;
}
