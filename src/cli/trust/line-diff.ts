/** A line of a diff: taken away, put in, unchanged, or where unchanged lines were left out. */
export interface DiffLine {
  readonly sign: '-' | '+' | ' ' | '…';
  readonly text: string;
}

/** JSON puts a comma after what is no longer last; that is not a change to read. */
const same = (left: string | undefined, right: string | undefined): boolean =>
  left?.replace(/,$/, '') === right?.replace(/,$/, '');

/** Lengths of the longest common subsequences of what follows each pair of places. */
const commonLengths = (
  before: readonly string[],
  after: readonly string[],
): readonly number[][] => {
  const lengths = Array.from({ length: before.length + 1 }, () =>
    new Array<number>(after.length + 1).fill(0),
  );
  for (let left = before.length - 1; left >= 0; left -= 1) {
    for (let right = after.length - 1; right >= 0; right -= 1) {
      const row = lengths[left] ?? [];
      row[right] = same(before[left], after[right])
        ? (lengths[left + 1]?.[right + 1] ?? 0) + 1
        : Math.max(lengths[left + 1]?.[right] ?? 0, row[right + 1] ?? 0);
    }
  }
  return lengths;
};

const allLines = (before: readonly string[], after: readonly string[]): readonly DiffLine[] => {
  const lengths = commonLengths(before, after);
  const lines: DiffLine[] = [];
  let left = 0;
  let right = 0;
  while (left < before.length || right < after.length) {
    const [old, now] = [before[left], after[right]];
    if (old !== undefined && now !== undefined && same(old, now)) {
      lines.push({ sign: ' ', text: now });
      left += 1;
      right += 1;
    } else if (
      old !== undefined &&
      (now === undefined || (lengths[left + 1]?.[right] ?? 0) >= (lengths[left]?.[right + 1] ?? 0))
    ) {
      lines.push({ sign: '-', text: old });
      left += 1;
    } else {
      lines.push({ sign: '+', text: now ?? '' });
      right += 1;
    }
  }
  return lines;
};

/** Policies are small; above this many lines a diff would be quadratic for nothing. */
const mostLines = 2_000;

/** The changed lines of two values printed as JSON, each with `around` unchanged ones about it. */
export const lineDiff = (before: unknown, after: unknown, around = 2): readonly DiffLine[] => {
  const [old, now] = [before, after].map((value) => JSON.stringify(value, null, 2).split('\n'));
  if (old === undefined || now === undefined || old.length + now.length > mostLines) return [];
  const lines = allLines(old, now);
  const isNear = (index: number): boolean =>
    lines.slice(Math.max(0, index - around), index + around + 1).some(({ sign }) => sign !== ' ');
  const kept: DiffLine[] = [];
  for (const [index, line] of lines.entries()) {
    if (isNear(index)) kept.push(line);
    else if (kept.at(-1)?.sign !== '…' && index > 0 && index < lines.length - 1) {
      kept.push({ sign: '…', text: '' });
    }
  }
  return kept.at(-1)?.sign === '…' ? kept.slice(0, -1) : kept;
};
