import type { Geometry } from './geometry.ts';
import { landingCount } from './window.ts';

/**
 * Counts the multiply-adds of unfold + matmul, including those with inserted and padding zeros: N · Cout · Ho·Wo ·
 * (Cin/groups)·kH·kW.
 */
export function denseMultiplyAdds({ n, cout, columns, rows }: Geometry): number {
  return n * cout * columns * rows;
}

/** Counts the multiply-adds of a call, without those with inserted and padding zeros. */
export function usefulMultiplyAdds({ n, cout, cinPerGroup, h, w }: Geometry): number {
  return n * cout * cinPerGroup * landingCount(h) * landingCount(w);
}
