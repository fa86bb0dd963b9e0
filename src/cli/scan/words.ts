import { daysBetween, type Instant } from '../../core/model/instant.ts';
import type { ScanKey } from './scan-document.ts';

/** `10,000` */
export const numberText = (count: number): string => count.toLocaleString('en');

export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${numberText(count)} ${count === 1 ? one : many}`;

/** `anna, ben, carl and 12 more users` */
export const namesText = (names: readonly string[]): string =>
  names.length > 3
    ? `${names.slice(0, 3).join(', ')} and ${plural(names.length - 3, 'more user')}`
    : names.join(', ');

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

/** The first reason; where there is none, whether that means anything. */
export const verdictText = (key: ScanKey): string => {
  const [first] = key.verdict.reasons;
  if (first !== undefined) return first.id;
  if (isVague(key)) return 'not known';
  return key.status === 'Active' ? 'nothing found' : key.status.toLowerCase();
};

/** Whether a fact is missing that could have said something about the key. */
export const isVague = ({ status, createdAt, lastUsedAt }: ScanKey): boolean =>
  [status, createdAt, lastUsedAt].includes('unknown');

const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Text from outside without what a terminal would act on. */
export const printable = (text: string): string => text.replaceAll(unprintable, ' ');

export const shortened = (text: string, width: number): string =>
  text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;

/** Words in lines of at most 100 columns, the first indented by two and the rest by four. */
export const wrapped = (text: string): string => {
  const lines: string[] = [];
  let line = ' ';
  for (const word of printable(text).split(' ')) {
    if (line.length + word.length + 1 > 100 && line.trim() !== '') {
      lines.push(line);
      line = '   ';
    }
    line += ` ${word}`;
  }
  return [...lines, line].map((each) => `${each}\n`).join('');
};
