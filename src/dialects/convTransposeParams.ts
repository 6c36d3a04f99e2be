import type { Pair, Params } from '../engine/core/call.ts';
import { ok, refuse, type Result } from '../engine/core/refusal.ts';
import type { Shape } from '../engine/core/tensor.ts';
import { type AutoPad, croppingOf } from './transposePads.ts';

/**
 * The attributes of a ConvTranspose node with two spatial axes. If the node lacks an attribute, the attribute has the
 * specification's default.
 */
export interface ConvTransposeAttributes {
  readonly kernel: Pair;
  readonly strides: Pair;
  readonly dilations: Pair;
  readonly group: number;
  readonly autoPad: AutoPad;
  /** Padding at the start (height, width), then at the end (height, width). */
  readonly pads: readonly [number, number, number, number];
  readonly outputPadding: Pair;
  readonly outputShape: Pair | null;
}

/**
 * Returns the engine's parameters of the call on an input of this shape; {@link croppingOf} works out each axis. `layer`
 * begins the sentence of a refusal.
 */
export function convTransposeParams(attributes: ConvTransposeAttributes, input: Shape, layer: string): Result<Params> {
  const { kernel, strides, dilations, group, autoPad, pads, outputPadding, outputShape } = attributes;
  if (input.length !== 3 && input.length !== 4)
    return refuse(
      'file',
      `${layer} needs an input of shape (N, Cin, H, W), but the input has shape (${input.join(', ')}).`,
    );
  const axis = (i: 0 | 1) => {
    const numbers = {
      input: input.at(i - 2) as number,
      kernel: kernel[i],
      stride: strides[i],
      dilation: dilations[i],
      outputPadding: outputPadding[i],
      autoPad,
      start: pads[i],
      end: pads[i === 0 ? 2 : 3],
      outputShape: outputShape?.[i] ?? null,
    };
    return { ...croppingOf(numbers), most: Math.max(strides[i], dilations[i]) - 1 };
  };
  const [h, w] = [axis(0), axis(1)];
  const tooLarge = [h, w].find((each) => each.outputPadding > each.most);
  if (tooLarge !== undefined && outputShape !== null) {
    return refuse(
      'file',
      `${layer} has an output_shape of ${outputShape.join(' × ')}, which is too large for an input of shape (${input.join(', ')}): it needs an output_padding of ${tooLarge.outputPadding}, and at most ${tooLarge.most} is allowed.`,
    );
  }
  const isSymmetric = h.start === h.end && w.start === w.end;
  return ok({
    stride: strides,
    padding: [h.start, w.start],
    ...(isSymmetric ? {} : { paddingEnd: [h.end, w.end] as const }),
    outputPadding: [h.outputPadding, w.outputPadding],
    dilation: dilations,
    groups: group,
  });
}
