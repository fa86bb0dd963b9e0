import { type SweepEventDetail, sweepTopics } from '../events/sweep-event.ts';

/** The detail of what a sweep has to say, as it came through the queue; `undefined` for anything else. */
export const readSweepDetail = (
  detail: Readonly<Record<string, unknown>>,
): SweepEventDetail | undefined => {
  const { topic, title, advice, noticeId, more, lines, contacts, accountIds } = detail;
  const isWhole =
    (sweepTopics as readonly unknown[]).includes(topic) &&
    [title, advice, noticeId].every((each) => typeof each === 'string') &&
    typeof more === 'number' &&
    [lines, contacts, accountIds].every(isTextList);
  return isWhole ? (detail as unknown as SweepEventDetail) : undefined;
};

const isTextList = (list: unknown): boolean =>
  Array.isArray(list) && list.every((each) => typeof each === 'string');
