/** Joins words for a sentence: "a", "a and b", "a, b and c". Without words, returns an empty text. */
export function wordList(words: readonly (string | number)[], conjunction: 'and' | 'or' = 'and'): string {
  const last = String(words.at(-1) ?? '');
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} ${conjunction} ${last}`;
}
