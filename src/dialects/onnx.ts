import { type Api, optional, pythonValue, required } from './api.ts';
import { along, ArgumentReader } from './argumentReader.ts';
import { type AxisCrop, cropBy, cropped, fullResultSize, type KnownAxis, numbersOfAxis } from './axisCrop.ts';
import { croppedFormula, sameFormula } from './axisFormulas.ts';
import type { Dialect } from './dialect.ts';
import { type Formula, formulaOf } from './formula.ts';
import type { Layer, LayerAxis, LayerPadding } from './layer.ts';
import { forEachAxis, named } from './namedPadding.ts';
import { pythonText } from './pythonText.ts';
import type { Shape } from '../engine/core/tensor.ts';
import { type AutoPad, croppingOf } from './transposePads.ts';
import type { SourceSize, Value } from './value.ts';
import { writeOnnx } from './writeOnnx.ts';

/** The operator: its inputs, then its attributes. */
const apis: readonly Api[] = [
  {
    name: 'onnx.ConvTranspose',
    otherNames: [],
    shown: 'ConvTranspose',
    rank: null,
    kind: 'function',
    parameters: [
      required('X'),
      required('W'),
      optional('B', null),
      optional('auto_pad', 'NOTSET'),
      optional('dilations', null),
      optional('group', 1),
      optional('kernel_shape', null),
      optional('output_padding', null),
      optional('output_shape', null),
      optional('pads', null),
      optional('strides', null),
    ],
    takesOtherKeywords: false,
    input: 'X',
    weight: 'W',
    argumentNames: {
      input: 'X',
      weight: 'W',
      bias: 'B',
      padding: 'pads',
      dilation: 'dilations',
      stride: 'strides',
      groups: 'group',
      kernel_size: 'kernel_shape',
      output_size: 'output_shape',
    },
  },
];

/**
 * ONNX's ConvTranspose, opset 11 and later: W (Cin, Cout/group, kH, kW), X (N, Cin, H, W). pads crops each end by a
 * number of its own, or adds lines if negative; output_shape and auto_pad determine the pads instead.
 */
export const onnx: Dialect = {
  id: 'onnx',
  title: 'ONNX',
  apis,
  documentMembers: [
    'auto_pad',
    'dilations',
    'group',
    'kernel_shape',
    'output_padding',
    'output_shape',
    'pads',
    'strides',
  ],
  readLayer,
  writeCall: writeOnnx,
  cropDependsOnInput: (axis) => axis.outputSize !== null,
  axisCrop: (layer, axis, inputSize) => cropBy(rule, layer, axis, inputSize),
  sizeFormula,
  notes,
};

/**
 * Reads the attributes of a ConvTranspose node whose weight has this shape, (Cin, Cout/group, kH, kW) or (Cin, Cout/group,
 * k). If the shape is null, the kernel is that of kernel_shape, and the rest of the weight is not known.
 */
export function readOnnxAttributes(attributes: ReadonlyMap<string, Value>, weight: Shape | null): Layer {
  const shape: Value = weight === null ? { kind: 'unknown', source: 'W' } : pythonValue(weight);
  const [api] = apis;
  if (api === undefined) throw new Error('ONNX has no API.');
  return readLayer(api, new Map([...attributes, ['W', shape]]));
}

const autoPads: readonly AutoPad[] = ['NOTSET', 'SAME_UPPER', 'SAME_LOWER', 'VALID'];

