import type { KeyCase, Notice, NoticeKind } from '../keys/key-case.ts';

/** Notices that leave the answer to "was it used since the warning?" as it was. */
const beside: ReadonlySet<NoticeKind> = new Set([
  'how-to-switch',
  'click-refused',
  'not-mine',
  'replacement-in-use',
  'over-cap',
  'not-disabled',
]);

/** The notice that tells the use found by the last look, while it still is the newest word. */
export const useFoundByLastLook = (keyCase: KeyCase): Notice | undefined => {
  const newest = keyCase.notices.filter((notice) => !beside.has(notice.kind)).at(-1);
  return newest?.kind === 'used-since-warning' ? newest : undefined;
};
