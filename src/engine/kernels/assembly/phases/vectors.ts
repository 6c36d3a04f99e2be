/** A vector of neighbouring positions of a phase: where it reads, and where each lane's result is stored. */
@unmanaged
export class Vector {
  /** Distance in bytes from the pass's `x` to the first position. */
  x: usize;
  /** `none`: nothing is stored. `run`: all lanes belong to one output row. `lanes`: each lane is stored by itself. */
  kind: i32;
  /**
   * For each lane, distance in bytes from the row's place to the result; −1 if the lane is no output. float64 uses only
   * two of the four.
   */
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
 * Cuts `rows` × `columns` positions into vectors; `columns` of the `pitch` positions in each row are valid. If `flat`,
 * cuts straight on through the gaps between rows; otherwise row by row. The caller chooses the way that takes fewer
 * vectors. Adds vectors that are not stored until the last tile has `tile` vectors. Returns the number of vectors.
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
        // If cut row by row, the lanes after a row's end are unused, although x goes on.
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
