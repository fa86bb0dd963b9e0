import type { KeyCase, Notice, NoticeKind } from '../keys/key-case.ts';
import { parseInstant } from '../model/instant.ts';
import type { Words } from './words.ts';

/** Notices that leave the answer to "was it used since the warning?" as it was. */
const beside: ReadonlySet<NoticeKind> = new Set([
  'how-to-switch',
  'click-refused',
  'not-mine',
  'answers-given',
  'recommendation-changed',
  'migration-step',
  'over-cap',
  'not-disabled',
]);

/** The notice that tells the use found by the last look, while it still is the newest word. */
export const useFoundByLastLook = (keyCase: KeyCase): Notice | undefined => {
  const newest = keyCase.notices.filter((notice) => !beside.has(notice.kind)).at(-1);
  return newest?.kind === 'used-since-warning' ? newest : undefined;
};

/**
 * What, where and when of a use: as the last look saw it, else as the case knows it. `details` of a
 * `used-since-warning` notice: `service`, `region`, `usedAt`.
 */
export const useWords = (
  { lastUse }: KeyCase,
  details: Notice['details'],
  words: Words,
): string => {
  const service = details['service'] ?? lastUse?.service;
  const region = details['region'] ?? lastUse?.region;
  const usedAt = parseInstant(details['usedAt']) ?? lastUse?.at;
  return [
    service === undefined ? 'service unknown' : words.name(service),
    region === undefined ? '' : `in ${words.name(region)}`,
    usedAt === undefined ? '' : `on ${words.date(usedAt)}`,
  ]
    .filter((part) => part !== '')
    .join(' ');
};
