/**
 * Statistics of a matrix over the places of a coarse grid laid over it (for example one place per pixel), row-major,
 * `rows` × `columns`. A matrix cell on the border between two places counts for both: in means and areas by the part
 * inside each place, in the extremes and the non-finite count in full.
 */
export interface Areas {
  readonly rows: number;
  readonly columns: number;
  /**
   * Area-weighted mean of the finite values; NaN if there are none. The zeros of padding and insertion are not values.
   */
  readonly mean: Float64Array<ArrayBuffer>;
  readonly min: Float64Array<ArrayBuffer>;
  readonly max: Float64Array<ArrayBuffer>;
  /**
   * Area, in cells, of the finite values; of the padding zeros (next field); and of the zeros inserted between input
   * elements (the field after).
   */
  readonly values: Float32Array<ArrayBuffer>;
  readonly padding: Float32Array<ArrayBuffer>;
  readonly inserted: Float32Array<ArrayBuffer>;
  /** Number of cells that are NaN or infinite. */
  readonly nonFinite: Uint32Array<ArrayBuffer>;
}

/** Returns areas that contain no cells yet. */
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

/** Lists the buffers of areas, for `postMessage` to transfer without a copy. */
export function buffersOfAreas(areas: Areas): readonly ArrayBuffer[] {
  const { mean, min, max, values, padding, inserted, nonFinite } = areas;
  return [mean, min, max, values, padding, inserted, nonFinite].map(({ buffer }) => buffer);
}

/** Bytes that one place occupies. */
export const bytesPerArea = 3 * 8 + 3 * 4 + 4;
