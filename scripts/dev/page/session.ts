/**
 * Returns the key in the session storage for one kind of value of the current address. Addresses that differ only in
 * the theme have the same key.
 */
export function sessionKey(kind: string): string {
  const query = new URLSearchParams(location.search);
  query.delete('theme');
  query.sort();
  return `${kind} ${location.pathname}?${query.toString()}`;
}
