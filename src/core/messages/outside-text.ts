/**
 * Text that came from outside (names, tags, reasons, policies) as Slack shall show it: as written,
 * never as formatting, a link, a mention or a change of reading direction.
 */

/** Controls, invisible and bidirectional marks, lone surrogates: they show as U+FFFD. */
const unshowable = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu;

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** One line, no invisible characters; nothing is escaped yet. */
export const oneLine = (text: string): string =>
  text
    .replace(/[\s\u2028\u2029]+/g, ' ')
    .replace(unshowable, '\uFFFD')
    .trim();

/**
 * One line with Slack's three control characters as entities, at most `max` characters long as
 * sent. For `plain_text` objects, where nothing else has a meaning.
 * https://docs.slack.dev/messaging/formatting-message-text#escaping
 */
export const plain = (text: string, max: number): string => cutTo(oneLine(text), max);

/**
 * A name in a code span for `mrkdwn` objects: inside one, `*`, `_` and `~` are themselves. Slack
 * has no way to write a backtick there, so it becomes an apostrophe.
 */
export const code = (text: string, max = 200): string => {
  const shown = oneLine(text).replaceAll('`', "'");
  return shown === '' ? '(empty)' : `\`${cutTo(shown, max)}\``;
};

/** Escapes line breaks and all, but keeps them: for code blocks. */
export const escapeControl = (text: string): string =>
  text.replace(/[&<>]/g, (character) => entities[character] ?? character);

/** Several lines without invisible characters; tabs become two spaces. */
export const manyLines = (text: string): readonly string[] =>
  text
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map((line) => line.replaceAll('\t', '  ').replace(unshowable, '\uFFFD'));

/** Escapes and cuts between characters, never inside an entity or a surrogate pair. */
const cutTo = (text: string, max: number): string => {
  const whole = escapeControl(text);
  if (whole.length <= max) return whole;
  let cut = '';
  for (const character of text) {
    const next = entities[character] ?? character;
    if (cut.length + next.length > max - 1) break;
    cut += next;
  }
  return `${cut}…`;
};
