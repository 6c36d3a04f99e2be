/** The most characters of a name that are shown. A longer name is cut. */
const maxCharacters = 80;

/** Quotes a name from a file for an error message. Escapes control characters and cuts a long name. */
export function quoted(name: string): string {
  return JSON.stringify(name.length > maxCharacters ? `${name.slice(0, maxCharacters)}…` : name);
}
