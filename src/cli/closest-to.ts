/** The word that was probably meant: at most two slips away, and not a wholly different one. */
export const closestTo = (word: string, words: readonly string[]): string | undefined => {
  const [best] = words
    .map((candidate) => ({
      candidate,
      slips: slipsBetween(word.toLowerCase(), candidate.toLowerCase()),
    }))
    .filter(({ candidate, slips }) => slips <= 2 && slips <= candidate.length / 2)
    .sort((a, b) => a.slips - b.slips);
  return best?.candidate;
};

/** Letters added, dropped or changed (Levenshtein distance). */
const slipsBetween = (a: string, b: string): number => {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [row, letter] of [...a].entries()) {
    const current = [row + 1];
    for (const [column, other] of [...b].entries()) {
      current.push(
        Math.min(
          (previous[column + 1] ?? 0) + 1,
          (current[column] ?? 0) + 1,
          (previous[column] ?? 0) + (letter === other ? 0 : 1),
        ),
      );
    }
    previous = current;
  }
  return previous.at(-1) ?? 0;
};
