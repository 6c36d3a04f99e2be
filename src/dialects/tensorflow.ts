import { type Api, keywordOnly, optional, required } from './api.ts';
import { along, ArgumentReader } from './argumentReader.ts';
import { type AxisCrop, cropBy, croppedTo, fullResultSize, type KnownAxis, refusedCrop } from './axisCrop.ts';
import type { Dialect } from './dialect.ts';
import { formulaOf } from './formula.ts';
import type { Layer, LayerAxis } from './layer.ts';
import { readPaddingName } from './namedPadding.ts';
import { pythonText } from './pythonText.ts';
import type { SourceSize, Value } from './value.ts';
import { writeTensorFlow } from './writeTensorFlow.ts';

const argumentNames = {
  input: 'input',
  weight: 'filters',
  stride: 'strides',
  dilation: 'dilations',
  output_size: 'output_shape',
} as const;

const shared = {
  kind: 'function',
  takesOtherKeywords: false,
  input: 'input',
  weight: 'filters',
  argumentNames,
} as const;

const behindShape = [required('output_shape'), required('strides'), optional('padding', 'SAME')];

/** The signatures of TensorFlow 2 and, under the names of version 1, of tf.compat.v1. */
const apis: readonly Api[] = [
  ...([2, 1] as const).map((rank): Api => ({
    ...shared,
    name: `tensorflow.nn.conv${rank}d_transpose`,
    otherNames: [],
    shown: `tf.nn.conv${rank}d_transpose`,
    rank,
    parameters: [
      // `tf` may be TensorFlow 1, whose names are its own.
      required('input', 'value'),
      required('filters', 'filter'),
      ...behindShape,
      optional('data_format', rank === 2 ? 'NHWC' : 'NWC'),
      optional('dilations', null),
      optional('name', null),
    ],
  })),
  {
    ...shared,
    name: 'tensorflow.compat.v1.nn.conv2d_transpose',
    otherNames: [],
    shown: 'tf.nn.conv2d_transpose',
    rank: 2,
    parameters: [
      required('input', 'value'),
      required('filters', 'filter'),
      ...behindShape,
      optional('data_format', 'NHWC'),
      optional('name', null),
      ...keywordOnly(optional('dilations', null)),
    ],
  },
  {
    ...shared,
    name: 'tensorflow.nn.conv_transpose',
    otherNames: [],
    shown: 'tf.nn.conv_transpose',
    rank: null,
    parameters: [
      required('input'),
      required('filters'),
      ...behindShape,
      optional('data_format', null),
      optional('dilations', null),
      optional('name', null),
    ],
  },
  {
    ...shared,
    name: 'tensorflow.nn.atrous_conv2d_transpose',
    otherNames: ['tensorflow.compat.v1.nn.atrous_conv2d_transpose'],
    shown: 'tf.nn.atrous_conv2d_transpose',
    rank: 2,
    parameters: [
      required('value'),
      required('filters'),
      required('output_shape'),
      required('rate'),
      required('padding'),
      optional('name', null),
    ],
    input: 'value',
    argumentNames: { ...argumentNames, input: 'value', dilation: 'rate' },
  },
];

/**
 * TensorFlow (tensorflow/python/ops/nn_ops.py): filters (kh, kw, Cout, Cin), input (N, H, W, Cin). The call gives the
 * shape of the output, and the padding says which lines are cropped to reach it.
 */
export const tensorflow: Dialect = {
  id: 'tensorflow',
  title: 'TensorFlow',
  apis,
  documentMembers: ['kernel_size', 'output_shape', 'strides', 'padding', 'dilations'],
  readLayer,
  writeCall: writeTensorFlow,
  cropDependsOnInput: () => true,
  axisCrop: (layer, axis, inputSize) => cropBy(rule, layer, axis, inputSize),
  sizeFormula: (axis) => (axis.outputSize === null ? null : formulaOf(axis.outputSize)),
  notes: (layer) =>
    layer.axes.some(({ dilation }) => typeof dilation === 'number' && dilation > 1)
      ? ['TensorFlow refuses dilations > 1 on the CPU.']
      : [],
};

function readLayer(api: Api, args: ReadonlyMap<string, Value>): Layer {
  const reader = new ArgumentReader(api, args);
  const rank = api.rank ?? rankOf(reader);
  const isAtrous = api.shown.endsWith('atrous_conv2d_transpose');
  const channels = isAtrous ? 'last' : readDataFormat(reader, rank);
  const filters = reader.tensorShape('filters', rank + 2);
  const output = outputShape(reader, rank);
  const strides = isAtrous ? ones(rank) : spatial(reader, 'strides', rank, channels);
  const dilations = isAtrous ? reader.sizes('rate', rank, 1) : spatial(reader, 'dilations', rank, channels);
  const padding = readPaddingName(reader, api, ['SAME', 'VALID'], false);
  const first = channels === 'last' ? 1 : 2;
  const cout = along(filters, rank);
  const givenCout = along(output, channels === 'last' ? rank + 1 : 1);
  if (typeof cout === 'number' && typeof givenCout === 'number' && cout !== givenCout)
    reader.refuse('output_shape', `output_shape has ${givenCout} channels, but filters give ${cout}.`);
  return {
    dialect: 'tensorflow',
    api: api.shown,
    axes: strides.map((stride, axis): LayerAxis => ({
      kernel: along(filters, axis),
      stride,
      dilation: along(dilations, axis),
      padding,
      outputPadding: null,
      outputSize: along(output, first + axis),
    })),
    cin: along(filters, rank + 1),
    cout: typeof cout === 'number' ? cout : givenCout,
    groups: 1,
    bias: false,
    channels,
    weight: { order: 'HWOI', isRotated: false },
    refused: reader.problem,
  };
}

