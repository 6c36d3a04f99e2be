import { CellKind } from '../geometry/geometry.ts';
import type { AxisReads } from './axisCut.ts';

/** Sums and extremes along one row of a matrix, one entry per place (for example one per pixel column). */
export class AreaLine {
  readonly sum: Float64Array;
  readonly min: Float64Array;
  readonly max: Float64Array;
  readonly values: Float64Array;
  readonly padding: Float64Array;
  readonly inserted: Float64Array;
  readonly nonFinite: Uint32Array;

  constructor(places: number) {
    this.sum = new Float64Array(places);
    this.min = new Float64Array(places);
    this.max = new Float64Array(places);
    this.values = new Float64Array(places);
    this.padding = new Float64Array(places);
    this.inserted = new Float64Array(places);
    this.nonFinite = new Uint32Array(places);
  }

  /**
   * Replaces the contents by the sums and extremes of one matrix row. `values` and `kinds` hold the row's cells in the
   * order in which `across` lists them.
   */
  read(across: AxisReads, values: Float64Array, kinds: Uint8Array): void {
    for (let p = 0; p < across.places; p++) {
      const from = across.from[p] as number;
      const to = across.to[p] as number;
      let sum = 0;
      let min = Infinity;
      let max = -Infinity;
      let area = 0;
      let padding = 0;
      let inserted = 0;
      let nonFinite = 0;
      // The first and last read count by their share, the reads between them in full.
      for (let part = 0; part < 3; part++) {
        const begin = part === 0 ? from : part === 1 ? from + 1 : Math.max(from + 1, to - 1);
        const end = part === 0 ? Math.min(from + 1, to) : part === 1 ? to - 1 : to;
        const share = part === 0 ? (across.first[p] as number) : part === 1 ? 1 : (across.last[p] as number);
        for (let i = begin; i < end; i++) {
          const kind = kinds[i] as number;
          if (kind !== CellKind.value) {
            if (kind === CellKind.padding) padding += share;
            else inserted += share;
            continue;
          }
          const value = values[i] as number;
          if (value - value !== 0) {
            nonFinite += 1;
            continue;
          }
          sum += value * share;
          area += share;
          if (value < min) min = value;
          if (value > max) max = value;
        }
      }
      this.sum[p] = sum;
      this.min[p] = min;
      this.max[p] = max;
      this.values[p] = area;
      this.padding[p] = padding;
      this.inserted[p] = inserted;
      this.nonFinite[p] = nonFinite;
    }
  }
}
