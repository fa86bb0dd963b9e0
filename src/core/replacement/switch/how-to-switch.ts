import type { KeyUsage } from '../../usage/key-usage.ts';
import type { SwitchPlan } from '../switch-plan.ts';

/** How one key is replaced by its role, ready to be followed. */
export interface HowToSwitch {
  /** One line: what is done instead of using the key. */
  readonly summary: string;
  /** In order, one line each; a step that needs code names its snippet. */
  readonly steps: readonly string[];
  /** Code to copy, by name: `workflow`, `cloudformation`, `cdk`, `terraform`, `check`, … */
  readonly snippets: Readonly<Record<string, string>>;
  /** What stops working if the key is disabled now, one line each. */
  readonly breaks: readonly string[];
}

/**
 * The way from a key to the role that replaces it. Pure: nothing that the plan does not say is made
 * up, and what must still be answered stands as `<label>`.
 */
export const howToSwitch = (plan: SwitchPlan, _usage?: KeyUsage): HowToSwitch => ({
  summary: `Replace the key of ${plan.userName}.`,
  steps: [],
  snippets: {},
  breaks: [],
});
