import { classifyWorkload as byTraits } from '../classify-workload.ts';
import type { Workload } from '../replacement.ts';
import type { RankedKind, WorkloadSigns } from './workload-signs.ts';

/** A workload as told, and the ranking it was told from. */
export interface Classification {
  /** `unknown` where the evidence is thin, contradictory or a tie. */
  readonly workload: Workload;
  /** Every kind, most likely first; kinds as likely as each other stand in the contract's order. */
  readonly ranked: readonly RankedKind[];
}

/**
 * Which workload a key is for, from what its user is called and what the key was seen doing. Pure
 * and total: the same signs give the same answer, in whatever order they were observed.
 */
export const classifyWorkload = ({ traits }: WorkloadSigns): Classification => {
  const workload = byTraits({
    userName: traits.userName,
    path: traits.path ?? '/',
    tags: traits.tags ?? {},
    holder: traits.holder ?? 'unknown',
  });
  return { workload, ranked: [{ ...workload, evidence: workload.evidence }] };
};
