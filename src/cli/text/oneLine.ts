import { visibleText } from '../../engine/core/visibleText.ts';

/**
 * Puts a text on one line without control and bidirectional characters. The names of documents and files may contain line
 * breaks, and escape sequences that a terminal would execute.
 */
export function oneLine(text: string): string {
  return visibleText(text.replace(/\s*[\p{Cc}\u2028\u2029]\s*/gu, ' ')).trim();
}
