import type { Instant } from '../../../core/model/instant.ts';
import type { ScanDocument, ScanKey } from '../scan-document.ts';
import { wholeDays } from '../words.ts';
import type { Bar } from './bars.ts';

interface Range {
  readonly label: string;
  /** Days, included. */
  readonly upTo: number;
}

const ages: readonly Range[] = [
  { label: 'to 30 d', upTo: 30 },
  { label: '90 d', upTo: 90 },
  { label: '180 d', upTo: 180 },
  { label: '1 year', upTo: 365 },
  { label: '2 years', upTo: 730 },
  { label: '4 years', upTo: 1461 },
  { label: 'older', upTo: Number.POSITIVE_INFINITY },
];
const uses: readonly Range[] = [
  { label: 'to 7 d', upTo: 7 },
  { label: '30 d', upTo: 30 },
  { label: '45 d', upTo: 45 },
  { label: '90 d', upTo: 90 },
  { label: '1 year', upTo: 365 },
  { label: 'longer', upTo: Number.POSITIVE_INFINITY },
];

/** Whether something is to be done about a key. */
export const isFound = ({ verdict }: ScanKey): boolean => verdict.reasons.length > 0;

const barOf = (label: string, keys: readonly ScanKey[]): Bar => ({
  label,
  total: keys.length,
  found: keys.filter(isFound).length,
});

const inRanges = (
  keys: readonly ScanKey[],
  ranges: readonly Range[],
  timeOf: (key: ScanKey) => Instant | 'unknown' | null,
  now: Instant,
): readonly Bar[] =>
  ranges.map(({ label, upTo }, index) => {
    const after = ranges[index - 1]?.upTo ?? -1;
    return barOf(
      label,
      keys.filter((key) => {
        const time = timeOf(key);
        if (time === null || time === 'unknown') return false;
        const days = wholeDays(time, now);
        return days > after && days <= upTo;
      }),
    );
  });

const whereAny = (bar: Bar): readonly Bar[] => (bar.total === 0 ? [] : [bar]);

/** How old the keys are. */
export const ageBars = ({ keys, at }: ScanDocument): readonly Bar[] => [
  ...inRanges(keys, ages, ({ createdAt }) => createdAt, at),
  ...whereAny(
    barOf(
      'unknown',
      keys.filter(({ createdAt }) => createdAt === 'unknown'),
    ),
  ),
];

/** How long ago the keys were used. */
export const useBars = ({ keys, at }: ScanDocument): readonly Bar[] => [
  ...inRanges(keys, uses, ({ lastUsedAt }) => lastUsedAt, at),
  barOf(
    'never',
    keys.filter(({ lastUsedAt }) => lastUsedAt === null),
  ),
  ...whereAny(
    barOf(
      'unknown',
      keys.filter(({ lastUsedAt }) => lastUsedAt === 'unknown'),
    ),
  ),
];

const mostAccounts = 14;

/** Keys of each account, most first; what does not fit is one bar. */
export const accountBars = ({ accounts, keys }: ScanDocument): readonly Bar[] => {
  const bars = accounts
    .filter(({ coverage }) => coverage === 'read')
    .map(({ accountId, name }) =>
      barOf(
        name,
        keys.filter((key) => key.accountId === accountId),
      ),
    )
    .sort((one, other) => other.total - one.total);
  const rest = bars.slice(mostAccounts);
  if (rest.length === 0) return bars;
  const sum = (of: (bar: Bar) => number) => rest.reduce((total, bar) => total + of(bar), 0);
  return [
    ...bars.slice(0, mostAccounts),
    {
      label: `${rest.length} other accounts`,
      total: sum(({ total }) => total),
      found: sum(({ found }) => found),
    },
  ];
};
