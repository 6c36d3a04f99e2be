/** The key under which this address keeps something over a reload. Addresses that differ only in the theme share it. */
export function sessionKey(what: string): string {
  const query = new URLSearchParams(location.search);
  query.delete('theme');
  query.sort();
  return `${what} ${location.pathname}?${query.toString()}`;
}