function readLayer(api: Api, args: ReadonlyMap<string, Value>): Layer {
  const reader = new ArgumentReader(api, args);
  const rank = rankOf(reader);
  const weight = reader.tensorShape('W', rank + 2);
  const group = reader.size('group', 1);
  const kernel = reader.sizesOrNull('kernel_shape', rank, 1) ?? weight.slice(2);
  for (const [axis, size] of kernel.entries()) {
    const own = along(weight, axis + 2);
    if (typeof own === 'number' && typeof size === 'number' && own !== size)
      reader.refuse('kernel_shape', `kernel_shape[${axis}] = ${size} differs from the kernel of W, ${own}.`, axis);
  }
  const strides = reader.steps('strides', rank);
  const dilations = reader.steps('dilations', rank);
  const outputPadding = reader.sizesOrNull('output_padding', rank, 0);
  checkOutputPadding(reader, outputPadding, strides, dilations);
  const outputShape = readOutputShape(reader, rank);
  const padding = readPads(reader, rank, outputShape);
  const perGroup = along(weight, 1);
  const cin = along(weight, 0);
  if (typeof cin === 'number' && typeof group === 'number' && cin % group !== 0)
    reader.refuse('group', `group = ${group} must divide the ${cin} input channels.`);
  const bias = reader.value('B');
  return {
    dialect: 'onnx',
    api: api.shown,
    axes: kernel.map((size, axis): LayerAxis => ({
      kernel: size,
      stride: along(strides, axis),
      dilation: along(dilations, axis),
      padding: along(padding, axis),
      outputPadding: outputPadding === null ? null : along(outputPadding, axis),
      outputSize: outputShape?.[axis] ?? null,
    })),
    cin,
    cout:
      typeof perGroup === 'number' && typeof group === 'number'
        ? perGroup * group
        : group === 1
          ? perGroup
          : { source: 'M' },
    groups: group,
    bias: bias.kind !== 'none',
    channels: 'first',
    weight: { order: 'IOHW', isRotated: false },
    refused: reader.problem,
  };
}

function rankOf(reader: ArgumentReader): 1 | 2 {
  const weight = reader.value('W');
  if (weight.kind === 'list') return weight.items.length === 3 ? 1 : 2;
  const lengths: readonly (readonly [string, number])[] = [
    ['kernel_shape', 1],
    ['strides', 1],
    ['dilations', 1],
    ['output_padding', 1],
    ['pads', 2],
  ];
  return lengths.some(([name, length]) => {
    const value = reader.value(name);
    return value.kind === 'list' && value.items.length === length;
  })
    ? 1
    : 2;
}

/** Refuses an output_padding that ONNX Runtime refuses, whatever the pads. */
function checkOutputPadding(
  reader: ArgumentReader,
  outputPadding: readonly SourceSize[] | null,
  strides: readonly SourceSize[],
  dilations: readonly SourceSize[],
): void {
  for (const [axis, added] of (outputPadding ?? []).entries()) {
    const [stride, dilation] = [along(strides, axis), along(dilations, axis)];
    if (typeof added !== 'number' || typeof stride !== 'number' || typeof dilation !== 'number') continue;
    if (added > 0 && added >= Math.max(stride, dilation))
      reader.refuse(
        'output_padding',
        `output_padding[${axis}] = ${added} must be smaller than strides[${axis}] = ${stride} or dilations[${axis}] = ${dilation}.`,
        axis,
      );
  }
}

/**
 * Reads the spatial sizes of output_shape; null for an axis without one, which is −1. ONNX Runtime also takes them with
 * the batch and the channels in front.
 */
function readOutputShape(reader: ArgumentReader, rank: number): readonly (SourceSize | null)[] | null {
  const value = reader.value('output_shape');
  if (value.kind !== 'list') return reader.sizesOrNull('output_shape', rank, 1);
  const items = value.items.length === rank + 2 ? value.items.slice(2) : value.items;
  const isOpen = items.map((item) => item.kind === 'number' && item.number === -1);
  const given = items.map((item, axis): Value => (isOpen[axis] === true ? { kind: 'number', number: 1 } : item));
  const sizes = reader.sizesOf({ kind: 'list', items: given }, 'output_shape', rank, 1);
  return sizes.map((size, axis) => (isOpen[axis] === true ? null : size));
}

