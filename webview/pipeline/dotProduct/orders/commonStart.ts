/** How many characters two texts of one format have in common, up to the first digit in which they differ. */
export function commonStart(a: string, b: string): number {
  if (a.length !== b.length) return 0;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return at;
}
