/** Hands out consecutive addresses in WebAssembly memory. */
export interface Arena {
  /** Bytes handed out so far. */
  readonly size: number;
  /** Returns the next free address, at the start of a cache line. */
  take(bytes: number): number;
}

/** Creates an arena that starts after the first cache line, so that address 0 stays unused. */
export function createArena(): Arena {
  let size = 64;
  return {
    get size() {
      return size;
    },
    take(bytes) {
      const at = size;
      size += Math.ceil(bytes / 64) * 64;
      return at;
    },
  };
}