function readPads(
  reader: ArgumentReader,
  rank: number,
  outputShape: readonly (SourceSize | null)[] | null,
): readonly LayerPadding[] {
  const mode = reader.value('auto_pad');
  const pads = reader.value('pads');
  if (mode.kind === 'unknown') return forEachAxis({ kind: 'unknown', source: mode.source }, rank);
  const autoPad = autoPads.find((each) => mode.kind === 'text' && each === mode.text);
  if (autoPad === undefined) {
    reader.refuse('auto_pad', `auto_pad = ${pythonText(mode)} must be one of ${autoPads.join(', ')}.`);
    return forEachAxis(named('VALID'), rank);
  }
  if (autoPad !== 'NOTSET') {
    // Exporters write zero pads beside auto_pad; they say nothing.
    if (pads.kind !== 'none' && !isZero(pads))
      reader.refuse('pads', `pads and auto_pad = ${autoPad} are both given; only one of them is allowed.`);
    return forEachAxis(named(autoPad === 'SAME_UPPER' ? 'SAME' : autoPad), rank);
  }
  // A negative number of pads adds lines.
  const sizes = pads.kind === 'none' ? null : reader.sizes('pads', 2 * rank, Number.MIN_SAFE_INTEGER);
  return Array.from({ length: rank }, (_, axis): LayerPadding => {
    if ((outputShape?.[axis] ?? null) !== null) return named('NOTSET');
    const [start, end] = sizes === null ? [0, 0] : [along(sizes, axis), along(sizes, axis + rank)];
    return { kind: 'crop', start, end };
  });
}

function isZero(value: Value): boolean {
  if (value.kind === 'list') return value.items.every(isZero);
  return value.kind === 'number' && value.number === 0;
}

function rule(known: KnownAxis, inputSize: number): AxisCrop {
  const { padding } = known;
  const crops = croppingOf({
    input: inputSize,
    kernel: known.kernel,
    stride: known.stride,
    dilation: known.dilation,
    outputPadding: known.outputPadding ?? 0,
    autoPad: autoPadOf(known),
    start: padding.kind === 'named' ? 0 : padding.start,
    end: padding.kind === 'named' ? 0 : padding.end,
    outputShape: known.outputSize,
  });
  return cropped(known, inputSize, crops.start, crops.end - crops.outputPadding);
}

function autoPadOf({ padding }: KnownAxis): AutoPad {
  if (padding.kind !== 'named') return 'NOTSET';
  if (padding.name === 'SAME') return 'SAME_UPPER';
  return autoPads.find((each) => each === padding.name) ?? 'NOTSET';
}

function sizeFormula(axis: LayerAxis, input: Formula): Formula | null {
  const { padding, outputSize } = axis;
  if (outputSize !== null) return formulaOf(outputSize);
  if (padding.kind === 'unknown') return null;
  if (padding.kind !== 'named') return croppedFormula(axis, input);
  if (padding.name === 'SAME' || padding.name === 'SAME_LOWER') return sameFormula(axis, input);
  return croppedFormula({ ...axis, padding: { kind: 'crop', start: 0, end: 0 } }, input);
}

function notes(layer: Layer, inputSizes: readonly (number | null)[]): readonly string[] {
  const known = layer.axes.map(numbersOfAxis);
  const odd = known.some((axis, at) => !('unknown' in axis) && isOddSplit(axis, inputSizes[at] ?? null));
  const isNotSet = layer.axes.some(({ padding }) => padding.kind === 'named' && padding.name === 'NOTSET');
  const isSame = layer.axes.some(({ padding }) => padding.kind === 'named' && padding.name.startsWith('SAME'));
  const widened = layer.axes.some(({ outputPadding }) => typeof outputPadding === 'number' && outputPadding > 0);
  return [
    ...(odd
      ? [
          'An odd number of lines is cropped: ONNX Runtime before 1.12 and the text of opset 1 crop the extra line at the other end.',
        ]
      : []),
    ...(odd && isNotSet
      ? [
          'With auto_pad NOTSET and output_shape, some runtimes crop the extra line at the end; the specification says the start.',
        ]
      : []),
    ...(isSame && widened
      ? [
          "With auto_pad and output_padding, ONNX's shape inference reports an output larger by output_padding than ONNX Runtime computes.",
        ]
      : []),
  ];
}

/** True if output_shape or auto_pad SAME has to crop an odd number of lines. */
function isOddSplit(axis: KnownAxis, inputSize: number | null): boolean {
  if (axis.padding.kind !== 'named' || axis.padding.name === 'VALID') return false;
  const { outputSize, stride } = axis;
  if (outputSize !== null && inputSize === null) return false;
  const input = inputSize ?? 1;
  const lines = fullResultSize(axis, input) + (axis.outputPadding ?? 0) - (outputSize ?? input * stride);
  return lines > 0 && lines % 2 === 1;
}
