/**
 * A text on one line and without control characters: a document's name, or a file's, may hold line
 * breaks, and sequences that a terminal would obey.
 */
export function oneLine(text: string): string {
  return text.replace(/\s*[\p{Cc}\u2028\u2029]\s*/gu, ' ').trim();
}
