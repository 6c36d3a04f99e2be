import type { Geometry } from './geometry.ts';
import { landingCount } from './window.ts';

/** Multiply-adds of unfold + matmul, structural zeros included: N · Cout · Ho·Wo · (Cin/groups)·kH·kW. */
export function multiplyAdds({ n, cout, columns, rows }: Geometry): number {
  return n * cout * columns * rows;
}

/** Multiply-adds of a call, structural zeros left out. */
export function workOf({ n, cout, cinPerGroup, h, w }: Geometry): number {
  return n * cout * cinPerGroup * landingCount(h) * landingCount(w);
}
