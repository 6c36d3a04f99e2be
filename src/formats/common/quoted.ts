/** Characters of a name that are shown; the rest is cut. */
const maxCharacters = 80;

/** Quotes a name from a file for a refusal: control characters are escaped, a long name is cut. */
export function quoted(name: string): string {
  return JSON.stringify(name.length > maxCharacters ? `${name.slice(0, maxCharacters)}…` : name);
}
