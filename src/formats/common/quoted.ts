import { visibleText } from '../../engine/core/visibleText.ts';

/** The most characters of a name that are shown. A longer name is cut in its middle, because both ends tell names apart. */
const maxCharacters = 80;

/** Quotes a name from a file for a message, as {@link shownName} writes it: `"layer.weight"`. */
export function quoted(name: string): string {
  return `"${visibleText(shortened(name).replace(/["\\]/g, '\\$&'))}"`;
}

/**
 * Returns a name from a file as every list and message shows it: without control and bidirectional characters, and
 * shortened. Messages quote it ({@link quoted}).
 */
export function shownName(name: string): string {
  return visibleText(shortened(name));
}

function shortened(name: string): string {
  if (name.length <= maxCharacters) return name;
  const characters = Array.from(name);
  if (characters.length <= maxCharacters) return name;
  const half = Math.floor((maxCharacters - 1) / 2);
  return `${characters.slice(0, half + 1).join('')}…${characters.slice(-half).join('')}`;
}
