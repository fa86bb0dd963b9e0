import type { Workload, WorkloadKind } from '../replacement.ts';
import { actionSigns } from './action-signs.ts';
import { addressSigns } from './address-signs.ts';
import { agentSigns } from './agent-signs.ts';
import { rankKinds } from './rank-kinds.ts';
import { shapeSigns } from './shape-signs.ts';
import type { FoundSign } from './signal.ts';
import { traitSigns } from './trait-signs.ts';
import { wordSigns } from './word-signs.ts';
import type { RankedKind, WorkloadSigns } from './workload-signs.ts';

/** A workload as told, and the ranking it was told from. */
export interface Classification {
  /** `unknown` where the evidence is thin, contradictory or a tie. */
  readonly workload: Workload;
  /** Every kind, most likely first; kinds as likely as each other stand in the contract's order. */
  readonly ranked: readonly RankedKind[];
}

/** Less likely than this, or hardly more likely than the next, is not told. */
const leastConfidence = 0.5;
const leastLead = 0.2;

/**
 * Which workload a key is for, from what its user is called and what the key was seen doing. Each
 * sign adds log-odds to the kinds it speaks for (`tool-signs`, `host-signs`, `address-signs`,
 * `shape-signs`, `action-signs`, `word-signs`, `trait-signs`); what is absent adds nothing. Pure and
 * total: the same signs give the same answer, in whatever order they were observed.
 */
export const classifyWorkload = (signs: WorkloadSigns): Classification => {
  const found = signsFound(signs);
  const ranked = rankKinds(found);
  const [first, second] = ranked;
  if (first === undefined || second === undefined) throw new Error('There are always two kinds.');
  const alternatives = ranked
    .filter(({ kind, confidence }) => kind !== 'unknown' && confidence >= 0.05)
    .map(({ kind, confidence }) => ({ kind, confidence }));
  const isTold =
    first.kind !== 'unknown' &&
    first.confidence >= leastConfidence &&
    first.confidence - second.confidence >= leastLead;
  const others = alternatives.filter(({ kind }) => !isTold || kind !== first.kind).slice(0, 4);
  const workload: Workload = {
    kind: isTold ? first.kind : 'unknown',
    confidence: isTold ? first.confidence : notTold(ranked),
    evidence: isTold
      ? [...first.evidence, ...doubtsAbout(first.kind, found)]
      : whyUnknown(found, ranked, signs),
    ...(others.length === 0 ? {} : { alternatives: others }),
  };
  return { workload, ranked };
};

const signsFound = ({ traits, usage }: WorkloadSigns): readonly FoundSign[] => [
  ...wordSigns(traits),
  ...traitSigns(traits),
  ...(usage === undefined
    ? []
    : [...agentSigns(usage), ...addressSigns(usage), ...shapeSigns(usage), ...actionSigns(usage)]),
];

/** What speaks against the kind that is told: a key may be used by more than one. */
const doubtsAbout = (kind: WorkloadKind, found: readonly FoundSign[]): readonly string[] =>
  found
    .map(({ weights, strength, text }) => ({ weight: (weights[kind] ?? 0) * strength, text }))
    .filter(({ weight }) => weight <= -0.7)
    .sort((a, b) => a.weight - b.weight || (a.text < b.text ? -1 : 1))
    .slice(0, 2)
    .map(({ text }) => `against it: ${text}`);

/** How likely it is that no single kind could have been told rightly: that the best guess is wrong. */
const notTold = (ranked: readonly RankedKind[]): number => {
  const best = ranked.find(({ kind }) => kind !== 'unknown')?.confidence ?? 0;
  return Math.round((1 - best) * 1000) / 1000;
};

const whyUnknown = (
  found: readonly FoundSign[],
  ranked: readonly RankedKind[],
  { usage, lastUse }: WorkloadSigns,
): readonly string[] => {
  const [best, next] = ranked.filter(({ kind }) => kind !== 'unknown');
  const lines: string[] = [];
  if (best !== undefined && next !== undefined && best.evidence.length > 0) {
    const isTie = best.confidence - next.confidence < leastLead && next.evidence.length > 0;
    lines.push(
      isTie
        ? `as much says ${best.kind} as ${next.kind}`
        : `little says more than that it may be ${best.kind}`,
    );
    lines.push(...best.evidence.slice(0, 3));
  }
  if (found.length === 0) lines.push('nothing in its name, path or tags tells');
  if (usage === undefined) lines.push('nobody has looked what the key does');
  else if (usage.records === 0) lines.push('no call was seen in what was read');
  if (lastUse === null) lines.push('the key was never used');
  if (lines.length === 0) lines.push('what was seen of it says nothing about the workload');
  return lines;
};
