import type { NoticeKind } from '../keys/key-case.ts';

/** What makes a recommendation worth another look; `recommendation-changed` must not be among them. */
const causes: readonly NoticeKind[] = [
  'found',
  're-activated',
  'warning',
  'used-since-warning',
  'would-disable',
  'answers-given',
  'migration-step',
];

/** The pattern of the hub rule for them, among lastkey's own events. */
export const recommendAgainPattern = {
  source: ['lastkey'],
  detail: { noticeKind: causes },
} as const;
