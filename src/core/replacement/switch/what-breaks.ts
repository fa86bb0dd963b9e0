import { dayOf } from '../../model/instant.ts';
import type { ActionUse, AddressUse, KeyUsage, UsageReading } from '../../usage/key-usage.ts';
import { oneLine } from './text-in.ts';

const mostActions = 12;
const mostHosts = 6;

/**
 * What stops working if the key is disabled now, one line each: the actions and hosts that were seen
 * using it. Where nothing was read, that is what it says: not seen is not the same as not used.
 */
export const whatBreaks = (usage: KeyUsage | undefined): readonly string[] => {
  if (usage === undefined || usage.read.length === 0) {
    return ['Nothing was read about what uses the key: what would break is unknown.'];
  }
  const working = usage.actions.filter(
    ({ count, denied, origin }) => origin === 'last-accessed' || denied < count,
  );
  const refused = usage.actions.length - working.length;
  const isSeen = working.length > 0 || usage.records > 0;
  return [
    ...(isSeen ? [] : ['No use was seen in what was read.']),
    ...first(working, mostActions, actionLine, 'more actions'),
    ...(refused === 0
      ? []
      : [
          `${refused === 1 ? '1 action was refused every time: it does' : `${refused} actions were refused every time: they do`} not work now either.`,
        ]),
    ...first(usage.addresses, mostHosts, addressLine, 'more addresses'),
    ...first(
      usage.userAgents,
      mostHosts,
      ({ value, count }) => `Client ${oneLine(value, 120)}: ${times(count)}.`,
      'more clients',
    ),
    ...(usage.lastSeenAt === undefined ? [] : [`Seen last at ${usage.lastSeenAt}.`]),
    ...usage.read.filter(({ complete }) => !complete).map(gapLine),
    ...(isSeen ? [] : [`Read: ${usage.read.map(reach).join('; ')}.`]),
  ];
};

const first = <Item>(
  items: readonly Item[],
  most: number,
  line: (item: Item) => string,
  rest: string,
): readonly string[] => [
  ...items.slice(0, most).map(line),
  ...(items.length > most ? [`… and ${items.length - most} ${rest}.`] : []),
];

const actionLine = ({ action, count, denied, resources, lastAt, origin }: ActionUse): string => {
  const on =
    resources[0] === undefined
      ? ''
      : ` on ${oneLine(resources[0], 120)}${resources.length > 1 ? ` and ${resources.length - 1} more` : ''}`;
  const how =
    origin === 'last-accessed'
      ? 'used, says IAM'
      : `${times(count - denied)}${denied === 0 ? '' : `, refused ${times(denied)}`}`;
  return `${oneLine(action, 120)}${on}: ${how}, last at ${lastAt}.`;
};

const addressLine = ({ kind, address, region, count }: AddressUse): string =>
  kind === 'aws-service'
    ? `${oneLine(address, 80)} on the key's behalf: ${times(count)}.`
    : `Host ${oneLine(address, 80)} (${kind}${region === undefined ? '' : `, ${oneLine(region, 40)}`}): ${times(count)}.`;

const gapLine = (reading: UsageReading): string =>
  `Not everything was read: ${reach(reading)}${reading.why === undefined ? '' : ` (${oneLine(reading.why)})`}. More may break.`;

const reach = ({ source, region, from, to }: UsageReading): string =>
  [
    source,
    ...(region === undefined ? [] : [`in ${oneLine(region, 40)}`]),
    ...(from === undefined ? [] : [`from ${dayOf(from)}`]),
    ...(to === undefined ? [] : [`to ${dayOf(to)}`]),
  ].join(' ');

const times = (count: number): string => (count === 1 ? 'once' : `${count} times`);
