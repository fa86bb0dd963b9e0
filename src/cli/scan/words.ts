import { daysBetween, type Instant } from '../../core/model/instant.ts';
import type { ScanKey } from './scan-document.ts';

export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`;

/** `Payments (111122223333)`, or the id alone where no name is known. */
export const accountText = ({ accountId, name }: { accountId: string; name: string }): string =>
  name === accountId ? accountId : `${name} (${accountId})`;

/** `45 d`, `3.1 y`; `?` when the date is not known. */
export const ageText = (since: Instant | 'unknown', now: Instant): string => {
  if (since === 'unknown') return '?';
  const days = wholeDays(since, now);
  return days < 730 ? `${days} d` : `${(days / 365.25).toFixed(1)} y`;
};

export const wholeDays = (since: Instant, now: Instant): number =>
  Math.max(0, Math.floor(daysBetween(since, now)));

/** `3 d ago, s3`; `never`; `?` when it is not known. */
export const lastUseText = (
  { lastUsedAt, lastUsedService }: Pick<ScanKey, 'lastUsedAt' | 'lastUsedService'>,
  now: Instant,
): string => {
  if (lastUsedAt === null) return 'never';
  if (lastUsedAt === 'unknown') return '?';
  const service = lastUsedService === null || lastUsedService === 'unknown' ? '' : lastUsedService;
  return `${ageText(lastUsedAt, now)} ago${service === '' ? '' : `, ${service}`}`;
};

/** The gravest reason and how many more; the stage where there is none. */
export const verdictText = ({ status, verdict }: Pick<ScanKey, 'status' | 'verdict'>): string => {
  const [first, ...more] = verdict.reasons;
  if (first !== undefined) return more.length === 0 ? first.id : `${first.id} +${more.length}`;
  if (status === 'Inactive') return 'inactive';
  return status === 'unknown' ? 'status unknown' : 'nothing found';
};
