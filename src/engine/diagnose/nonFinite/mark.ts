import type { Call } from '../../core/call.ts';
import { inputPlane, outputPlane, flatIndexOf, weightPlane } from '../../geometry/planeOffsets.ts';
import type { Geometry } from '../../geometry/geometry.ts';
import { progressOf } from '../../core/progress.ts';
import { cinOf } from '../../provenance/channels.ts';
import { membersOf } from '../../provenance/progression.ts';
import { type Reach, reachCount, reachOfInput } from '../../provenance/reach.ts';
import type { WeightIndex } from '../../provenance/provenance.ts';
import type { Steps } from '../../core/steps.ts';
import type { Tensor } from '../../core/tensor.ts';
import { reachOfBias } from './sourceReach.ts';
import type { NonFiniteCause } from './nonFiniteCause.ts';

/** Marks every output element that a non-finite input element reaches: the channels of a group reach the same ones. */
export function* markInputs(call: Call, geometry: Geometry, outputs: Uint8Array, kind: NonFiniteCause): Steps<void> {
  const { n: batch, params, cinPerGroup, coutPerGroup, taps, h, w } = geometry;
  const size = h.inputSize * w.inputSize;
  const each = cinPerGroup + coutPerGroup * taps;
  const progress = progressOf('Reach of the input', batch * params.groups * size * each);
  for (let n = 0; n < batch; n++) {
    for (let group = 0; group < params.groups; group++) {
      const c = cinOf(geometry, group, 0);
      const from = inputPlane(geometry, n, c);
      for (let y = 0; y < h.inputSize; y++) {
        for (let x = 0; x < w.inputSize; x++) {
          const at = from + flatIndexOf(w.inputSize, y, x);
          if (anyNonFinite(call.input, at, size, cinPerGroup)) {
            mark(outputs, geometry, reachOfInput(geometry, { n, c, y, x }), kind);
          }
          const step = progress.advance(each);
          if (step !== null) yield step;
        }
      }
    }
  }
}

/** Marks every output element in the reach of a non-finite weight element: a tap's reach is the same from each channel of a group. */
export function* markWeights(
  call: Call,
  geometry: Geometry,
  reachOf: (geometry: Geometry, weight: WeightIndex) => Reach,
  outputs: Uint8Array,
  kind: NonFiniteCause,
): Steps<void> {
  const { n: batch, params, cinPerGroup, coutPerGroup, taps, columns, w } = geometry;
  const each = cinPerGroup + columns * batch;
  const total = params.groups * coutPerGroup * taps * each;
  const progress = progressOf('Reach of the weight', total);
  for (let group = 0; group < params.groups; group++) {
    const cin = cinOf(geometry, group, 0);
    for (let cout = 0; cout < coutPerGroup; cout++) {
      for (let tap = 0; tap < taps; tap++) {
        const at = weightPlane(geometry, cin, cout) + tap;
        const [ky, kx] = [Math.floor(tap / w.kernelSize), tap % w.kernelSize];
        const reach = reachOf(geometry, { cin, cout, ky, kx });
        const any = anyNonFinite(call.weight, at, coutPerGroup * taps, cinPerGroup);
        if (any) yield* markEach(outputs, geometry, reach, kind);
        const step = progress.advance(each);
        if (step !== null) yield step;
      }
    }
  }
}

/** Marks every output element of a channel whose bias is not finite. */
export function* markBiases(
  { bias }: Call,
  geometry: Geometry,
  outputs: Uint8Array,
  kind: NonFiniteCause,
): Steps<void> {
  for (const [c, value] of bias?.data.entries() ?? []) {
    if (!Number.isFinite(value)) yield* markEach(outputs, geometry, reachOfBias(geometry, c), kind);
  }
}

/** As {@link mark}, with a step after each batch element. */
export function* markEach(outputs: Uint8Array, geometry: Geometry, reach: Reach, kind: number): Steps<void> {
  const progress = progressOf('Reach', reachCount(reach));
  for (const n of membersOf(reach.n)) {
    const one = { ...reach, n: { first: n, step: 1, count: 1 } };
    mark(outputs, geometry, one, kind);
    const step = progress.advance(reachCount(one));
    if (step !== null) yield step;
  }
}

/** Marks the output elements of a reach. */
function mark(outputs: Uint8Array, geometry: Geometry, reach: Reach, kind: number): void {
  const { x } = reach;
  for (const n of membersOf(reach.n)) {
    for (const c of membersOf(reach.c)) {
      const plane = outputPlane(geometry, n, c);
      for (const y of membersOf(reach.y)) {
        const row = plane + flatIndexOf(geometry.w.outputSize, y, x.first);
        for (let i = 0; i < x.count; i++) outputs[row + i * x.step] = kind;
      }
    }
  }
}

/** Whether one of `count` numbers that stand `apart` from each other, from `at` on, is NaN or infinite. */
function anyNonFinite({ data }: Tensor, at: number, apart: number, count: number): boolean {
  for (let i = 0; i < count; i++) if (!Number.isFinite(data[at + i * apart])) return true;
  return false;
}
