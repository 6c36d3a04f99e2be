import type { CallShape, Pair, Params } from '../../engine/core/call.ts';
import { type Argument, ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { type Shape, shapeText, type Tensor } from '../../engine/core/tensor.ts';
import type { Geometry } from '../../engine/geometry/geometry.ts';

/** The parameters of the height of a 1-D call, which leave one row alone. */
const neutral = [
  { key: 'stride', argument: 'stride', height: 1 },
  { key: 'dilation', argument: 'dilation', height: 1 },
  { key: 'padding', argument: 'padding', height: 0 },
  { key: 'paddingEnd', argument: 'padding_end', height: 0 },
  { key: 'outputPadding', argument: 'output_padding', height: 0 },
] as const satisfies readonly { readonly key: keyof Params; readonly argument: Argument; readonly height: number }[];

/**
 * Returns a call whose weight has one spatial axis, (Cin, Cout/groups, k), as a 2-D call with a height of 1; any other call
 * as it is. Its input is (N, Cin, L) or (Cin, L). A parameter is one number, which may be written for both axes. `rank` is
 * the number of axes with which the weight is stored. Refused if the input or a parameter has a height of its own.
 */
export function withHeight(call: CallShape, rank: number): Result<CallShape> {
  if (rank === 5) return refuse3d(call.weight);
  if (rank !== 3) return ok(call);
  const { input, weight } = call;
  const line = heightOf(input, 2, 3);
  if (line === null)
    return refuse(
      'input',
      `weight of shape ${shapeText(weight)} has one spatial axis, so the call is 1-D: input must be (N, Cin, L) or (Cin, L), but has the shape ${shapeText(input)}.`,
    );
  const params: Params = { ...call.params, ...lineParams(call.params) };
  for (const { key, argument, height } of neutral) {
    const [h, w] = call.params[key] ?? [height, height];
    if (h !== w && h !== height)
      return refuse(
        argument,
        `${argument} = (${h}, ${w}) has two numbers, but the weight of shape ${shapeText(weight)} is that of a 1-D layer: give one number.`,
      );
  }
  return ok({ ...call, input: line, weight: heightOf(weight, 3, 3) ?? weight, params, is1d: true });
}

/** Returns a shape with a height of 1 before its last axis, if it has none; null if it has another. */
function heightOf(shape: Shape, fewest: number, most: number): Shape | null {
  if (shape.length >= fewest && shape.length <= most) return [...shape.slice(0, -1), 1, ...shape.slice(-1)];
  return shape.length === most + 1 && shape.at(-2) === 1 ? shape : null;
}

function lineParams(params: Params): Partial<Params> {
  return Object.fromEntries(
    neutral.flatMap(({ key, height }) => {
      const pair = params[key];
      return pair === undefined ? [] : [[key, [height, pair[1]] satisfies Pair]];
    }),
  );
}

function refuse3d(weight: Shape): Result<never> {
  return refuse(
    'weight',
    `weight of shape ${shapeText(weight)} is that of a 3-D layer (Cin, Cout/groups, kD, kH, kW), which is not computed; if kD is 1, give w[:, :, 0] and each depth slice of the input as a 2-D call.`,
  );
}

/** Returns true if all heights of a call are 1 and its widths are not, as those of a 1-D layer are drawn. */
export function isDrawnAsLine({ is1d, h, w }: Pick<Geometry, 'is1d' | 'h' | 'w'>): boolean {
  if (is1d === true) return true;
  return h.inputSize === 1 && h.kernelSize === 1 && h.outputSize === 1 && w.inputSize > 1 && w.kernelSize > 1;
}

/** Returns the shape that a person knows a tensor of the call by: without the height of a 1-D call. */
export function shapeWithoutHeight(shape: Shape, { is1d }: Pick<Geometry, 'is1d'>): Shape {
  return is1d === true && shape.length >= 3 ? [...shape.slice(0, -2), ...shape.slice(-1)] : shape;
}

/** Returns a tensor of a call without the height of a 1-D call. Shares the numbers. */
export function tensorWithoutHeight(tensor: Tensor, geometry: Pick<Geometry, 'is1d'>): Tensor {
  return { ...tensor, shape: shapeWithoutHeight(tensor.shape, geometry) };
}

/**
 * Returns the shape of an output that lacks the height of a call that is drawn as a line with that height; any other shape
 * as it is.
 */
export function outputShapeWithHeight(shape: Shape, geometry: Geometry): Shape {
  const { outputShape } = geometry;
  // An output of another size, too, has a height of 1.
  const isLine = isDrawnAsLine(geometry) && shape.length === outputShape.length - 1;
  const isShort = geometry.is1d === true || shape.slice(0, -1).join() === outputShape.slice(0, -2).join();
  return isLine && isShort ? [...shape.slice(0, -1), 1, ...shape.slice(-1)] : shape;
}

/** Does the same as {@link outputShapeWithHeight} with a tensor. Shares the numbers. */
export function outputWithHeight(tensor: Tensor, geometry: Geometry): Tensor {
  return { ...tensor, shape: outputShapeWithHeight(tensor.shape, geometry) };
}
