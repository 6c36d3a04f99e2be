/**
 * Returns the one of `words` that `word` most likely misspells: the one with the fewest insertions, deletions,
 * substitutions and swaps of neighbouring characters. At most a third of the length of `word` may differ, but always
 * one character. Returns null if no word is that near.
 */
export function nearestWord(word: string, words: readonly string[]): string | null {
  let best: string | null = null;
  let fewest = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of words) {
    const edits = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (edits < fewest) {
      fewest = edits;
      best = candidate;
    }
  }
  return best;
}

/** Returns " Did you mean …?" to append to a refusal of `word`, or "". */
export function didYouMean(word: string, words: readonly string[]): string {
  const likely = nearestWord(word, words);
  return likely === null ? '' : ` Did you mean ${likely}?`;
}

/** Returns the optimal string alignment distance (Damerau–Levenshtein without repeated edits of a substring). */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row[j] = Math.min(
        (last[j] as number) + 1,
        (row[j - 1] as number) + 1,
        (last[j - 1] as number) + (same ? 0 : 1),
        swapped ? (beforeLast[j - 2] as number) + 1 : Infinity,
      );
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] as number;
}
