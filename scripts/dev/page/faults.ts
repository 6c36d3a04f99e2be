/** Faults that the address asks the host for: files that never arrive, or may not be written. */
export interface Faults {
  /** Returns true if the bytes of this file never arrive. */
  holds(path: string): boolean;
  readOnly(path: string): boolean;
}

const wanted = new Map<string, string>();

/** Takes the faults from an address's query: `hold=NAME` and `readonly=NAME`, by the end of a file's path. */
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
