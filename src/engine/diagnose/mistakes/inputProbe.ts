import type { AxisGeometry } from '../../geometry/geometry.ts';
import { firstInputChannel, flatIndexOf, inputPlane, weightPlane } from '../../geometry/planeOffsets.ts';
import { outputAt } from '../../provenance/offsets.ts';
import type { DiagnosisTarget } from '../model/mistake.ts';
import { predict } from '../search/evaluate.ts';
import { probePlaces } from '../search/probePlaces.ts';

/** How an implementation finds the input element that meets a tap; as the call does, where it says nothing. */
export interface InputReading {
  /** Returns the input row for o + padding − k·dilation, before it is divided by the stride; negative for none. */
  readonly row?: (v: number) => number;
  readonly column?: (v: number) => number;
  /** True if rows and columns outside of the input are read as well; NaN stands for none. */
  readonly isUnchecked?: true;
  /** Returns the flat index in the input that is read for an element. */
  readonly flat?: (image: number, channel: number, row: number, column: number) => number;
}

/** The elements that are computed. */
const samples = 4;
/** How many rounding bounds of the right element another element may be off; a match is confirmed later. */
const boundsAllowed = 8;

const ownIndex =
  ({ stride }: AxisGeometry) =>
  (v: number): number =>
    v % stride === 0 ? v / stride : -1;

/**
 * Returns a function that says whether an output may have been computed with another reading of the input, from a few of
 * its elements, those with the largest errors, and without making that input.
 */
export function inputProbe(target: DiagnosisTarget): (reading: InputReading) => boolean {
  const { call, actual, reference, geometry } = target;
  const { h, w, cinPerGroup, coutPerGroup } = geometry;
  const [input, weight] = [call.input.data, call.weight.data];
  /** Returns the value of an element and the sum of the magnitudes of its terms. */
  const sumAt = (at: number, reading: InputReading): readonly [number, number] => {
    const { row = ownIndex(h), column = ownIndex(w), flat, isUnchecked = false } = reading;
    const { n, c, y, x } = outputAt(geometry, at);
    const first = firstInputChannel(geometry, c);
    let sum = call.bias?.data[c] ?? 0;
    let size = Math.abs(sum);
    for (let ky = 0; ky < h.kernelSize; ky++) {
      const i = row(y + h.padding - ky * h.dilation);
      if (Number.isNaN(i) || (!isUnchecked && (i < 0 || i >= h.inputSize))) continue;
      for (let kx = 0; kx < w.kernelSize; kx++) {
        const j = column(x + w.padding - kx * w.dilation);
        if (Number.isNaN(j) || (!isUnchecked && (j < 0 || j >= w.inputSize))) continue;
        for (let ci = first; ci < first + cinPerGroup; ci++) {
          const place = flat?.(n, ci, i, j) ?? inputPlane(geometry, n, ci) + flatIndexOf(w.inputSize, i, j);
          const kernel = weightPlane(geometry, ci, c % coutPerGroup) + flatIndexOf(w.kernelSize, ky, kx);
          const product = (input[place] ?? 0) * (weight[kernel] as number);
          sum += product;
          size += Math.abs(product);
        }
      }
    }
    return [sum, size];
  };
  const own = predict({ detail: '', call }, target.rounding);
  const apart = (at: number): number => Math.abs((actual.data[at] as number) - (reference.data[at] as number));
  const checked = [...probePlaces(target)]
    .sort((a, b) => apart(b) - apart(a))
    .slice(0, samples)
    .map((at) => ({ at, size: sumAt(at, {})[1], allowed: boundsAllowed * (own?.at(at).bound ?? Infinity) }));
  return (reading) =>
    checked.every(({ at, size, allowed }) => {
      const [value, magnitude] = sumAt(at, reading);
      // A bound grows with the magnitude of the products; without any there is no bound to go by.
      const scale = size === 0 ? Infinity : Math.max(1, magnitude / size);
      return !(Math.abs(value - (actual.data[at] as number)) > allowed * scale);
    });
}
