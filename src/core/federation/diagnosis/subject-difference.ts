import { parseConditionOperator } from '../condition-operator.ts';
import { claimOfKey } from '../conditions-of.ts';
import type { Reason } from '../evaluate.ts';
import { globMatches, literalGlob, parseGlob } from '../glob.ts';
import { parseSubject } from '../parse-subject.ts';
import { otherSpellings } from './other-spellings.ts';
import type { PresentedToken } from './presented-token.ts';

/** `serviceAccount` as people write it. */
const fieldWords = (name: string): string => name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();

const matches = ({ wanted, operator }: Reason, text: string): boolean => {
  const isWild = parseConditionOperator(operator ?? '')?.compare === 'StringLike';
  return wanted.some((value) => globMatches(isWild ? parseGlob(value) : literalGlob(value), text));
};

/** What a run presents in place of a branch, by kind of token. */
const insteadOf: Readonly<Record<string, string>> = {
  environment: 'A job with an environment presents the environment instead of the branch or tag.',
  'pull-request': 'A run for a pull request presents neither branch nor environment.',
  tag: 'The run is for a tag.',
  branch: 'The run is for a branch, without an environment.',
};

/** The pinned subject that differs in the fewest parts, and those parts. */
const nearestPinned = ({ wanted }: Reason, { entry, provider, values }: PresentedToken) =>
  wanted
    .filter((value) => !/[*?]/.test(value))
    .map((value) => parseSubject(entry, provider, value))
    .filter((subject) => subject !== undefined)
    .map((subject) => ({
      subject,
      differing: Object.keys(subject.values).filter(
        (name) => values[name] !== undefined && values[name] !== subject.values[name],
      ),
    }))
    .sort((a, b) => a.differing.length - b.differing.length)[0];

/**
 * A part with a few possible values (plan or apply, preview or production) that differs from what is
 * pinned: who pinned it told one kind of run from another.
 */
export const chosenOnPurpose = (
  failed: readonly Reason[],
  token: PresentedToken,
): string | undefined => {
  const { provider, entry, values } = token;
  const field = failed
    .filter(({ key }) => claimOfKey(provider, key ?? '') === 'sub')
    .flatMap((reason) => nearestPinned(reason, token)?.differing ?? [])
    .find((name) => entry.fields[name]?.values !== undefined);
  return field === undefined ? undefined : `${fieldWords(field)} "${values[field]}"`;
};

/** Whether the login comes from the workload that the policy names, under another spelling at most. */
export const isPinnedWorkload = (failed: readonly Reason[], token: PresentedToken): boolean =>
  failed
    .filter(({ key, got }) => got !== null && claimOfKey(token.provider, key ?? '') !== undefined)
    .every(
      (reason) =>
        claimOfKey(token.provider, reason.key ?? '') === 'sub' &&
        otherSpellings(token).some((spelling) => matches(reason, spelling)),
    );

/**
 * In which way a presented subject differs from the one that is pinned, in a sentence; empty when the
 * grammar of the identity provider does not tell.
 */
export const subjectDifference = (reason: Reason, token: PresentedToken): string => {
  const { entry, form, values } = token;
  // What an unknown issuer means by the parts of its subjects is not known.
  if (form === undefined || entry.id === 'unknown') return '';
  if (otherSpellings(token).some((spelling) => matches(reason, spelling))) {
    return 'By its names this is what is pinned; its identity provider now writes ids into the subject (GitHub does so after a rename or transfer, and for repositories created after 15 July 2026).';
  }
  const pinned = nearestPinned(reason, token);
  if (pinned === undefined) return '';
  const { subject, differing } = pinned;
  const lines = differing.map(
    (name) => `${fieldWords(name)} "${values[name]}" instead of "${subject.values[name]}"`,
  );
  const differs = lines.length === 0 ? '' : `The subject has ${lines.join(', ')}.`;
  const kind = subject.form === form.id ? '' : (insteadOf[form.id] ?? '');
  return [differs, kind].filter((each) => each !== '').join(' ');
};
