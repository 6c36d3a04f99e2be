import { firstInputChannel, flatIndexOf, inputPlane, weightPlane } from '../../geometry/planeOffsets.ts';
import { scatterIndex } from '../../geometry/indices.ts';
import type { AxisGeometry, Geometry } from '../../geometry/geometry.ts';
import { outputAt } from '../../provenance/offsets.ts';
import type { DiagnosisTarget } from '../model/mistake.ts';
import { predict } from '../search/evaluate.ts';
import { worstPlaces } from '../search/probePlaces.ts';

/** Gives the weight of a group, an input and an output channel of that group, and a tap. */
type WeightAt = (group: number, input: number, output: number, ky: number, kx: number) => number;

/** Returns a function that gives the flat index of the weight that {@link WeightAt} is asked for. */
export function flatWeightIndex(geometry: Geometry): WeightAt {
  const { cinPerGroup, w } = geometry;
  return (group, input, output, ky, kx) =>
    weightPlane(geometry, group * cinPerGroup + input, output) + flatIndexOf(w.kernelSize, ky, kx);
}

/** The elements that are computed. */
const samples = 3;
/** How many rounding bounds of the right element another element may be off; a match is confirmed later. */
const boundsAllowed = 8;

/**
 * Returns a function that says whether the output may have been computed with other weights, from a few of its elements
 * and without making all of those weights. Every weight passes if the output is right at these elements.
 */
export function weightProbe(target: DiagnosisTarget): (weightAt: WeightAt) => boolean {
  const looks = operandProbe(target);
  return (weightAt) => looks({ weightAt });
}

/** Other operands of a call; what is omitted is the call's. */
interface OtherOperands {
  readonly weightAt?: WeightAt;
  /** Gives the input element at a flat index. */
  readonly inputAt?: (at: number) => number;
}

/** Returns a function that says whether the output may have been computed with other operands, as {@link weightProbe}. */
export function operandProbe(target: DiagnosisTarget): (operands: OtherOperands) => boolean {
  const { call, actual, reference, geometry } = target;
  const own = predict({ detail: '', call }, target.rounding);
  const places = worstPlaces(target, samples);
  const apartAt = (at: number, value: number): number => Math.abs(value - (actual.data[at] as number));
  const allowedAt = (at: number): number => boundsAllowed * (own?.at(at).bound ?? Infinity);
  if (places.every((at) => apartAt(at, reference.data[at] as number) <= allowedAt(at))) return () => true;
  const { h, w, cinPerGroup, coutPerGroup } = geometry;
  const elements = places.map((at) => {
    const { n, c, y, x } = outputAt(geometry, at);
    return { at, n, c, down: landingsOn(h, y), across: landingsOn(w, x) };
  });
  const weights = call.weight.data;
  const indexOf = flatWeightIndex(geometry);
  const ownWeight: WeightAt = (group, ci, o, ky, kx) => weights[indexOf(group, ci, o, ky, kx)] as number;
  const ownInput = (at: number): number => call.input.data[at] as number;
  /** Returns the value and the sum of magnitudes of an element with other operands. */
  const sumOf = (
    { n, c, down, across }: (typeof elements)[number],
    { weightAt = ownWeight, inputAt = ownInput }: OtherOperands,
  ): readonly [number, number] => {
    const first = firstInputChannel(geometry, c);
    const [group, o] = [Math.floor(c / coutPerGroup), c % coutPerGroup];
    let sum = call.bias?.data[c] ?? 0;
    let size = Math.abs(sum);
    for (const [i, ky] of down) {
      for (const [j, kx] of across) {
        for (let ci = 0; ci < cinPerGroup; ci++) {
          const input = inputAt(inputPlane(geometry, n, first + ci) + i * w.inputSize + j);
          const product = input * weightAt(group, ci, o, ky, kx);
          sum += product;
          size += Math.abs(product);
        }
      }
    }
    return [sum, size];
  };
  const checked = elements.map((element) => {
    const [, size] = sumOf(element, {});
    return { element, allowed: allowedAt(element.at), size };
  });
  return (operands) =>
    checked.every(({ element, allowed, size }) => {
      const [value, magnitude] = sumOf(element, operands);
      // A bound grows with the magnitude of the products.
      const scale = size === 0 ? 1 : Math.max(1, magnitude / size);
      return !(apartAt(element.at, value) > allowed * scale);
    });
}

/** Lists the input indices and taps that land on an output index of an axis. */
function landingsOn(axis: AxisGeometry, o: number): readonly (readonly [i: number, k: number])[] {
  const found: (readonly [number, number])[] = [];
  for (let i = 0; i < axis.inputSize; i++)
    for (let k = 0; k < axis.kernelSize; k++) if (scatterIndex(axis, i, k) === o) found.push([i, k]);
  return found;
}
