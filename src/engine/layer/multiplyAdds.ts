import type { Geometry } from '../geometry/geometry.ts';

/** Multiply-adds of unfold + matmul: N · Cout · Ho·Wo · (Cin/groups)·kH·kW. */
export function multiplyAdds({ n, cout, columns, rows }: Geometry): number {
  return n * cout * columns * rows;
}
