import type { Tensor } from '../core/tensor.ts';

/** Elements of a tensor; all arrays of one kernel call are of the kernel's own dtype. */
export type Numbers = Tensor['data'];

/** A rectangle of `rows` × `columns` elements in two arrays, with the distances between neighbours. */
export interface StridedGrid {
  readonly rows: number;
  readonly columns: number;
  readonly xRow: number;
  readonly xColumn: number;
  readonly yRow: number;
  readonly yColumn: number;
}

/** The part of a matrix that a row vector is multiplied with; `xRow` from one of its rows to the next. */
export interface RowProduct {
  readonly rows: number;
  readonly columns: number;
  readonly xRow: number;
}

/**
 * The only places where the engine multiplies and adds tensor elements. Every product and every
 * sum is rounded to the kernel's dtype, one after the other: no fused multiply-add, no
 * reassociation, hence the same bits on every machine. The places are elements, not bytes.
 */
export interface Kernels {
  /**
   * A row vector times a matrix, added to part of a row: y[yAt + j] += Σ a[aAt + r] · x[xAt + r·xRow + j]
   * for 0 ≤ j < columns, r = 0 … rows − 1 ascending, term after term.
   */
  readonly addRowProduct: (
    size: RowProduct,
    a: Numbers,
    aAt: number,
    x: Numbers,
    xAt: number,
    y: Numbers,
    yAt: number,
  ) => void;
  /** y += a · x over a rectangle: x and y walk with the grid's distances from xAt and yAt. */
  readonly axpyGrid: (grid: StridedGrid, a: number, x: Numbers, xAt: number, y: Numbers, yAt: number) => void;
  /** y[yAt + index[j]] += a · x[j] for from ≤ j < to. */
  readonly axpySparse: (
    from: number,
    to: number,
    a: number,
    x: Numbers,
    index: Uint32Array,
    y: Numbers,
    yAt: number,
  ) => void;
  /** y[yAt + j] += a for 0 ≤ j < count. */
  readonly add: (count: number, a: number, y: Numbers, yAt: number) => void;
}
