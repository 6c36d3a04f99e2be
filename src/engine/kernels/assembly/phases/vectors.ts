/** A vector of adjacent positions of a phase: where it reads, and where its lanes' results go. */
@unmanaged
export class Vector {
  /** Bytes from the pass's `x`. */
  x: usize;
  /** `none`, `run` (all lanes in one output row) or `lanes` (each lane by itself). */
  kind: i32;
  /** For each lane bytes from a row's place; −1 where the lane is no output. float64 uses two. */
  place0: i32;
  place1: i32;
  place2: i32;
  place3: i32;
}

export namespace Kind {
  export const none = 0;
  export const run = 1;
  export const lanes = 2;
}

/**
 * Cuts `rows` × `columns` positions into vectors, at most `columns` ≤ `pitch` of them valid in each
 * row; fills up to whole tiles of `tile` with vectors that are stored nowhere. Cut row by row, or, as
 * `flat`, straight on through the gap between the rows: whichever the caller finds shorter.
 * Returns the number of vectors.
 */
export function cut<T>(table: usize, rows: i32, columns: i32, pitch: i32, flat: bool, tile: i32, yRow: i32, yColumn: i32): i32 {
  const lanes = 16 / sizeof<T>();
  const stripes = flat ? 1 : rows;
  const length = flat ? (rows - 1) * pitch + columns : columns;
  let at = table;
  for (let stripe = 0; stripe < stripes; stripe++) {
    for (let from = 0; from < length; from += lanes) {
      const vector = changetype<Vector>(at);
      const first = stripe * pitch + from;
      vector.x = <usize>first * sizeof<T>();
      let y = first / pitch;
      let x = first % pitch;
      vector.kind = x + lanes <= columns && y < rows ? Kind.run : Kind.lanes;
      for (let lane = 0; lane < 4; lane++) {
        const valid = lane < lanes && x < columns && y < rows;
        store<i32>(at + (<usize>lane << 2), valid ? (y * yRow + x * yColumn) * sizeof<T>() : -1, offsetof<Vector>('place0'));
        // Row by row the lanes behind a row's end are nothing, although x runs on.
        if (++x == pitch && flat) { x = 0; y++; }
      }
      at += offsetof<Vector>();
    }
  }
  let count = <i32>((at - table) / offsetof<Vector>());
  for (; count % tile != 0; count++) {
    const vector = changetype<Vector>(at);
    vector.x = 0;
    vector.kind = Kind.none;
    at += offsetof<Vector>();
  }
  return count;
}
