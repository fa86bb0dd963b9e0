import type { KnownBlock } from '@slack/types';
import { type HeldKey, type OverCapAsk, overCapState } from '../keys/over-cap.ts';
import { dayOf } from '../model/instant.ts';
import { approvalButtons } from './approval-buttons.ts';
import { header, plainSection, section, smallPrint } from './blocks.ts';
import { plain } from './outside-text.ts';
import type { SlackMessage } from './slack-message.ts';
import { userWords, whoIs } from './who.ts';

/** The day's question: every key that would be disabled, or what came of it. */
export const renderOverCap = (ask: OverCapAsk): SlackMessage => {
  const count = ask.keys.length === 1 ? '1 key' : `${ask.keys.length} keys`;
  const title = `${titles[ask.state]}: ${count} on ${ask.day}`;
  const accounts = new Set(ask.keys.map(({ key }) => key.accountId)).size;
  const owners = new Set(ask.keys.map(({ owner }) => owner)).size;
  const caps = [...new Set(ask.keys.map(({ cap }) => cap))].join(', ');
  const would = `${count} in ${accounts} ${accounts === 1 ? 'account' : 'accounts'}, of ${owners} ${owners === 1 ? 'owner' : 'owners'}`;
  return {
    text: plain(`${title}. lastkey would disable ${would}; the limits are ${caps}.`, 1000),
    blocks: [
      header(title),
      plainSection([
        `lastkey would disable ${would}. That is more than the limits allow (${caps}), so nothing of it was done.`,
      ]),
      ...listed(ask.keys),
      section(outcome(ask)),
      ...(ask.state === 'asked'
        ? approvalButtons({ about: 'over-cap', day: ask.day, state: overCapState(ask) }, [
            {
              action: 'go-ahead',
              label: 'Go ahead',
              style: 'danger',
              confirm: `lastkey takes its last look at each of the ${count} and disables those that are still unused. Each can be undone.`,
            },
            { action: 'not-now', label: 'Not now' },
          ])
        : []),
      ...smallPrint([
        'For approvers. Only the keys listed here are meant. Without an answer nothing is done.',
      ]),
    ],
  };
};

const titles: Readonly<Record<OverCapAsk['state'], string>> = {
  asked: 'A limit holds keys back',
  'go-ahead': 'Going ahead over a limit',
  'not-now': 'Held back by a limit',
};

/** With what a line holds at most, ten keys fit one block. */
const perBlock = 10;

const listed = (keys: readonly HeldKey[]): readonly KnownBlock[] => {
  const blocks: KnownBlock[] = [];
  for (let start = 0; start < keys.length; start += perBlock) {
    blocks.push(plainSection(keys.slice(start, start + perBlock).map(line), 2900));
  }
  return blocks;
};

const line = ({ key, accountName, owner, reason, dueAt }: HeldKey): string =>
  `– ${key.accessKeyId} of ${cut(userWords(key.userName), 32)} in ${cut(accountName, 24)} (${key.accountId}), ` +
  `owner ${cut(owner, 32)}, due ${dayOf(dueAt)}: ${cut(reason, 60)}`;

const cut = (text: string, max: number): string =>
  text.length > max ? `${text.slice(0, max - 1)}…` : text;

const outcome = ({ state, answered }: OverCapAsk): string => {
  if (answered === undefined) return 'Should lastkey go ahead?';
  return state === 'go-ahead'
    ? `${whoIs(answered.by)} said *Go ahead*.`
    : `${whoIs(answered.by)} said *Not now*. The keys are asked for again tomorrow.`;
};
