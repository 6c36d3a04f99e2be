/**
 * Puts a text on one line without control characters. Names of documents and files may contain line breaks, and
 * sequences that a terminal would execute.
 */
export function oneLine(text: string): string {
  return text.replace(/\s*[\p{Cc}\u2028\u2029]\s*/gu, ' ').trim();
}
