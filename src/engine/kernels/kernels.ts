import type { Tensor } from '../core/tensor.ts';

/** The elements of a tensor. All arrays passed to one kernel have the kernel's dtype. */
export type Numbers = Tensor['data'];

/**
 * A rectangle of `rows` × `columns` elements in arrays x and y, with the index distances in each between neighbouring
 * rows and columns.
 */
export interface StridedGrid {
  readonly rows: number;
  readonly columns: number;
  readonly xRow: number;
  readonly xColumn: number;
  readonly yRow: number;
  readonly yColumn: number;
}

/**
 * The size of the matrix part that multiplies a row vector. `xRow` is the index distance from one row of the matrix to
 * the next.
 */
export interface RowProduct {
  readonly rows: number;
  readonly columns: number;
  readonly xRow: number;
}

/**
 * The functions that multiply and add tensor elements; no other code of the engine does. Every product and every sum is
 * rounded to the kernel's dtype, in a fixed order, without fused multiply-add or reassociation. The results therefore
 * have the same bits on every machine. Offsets count elements, not bytes.
 */
export interface Kernels {
  /**
   * Adds a row vector times a matrix to part of a row: y[yAt + j] += Σ a[aAt + r] · x[xAt + r·xRow + j] for 0 ≤ j <
   * columns, r = 0 … rows − 1 ascending, term after term.
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
  /** Computes y += a · x over a rectangle that starts at xAt in x and at yAt in y. */
  readonly axpyGrid: (grid: StridedGrid, a: number, x: Numbers, xAt: number, y: Numbers, yAt: number) => void;
  /** Computes y[yAt + index[j]] += a · x[j] for from ≤ j < to. */
  readonly axpySparse: (
    from: number,
    to: number,
    a: number,
    x: Numbers,
    index: Uint32Array,
    y: Numbers,
    yAt: number,
  ) => void;
  /** Computes y[yAt + j] += a for 0 ≤ j < count. */
  readonly add: (count: number, a: number, y: Numbers, yAt: number) => void;
}
