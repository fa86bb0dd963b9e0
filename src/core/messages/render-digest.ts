import type { PlanDay } from '../keys/plan.ts';
import type { Instant } from '../model/instant.ts';
import { header, plainSection, section, smallPrint } from './blocks.ts';
import { plain } from './outside-text.ts';
import type { SlackMessage } from './slack-message.ts';

/** What the weekly digest says. */
export interface Digest {
  readonly at: Instant;
  readonly mode: 'observe' | 'enforce';
  /** Keys in all accounts that were read; `unknown`: no sweep has counted them yet. */
  readonly keysLeft: number | 'unknown';
  readonly openCases: number;
  /** The coming seven days. */
  readonly days: readonly PlanDay[];
  /** Accounts of which nothing is known, each with the reason. */
  readonly gaps: readonly { readonly account: string; readonly reason: string }[];
}

/** As many lines as one look takes in; the count says how many there are. */
const mostShown = 20;
const mostGaps = 10;

/** The week ahead, for the platform team. Nothing in it can be pressed. */
export const renderDigest = (digest: Digest): SlackMessage => {
  const acts = digest.days.flatMap(({ date, steps }) =>
    steps
      .filter(({ to }) => isAnAct(to))
      .map(({ key, to, why }) => `${date} ${to}: ${key}. ${why}`),
  );
  const left =
    digest.keysLeft === 'unknown' ? 'not counted yet' : `${keysWord(digest.keysLeft)} left`;
  const summary = `${left}; ${keysWord(digest.openCases)} with an open case; ${stepsWord(acts.length)} this week.`;
  return {
    text: plain(`lastkey, the week ahead: ${summary}`, 600),
    blocks: [
      header('Access keys: the week ahead'),
      section(summary),
      ...(acts.length === 0
        ? []
        : [plainSection([...acts.slice(0, mostShown), ...more(acts.length - mostShown)])]),
      ...(digest.gaps.length === 0
        ? []
        : [
            plainSection([
              `Nothing is known about ${digest.gaps.length === 1 ? 'one account' : `${digest.gaps.length} accounts`}:`,
              ...digest.gaps
                .slice(0, mostGaps)
                .map(({ account, reason }) => `${account}: ${reason}`),
              ...more(digest.gaps.length - mostGaps),
            ]),
          ]),
      ...smallPrint([
        `${digest.mode === 'observe' && !changesAny(digest) ? 'lastkey only observes: nothing is changed. ' : ''}If nobody uses a key or answers.`,
      ]),
    ],
  };
};

/** What an owner or approver may want to stop; messages to owners go to owners. */
const isAnAct = (to: string): boolean => to === 'due' || to === 'disabled' || to === 'deleted';

/** Overrides may enforce in some places while the configuration observes. */
const changesAny = ({ days }: Digest): boolean =>
  days.some(({ steps }) => steps.some(({ to }) => to === 'disabled' || to === 'deleted'));

const more = (count: number): readonly string[] => (count > 0 ? [`and ${count} more`] : []);

const keysWord = (count: number): string => (count === 1 ? '1 key' : `${count} keys`);

const stepsWord = (count: number): string =>
  count === 0 ? 'nothing is due' : count === 1 ? '1 step' : `${count} steps`;
