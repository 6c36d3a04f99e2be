import type { CallShape, Pair, Params } from '../engine/core/call.ts';
import { ok, refuse, type Result } from '../engine/core/refusal.ts';
import type { Shape } from '../engine/core/tensor.ts';
import { dialects } from './dialects.ts';
import type { Layer } from './layer.ts';
import { paddingThatCrops } from './transposePads.ts';
import type { SourceSize } from './value.ts';

/** The engine's parameters along one axis. */
interface AxisParams {
  readonly stride: number;
  readonly dilation: number;
  readonly padding: number;
  readonly paddingEnd: number;
  readonly outputPadding: number;
}

/** The height of a 1-D call: one line, which the layer leaves alone. */
const noHeight: AxisParams = { stride: 1, dilation: 1, padding: 0, paddingEnd: 0, outputPadding: 0 };

/**
 * Returns the engine's parameters of a layer on an input with these sizes, one for each of the layer's axes; a 1-D layer
 * gets a height of 1. Lines that are added at the end become output_padding. Refused with the framework's reason, if an
 * argument is not known, or if the engine cannot express the crop, as when lines are added at the top.
 */
export function toParams(layer: Layer, inputSizes: readonly number[]): Result<Params> {
  if (layer.refused !== null) return { ok: false, refusal: layer.refused };
  const axes: AxisParams[] = [];
  for (const at of layer.axes.keys()) {
    const axis = axisParams(layer, at, inputSizes[at] ?? 1);
    if (!axis.ok) return axis;
    axes.push(axis.value);
  }
  if (typeof layer.groups !== 'number') return refuse('groups', `groups = ${layer.groups.source} is not known.`);
  const w = axes.at(-1) ?? noHeight;
  const h = axes.length === 1 ? noHeight : (axes[0] ?? noHeight);
  const pair = (key: keyof AxisParams): Pair => [h[key], w[key]];
  const isSymmetric = [h, w].every(({ padding, paddingEnd }) => padding === paddingEnd);
  return ok({
    stride: pair('stride'),
    padding: pair('padding'),
    ...(isSymmetric ? {} : { paddingEnd: pair('paddingEnd') }),
    outputPadding: pair('outputPadding'),
    dilation: pair('dilation'),
    groups: layer.groups,
  });
}

function axisParams(layer: Layer, at: number, inputSize: number): Result<AxisParams> {
  const crop = dialects[layer.dialect].axisCrop(layer, at, inputSize);
  if (crop.kind === 'refused') return { ok: false, refusal: crop.refusal };
  if (crop.kind === 'unknown') return refuse('scenario', crop.because);
  const { stride, dilation } = layer.axes[at] ?? {};
  if (typeof stride !== 'number' || typeof dilation !== 'number')
    throw new Error('A crop is known, but not its stride.');
  const { start, end } = crop;
  if (start < 0)
    return refuse(
      'padding',
      `${layer.api} adds ${linesOf(-start)} at the ${sideOf(layer, at, 'start')} of the result, which the debugger's call cannot express: its padding is at least 0.`,
      { axis: at === 0 ? 0 : 1 },
    );
  const padding = paddingThatCrops({ start, end, stride, dilation });
  const most = Math.max(stride, dilation) - 1;
  if (padding.outputPadding > most)
    return refuse(
      'output_padding',
      `${layer.api}${sizeWords(layer, at, inputSize)} adds ${linesOf(padding.outputPadding)} at the ${sideOf(layer, at, 'end')} of the result; the debugger's call can add at most ${most}, fewer than stride or dilation.`,
      { axis: at === 0 ? 0 : 1 },
    );
  return ok({
    stride,
    dilation,
    padding: padding.start,
    paddingEnd: padding.end,
    outputPadding: padding.outputPadding,
  });
}

function sizeWords({ axes }: Layer, at: number, inputSize: number): string {
  const size = axes[at]?.outputSize;
  return typeof size === 'number' ? ` with an output of ${size} for an input of ${inputSize}` : '';
}

function linesOf(count: number): string {
  return `${count} ${count === 1 ? 'line' : 'lines'} of zeros`;
}

function sideOf(layer: Layer, at: number, end: 'start' | 'end'): string {
  if (layer.axes.length === 2 && at === 0) return end === 'start' ? 'top' : 'bottom';
  return end === 'start' ? 'left' : 'right';
}

/**
 * Returns the shapes and parameters of a layer's call on an input of shape (N, Cin, H, W) or (Cin, H, W), in PyTorch's
 * order whatever the framework's; (N, Cin, L) or (Cin, L) of a 1-D layer. Refused if a number of the layer is not known.
 * Whether the call is valid is decided by `validateCall`.
 */
export function toCallShape(layer: Layer, input: Shape): Result<CallShape> {
  const { cout, groups, bias, axes } = layer;
  const rank = axes.length;
  const params = toParams(layer, input.slice(-rank));
  if (!params.ok) return params;
  const kernel = axes.map(({ kernel: size }) => numberOrZero(size));
  const channels = numberOrZero(cout);
  if (channels === 0) return refuse('weight', `The number of output channels of ${layer.api} is not known.`);
  const cin = layer.cin === null ? (input.at(-rank - 1) ?? 1) : numberOrZero(layer.cin);
  if (cin === 0) return refuse('weight', `The number of input channels of ${layer.api} is not known.`);
  const perGroup = channels / (typeof groups === 'number' ? groups : 1);
  const is1d = rank === 1;
  return ok({
    input: is1d ? [...input.slice(0, -1), 1, ...input.slice(-1)] : input,
    weight: [cin, perGroup, ...(is1d ? [1] : []), ...kernel],
    bias: bias === false ? null : [channels],
    params: params.value,
  });
}

function numberOrZero(size: SourceSize | null): number {
  return typeof size === 'number' ? size : 0;
}
