/** Returns the session storage key of this address for a kind of value. Addresses that differ only in the theme share it. */
export function sessionKey(kind: string): string {
  const query = new URLSearchParams(location.search);
  query.delete('theme');
  query.sort();
  return `${kind} ${location.pathname}?${query.toString()}`;
}
