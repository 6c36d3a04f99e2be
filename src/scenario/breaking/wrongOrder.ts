import { leadingAxes } from '../../engine/views/plane.ts';
import { type Tensor, tensorOf } from '../../engine/core/tensor.ts';

/**
 * Wrong outputs of mistakes that are recognized by the output itself, made from the right output, by the mistake's id:
 * there is one such mistake for every order and every factor.
 */
const outputs: Readonly<Record<string, (right: Tensor) => Tensor>> = {
  'channels-permuted': (right) => turned(right, 3),
  'batch-permuted': (right) => turned(right, 4),
  scaled: (right) =>
    tensorOf(
      right.dtype,
      right.shape,
      right.data.map((value) => value / 2),
    ),
};

/** Returns an output with the mistake; the right output for a mistake that is known without an output. */
export function exampleOutput(id: string, right: Tensor): Tensor {
  return outputs[id]?.(right) ?? right;
}

/** Moves every slice along an axis, counted from the end, to the place of the one before it. */
function turned(right: Tensor, fromEnd: number): Tensor {
  const { shape, dtype, data } = right;
  const axis = shape.length - fromEnd;
  if (axis < 0 || axis >= leadingAxes(shape).length) return right;
  const size = shape[axis] ?? 1;
  const inner = shape.slice(axis + 1).reduce((count, length) => count * length, 1);
  const block = size * inner;
  const moved = tensorOf(dtype, shape, data);
  for (let at = 0; at < data.length; at += block) {
    moved.data.set(data.subarray(at + inner, at + block), at);
    moved.data.set(data.subarray(at, at + inner), at + block - inner);
  }
  return moved;
}
