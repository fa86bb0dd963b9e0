import type { KeySettings } from '../model/configuration.ts';
import type { Instant } from '../model/instant.ts';
import type { Decision, KeyFactsNow, KeyHistory } from './decision.ts';
import type { ExceptionRecord } from './exception.ts';

/** What a stage decision says, before mode, rule, unknowns and risk are added. */
export type StageDecision = Omit<Decision, 'mode' | 'rule' | 'unknowns' | 'risk'>;

/** What the parts of the decision share. */
export interface DecisionContext {
  readonly facts: KeyFactsNow;
  readonly history: KeyHistory;
  readonly settings: KeySettings;
  readonly exception: ExceptionRecord | undefined;
  readonly now: Instant;
}
