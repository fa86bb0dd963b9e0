import type { Configuration } from '../model/configuration.ts';
import { addDays, type Instant } from '../model/instant.ts';
import { decideInactive } from './decide-inactive.ts';
import { decideRound, newRound, stageToKeep } from './decide-round.ts';
import type { Decision, KeyFactsNow, KeyHistory } from './decision.ts';
import type { DecisionContext, StageDecision } from './decision-context.ts';
import { exceptionFor } from './exception.ts';
import { activeKeyReasons, isRoot } from './key-reasons.ts';
import { riskOf } from './key-risk.ts';
import { describeRules, settingsForKey } from './key-settings.ts';
import { mayHaveDueDate, unknownsOf } from './key-unknowns.ts';
import { reactivatedReason } from './reactivation.ts';
import type { Reason } from './reasons.ts';

/**
 * Decides what should become of one key now. Pure and total: any facts have an answer, and an
 * unknown fact never brings a key nearer to an act (invariant 2). What each stage means is in
 * `docs/decisions/0012-stages-of-a-key.md`; in short:
 *
 * - `watched`: nothing is to be said. `told`: something is; for a key that was never met the first
 *   message is due. `warned`: a configured day before the due date has come. `due`: every warning was
 *   delivered, the date has come, the window is open.
 * - `disabled`: the key is Inactive, whoever did it; with `next: 'delete'` its deletion has a date.
 * - `restored`: as `told`, after somebody brought the key back.
 * - `excepted`: an exception covers it, until `dueAt`. `rotating`: a rotation has it.
 * - `deleted`, `gone`: it does not exist any more, and nothing follows.
 */
export const decide = (
  facts: KeyFactsNow,
  configuration: Pick<Configuration, 'keys' | 'mode' | 'overrides'>,
  history: KeyHistory,
  now: Instant,
): Decision => {
  const { settings, mode, rules, undecided } = settingsForKey(configuration, facts.place);
  const rule = describeRules(rules);
  const exception = facts.exceptions.known
    ? exceptionFor(
        facts.exceptions.value,
        facts.accessKeyId.known ? facts.accessKeyId.value : '',
        now,
        facts.place,
      )
    : undefined;
  return {
    ...decideStage({ facts, history, settings, exception, now }),
    mode,
    ...(rule === undefined ? {} : { rule }),
    unknowns: unknownsOf(facts, undecided),
    risk: riskOf(facts, settings.unusedDays, now),
  };
};

const decideStage = (context: DecisionContext): StageDecision => {
  const { facts, history } = context;
  switch (history.stage) {
    case 'gone':
    case 'deleted':
      return { stage: history.stage, why: 'The key does not exist any more.', reasons: [] };
    case 'rotating':
      return { stage: 'rotating', why: 'A rotation is under way.', reasons: [] };
    default:
  }
  if (!facts.status.known) {
    return held(context, 'Whether the key is Active is unknown.');
  }
  if (facts.status.value !== 'Active') return decideInactive(context);
  return decideActive(context);
};

const decideActive = (context: DecisionContext): StageDecision => {
  const { facts, history, settings, exception, now } = context;
  const reasons = activeKeyReasons(facts, history, settings, now);
  if (exception !== undefined) {
    return {
      stage: 'excepted',
      why: `An exception covers the key until ${exception.expiresAt}.`,
      // What somebody granted says nothing about a key that became public.
      reasons: reasons.filter(({ id }) => id === 'exposed'),
      dueAt: exception.expiresAt,
      nextStepAt: exception.expiresAt,
    };
  }
  if (history.stage === 'disabled') return decideReactivated(context, reasons);
  if (history.stage === 'excepted') return decideExceptionEnded(context, reasons);
  if (reasons.length === 0) return decideNothingToSay(context);
  const base = { stage: stageToKeep(history.stage), reasons };
  const undated = whyUndated(facts, history.reactivations);
  if (undated !== undefined) return { ...base, why: undated };
  if (!reasons.some((reason) => setsDate(reason, context))) {
    return {
      ...base,
      stage: 'told',
      why: 'The key is in use: it is told, and no date is set for it.',
    };
  }
  return decideRound(context, reasons);
};

const decideReactivated = (context: DecisionContext, reasons: readonly Reason[]): StageDecision => {
  const { facts, history } = context;
  const reactivations = history.reactivations + 1;
  const reason = reactivatedReason(history.automation, reactivations);
  const all = [reason, ...reasons.filter(({ id }) => id !== 're-activated')];
  const undated = whyUndated(facts, reactivations);
  if (undated !== undefined) return { stage: 'told', why: undated, reasons: all };
  return newRound(context, all, 'told', 'The key came back after it had been disabled.');
};

const decideExceptionEnded = (
  context: DecisionContext,
  reasons: readonly Reason[],
): StageDecision => {
  if (!context.facts.exceptions.known) {
    return held(context, 'Whether an exception still covers the key is unknown.');
  }
  const ended: Reason = { id: 'undeclared', text: 'The exception for this key has ended.' };
  const all = [ended, ...reasons.filter(({ id }) => id !== 'undeclared')];
  const undated = whyUndated(context.facts, context.history.reactivations);
  if (undated !== undefined) return { stage: 'told', why: undated, reasons: all };
  return newRound(
    { ...context, history: withoutDate(context.history) },
    all,
    'told',
    'The exception for the key has ended.',
  );
};

const decideNothingToSay = (context: DecisionContext): StageDecision => {
  const { facts, history } = context;
  const isUnsure = !facts.lastUse.known || !facts.createdAt.known;
  // A reason that cannot be seen now may still hold: the key keeps its stage, without a date.
  if (history.stage !== 'new' && history.stage !== 'watched' && isUnsure) {
    return held(context, 'Whether the reasons still hold is unknown.');
  }
  const why =
    history.stage === 'new' || history.stage === 'watched'
      ? 'Nothing known speaks against the key.'
      : 'Nothing speaks against the key any more.';
  return { stage: 'watched', why, reasons: [] };
};

/** Where a key stays when too much is unknown: never nearer to an act, and without a date. */
const held = ({ history }: DecisionContext, why: string): StageDecision => {
  const stage = history.stage === 'new' ? 'watched' : history.stage;
  return {
    stage: stage === 'due' ? 'warned' : stage,
    why: `${why} Nothing is done.`,
    reasons: history.reasons ?? [],
  };
};

/** Why no date may be set for an Active key, whatever the reasons; `undefined`: it may. */
const whyUndated = (facts: KeyFactsNow, reactivations: number): string | undefined => {
  if (isRoot(facts)) return 'Nobody but the root user can disable a root key.';
  if (!mayHaveDueDate(facts)) return 'What a date needs is unknown, so nothing is due.';
  return reactivations >= 2
    ? 'The key came back twice: a person must change what brings it back.'
    : undefined;
};

const withoutDate = ({ dueAt: _due, ...history }: KeyHistory): KeyHistory => history;

/**
 * Whether a reason alone starts a clock. A second key does not, and neither does age while the key
 * is in use: such a key would be used again before its date, and only be nagged about.
 */
const setsDate = ({ id }: Reason, { facts, settings, now }: DecisionContext): boolean => {
  switch (id) {
    case 'second-active-key':
    case 'created-by-automation':
    case 'inactive-leftover':
    case 'root-key':
      return false;
    case 'too-old': {
      const use = facts.lastUse.known ? facts.lastUse.value : null;
      return use === null || use.at < addDays(now, -settings.newKeyGraceDays);
    }
    default:
      return true;
  }
};
