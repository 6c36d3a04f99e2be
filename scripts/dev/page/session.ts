/** What tells the addresses of pages apart that keep a state of their own over a reload: everything but the theme. */
export function sessionKey(what: string): string {
  const query = new URLSearchParams(location.search);
  query.delete('theme');
  query.sort();
  return `${what} ${location.pathname}?${query.toString()}`;
}
