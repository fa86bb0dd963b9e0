import type { Caller } from './caller.ts';
import type { AccountState } from './iam/account-state.ts';
import type { Input } from './input.ts';
import type { OrganizationState } from './organization-state.ts';
import type { Output } from './output.ts';

/** What an action works on: the caller's account, and the organization around it. */
export interface ActionContext {
  readonly organization: OrganizationState;
  /** IAM state of the caller's account. */
  readonly account: AccountState;
  readonly caller: Caller;
  /** From the signature's scope. */
  readonly region: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Puts an event on a bus, with all that follows. */
  readonly putEvent: PutEvent;
}

export type PutEvent = (busKey: string, event: Readonly<Record<string, unknown>>) => Promise<void>;

/** One API action: `(input, state) -> output`, or an AwsError. */
export type Action = (input: Input, context: ActionContext) => Output | Promise<Output>;
