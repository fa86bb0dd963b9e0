import type { Instant } from '../model/instant.ts';

/**
 * `detail` of what a sweep has to say in one message rather than one a thing: accounts that no run can
 * read, roles of an account whose trust was judged for the first time, root keys; and of what the
 * security channel hears of a key in public, beside its owner. It carries everything that is told,
 * because no case stands behind it.
 */
export interface SweepEventDetail {
  readonly version: 1;
  readonly noticeKind: 'sweep';
  readonly topic: SweepTopic;
  /** Accounts that it is about; at most fifty. */
  readonly accountIds: readonly string[];
  readonly title: string;
  /** Plain sentences, one a thing, gravest first. */
  readonly lines: readonly string[];
  /** How many more things there are than lines. */
  readonly more: number;
  /** What to do about it, in a sentence. */
  readonly advice: string;
  /** Contacts to tell, in order: the first that Slack takes. */
  readonly contacts: readonly string[];
  /** The same news has the same id. */
  readonly noticeId: string;
  readonly at: Instant;
}

export const sweepTopics = ['coverage-gap', 'role-trust', 'root-keys', 'key-exposed'] as const;
export type SweepTopic = (typeof sweepTopics)[number];

/** The `detail-type` of each topic. */
export const sweepEventTypes = {
  'coverage-gap': 'Coverage Gap',
  'role-trust': 'Trust Finding',
  'root-keys': 'Access Key Found',
  'key-exposed': 'Access Key Exposed',
} as const satisfies Record<SweepTopic, string>;
