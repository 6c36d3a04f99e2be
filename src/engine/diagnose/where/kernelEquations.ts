import { Mt19937 } from '../../fills/mt19937.ts';
import type { AxisGeometry } from '../../geometry/geometry.ts';
import { gatherTable, rotateTap } from '../../geometry/indices.ts';
import { firstInputChannel, flatIndexOf, inputPlane } from '../../geometry/planeOffsets.ts';
import { outputAt } from '../../provenance/offsets.ts';
import type { DiagnosisTarget } from '../model/mistake.ts';
import { LeastSquares } from './leastSquares.ts';

/** The most weights of an output channel for which kernels are fitted. */
export const mostWeights = 300;
/** Number of elements for each fitted weight: to fit all kernels, and to test a fit. */
const fitting = 3;
const testing = 1;

/** The inputs that meet some weights at some places (n, y, x) of a channel. */
export class Equations {
  readonly #places: readonly number[];
  readonly #system: LeastSquares;

  constructor(places: readonly number[], inputsAt: (place: number) => Float64Array, fitted: number) {
    this.#places = places;
    this.#system = new LeastSquares(places.map(inputsAt), fitted);
  }

  /** True if the equations that weights are fitted to determine all of them. */
  get isDetermined(): boolean {
    return this.#system.isDetermined;
  }

  /** Returns the weights that come nearest to a channel's values. */
  weights(valueAt: (place: number) => number): Float64Array {
    return this.#system.solution(this.#places.map(valueAt));
  }

  /** Returns the share of the variance of a channel's values that no weights explain; null if they are constant. */
  unexplained(valueAt: (place: number) => number): number | null {
    return this.#system.unexplained(this.#places.map(valueAt));
  }
}

/** Draws `count` different integers from 0 to `below` − 1, unsorted; null if `count` is larger than `below`. */
export function differentNumbers(count: number, below: number): readonly number[] | null {
  if (count > below) return null;
  const random = new Mt19937(below);
  const found = new Set<number>();
  while (found.size < count) found.add(random.uint32() % below);
  return [...found];
}

/**
 * Returns the equations of a channel's own kernels and, last, its bias; null if there are too many weights or fewer than
 * `least` elements for each.
 */
export function kernelEquations(
  { call: { input }, geometry }: DiagnosisTarget,
  channel: number,
  least = fitting + testing,
): Equations | null {
  const { cinPerGroup, taps, h, w, n, columns } = geometry;
  const weights = cinPerGroup * taps + 1;
  const count = Math.min((fitting + testing) * weights, n * columns);
  const places = weights > mostWeights || count < least * weights ? null : differentNumbers(count, n * columns);
  if (places === null) return null;
  const tables = (axis: AxisGeometry): readonly Int32Array[] =>
    Array.from({ length: axis.kernelSize }, (_, k) => gatherTable(axis, rotateTap(axis, k)));
  const [down, across] = [tables(h), tables(w)];
  const first = firstInputChannel(geometry, channel);
  const inputsAt = (place: number): Float64Array => {
    const { y, x } = outputAt(geometry, place % columns);
    const image = Math.floor(place / columns);
    const inputs = new Float64Array(weights);
    for (const [ky, rows] of down.entries()) {
      const i = rows[y] as number;
      for (const [kx, columnsOf] of across.entries()) {
        const j = columnsOf[x] as number;
        // Padding and inserted zeros are negative.
        if (i < 0 || j < 0) continue;
        for (let ci = 0; ci < cinPerGroup; ci++) {
          const element = inputPlane(geometry, image, first + ci) + flatIndexOf(w.inputSize, i, j);
          inputs[ci * taps + flatIndexOf(w.kernelSize, ky, kx)] = input.data[element] as number;
        }
      }
    }
    inputs[weights - 1] = 1;
    return inputs;
  };
  return new Equations(places, inputsAt, Math.floor((count * fitting) / (fitting + testing)));
}
