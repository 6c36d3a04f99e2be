import { channelsFirstShape } from '../../dialects/channelsFirst.ts';
import { checkStoredGroups, engineWeightShape } from '../../dialects/engineWeight.ts';
import { type WeightOrder, weightOrders } from '../../dialects/layer.ts';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { isSameShape, type Shape, shapeText } from '../../engine/core/tensor.ts';
import type { FileSource, TensorSource } from '../../scenario/document/scenario.ts';
import type { Args } from '../arguments/parseCommandLine.ts';
import { parseChoice } from '../arguments/parseFlagValue.ts';

/** The order of the axes of an input or an output; an unbatched one has no N. */
export type ImageLayout = 'NCHW' | 'NHWC';

const imageLayouts: readonly ImageLayout[] = ['NCHW', 'NHWC'];

/** How the tensors that a command line names are stored. */
export interface Layouts {
  readonly input: ImageLayout;
  /** Null if no flag says it: the weight is as a document says, or as in PyTorch. */
  readonly weight: WeightOrder | null;
  readonly actual: ImageLayout;
  /** True if a flag of its own says how the output to check is stored. Otherwise it is stored like the input. */
  readonly actualGiven: boolean;
}

/** Reads `--input-layout`, `--weight-layout` and `--actual-layout`. */
export function readLayouts(flags: Args['flags']): Result<Layouts> {
  const image = (name: string, argument: 'input' | 'actual', absent: ImageLayout): Result<ImageLayout> =>
    parseChoice((flags.get(name) ?? absent).toUpperCase(), argument, imageLayouts, name);
  const input = image('input-layout', 'input', 'NCHW');
  if (!input.ok) return input;
  const actual = image('actual-layout', 'actual', input.value);
  if (!actual.ok) return actual;
  const text = flags.get('weight-layout');
  const weight =
    text === undefined ? ok(null) : parseChoice(text.toUpperCase(), 'weight', weightOrders, 'weight-layout');
  if (!weight.ok) return weight;
  return ok({
    input: input.value,
    weight: weight.value,
    actual: actual.value,
    actualGiven: flags.has('actual-layout'),
  });
}

/** Returns a shape (N, C, H, W) from one in a layout. */
export function shapeInLayout(shape: Shape, layout: ImageLayout): Shape {
  return layout === 'NHWC' ? channelsFirstShape(shape) : shape;
}

/**
 * Returns the source of an input in a layout: a fill of the shape (N, C, H, W), or the file itself, whose tensor is turned
 * when it is read. Values in a document are in PyTorch's order.
 */
export function inputInLayout(source: TensorSource, layout: ImageLayout): Result<TensorSource> {
  if (layout === 'NCHW' || 'file' in source) return ok(source);
  if ('values' in source) return refuseValues('input');
  return ok({ ...source, shape: channelsFirstShape(source.shape) });
}

/** Returns the source of a weight in an order of axes: a fill of the engine's shape, or a file that is stored so. */
export function weightInLayout(source: TensorSource, order: WeightOrder | null, groups: number): Result<TensorSource> {
  if (order === null) return ok(source);
  const layout = { order, isRotated: false };
  if ('file' in source) return ok({ ...source, stored: { layout, kernel: null } } satisfies FileSource);
  if ('values' in source) return refuseValues('weight');
  const divided = checkStoredGroups(source.shape, { weight: layout, groups });
  if (!divided.ok) return divided;
  return ok({ ...source, shape: engineWeightShape(source.shape, { weight: layout, groups }) });
}

function refuseValues(argument: 'input' | 'weight') {
  return refuse(
    argument,
    `--${argument}-layout says how a file is stored, but the document has the values of the ${argument} itself, in PyTorch’s order: leave the flag out.`,
  );
}

/**
 * Refuses an output to check that has the shape of the call's output only as it is stored, if no flag says that its
 * channels come first: it was taken for channels-last because the input is.
 */
export function checkActualLayout(stored: Shape, expected: Shape, layouts: Layouts): Result<null> {
  const { actual, actualGiven } = layouts;
  if (actualGiven || actual === 'NCHW' || !isSameShape(stored, expected)) return ok(null);
  if (isSameShape(channelsFirstShape(stored), expected)) return ok(null);
  return refuse(
    'actual',
    `actual of shape ${shapeText(stored)} has its channels first, but --input-layout NHWC holds for it as well: add --actual-layout NCHW.`,
  );
}
