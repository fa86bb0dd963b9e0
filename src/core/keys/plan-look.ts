import type { ChangeWindow, Configuration } from '../model/configuration.ts';
import { known } from '../model/fact.ts';
import { addDays, type Instant } from '../model/instant.ts';
import { isOpen, nextOpening } from './change-window.ts';
import type { Decision, KeyHistory } from './decision.ts';
import { settingsForKey } from './key-settings.ts';
import type { PlannedKey, PlanStep } from './plan.ts';
import type { ActOutcome, DueAct } from './plan-acts.ts';

/** A key on its way through the plan. */
export interface PlannedState extends PlannedKey {
  readonly window: ChangeWindow | null;
  /** Whether a limit holds it back: said once. */
  readonly isHeld: boolean;
}

/** One look at a key, as the clock or the daily sweep takes it. */
export interface Look {
  readonly state: PlannedState;
  readonly decision: Decision;
}

/** Messages that were sent before count as delivered. */
export const startOf = (
  key: PlannedKey,
  configuration: Pick<Configuration, 'keys' | 'mode' | 'overrides'>,
): PlannedState => ({
  ...key,
  history: { ...key.history, isTold: key.history.stage !== 'new' },
  window: settingsForKey(configuration, key.facts.place).settings.window,
  isHeld: false,
});

/** The act that a look asks for, when its time has come and the window is open. */
export const dueAct = ({ state, decision }: Look, at: Instant): readonly DueAct[] => {
  const { next, stage, dueAt, mode } = decision;
  const isDue =
    next === 'disable' ? stage === 'due' : next === 'delete' && dueAt !== undefined && dueAt <= at;
  if (!isDue || next === undefined || !isOpen(state.window, at)) return [];
  return [
    {
      name: state.name,
      act: next,
      mode,
      key: { accountId: state.facts.accountId },
      owners: [{ contact: state.owner }],
    },
  ];
};

/** What the plan says of a look; nothing when nothing changes. */
export const stepOf = (
  { state, decision }: Look,
  outcome: ActOutcome | undefined,
): PlanStep | undefined => {
  const from = state.history.stage;
  const key = state.name;
  const act = decision.next;
  if (outcome?.kind === 'done') {
    return act === 'delete'
      ? { key, from, to: 'deleted', why: 'It stayed disabled for as long as it can be restored.' }
      : { key, from, to: 'disabled', why: 'Nothing used it after the first warning.' };
  }
  const to = decision.stage;
  if (outcome?.kind === 'held') {
    return state.isHeld ? undefined : { key, from, to, why: outcome.why };
  }
  if (outcome?.kind === 'observed') {
    return { key, from, to, why: `It would be ${act}d: lastkey only observes here.` };
  }
  // While a limit holds a key back, a closed window is no news.
  if (from === to || state.isHeld || (from === 'new' && isAsFound(to))) return undefined;
  const isFirst = from === 'new' || from === 'watched';
  const reason = decision.reasons[0]?.text;
  return { key, from, to, why: isFirst && reason !== undefined ? reason : decision.why };
};

/** A key that lastkey meets in order, or Inactive, is left as it is. */
const isAsFound = (stage: Decision['stage']): boolean =>
  stage === 'watched' || stage === 'disabled';

/** The key after a look, and when it is looked at again; `undefined`: nothing more can happen. */
export const afterLook = (
  { state, decision }: Look,
  outcome: ActOutcome | undefined,
  at: Instant,
): { readonly state: PlannedState; readonly nextLookAt: Instant } | undefined => {
  const tomorrow = addDays(at, 1);
  if (outcome?.kind === 'observed') return undefined;
  if (outcome?.kind === 'done') {
    return decision.next === 'delete'
      ? undefined
      : { state: disabled(state, decision, at), nextLookAt: tomorrow };
  }
  if (isOver(decision)) return undefined;
  const after = { ...state, history: historyAfter(state.history, decision) };
  if (outcome?.kind === 'held') {
    const again = nextOpening(state.window, tomorrow);
    return again === undefined
      ? undefined
      : { state: { ...after, isHeld: true }, nextLookAt: again };
  }
  const { nextStepAt, dueAt, next } = decision;
  const isWaiting = next !== undefined && dueAt !== undefined && dueAt <= at;
  const nextLookAt = isWaiting
    ? nextOpening(state.window, at)
    : nextStepAt !== undefined && nextStepAt > at
      ? nextStepAt
      : tomorrow;
  return nextLookAt === undefined
    ? undefined
    : { state: after, nextLookAt: nextLookAt > at ? nextLookAt : tomorrow };
};

/** A disabled key that is never deleted stays as it is. */
const isOver = ({ stage, next }: Decision): boolean =>
  stage === 'deleted' ||
  stage === 'gone' ||
  stage === 'rotating' ||
  (stage === 'disabled' && next === undefined);

const disabled = (state: PlannedState, decision: Decision, at: Instant): PlannedState => ({
  ...state,
  isHeld: false,
  facts: { ...state.facts, status: known('Inactive', at, 'plan') },
  history: {
    stage: 'disabled',
    isTold: true,
    reactivations: state.history.reactivations,
    reasons: decision.reasons,
    disabledAt: at,
  },
});

const historyAfter = (history: KeyHistory, decision: Decision): KeyHistory => {
  const { clockStartedAt, dueAt: _due, ...rest } = history;
  const startedAt = decision.clockStartedAt ?? clockStartedAt;
  return {
    ...rest,
    stage: decision.stage,
    isTold: true,
    reasons: decision.reasons,
    ...(startedAt === undefined ? {} : { clockStartedAt: startedAt }),
    ...(decision.dueAt === undefined ? {} : { dueAt: decision.dueAt }),
  };
};
