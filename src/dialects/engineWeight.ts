import { castTensor, type Shape, type Tensor, tensorOf } from '../engine/core/tensor.ts';
import type { Layer, WeightOrder } from './layer.ts';
import { orderLetters } from './weightLetters.ts';

/** How a weight is stored: the order of its axes, whether its kernel is rotated by 180°, and in how many groups. */
export interface StoredWeight {
  readonly weight: Layer['weight'];
  readonly groups: number;
}

/**
 * Returns the shape (Cin, Cout/groups, kH, kW) of a weight that is stored in a framework's order. A weight with one
 * spatial axis gets a kH of 1. Returns the shape itself if it has neither 3 nor 4 axes.
 */
export function engineWeightShape(shape: Shape, { weight, groups }: StoredWeight): Shape {
  if (shape.length !== 3 && shape.length !== 4) return shape;
  const letters = orderLetters(weight.order, shape.length - 2);
  const size = (letter: string): number => shape[letters.indexOf(letter)] ?? 1;
  const [i, o, h, w] = [size('I'), size('O'), size('H'), size('W')];
  const channels = isGroupedByOutput(weight.order) ? [i * groups, o / groups] : [i, o];
  return shape.length === 3 ? [...channels, 1, h] : [...channels, h, w];
}

/** Returns a weight in the order of the engine, (Cin, Cout/groups, kH, kW), from one in a framework's order. */
export function engineWeight(stored: Tensor, { weight, groups }: StoredWeight): Tensor {
  const { shape, data } = stored;
  const target = engineWeightShape(shape, { weight, groups });
  const rank = shape.length - 2;
  if (rank !== 1 && rank !== 2) return stored;
  const letters = orderLetters(weight.order, rank);
  const step = new Map(letters.map((letter, place) => [letter, shape.slice(place + 1).reduce((a, b) => a * b, 1)]));
  const steps = (letter: string): number => step.get(letter) ?? 0;
  const [cin = 1, coutPerGroup = 1, kH = 1, kW = 1] = target;
  const [down, across] = rank === 1 ? [0, steps('H')] : [steps('H'), steps('W')];
  const values = new Float64Array(data.length);
  let to = 0;
  for (let i = 0; i < cin; i++)
    for (let o = 0; o < coutPerGroup; o++) {
      const from = channelPlace(i, o, { cin, coutPerGroup, groups }, weight.order, steps);
      for (let y = 0; y < kH; y++)
        for (let x = 0; x < kW; x++) {
          const [tapY, tapX] = weight.isRotated ? [kH - 1 - y, kW - 1 - x] : [y, x];
          values[to++] = data[from + tapY * down + tapX * across] ?? NaN;
        }
    }
  return castTensor(tensorOf('float64', target, values), stored.dtype);
}

/** Returns where the kernel of input channel `i` and of output channel `o` of its group begins in the stored weight. */
function channelPlace(
  i: number,
  o: number,
  sizes: { readonly cin: number; readonly coutPerGroup: number; readonly groups: number },
  order: WeightOrder,
  steps: (letter: string) => number,
): number {
  if (!isGroupedByOutput(order)) return i * steps('I') + o * steps('O');
  const perGroup = sizes.cin / sizes.groups;
  const group = Math.floor(i / perGroup);
  return (i % perGroup) * steps('I') + (group * sizes.coutPerGroup + o) * steps('O');
}

/**
 * Returns true if a weight in this order has Cout and Cin/groups channels. Otherwise it has Cin and Cout/groups, as
 * PyTorch's.
 */
export function isGroupedByOutput(order: WeightOrder): boolean {
  return order === 'OHWI' || order === 'HWIO' || order === 'OIHW';
}
