import { ok, refuse, type Result } from '../engine/core/refusal.ts';
import { castTensor, type Shape, shapeText, type Tensor, tensorOf } from '../engine/core/tensor.ts';
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

/** Refuses groups that do not divide the output channels of a stored weight that has those of all groups in one axis. */
export function checkStoredGroups(shape: Shape, { weight: { order }, groups }: StoredWeight): Result<null> {
  const cout = shape.length < 3 ? 0 : (shape[orderLetters(order, shape.length - 2).indexOf('O')] ?? 0);
  if (!isGroupedByOutput(order) || cout % groups === 0) return ok(null);
  const message = `groups = ${groups} does not divide the ${cout} output channels of weight of shape ${shapeText(shape)}, stored as ${order}.`;
  return refuse('groups', message);
}

/** Returns a weight in the order of the engine, (Cin, Cout/groups, kH, kW), from one in a framework's order. */
export function engineWeight(stored: Tensor, layout: StoredWeight): Tensor {
  const { shape, data } = stored;
  if (shape.length !== 3 && shape.length !== 4) return stored;
  const places = storedPlaces(shape, layout);
  const values = Float64Array.from(places, (place) => data[place] ?? NaN);
  return castTensor(tensorOf('float64', engineWeightShape(shape, layout), values), stored.dtype);
}

/** Returns the shape in a framework's order of a weight (Cin, Cout/groups, kH, kW): the inverse of {@link engineWeightShape}. */
export function storedWeightShape(shape: Shape, { weight, groups }: StoredWeight): Shape {
  const [cin = 1, coutPerGroup = 1, kH = 1, kW = 1] = shape;
  if (shape.length !== 4) return shape;
  const [i, o] = isGroupedByOutput(weight.order) ? [cin / groups, coutPerGroup * groups] : [cin, coutPerGroup];
  const sizes: Readonly<Record<string, number>> = { I: i, O: o, H: kH, W: kW };
  return orderLetters(weight.order, 2).map((letter) => sizes[letter] ?? 1);
}

/** Returns the values of a weight (Cin, Cout/groups, kH, kW) in a framework's order: the inverse of {@link engineWeight}. */
export function storedWeightValues(shape: Shape, values: ArrayLike<number>, layout: StoredWeight): readonly number[] {
  const stored = Array.from({ length: values.length }, () => NaN);
  for (const [at, place] of storedPlaces(storedWeightShape(shape, layout), layout).entries())
    stored[place] = values[at] ?? NaN;
  return stored;
}

/** Returns, for each element of the engine's weight in row-major order, its place in the stored weight. */
function storedPlaces(shape: Shape, { weight, groups }: StoredWeight): Float64Array {
  const rank = shape.length - 2;
  const letters = orderLetters(weight.order, rank);
  const steps = (letter: string): number => {
    const place = letters.indexOf(letter);
    return place < 0 ? 0 : shape.slice(place + 1).reduce((product, size) => product * size, 1);
  };
  const [cin = 1, coutPerGroup = 1, kH = 1, kW = 1] = engineWeightShape(shape, { weight, groups });
  const [down, across] = rank === 1 ? [0, steps('H')] : [steps('H'), steps('W')];
  const places = new Float64Array(cin * coutPerGroup * kH * kW);
  let at = 0;
  for (let i = 0; i < cin; i++)
    for (let o = 0; o < coutPerGroup; o++) {
      const from = channelPlace(i, o, { cin, coutPerGroup, groups }, weight.order, steps);
      for (let y = 0; y < kH; y++)
        for (let x = 0; x < kW; x++) {
          const [tapY, tapX] = weight.isRotated ? [kH - 1 - y, kW - 1 - x] : [y, x];
          places[at++] = from + tapY * down + tapX * across;
        }
    }
  return places;
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
