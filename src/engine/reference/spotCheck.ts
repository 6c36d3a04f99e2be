import type { Call } from '../core/call.ts';
import { Mt19937 } from '../fills/mt19937.ts';
import type { Geometry } from '../geometry/geometry.ts';
import { naiveElement } from './naiveElement.ts';
import { outputAt, outputOffset } from '../provenance/offsets.ts';
import type { Float64Tensor } from '../core/tensor.ts';

/** Number of elements at the edges of planes that are compared. As many others are chosen at random. */
const edgeSpots = 32;
/**
 * The most products that the check computes, approximately. If sums are long, fewer elements are compared, but at least
 * `fewestSpots`.
 */
const mostProducts = 2 ** 17;
const fewestSpots = 8;

/**
 * Compares a reference that the WebAssembly kernels computed with the naive scatter loop, bit for bit, at edge and
 * corner elements of random planes and at random elements. Returns the number of elements compared, or null if one of
 * them differs.
 */
export function spotCheck(call: Call, geometry: Geometry, { data }: Float64Tensor): number | null {
  if (data.length === 0) return 0;
  const { rows, h, w, cout, n } = geometry;
  // The seed depends only on the call, so that every run compares the same elements.
  const random = new Mt19937(data.length);
  const pick = (size: number): number => random.uint32() % size;
  const count = Math.max(fewestSpots, Math.min(edgeSpots, Math.floor(mostProducts / Math.max(1, 2 * rows))));
  for (let i = 0; i < count; i++) {
    const edgeY = [0, h.outputSize - 1, pick(h.outputSize)][i % 3] as number;
    const edgeX = [pick(w.outputSize), w.outputSize - 1, 0][Math.floor(i / 3) % 3] as number;
    const edge = { n: pick(n), c: pick(cout), y: edgeY, x: edgeX };
    for (const at of [outputOffset(geometry, edge), pick(data.length)]) {
      const expected = naiveElement(call, geometry, outputAt(geometry, at));
      if (!Object.is(expected, data[at])) return null;
    }
  }
  return 2 * count;
}
