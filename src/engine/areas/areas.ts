/**
 * The contents of a grid laid over a matrix, row-major, `rows` × `columns` places. A cell on the border between two
 * places counts for both. In means and areas it counts by the part inside each place; in the extremes and the
 * non-finite count it counts in full.
 */
export interface Areas {
  readonly rows: number;
  readonly columns: number;
  /** Area-weighted mean of the finite values; NaN if there are none. Structural zeros are not values. */
  readonly mean: Float64Array<ArrayBuffer>;
  readonly min: Float64Array<ArrayBuffer>;
  readonly max: Float64Array<ArrayBuffer>;
  /** Area of the finite values, the padding zeros and the inserted zeros, in cells. */
  readonly values: Float32Array<ArrayBuffer>;
  readonly padding: Float32Array<ArrayBuffer>;
  readonly inserted: Float32Array<ArrayBuffer>;
  /** Number of cells that are NaN or infinite. */
  readonly nonFinite: Uint32Array<ArrayBuffer>;
}

/** Returns areas that hold no cells yet. */
export function emptyAreas(rows: number, columns: number): Areas {
  const count = rows * columns;
  return {
    rows,
    columns,
    mean: new Float64Array(count),
    min: new Float64Array(count).fill(Infinity),
    max: new Float64Array(count).fill(-Infinity),
    values: new Float32Array(count),
    padding: new Float32Array(count),
    inserted: new Float32Array(count),
    nonFinite: new Uint32Array(count),
  };
}

/** Lists the buffers of areas, to transfer them without a copy. */
export function buffersOfAreas(areas: Areas): readonly ArrayBuffer[] {
  const { mean, min, max, values, padding, inserted, nonFinite } = areas;
  return [mean, min, max, values, padding, inserted, nonFinite].map(({ buffer }) => buffer);
}

/** Bytes that one place occupies. */
export const bytesPerArea = 3 * 8 + 3 * 4 + 4;
