/**
 * What stands in each place of a grid laid over a matrix, row-major, `rows` × `columns` places. A cell
 * on a border counts for both sides: in means and areas by the part of it that lies in each, in the
 * extremes and among the non-finite wholly.
 */
export interface Areas {
  readonly rows: number;
  readonly columns: number;
  /** Mean of the finite values, by area; NaN where there are none. Structural zeros are no values. */
  readonly mean: Float64Array<ArrayBuffer>;
  readonly min: Float64Array<ArrayBuffer>;
  readonly max: Float64Array<ArrayBuffer>;
  /** Area of the finite values, of the padding zeros and of the inserted zeros, in cells. */
  readonly values: Float32Array<ArrayBuffer>;
  readonly padding: Float32Array<ArrayBuffer>;
  readonly inserted: Float32Array<ArrayBuffer>;
  /** Number of cells that are NaN or infinite. */
  readonly nonFinite: Uint32Array<ArrayBuffer>;
}

/** Areas with nothing in them yet. */
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

/** The buffers of areas, to hand them over without a copy. */
export function buffersOfAreas(areas: Areas): readonly ArrayBuffer[] {
  const { mean, min, max, values, padding, inserted, nonFinite } = areas;
  return [mean, min, max, values, padding, inserted, nonFinite].map(({ buffer }) => buffer);
}

/** Bytes of a place. */
export const bytesPerArea = 3 * 8 + 3 * 4 + 4;