function ones(rank: number): readonly SourceSize[] {
  return Array.from({ length: rank }, () => 1);
}

/** The number of axes of tf.nn.conv_transpose, which the output's shape decides. */
function rankOf(reader: ArgumentReader): 1 | 2 {
  const shapes = [reader.value('output_shape'), reader.value('filters')];
  return shapes.some((value) => value.kind === 'list' && value.items.length === 3) ? 1 : 2;
}

/** Reads the sizes of the output, batch and channels included. */
function outputShape(reader: ArgumentReader, rank: number): readonly SourceSize[] {
  const value = reader.value('output_shape');
  if (value.kind === 'list' && value.items.length === rank + 2)
    return value.items.map((item, axis) =>
      item.kind === 'none' ? { source: 'None' } : reader.sizeOf(item, 'output_shape', 1, 'must be one integer', axis),
    );
  if (value.kind === 'list' || value.kind === 'number' || value.kind === 'text')
    reader.refuse('output_shape', `output_shape = ${pythonText(value)} must have ${rank + 2} entries.`);
  const source = value.kind === 'unknown' ? value.source : 'output_shape';
  return Array.from({ length: rank + 2 }, (_, axis) => ({ source: `${source}[${axis}]` }));
}

function readDataFormat(reader: ArgumentReader, rank: number): Layer['channels'] {
  const value = reader.value('data_format');
  const [last, first] = rank === 2 ? ['NHWC', 'NCHW'] : ['NWC', 'NCW'];
  if (value.kind === 'unknown' || value.kind === 'none') return 'last';
  if (value.kind === 'text' && value.text === first) return 'first';
  if (value.kind !== 'text' || value.text !== last)
    reader.refuse('data_format', `data_format = ${pythonText(value)} must be '${last}' or '${first}'.`);
  return 'last';
}

/** Reads strides or dilations: one number, one for each axis, or one for each axis of the input, channels included. */
function spatial(
  reader: ArgumentReader,
  name: string,
  rank: number,
  channels: Layer['channels'],
): readonly SourceSize[] {
  const value = reader.value(name);
  if (value.kind === 'none') return ones(rank);
  const items = value.kind === 'list' ? value.items : [];
  const [only, ...others] = items;
  if (only !== undefined && others.length === 0) return reader.sizesOf(only, name, rank, 1);
  if (items.length !== rank + 2) return reader.sizes(name, rank, 1);
  const first = channels === 'last' ? 1 : 2;
  const own = items.slice(first, first + rank);
  for (const [axis, item] of items.entries()) {
    if (axis >= first && axis < first + rank) continue;
    if (item.kind === 'number' && item.number !== 1)
      reader.refuse(name, `${name} = ${pythonText(value)} must be 1 along the batch and the channels.`);
  }
  return reader.sizesOf({ kind: 'list', items: own }, name, rank, 1);
}

/**
 * TensorFlow accepts an output whose forward convolution gives the input again: ⌈output ÷ stride⌉ = input for SAME,
 * ⌈(output − extent + 1) ÷ stride⌉ = input for VALID.
 */
function rule(known: KnownAxis, inputSize: number, axis: 0 | 1): AxisCrop {
  const { stride, extent, outputSize, padding } = known;
  if (outputSize === null || padding.kind !== 'named')
    return refusedCrop('padding', "padding must be 'SAME' or 'VALID'.", axis);
  const isSame = padding.name === 'SAME';
  const back = Math.ceil((isSame ? outputSize : outputSize - extent + 1) / stride);
  if (back !== inputSize) {
    const full = fullResultSize(known, inputSize);
    const [least, most] = isSame ? [(inputSize - 1) * stride + 1, inputSize * stride] : [full, full + stride - 1];
    const range = least === most ? `${least}` : `${least} to ${most}`;
    return refusedCrop(
      'output_size',
      `output_shape has the size ${outputSize}, whose convolution gives ${back} and not the input's ${inputSize}: ` +
        `with padding='${padding.name}' it can be ${range}.`,
      axis,
    );
  }
  const start = isSame ? Math.floor(Math.max((inputSize - 1) * stride + extent - outputSize, 0) / 2) : 0;
  return croppedTo(known, inputSize, start, outputSize);
}
