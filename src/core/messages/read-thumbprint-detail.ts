import type { ThumbprintEventDetail } from '../events/domain-event.ts';
import { asFields } from './slack-json.ts';

/** The detail of a `Thumbprint Drift` event as it came through the queue; `undefined` for anything else. */
export const readThumbprintDetail = (
  detail: Readonly<Record<string, unknown>>,
): ThumbprintEventDetail | undefined => {
  const { issuer, noticeId, verdict, providerCount, proposal } = detail;
  const isWhole =
    [issuer, noticeId, verdict].every((each) => typeof each === 'string') &&
    typeof providerCount === 'number' &&
    isListOf(detail['providers'], ['accountId', 'arn']) &&
    isListOf(detail['findings'], ['id', 'severity', 'message']) &&
    Array.isArray(detail['contacts']) &&
    detail['contacts'].every((each) => typeof each === 'string') &&
    (proposal === undefined || isProposal(proposal));
  return isWhole ? (detail as unknown as ThumbprintEventDetail) : undefined;
};

const isListOf = (list: unknown, names: readonly string[]): boolean =>
  Array.isArray(list) && list.every((each) => hasTexts(each, names));

const hasTexts = (value: unknown, names: readonly string[]): boolean => {
  const fields = asFields(value);
  return fields !== undefined && names.every((name) => typeof fields[name] === 'string');
};

const isProposal = (value: unknown): boolean => {
  const thumbprints = asFields(value)?.['thumbprints'];
  return (
    hasTexts(value, ['step', 'why']) &&
    Array.isArray(thumbprints) &&
    thumbprints.every((each) => typeof each === 'string')
  );
};
