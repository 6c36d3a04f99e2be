/** Faults of the file system, which the page's address can request for tests. */
export interface Faults {
  /** Returns true if reading this file must never end. */
  holds(path: string): boolean;
  readOnly(path: string): boolean;
}

const wanted = new Map<string, string>();

/**
 * Reads the requested faults from the page's query: `hold=NAME` (reading never ends) and `readonly=NAME`, where NAME is
 * the end of a file's path.
 */
export function setFaults(query: URLSearchParams): void {
  for (const name of ['hold', 'readonly']) {
    const end = query.get(name);
    if (end !== null) wanted.set(name, end);
  }
}

const matches = (fault: string, path: string): boolean => {
  const end = wanted.get(fault);
  return end !== undefined && path.endsWith(end);
};

export const faults: Faults = {
  holds: (path) => matches('hold', path),
  readOnly: (path) => matches('readonly', path),
};
