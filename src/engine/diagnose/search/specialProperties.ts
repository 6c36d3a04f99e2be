import type { Tensor } from '../../core/tensor.ts';
import { placesOf, rearranged } from '../model/edits.ts';

export type TensorName = 'input' | 'weight' | 'bias';

/** A property of a tensor that may hide the difference between two mistakes. */
export interface SpecialProperty {
  /** Continues a sentence after "because". */
  readonly words: string;
  /**
   * Returns a tensor of the same shape with the property, made of some of its elements; the tensor has the property if
   * nothing changes. Returns null if no tensor of this shape has the property.
   */
  readonly enforced: (tensor: Tensor) => Tensor | null;
}

/** Gives the place with which an element of a plane is exchanged. */
type PlaneTurn = (y: number, x: number, height: number, width: number) => readonly [y: number, x: number];

/** The ways to turn a plane onto itself. Only a square one has a transpose of its own shape. */
export const planeTurns = {
  flippedHeight: (y, x, height) => [height - 1 - y, x],
  flippedWidth: (y, x, _, width) => [y, width - 1 - x],
  rotated: (y, x, height, width) => [height - 1 - y, width - 1 - x],
  transposed: (y, x) => [x, y],
} as const satisfies Readonly<Record<string, PlaneTurn>>;

/** Gives every element of a plane the value of the first element with which it is exchanged. */
const symmetric =
  (place: PlaneTurn) =>
  (tensor: Tensor): Tensor => {
    const [height = 1, width = 1] = tensor.shape.slice(-2);
    const places = placesOf(height, width, (y, x) => {
      const [otherY, otherX] = place(y, x, height, width);
      return Math.min(y * width + x, otherY * width + otherX);
    });
    return rearranged(tensor, tensor.shape, (p) => p, places);
  };

const flippedHeight = symmetric(planeTurns.flippedHeight);
const flippedWidth = symmetric(planeTurns.flippedWidth);
const rotated = symmetric(planeTurns.rotated);
const transposed = (tensor: Tensor): Tensor | null =>
  tensor.shape.at(-1) === tensor.shape.at(-2) ? symmetric(planeTurns.transposed)(tensor) : null;

/** Gives every plane the values of the first one. */
const equalPlanes = (tensor: Tensor): Tensor => {
  const [height = 1, width = 1] = tensor.shape.slice(-2);
  const places = placesOf(height, width, (y, x) => y * width + x);
  return rearranged(tensor, tensor.shape, () => 0, places);
};

const constant = (tensor: Tensor): Tensor =>
  ({ ...tensor, data: tensor.data.map(() => tensor.data[0] ?? 0) }) as Tensor;
const zero = (tensor: Tensor): Tensor => ({ ...tensor, data: tensor.data.map(() => 0) }) as Tensor;

/** The properties of each tensor, weaker ones first. */
export const specialProperties: Readonly<Record<TensorName, readonly SpecialProperty[]>> = {
  input: [
    { words: 'every channel of the input equals itself flipped along the height', enforced: flippedHeight },
    { words: 'every channel of the input equals itself flipped along the width', enforced: flippedWidth },
    { words: 'every channel of the input equals itself rotated by 180°', enforced: rotated },
    { words: 'every channel of the input equals its transpose', enforced: transposed },
    { words: 'all channels of the input are equal', enforced: equalPlanes },
    { words: 'all values of the input are equal', enforced: constant },
    { words: 'the input is 0', enforced: zero },
  ],
  weight: [
    { words: 'every kernel equals itself rotated by 180°', enforced: rotated },
    { words: 'every kernel equals itself flipped along the height', enforced: flippedHeight },
    { words: 'every kernel equals itself flipped along the width', enforced: flippedWidth },
    { words: 'every kernel equals its transpose', enforced: transposed },
    { words: 'all kernels are equal', enforced: equalPlanes },
    { words: 'all values of the weight are equal', enforced: constant },
    { words: 'the weight is 0', enforced: zero },
  ],
  bias: [
    { words: 'all values of the bias are equal', enforced: constant },
    { words: 'the bias is 0', enforced: zero },
  ],
};
