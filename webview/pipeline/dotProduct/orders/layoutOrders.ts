import type { DType } from '../../../../src/engine/core/tensor.ts';

/** Where things stand, in CSS pixels. */
export interface OrdersLayout {
  /** Whether the plots stand beside the table, or under it. */
  readonly beside: boolean;
  readonly table: number;
  readonly plots: number;
  /** Terms that there is room for, and the width of each. */
  readonly columns: number;
  readonly column: number;
}

const label = 104;
/** A sum with every digit that its dtype has. */
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
