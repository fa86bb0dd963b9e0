import type { Canary } from '../core/keys/canary.ts';
import type { OverCapAsk } from '../core/keys/over-cap.ts';
import type { AccountId } from '../core/model/ids.ts';
import type { Instant } from '../core/model/instant.ts';

/** What limits have counted, and what they hold back. */
export interface Limits {
  /** Today's counters, as `capsFor` names them. */
  spent(day: string): Promise<Readonly<Record<string, number>>>;
  readCanary(): Promise<Canary | null>;
  /** Counts one act of the first day; `'wait'` when the first day has had its number. */
  spendCanary(now: Instant, limit: number): Promise<'go' | 'wait'>;
  readAsk(day: string): Promise<OverCapAsk | null>;
  /** As with cases: one conditional write on the version that was read (0: must be new). */
  writeAsk(ask: OverCapAsk): Promise<OverCapAsk | 'changed'>;
}

/** How many keys an account has, as the last sweep counted them. */
export interface KeyCounts {
  /** `undefined`: no sweep has read the account. */
  keysOf(accountId: AccountId): Promise<number | undefined>;
}

/** Moves the stop switch. Only approvers' commands lead here. */
export interface StopSwitchControl {
  /** @throws LastkeyError when it could not be moved, or could not be seen to have moved */
  set(state: 'go' | 'stop'): Promise<void>;
}
