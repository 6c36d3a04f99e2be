import type { Pair } from '../../core/call.ts';
import { isSameShape } from '../../core/tensor.ts';
import type { AxisGeometry } from '../../geometry/geometry.ts';
import { flatIndexOf, inputPlane } from '../../geometry/planeOffsets.ts';
import { outputAt, outputOffset } from '../../provenance/offsets.ts';
import type { Steps } from '../../core/steps.ts';
import type { Tensor } from '../../core/tensor.ts';
import type { DiagnosisTarget } from '../model/mistake.ts';
import { spreadIndices } from '../model/spreadIndices.ts';
import { differentNumbers, Equations, kernelEquations, mostWeights } from './kernelEquations.ts';

/**
 * How wrong channels are related to a call. `other-weights`: some other kernels and bias, applied as the call applies its
 * own, give all their values. `unrelated`: no linear function of the input near an element explains any of its values,
 * and they are no values of the right output either.
 */
export interface ChannelRelation {
  readonly kind: 'relation';
  readonly relation: 'other-weights' | 'unrelated';
  readonly channels: readonly number[];
  /** Number of output channels. */
  readonly of: number;
}

/** The most channels for which kernels are fitted, and the most phases. */
const mostChannels = 64;
const mostPhases = 9;
/** Number of elements for each fitted weight: to fit those of one stride phase, and to test the fit. */
const fittingPhase = 2;
const testing = 1;
/** The share of the variance that kernels leave if they give the values, and if they explain nothing. */
const explainedShare = 1e-5;
const unexplainedShare = 0.95;

/**
 * Finds channels of a wrong output that other kernels give, and channels that nothing of the call explains. Weights are
 * fitted to some elements of a channel by least squares, and tested on others. Leaves out channels that are right in most
 * places, and outputs with too few elements.
 */
export function* channelRelations(
  target: DiagnosisTarget,
  isWrong: (at: number) => boolean,
): Steps<readonly ChannelRelation[]> {
  const { geometry, actual, reference } = target;
  const { coutPerGroup, columns, n, cout } = geometry;
  if (cout > mostChannels || !isSameShape(actual.shape, reference.shape)) return [];
  const found: Record<ChannelRelation['relation'], number[]> = { 'other-weights': [], unrelated: [] };
  const all = spreadIndices(mostSampled, n * columns);
  const flatOf = (channel: number) => (place: number) =>
    outputOffset(geometry, { n: Math.floor(place / columns), c: channel, y: 0, x: 0 }) + (place % columns);
  const own = new Map<number, Equations | null>();
  const near = new NearEquations(target);
  const right = new RightValues(reference);
  for (let channel = 0; channel < cout; channel++) {
    yield { stage: 'Channels', done: channel, total: cout };
    const flat = flatOf(channel);
    // Of a channel that is right in most places, the places say more.
    if (2 * all.filter((place) => isWrong(flat(place))).length < all.length) continue;
    const group = Math.floor(channel / coutPerGroup);
    if (!own.has(group)) own.set(group, kernelEquations(target, channel));
    const valueAt = (place: number): number => actual.data[flat(place)] as number;
    const left = own.get(group)?.unexplained(valueAt) ?? null;
    if (left !== null && left <= explainedShare) found['other-weights'].push(channel);
    else if ((yield* near.explainNothing(valueAt)) && !right.hasMost(all.map(valueAt))) found.unrelated.push(channel);
  }
  return (['other-weights', 'unrelated'] as const).flatMap((relation) =>
    found[relation].length === 0 ? [] : [{ kind: 'relation', relation, channels: found[relation], of: cout } as const],
  );
}

/** The most elements of a channel whose values are looked up. */
const mostSampled = 64;
/** Relative difference of two values that are the same. */
const sameValue = 1e-4;

/** The values of the right output, wherever they stand. */
class RightValues {
  readonly #tensor: Tensor;
  #sorted: Float64Array | null = null;

