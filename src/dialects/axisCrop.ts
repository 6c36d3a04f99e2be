import { assertNever } from '../engine/core/assertNever.ts';
import { type Argument, refusalOf, type Axis, type Refusal } from '../engine/core/refusal.ts';
import { axisGeometryOf } from '../engine/geometry/geometry.ts';
import { wordList } from '../engine/core/wordList.ts';
import type { Layer, LayerAxis, PaddingName } from './layer.ts';
import type { SourceSize } from './value.ts';

/**
 * What an axis of a layer keeps of the full result, (input − 1)·stride + dilation·(kernel − 1) + 1 lines: `start` lines
 * are cropped at the top or left and `end` at the bottom or right. If negative, so many lines of zeros are added, which
 * then get the bias.
 */
export type AxisCrop =
  | { readonly kind: 'crop'; readonly start: number; readonly end: number; readonly outputSize: number }
  /** The framework refuses the layer for this input. */
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /** An argument is not known, or the result is no crop. `because` is a sentence. */
  | { readonly kind: 'unknown'; readonly outputSize: number | null; readonly because: string };

/** An input size that no layer refuses as too small: the size to ask for a crop that does not depend on it. */
export const anySize = 2 ** 20;

/** One axis of a layer all of whose arguments are numbers. */
export interface KnownAxis {
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  /** See {@link extentOf}. */
  readonly extent: number;
  readonly padding:
    | { readonly kind: 'crop'; readonly start: number; readonly end: number }
    | { readonly kind: 'zeros'; readonly start: number; readonly end: number }
    | { readonly kind: 'named'; readonly name: PaddingName };
  readonly outputPadding: number | null;
  readonly outputSize: number | null;
}

/** Computes the crop of an axis of known numbers for an input size. `axis` is for refusals. */
export type CropRule = (known: KnownAxis, inputSize: number, axis: Axis) => AxisCrop;

/**
 * Computes the crop of an axis by the rule of its framework. If the layer is refused for every input or an argument is
 * not known, the rule is not asked. `axis` counts the layer's axes.
 */
export function cropBy(rule: CropRule, layer: Layer, axis: number, inputSize: number): AxisCrop {
  if (layer.refused !== null) return { kind: 'refused', refusal: layer.refused };
  const given = layer.axes[axis];
  if (given === undefined) throw new Error(`The layer has no axis ${axis}.`);
  const known = numbersOfAxis(given);
  if ('unknown' in known)
    return { kind: 'unknown', outputSize: null, because: `${wordList(known.unknown)} cannot be read from the code.` };
  const place: Axis = axis === 0 ? 0 : 1;
  const cropped = rule(known, inputSize, place);
  if (cropped.kind !== 'crop' || cropped.outputSize >= 1) return cropped;
  return refusedCrop(
    'padding',
    `the output size ${cropped.outputSize} is too small: an input of ${inputSize} gives a full result of ` +
      `${fullResultSize(known, inputSize)}, of which ${cropped.start} + ${cropped.end} lines are cropped.`,
    place,
  );
}

/** Returns dilation·(kernel − 1) + 1: the lines from the first to the last tap of an axis. */
export function extentOf({ kernel, dilation }: Pick<KnownAxis, 'kernel' | 'dilation'>): number {
  return dilation * (kernel - 1) + 1;
}

/** Returns the size of the full result of an axis: (input − 1)·stride + dilation·(kernel − 1) + 1. */
export function fullResultSize(
  { kernel, stride, dilation }: Pick<KnownAxis, 'kernel' | 'stride' | 'dilation'>,
  inputSize: number,
): number {
  return axisGeometryOf(inputSize, kernel, stride, 0, 0, dilation).outputSize;
}

/** Returns a crop with the size that it leaves. */
export function cropped(known: KnownAxis, inputSize: number, start: number, end: number): AxisCrop {
  const { kernel, stride, dilation } = known;
  const { outputSize } = axisGeometryOf(inputSize, kernel, stride, start, 0, dilation, end);
  // Written so that a zero is never −0.
  return { kind: 'crop', start: start + 0, end: end + 0, outputSize };
}

/** Returns the crop that leaves an output of this size when `start` lines are cropped at the start. */
export function croppedTo(known: KnownAxis, inputSize: number, start: number, outputSize: number): AxisCrop {
  return cropped(known, inputSize, start, fullResultSize(known, inputSize) - outputSize - start);
}

/** Returns a refusal by the framework. */
export function refusedCrop(argument: Argument, message: string, axis: Axis): AxisCrop {
  return { kind: 'refused', refusal: refusalOf(argument, message, { axis }) };
}

/** Returns the numbers of an axis, or the sources of those that are not known. */
export function numbersOfAxis(axis: LayerAxis): KnownAxis | { readonly unknown: readonly string[] } {
  const unknown: string[] = [];
  const known = (size: SourceSize): number => {
    if (typeof size === 'number') return size;
    if (!unknown.includes(size.source)) unknown.push(size.source);
    return 1;
  };
  const [kernel, stride, dilation] = [known(axis.kernel), known(axis.stride), known(axis.dilation)];
  const padding = knownPadding(axis, known, unknown);
  const read = {
    kernel,
    stride,
    dilation,
    extent: extentOf({ kernel, dilation }),
    padding,
    outputPadding: axis.outputPadding === null ? null : known(axis.outputPadding),
    outputSize: axis.outputSize === null ? null : known(axis.outputSize),
  };
  return unknown.length > 0 ? { unknown } : read;
}

function knownPadding(
  { padding }: LayerAxis,
  known: (size: SourceSize) => number,
  unknown: string[],
): KnownAxis['padding'] {
  switch (padding.kind) {
    case 'crop':
    case 'zeros':
      return { kind: padding.kind, start: known(padding.start), end: known(padding.end) };
    case 'named':
      return padding;
    case 'unknown':
      unknown.push(padding.source);
      return { kind: 'crop', start: 0, end: 0 };
    default:
      return assertNever(padding, 'padding');
  }
}
