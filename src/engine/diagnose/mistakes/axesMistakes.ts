import { flatAt, indexAt } from '../../core/flatIndex.ts';
import { isSameShape } from '../../core/tensor.ts';
import type { Hypothesis } from '../model/hypothesis.ts';
import type { DiagnosisTarget, Mistake } from '../model/mistake.ts';
import { afterwards } from './code.ts';
import { looksLike } from './looksLike.ts';

/** Lists the orders of some axes. */
function ordersOf(axes: readonly number[]): readonly (readonly number[])[] {
  return axes.length < 2
    ? [axes]
    : axes.flatMap((axis) => ordersOf(axes.filter((other) => other !== axis)).map((rest) => [axis, ...rest]));
}

/** The orders that have a name of their own: channels last, height and width or images and channels exchanged. */
const namedOrders: readonly (readonly number[])[] = [
  [0, 1, 2, 3],
  [0, 2, 3, 1],
  [0, 1, 3, 2],
  [1, 0, 2, 3],
  [0, 1, 2],
  [1, 2, 0],
  [0, 2, 1],
];

const axisNames = ['N', 'Cout', 'Ho', 'Wo'] as const;

function* permutedAxes(target: DiagnosisTarget): Iterable<Hypothesis> {
  const { call, geometry } = target;
  const { outputShape } = geometry;
  const names = axisNames.slice(-outputShape.length);
  // In memory, an axis with one entry is nowhere.
  const inMemory = (order: readonly number[]): string => order.filter((axis) => (outputShape[axis] ?? 1) > 1).join();
  const known = namedOrders.filter((order) => order.length === outputShape.length);
  const seen = new Set(known.map(inMemory));
  for (const order of ordersOf(outputShape.map((_, axis) => axis))) {
    if (known.some((other) => other.join() === order.join())) continue;
    const shape = order.map((axis) => outputShape[axis] ?? 1);
    const source = (at: number): number => {
      const index = indexAt(shape, at);
      const own: number[] = [];
      for (const [place, axis] of order.entries()) own[axis] = index[place] ?? 0;
      return flatAt(outputShape, own);
    };
    const written = `(${order.map((axis) => names[axis]).join(', ')})`;
    const words = { what: 'axes of the output', yours: written, required: `(${names.join(', ')})` };
    const permute = `y.permute(${order.join(', ')})`;
    yield {
      detail: `they are ${written}`,
      call,
      arranged: { shape, source },
      words,
      code: afterwards(`y = ${permute}`),
    };
    if (isSameShape(shape, outputShape) || seen.has(inMemory(order)) || !looksLike({ source }, target)) continue;
    seen.add(inMemory(order));
    yield {
      detail: `they are ${written} in memory, in another shape`,
      call,
      arranged: { shape: outputShape, source },
      words,
      code: afterwards(`y = ${permute}.reshape(y.shape)`),
    };
  }
}

export const axesMistakes: readonly Mistake[] = [
  {
    id: 'output-axes-permuted',
    title: 'The axes of the output are in another order',
    means: 'y is not (N, Cout, Ho, Wo)',
    place: 'output',
    known: [],
    fix: 'Permute the axes of the output to (N, Cout, Ho, Wo).',
    code: null,
    alone: true,
    hypotheses: permutedAxes,
  },
];
