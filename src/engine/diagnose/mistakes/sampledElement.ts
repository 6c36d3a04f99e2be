import type { Call } from '../../core/call.ts';
import { indexAt } from '../../core/flatIndex.ts';
import { inputPlane, weightPlane } from '../../geometry/planeOffsets.ts';
import { elementBound } from '../../rounding/bound.ts';
import type { DiagnosisTarget } from '../model/mistake.ts';
import type { Landings } from './otherParameters/axisCandidates.ts';

/** The groups and the bias with which an element may have been computed. */
interface WantedSum {
  readonly groups: number;
  readonly bias: Call['bias'];
}

/** Decides whether the value of one element of an output is what some landings give. */
export class SampledElement {
  readonly #target: DiagnosisTarget;
  readonly #wanted: WantedSum;
  readonly #products = new Map<number, readonly [sum: number, magnitude: number]>();
  readonly #n: number;
  readonly #c: number;
  readonly y: number;
  readonly x: number;
  readonly #value: number;

  constructor(target: DiagnosisTarget, wanted: WantedSum, at: number) {
    this.#target = target;
    this.#wanted = wanted;
    const index = indexAt(target.actual.shape, at);
    const [c = 0, y = 0, x = 0] = index.slice(-3);
    [this.#n, this.#c, this.y, this.x] = [index.length > 3 ? (index[0] as number) : 0, c, y, x];
    this.#value = target.actual.data[at] as number;
  }

  /**
   * Returns a function that says whether the products of some rows, and of the columns that are given, give the element's
   * value. The products of a column are added up over the rows once, whatever other columns come with it.
   */
  explainerOf(down: Landings): (across: Landings) => boolean {
    const { call, geometry, rounding } = this.#target;
    const { inputSize, kernelSize } = geometry.w;
    const sums = new Float64Array(inputSize * kernelSize);
    const sizes = new Float64Array(inputSize * kernelSize);
    const added = this.#wanted.bias?.data[this.#c] ?? null;
    const isKnown = new Uint8Array(inputSize * kernelSize);
    return (across) => {
      let [sum, size] = [0, 0];
      for (let j = 0; j < across.length; j += 2) {
        const [column, kx] = [across[j] as number, across[j + 1] as number];
        const at = column * kernelSize + kx;
        if (isKnown[at] === 0) {
          isKnown[at] = 1;
          [sums[at], sizes[at]] = this.#column(down, column, kx);
        }
        sum += sums[at] as number;
        size += sizes[at] as number;
      }
      // Beyond the uncropped output there may be zeros in place of the bias.
      if (size === 0 && this.#value === 0) return true;
      const pairs = (down.length / 2) * (across.length / 2);
      const terms = (pairs * geometry.cin) / this.#wanted.groups + 1;
      const [value, magnitude] = [sum + (added ?? 0), size + Math.abs(added ?? 0)];
      const bound =
        rounding?.bound({ value, magnitude, summed: 'float64', terms, bias: added }) ??
        elementBound(magnitude, terms, call.dtype, 'float64');
      return Math.abs(value - this.#value) <= bound;
    };
  }

  /** Returns the sum of the products of one input column times one tap column over some rows, and that of magnitudes. */
  #column(down: Landings, j: number, kx: number): readonly [number, number] {
    let [sum, size] = [0, 0];
    for (let i = 0; i < down.length; i += 2) {
      const [product, magnitude] = this.#product(down[i] as number, down[i + 1] as number, j, kx);
      sum += product;
      size += magnitude;
    }
    return [sum, size];
  }

  /** Returns the sum over the input channels of one input position times one tap, and that of the magnitudes. */
  #product(i: number, ky: number, j: number, kx: number): readonly [number, number] {
    const { call, geometry } = this.#target;
    const { h, w, coutPerGroup, cin } = geometry;
    const key = ((i * h.kernelSize + ky) * w.inputSize + j) * w.kernelSize + kx;
    const known = this.#products.get(key);
    if (known !== undefined) return known;
    const perGroup = cin / this.#wanted.groups;
    const first = Math.floor(this.#c / coutPerGroup) * perGroup;
    let [sum, size] = [0, 0];
    for (let ci = first; ci < first + perGroup; ci++) {
      const x = call.input.data[inputPlane(geometry, this.#n, ci) + i * w.inputSize + j] as number;
      const k = call.weight.data[weightPlane(geometry, ci, this.#c % coutPerGroup) + ky * w.kernelSize + kx] as number;
      sum += x * k;
      size += Math.abs(x * k);
    }
    this.#products.set(key, [sum, size]);
    return [sum, size];
  }
}