  constructor(tensor: Tensor) {
    this.#tensor = tensor;
  }

  /** Returns true if most of some values are, up to their sign, among those of the right output. */
  hasMost(values: readonly number[]): boolean {
    return 2 * values.filter((value) => this.#has(value) || this.#has(-value)).length >= values.length;
  }

  #has(value: number): boolean {
    const sorted = (this.#sorted ??= Float64Array.from(this.#tensor.data).sort());
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sorted[middle] as number) < value) low = middle + 1;
      else high = middle;
    }
    const isSame = (other: number | undefined): boolean =>
      other !== undefined && Math.abs(other - value) <= sameValue * Math.abs(value);
    return isSame(sorted[low]) || isSame(sorted[low - 1]);
  }
}

/** The rows or columns of the input around those that an element's kernel reaches. */
const margin = 1;

/** The equations of all inputs near an element, for each phase of the stride: whatever kernels, crops and shifts do. */
class NearEquations {
  readonly #target: DiagnosisTarget;
  #phases: readonly Equations[] | null | undefined;

  constructor(target: DiagnosisTarget) {
    this.#target = target;
  }

  /** Returns true if the inputs near an element explain no values in any phase; false if there are too few elements. */
  *explainNothing(valueAt: (place: number) => number): Steps<boolean> {
    if (this.#phases === undefined) this.#phases = yield* this.#made();
    if (this.#phases === null) return false;
    for (const phase of this.#phases) {
      const left = phase.unexplained(valueAt);
      if (left === null || left < unexplainedShare) return false;
    }
    return true;
  }

  *#made(): Steps<readonly Equations[] | null> {
    const { call, geometry } = this.#target;
    const { h, w, n, cin, columns, params } = geometry;
    const [sH, sW] = params.stride;
    const reach = ({ kernelSize, dilation, stride }: AxisGeometry): number =>
      Math.floor((dilation * (kernelSize - 1)) / stride) + 1 + 2 * margin;
    const size: Pair = [reach(h), reach(w)];
    const weights = cin * size[0] * size[1] + 1;
    if (weights > mostWeights || sH * sW > mostPhases) return null;
    const first = ({ stride, padding }: AxisGeometry, o: number, length: number): number =>
      Math.floor((o + padding) / stride) + margin + 1 - length;
    const inputsAt = (place: number): Float64Array => {
      const { y, x } = outputAt(geometry, place % columns);
      const image = Math.floor(place / columns);
      const [top, left] = [first(h, y, size[0]), first(w, x, size[1])];
      const inputs = new Float64Array(weights);
      let at = 0;
      for (let c = 0; c < cin; c++) {
        const plane = inputPlane(geometry, image, c);
        for (let i = top; i < top + size[0]; i++) {
          for (let j = left; j < left + size[1]; j++, at++) {
            if (i < 0 || j < 0 || i >= h.inputSize || j >= w.inputSize) continue;
            inputs[at] = call.input.data[plane + flatIndexOf(w.inputSize, i, j)] as number;
          }
        }
      }
      inputs[weights - 1] = 1;
      return inputs;
    };
    const made: Equations[] = [];
    for (let phase = 0; phase < sH * sW; phase++) {
      yield { stage: 'Channels', done: phase, total: sH * sW };
      const [sy, sx] = [Math.floor(phase / sW), phase % sW];
      const [rows, across] = [Math.ceil((h.outputSize - sy) / sH), Math.ceil((w.outputSize - sx) / sW)];
      const numbers = differentNumbers((fittingPhase + testing) * weights, n * rows * across);
      if (numbers === null) return null;
      const places = numbers.map((number) => {
        const [image, own] = [Math.floor(number / (rows * across)), number % (rows * across)];
        const [y, x] = [Math.floor(own / across) * sH + sy, (own % across) * sW + sx];
        return image * columns + flatIndexOf(w.outputSize, y, x);
      });
      made.push(new Equations(places, inputsAt, fittingPhase * weights));
    }
    return made;
  }
}
