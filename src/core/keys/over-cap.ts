import type { Instant } from '../model/instant.ts';
import type { AccessKey } from './access-key.ts';
import { ownerOf } from './caps.ts';
import type { KeyCase, Thread } from './key-case.ts';

/** One key that a limit holds back, with what an approver needs to judge it. */
export interface HeldKey {
  readonly key: AccessKey;
  readonly accountName: string;
  readonly owner: string;
  /** Why it is due: the case's reasons in words. */
  readonly reason: string;
  readonly dueAt: Instant;
  /** The limit that holds it back: `5 per account 111122223333`. */
  readonly cap: string;
}

/** The day's question to the approvers: what would happen, and what they said. */
export interface OverCapAsk {
  /** `2026-11-23`: one question a day. */
  readonly day: string;
  /** Optimistic lock: each write expects the version it read; 0 is not written yet. */
  readonly version: number;
  readonly state: 'asked' | 'go-ahead' | 'not-now';
  readonly askedAt: Instant;
  readonly keys: readonly HeldKey[];
  readonly thread?: Thread;
  readonly answered?: { readonly by: string; readonly at: Instant };
}

/** As many keys as one message lists: nobody approves what they were not shown. */
export const mostAsked = 40;

/**
 * Adds keys to the question of the day. An answered question stays as it is: what comes later waits
 * for the next day's.
 * @returns the same ask when nothing is added
 */
export const withHeldKeys = (ask: OverCapAsk, held: readonly HeldKey[]): OverCapAsk => {
  if (ask.state !== 'asked') return ask;
  const known = new Set(ask.keys.map(({ key }) => key.accessKeyId));
  const fresh = held
    .filter(({ key }) => !known.has(key.accessKeyId))
    .slice(0, Math.max(0, mostAsked - ask.keys.length));
  return fresh.length === 0 ? ask : { ...ask, keys: [...ask.keys, ...fresh] };
};

/** Changes with every key that is added: a button drawn earlier is stale then. */
export const overCapState = (ask: OverCapAsk): string => `${ask.state}.${ask.keys.length}`;

export type OverCapAnswer =
  | { readonly kind: 'decided'; readonly ask: OverCapAsk }
  | { readonly kind: 'refused'; readonly because: 'stale'; readonly say: string };

/** Decides an approver's answer. A question is answered once, and on its own day. */
export const decideOverCap = (
  ask: OverCapAsk,
  answer: {
    readonly by: string;
    readonly isGoAhead: boolean;
    readonly state: string;
    readonly at: Instant;
  },
  now: Instant,
): OverCapAnswer => {
  if (now.slice(0, 10) !== ask.day) {
    return stale(
      'This question is from an earlier day. Nothing was done; the keys are asked for anew.',
    );
  }
  if (ask.state !== 'asked') {
    return stale('This question was answered already. Nothing more was done.');
  }
  if (answer.state !== overCapState(ask)) {
    return stale('The list has changed since the button was drawn. Please look at it again.');
  }
  return {
    kind: 'decided',
    ask: {
      ...ask,
      state: answer.isGoAhead ? 'go-ahead' : 'not-now',
      answered: { by: answer.by, at: answer.at },
    },
  };
};

export const heldKey = (keyCase: KeyCase & { readonly dueAt: Instant }, cap: string): HeldKey => ({
  key: keyCase.key,
  accountName: keyCase.accountName,
  owner: ownerOf(keyCase),
  reason: keyCase.reasons[0]?.text ?? 'It stayed unused until its due date.',
  dueAt: keyCase.dueAt,
  cap,
});

const stale = (say: string): OverCapAnswer => ({ kind: 'refused', because: 'stale', say });
