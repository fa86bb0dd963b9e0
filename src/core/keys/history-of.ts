import type { Instant } from '../model/instant.ts';
import type { KeyHistory } from './decision.ts';
import type { KeyCase } from './key-case.ts';
import { isTold, isToldOfDeletion } from './notices.ts';

/** What a case says of the past, for the decision about its key. */
export const historyOf = (keyCase: KeyCase, watchedSince?: Instant): KeyHistory => ({
  stage: keyCase.stage,
  clockStartedAt: keyCase.clockStartedAt,
  isTold: keyCase.stage === 'disabled' ? isToldOfDeletion(keyCase) : isTold(keyCase),
  reactivations: keyCase.reactivations,
  reasons: keyCase.reasons,
  ...(keyCase.dueAt === undefined ? {} : { dueAt: keyCase.dueAt }),
  ...(keyCase.disabled === undefined ? {} : { disabledAt: keyCase.disabled.at }),
  ...(keyCase.automation === undefined ? {} : { automation: keyCase.automation }),
  ...(watchedSince === undefined ? {} : { watchedSince }),
});
