/** Characters of a name that a sentence shows. */
const shown = 80;

/** A name from a file as a refusal shows it: in quotes, its control characters escaped, a long one cut. */
export function quoted(name: string): string {
  return JSON.stringify(name.length > shown ? `${name.slice(0, shown)}…` : name);
}
