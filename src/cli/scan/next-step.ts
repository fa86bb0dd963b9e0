import type { Reason, ReasonId } from '../../core/keys/reasons.ts';
import { graver, severityOfReason } from './severity-of.ts';

interface Step {
  /** For a narrow column. */
  readonly short: string;
  /** A sentence for whoever is to do it. */
  readonly long: string;
}

const steps: Readonly<Record<ReasonId, Step>> = {
  exposed: {
    short: 'disable now',
    long: 'Disable it now, then read in CloudTrail what it was used for.',
  },
  'root-key': {
    short: 'delete it',
    long: 'Sign in as the root user, or use AssumeRoot, and delete it. Nothing can limit a root key.',
  },
  'owner-gone': { short: 'find an owner', long: 'Find who answers for it now, then disable it.' },
  're-activated': {
    short: 'ask who did it',
    long: 'Find what activated it again, and change that first.',
  },
  'replacement-in-use': {
    short: 'disable it',
    long: 'Its role is in use: disable the key, and delete it a week later.',
  },
  'never-used': { short: 'disable it', long: 'Nobody has used it: disable it, then delete it.' },
  unused: {
    short: 'disable it',
    long: 'Tell the owner and disable it; it can be activated again while it exists.',
  },
  'second-active-key': {
    short: 'keep only one',
    long: 'End the rotation: find which of the two is in use and disable the other.',
  },
  'too-old': {
    short: 'use a role',
    long: 'Replace it by a role. "lastkey recommend" says which.',
  },
  undeclared: {
    short: 'use a role',
    long: 'Replace it by a role. "lastkey recommend" says which.',
  },
  'inactive-leftover': { short: 'delete it', long: 'It is inactive: delete it.' },
  'created-by-automation': {
    short: 'fix the code',
    long: 'Remove it in the code that makes it.',
  },
};

const nothing: Step = { short: 'nothing yet', long: 'Nothing yet. A role would need no rotation.' };
const readFirst: Step = {
  short: 'find out more',
  long: 'Read what is unknown first; nothing is assumed.',
};

/** What to do about a key: by its gravest reason, the first named where several are as grave. */
export const nextStep = (reasons: readonly Reason[], hasUnknowns: boolean): Step => {
  const [first] = [...reasons].sort((one, other) =>
    graver(severityOfReason[one.id], severityOfReason[other.id]),
  );
  if (first !== undefined) return steps[first.id];
  return hasUnknowns ? readFirst : nothing;
};
