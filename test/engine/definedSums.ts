import type { Call } from '../../src/engine/core/call.ts';
import type { Geometry } from '../../src/engine/geometry/geometry.ts';
import { elementCount, type Shape } from '../../src/engine/core/tensor.ts';
import { contributions } from './definition.ts';

/** Row-major place of an index, without the engine's help. */
function flat(shape: Shape, ...index: readonly number[]): number {
  return index.reduce((place, at, axis) => place * (shape[axis] as number) + at, 0);
}

/** Per output element: the defined sum, the sum of its terms' magnitudes, and their number, bias included. */
export interface DefinedSums {
  readonly y: number[];
  readonly magnitude: number[];
  readonly terms: number[];
}

/** The definition summed in float64: exact for small integers, whatever the order. */
export function definedSums(call: Call, geometry: Geometry): DefinedSums {
  const { n, cin, cout, h, w } = geometry;
  const outputShape = [n, cout, h.outputSize, w.outputSize];
  const inputShape = [n, cin, h.inputSize, w.inputSize];
  const count = elementCount(outputShape);
  const y = new Array<number>(count).fill(0);
  const magnitude = [...y];
  const terms = [...y];
  const add = (o: number, term: number): void => {
    y[o] = (y[o] as number) + term;
    magnitude[o] = (magnitude[o] as number) + Math.abs(term);
    terms[o] = (terms[o] as number) + 1;
  };
  for (const { input, weight, output } of contributions(geometry)) {
    const i = flat(inputShape, input.n, input.c, input.y, input.x);
    const k = flat(call.weight.shape, weight.cin, weight.cout, weight.ky, weight.kx);
    const o = flat(outputShape, output.n, output.c, output.y, output.x);
    add(o, (call.input.data[i] as number) * (call.weight.data[k] as number));
  }
  if (call.bias !== null) {
    const plane = h.outputSize * w.outputSize;
    for (const o of y.keys()) add(o, call.bias.data[Math.floor(o / plane) % cout] as number);
  }
  return { y, magnitude, terms };
}
