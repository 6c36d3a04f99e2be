import type { Call } from '../core/call.ts';
import { Mt19937 } from '../fills/mt19937.ts';
import type { Geometry } from '../geometry/geometry.ts';
import { naiveElement } from './naiveElement.ts';
import { outputAt, outputOffset } from '../provenance/offsets.ts';
import type { Float64Tensor } from '../core/tensor.ts';

/** Elements on the edges and, as many again, anywhere. */
const spots = 32;
/** Products of the check at most, about; it makes fewer spots of a call with long sums, but not fewer than these. */
const most = 2 ** 17;
const fewest = 8;

/**
 * Compares a reference that the kernels made with the naive scatter loop, bit for bit, on elements
 * on the edges and corners of random planes and on random ones. The number of elements that were
 * compared; null when one of them differs.
 */
export function spotCheck(call: Call, geometry: Geometry, { data }: Float64Tensor): number | null {
  if (data.length === 0) return 0;
  const { rows, h, w, cout, n } = geometry;
  // Seeded by the call alone, so that a run can be repeated.
  const random = new Mt19937(data.length);
  const pick = (size: number): number => random.uint32() % size;
  const count = Math.max(fewest, Math.min(spots, Math.floor(most / Math.max(1, 2 * rows))));
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
