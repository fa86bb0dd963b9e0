import { epochMs, type Instant } from '../model/instant.ts';

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** `Tuesday 1 December 2026, 10:00 UTC` */
export const dateInWords = (at: Instant): string => {
  const date = new Date(epochMs(at));
  const day = `${weekdays[date.getUTCDay()]} ${date.getUTCDate()} ${months[date.getUTCMonth()]}`;
  return `${day} ${date.getUTCFullYear()}, ${at.slice(11, 16)} UTC`;
};

/**
 * The moment in the reader's own time zone, and in UTC where Slack cannot say (notifications,
 * exports). https://docs.slack.dev/messaging/formatting-message-text#date-formatting
 */
export const slackDate = (at: Instant): string =>
  `<!date^${Math.floor(epochMs(at) / 1000)}^{date_long} at {time} your time|${dateInWords(at)}>`;
