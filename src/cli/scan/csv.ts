/**
 * A cell that no spreadsheet takes for a formula: what begins with one of `= + - @`, tab or carriage
 * return is text after an apostrophe. https://owasp.org/www-community/attacks/CSV_Injection
 */
const withoutFormula = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);

const cell = (text: string): string => {
  const plain = withoutFormula(text);
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
};

/** Rows as RFC 4180 has them: CRLF, quotes doubled. */
export const csv = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
