const widest = 100;
const gap = 2;

/**
 * Rows as aligned columns, indented by two, never wider than 100: the widest columns give way, and
 * what is cut ends in `…`. Control characters from log files never reach the terminal.
 */
export const table = (rows: readonly (readonly string[])[]): string => {
  const cells = rows.map((row) => row.map(printable));
  const columns = Math.max(0, ...cells.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(0, ...cells.map((row) => (row[column] ?? '').length)),
  );
  shrink(widths, widest - gap - gap * Math.max(0, columns - 1));
  return cells
    .map((row) =>
      `${' '.repeat(gap)}${widths
        .map((width, column) => shortened(row[column] ?? '', width).padEnd(width))
        .join(' '.repeat(gap))}`.trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join('');
};

/** Takes from the widest column until all fit. */
const shrink = (widths: number[], room: number): void => {
  let surplus = widths.reduce((sum, width) => sum + width, 0) - room;
  while (surplus > 0) {
    const widestColumn = widths.indexOf(Math.max(...widths));
    widths[widestColumn] = (widths[widestColumn] ?? 1) - 1;
    surplus -= 1;
  }
};

const shortened = (text: string, width: number): string =>
  text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;

const printable = (text: string): string => text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ');
