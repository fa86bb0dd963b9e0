/** One line of the table: what, how much, and what to compare it with. */
export type Row = readonly [what: string, figure: string, note: string];

export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

/** The share by which the middle half of the values differs from their median. */
export const spread = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const low = sorted[Math.floor(sorted.length / 4)] ?? 0;
  const high = sorted[Math.floor((sorted.length * 3) / 4)] ?? 0;
  return (high - low) / median(values);
};

/** Rows as aligned columns. */
export const printRows = (rows: readonly Row[]): void => {
  const width = (column: 0 | 1) => Math.max(...rows.map((row) => row[column].length));
  for (const [what, figure, note] of rows) {
    console.log(`${what.padEnd(width(0))}  ${figure.padStart(width(1))}  ${note}`.trimEnd());
  }
};
