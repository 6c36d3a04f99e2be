/** Places in the kernels' memory, handed out one behind the other. */
export interface Arena {
  /** Bytes so far. */
  readonly size: number;
  /** The next free place, at the start of a cache line. */
  take(bytes: number): number;
}

/** Begins behind the first line: place 0 stays unused. */
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
