import type { DType } from '../../../../src/engine/core/tensor.ts';

/** The layout of the comparison of two orders, in CSS pixels. */
export interface OrdersLayout {
  /** True if the plots are beside the table, false if they are below it. */
  readonly beside: boolean;
  readonly table: number;
  readonly plots: number;
  /** Number of terms that fit into the table. */
  readonly columns: number;
  /** Width of a term. */
  readonly column: number;
}

const label = 104;
/** Width of a sum with all significant digits of its dtype. */
const column: Readonly<Record<DType, number>> = { float32: 92, float64: 148 };
const mostColumns = 9;
const gap = 24;
const narrowestPlots = 300;
const sideBySide = 900;

export function layoutOrders(width: number, dtype: DType): OrdersLayout {
  const beside = width >= sideBySide;
  const room = beside ? width - gap - narrowestPlots : width;
  const columns = Math.max(1, Math.min(mostColumns, Math.floor((room - label) / column[dtype])));
  const table = beside ? label + columns * column[dtype] : width;
  const plots = beside ? width - gap - table : width;
  return { beside, table, plots, columns, column: column[dtype] };
}
