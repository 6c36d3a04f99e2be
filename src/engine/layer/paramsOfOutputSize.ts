import type { CallShape, Pair, Params } from '../core/call.ts';
import { ok, refuse, type Result } from '../core/refusal.ts';
import { axisOf } from '../geometry/geometry.ts';

/**
 * Returns the parameters of a call with the output_padding that gives an output of this height and width, as
 * `torch.nn.ConvTranspose2d` works it out of `output_size`. Refuses a size that the other parameters cannot give: along
 * each axis, PyTorch allows as many sizes as the stride, from the one without output_padding on. The ranks of the call
 * must be valid, and all sizes and parameters integers that are not too small.
 */
export function paramsOfOutputSize(shape: CallShape, output: Pair): Result<Params> {
  const { params, is1d = false } = shape;
  const bare = { ...shape, params: { ...params, outputPadding: [0, 0] as const } };
  const padding: number[] = [];
  for (const axis of [0, 1] as const) {
    const { inputSize, stride, outputSize: least } = axisOf(bare, axis);
    const most = least + stride - 1;
    const size = output[axis];
    if (size < Math.max(1, least) || size > most) {
      const range = most === least ? String(least) : `${least} to ${most}`;
      const [name, side] = is1d ? ['output_size', 'length'] : [`output_size[${axis}]`, axis === 0 ? 'height' : 'width'];
      const message = `${name} = ${size} is not possible: an input of ${side} ${inputSize} with these parameters gives ${range}.`;
      return refuse('output_size', message, { axis, legal: { min: Math.max(1, least), max: most } });
    }
    padding.push(size - least);
  }
  const [h = 0, w = 0] = padding;
  return ok({ ...params, outputPadding: [h, w] });
}
