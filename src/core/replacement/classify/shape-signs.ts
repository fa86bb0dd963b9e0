import { dayMs } from '../../model/instant.ts';
import type { KeyUsage } from '../../usage/key-usage.ts';
import type { FoundSign, Weights } from './signal.ts';

/** Fewer calls or days show no shape. */
const leastRecords = 40;
const leastDays = 5;

/** What the hours of a key's calls say: people sleep, servers do not. */
export const shapeSigns = (usage: KeyUsage): readonly FoundSign[] => {
  const total = usage.hours.reduce((sum, count) => sum + count, 0);
  if (total < leastRecords || usage.days.length < leastDays) return [];
  const sign = (weights: Weights, text: string): readonly FoundSign[] => [
    { group: 'hours', weights, strength: 1, text },
  ];
  const busiest = (hours: number) => busiestWindow(usage.hours, hours) / total;
  const hoursUsed = usage.hours.filter((count) => count > 0).length;
  if (busiest(2) > 0.9 && usage.days.length >= 2 * leastDays) {
    return sign(
      {
        person: -2,
        'on-premises': 0.8,
        'google-cloud': 0.2,
        'azure-functions': 0.2,
        'saas-vendor': 0.2,
      },
      'the calls come at the same time of the day: a scheduled job',
    );
  }
  if (busiest(10) > 0.9 && weekdayShare(usage) > 0.9) {
    return sign(
      {
        person: 1.2,
        'dynamics-365': 0.4,
        'github-actions': 0.2,
        jenkins: 0.2,
        'on-premises': -0.6,
        'saas-vendor': -0.6,
        kubernetes: -0.8,
      },
      'the calls come in office hours on working days',
    );
  }
  if (hoursUsed >= 22 && busiest(10) < 0.6) {
    return sign(
      {
        person: -3,
        'aws-compute': 0.5,
        'on-premises': 0.6,
        kubernetes: 0.4,
        'saas-vendor': 0.4,
        'azure-functions': 0.3,
        'google-cloud': 0.2,
        'github-actions': -0.8,
        'gitlab-ci': -0.6,
        circleci: -0.6,
        'bitbucket-pipelines': -0.6,
        'azure-devops': -0.8,
      },
      'the calls come round the clock',
    );
  }
  return [];
};

/** Calls in the busiest so many hours on end, over midnight, too. */
const busiestWindow = (hours: readonly number[], length: number): number =>
  Math.max(
    ...hours.map((_, start) =>
      Array.from({ length }, (_each, offset) => hours[(start + offset) % 24] ?? 0).reduce(
        (sum, count) => sum + count,
        0,
      ),
    ),
  );

const weekdayShare = ({ days }: KeyUsage): number => {
  let all = 0;
  let onWeekdays = 0;
  for (const { value, count } of days) {
    all += count;
    // The epoch was a Thursday.
    const weekday = (Math.floor(Date.parse(value) / dayMs) + 4) % 7;
    if (weekday !== 0 && weekday !== 6) onWeekdays += count;
  }
  return all === 0 ? 0 : onWeekdays / all;
};
