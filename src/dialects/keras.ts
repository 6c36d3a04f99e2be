import { type Api, type ApiParameter, keywordOnly, optional, required } from './api.ts';
import { along, ArgumentReader } from './argumentReader.ts';
import { kerasCrop, kerasNotes } from './kerasCrop.ts';
import { cropBy } from './axisCrop.ts';
import { extentFormula, fullFormula, sameFormula } from './axisFormulas.ts';
import type { Dialect } from './dialect.ts';
import { atLeast, constantFormula, subtracted, type Formula, numberOf, sumOf, formulaOf } from './formula.ts';
import type { Layer, LayerAxis } from './layer.ts';
import { readPaddingName } from './namedPadding.ts';
import { pythonText } from './pythonText.ts';
import type { SourceSize, Value } from './value.ts';
import { writeKeras } from './writeKeras.ts';

const argumentNames = { stride: 'strides', dilation: 'dilation_rate', bias: 'use_bias' } as const;

const behindDilation = [
  optional('activation', null),
  optional('use_bias', true),
  optional('kernel_initializer', 'glorot_uniform'),
  optional('bias_initializer', 'zeros'),
  optional('kernel_regularizer', null),
  optional('bias_regularizer', null),
  optional('activity_regularizer', null),
  optional('kernel_constraint', null),
  optional('bias_constraint', null),
];

/** The signature of Keras 3. In Keras 2, output_padding stands before data_format. */
const layerParameters: readonly ApiParameter[] = [
  required('filters'),
  required('kernel_size'),
  optional('strides', 1),
  optional('padding', 'valid'),
  optional('data_format', null),
  optional('dilation_rate', 1),
  ...behindDilation,
  ...keywordOnly(optional('output_padding', null)),
];

const roots = ['tensorflow.keras', 'tf_keras', 'keras.api', 'tensorflow.python.keras', 'tensorflow.compat.v1.keras'];

const layers: readonly Api[] = ([2, 1] as const).map((rank) => ({
  name: `keras.layers.Conv${rank}DTranspose`,
  otherNames: ['keras', ...roots]
    .flatMap((root) => [`${root}.layers.Conv${rank}DTranspose`, `${root}.layers.Convolution${rank}DTranspose`])
    .slice(1),
  shown: `layers.Conv${rank}DTranspose`,
  rank,
  kind: 'class',
  parameters: layerParameters,
  takesOtherKeywords: true,
  input: null,
  weight: null,
  argumentNames,
}));

/** The layers of TensorFlow 1, as a class and as the function that makes and applies it. */
const graphLayers: readonly Api[] = (['class', 'function'] as const).map((kind) => {
  const name = kind === 'class' ? 'Conv2DTranspose' : 'conv2d_transpose';
  const [filters, kernel, strides, padding, dataFormat, dilation, ...behind] = layerParameters;
  const shared = [filters, kernel, strides, padding, dataFormat, ...behind].filter((each) => each !== undefined);
  return {
    name: `tensorflow.layers.${name}`,
    otherNames: [`tensorflow.compat.v1.layers.${name}`],
    shown: `tf.layers.${name}`,
    rank: 2,
    kind,
    parameters: [
      ...(kind === 'class' ? [] : [required('inputs')]),
      ...shared,
      ...(dilation === undefined ? [] : keywordOnly(dilation)),
    ],
    takesOtherKeywords: true,
    input: kind === 'class' ? null : 'inputs',
    weight: null,
    argumentNames: { ...argumentNames, input: 'inputs' },
  };
});

/** The function of TF-Slim (tf_slim/layers/layers.py), which makes and applies a Conv2DTranspose of TensorFlow 1. */
const slim: Api = {
  name: 'tf_slim.conv2d_transpose',
  otherNames: [
    'tf_slim.layers.conv2d_transpose',
    'tf_slim.convolution2d_transpose',
    ...['layers', 'slim', 'framework.python.ops.layers'].flatMap((module) => [
      `tensorflow.contrib.${module}.conv2d_transpose`,
      `tensorflow.contrib.${module}.convolution2d_transpose`,
    ]),
  ],
  shown: 'slim.conv2d_transpose',
  rank: 2,
  kind: 'function',
  parameters: [
    required('inputs'),
    required('num_outputs'),
    required('kernel_size'),
    optional('stride', 1),
    optional('padding', 'SAME'),
    optional('data_format', 'NHWC'),
    optional('activation_fn', null),
    optional('normalizer_fn', null),
    optional('normalizer_params', null),
    optional('weights_initializer', null),
    optional('weights_regularizer', null),
    optional('biases_initializer', 'zeros'),
  ],
  takesOtherKeywords: true,
  input: 'inputs',
  weight: null,
  argumentNames: { input: 'inputs' },
};

const operation: Api = {
  name: 'keras.ops.conv_transpose',
  otherNames: ['keras.ops.nn.conv_transpose', 'tensorflow.keras.ops.conv_transpose', 'keras.api.ops.conv_transpose'],
  shown: 'keras.ops.conv_transpose',
  rank: null,
  kind: 'function',
  parameters: [
    required('inputs'),
    required('kernel'),
    optional('strides', 1),
    optional('padding', 'valid'),
    optional('output_padding', null),
    optional('data_format', null),
    optional('dilation_rate', 1),
  ],
  takesOtherKeywords: false,
  input: 'inputs',
  weight: 'kernel',
  argumentNames: { ...argumentNames, input: 'inputs', weight: 'kernel' },
};

/**
 * Keras 3 (keras/src/backend/common/backend_utils.py): kernel (kh, kw, Cout, Cin), input (N, H, W, Cin). padding='valid'
 * adds lines where the kernel is smaller than the stride; 'same' gives stride times the input unless output_padding is
 * set.
 */
export const keras: Dialect = {
  id: 'keras',
  title: 'Keras',
  apis: [...layers, ...graphLayers, slim, operation],
  documentMembers: ['kernel_size', 'strides', 'padding', 'output_padding', 'dilation_rate'],
  readLayer,
  writeCall: writeKeras,
  cropDependsOnInput: () => false,
  axisCrop: (layer, axis, inputSize) => cropBy(kerasCrop, layer, axis, inputSize),
  sizeFormula,
  // The layers of TensorFlow 1 have no other backend.
  notes: ({ api, axes }) => (/^(?:tf|slim)\./.test(api) ? [] : kerasNotes(axes)),
};

function readLayer(api: Api, args: ReadonlyMap<string, Value>): Layer {
  const reader = new ArgumentReader(api, withKeras2Order(api, args));
  if (api === slim) return readSlim(reader);
  const shape = api.weight !== null ? reader.tensorShape('kernel', rankOfKernel(reader) + 2) : null;
  const rank = api.rank ?? (shape === null ? 2 : shape.length - 2);
  const kernel = shape === null ? reader.sizes('kernel_size', rank, 1) : shape.slice(0, rank);
  const cout = shape === null ? reader.size('filters', 1) : along(shape, rank);
  const strides = reader.sizes('strides', rank, 1);
  const padding = readPaddingName(reader, api, ['VALID', 'SAME'], true);
  const outputPadding = reader.sizesOrNull('output_padding', rank, 0);
  const dilation = reader.sizes('dilation_rate', rank, 1);
  const axes = kernel.map((size, axis): LayerAxis => ({
    kernel: size,
    stride: along(strides, axis),
    dilation: along(dilation, axis),
    padding,
    outputPadding: outputPadding === null ? null : along(outputPadding, axis),
    outputSize: null,
  }));
  for (const [axis, each] of axes.entries()) checkOutputPadding(reader, each, axis);
  if (api.weight === null) checkDilation(reader, strides, dilation);
  return {
    dialect: 'keras',
    api: api.shown,
    axes,
    cin: shape === null ? null : along(shape, rank + 1),
    cout,
    groups: 1,
    bias: api.weight !== null ? false : reader.boolean('use_bias'),
    channels: readDataFormat(reader),
    weight: { order: 'HWOI', isRotated: false },
    refused: reader.problem,
  };
}

function readSlim(reader: ArgumentReader): Layer {
  const stride = reader.sizes('stride', 2, 1);
  const padding = readPaddingName(reader, slim, ['VALID', 'SAME'], true);
  const [format, normalizer, initializer] = ['data_format', 'normalizer_fn', 'biases_initializer'].map((name) =>
    reader.value(name),
  );
  const hasNoBias = normalizer?.kind !== 'none' || initializer?.kind === 'none';
  return {
    dialect: 'keras',
    api: slim.shown,
    axes: reader.sizes('kernel_size', 2, 1).map((kernel, axis): LayerAxis => ({
      kernel,
      stride: along(stride, axis),
      dilation: 1,
      padding,
      outputPadding: null,
      outputSize: null,
    })),
    cin: null,
    cout: reader.size('num_outputs', 1),
    groups: 1,
    bias: normalizer?.kind === 'unknown' ? null : !hasNoBias,
    channels: format?.kind === 'text' && format.text === 'NCHW' ? 'first' : 'last',
    weight: { order: 'HWOI', isRotated: false },
    refused: reader.problem,
  };
}

/** Reads a fifth positional argument that is no data format as Keras 2 does, where output_padding is the fifth. */
function withKeras2Order(api: Api, args: ReadonlyMap<string, Value>): ReadonlyMap<string, Value> {
  const fifth = args.get('data_format');
  if (api.weight !== null || (fifth?.kind !== 'number' && fifth?.kind !== 'list')) return args;
  const rest = new Map(args);
  rest.delete('data_format');
  return rest.set('output_padding', fifth);
}

function rankOfKernel(reader: ArgumentReader): number {
  const kernel = reader.value('kernel');
  return kernel.kind === 'list' && kernel.items.length === 3 ? 1 : 2;
}

/** Reads channels_last or channels_first. None means the configured format, channels_last unless it was changed. */
function readDataFormat(reader: ArgumentReader): Layer['channels'] {
  const value = reader.value('data_format');
  if (value.kind === 'none' || value.kind === 'unknown') return 'last';
  if (value.kind === 'text' && value.text === 'channels_first') return 'first';
  if (value.kind !== 'text' || value.text !== 'channels_last')
    reader.refuse('data_format', `data_format = ${pythonText(value)} must be 'channels_last' or 'channels_first'.`);
  return 'last';
}

function checkOutputPadding(reader: ArgumentReader, axis: LayerAxis, at: number): void {
  const { stride, outputPadding } = axis;
  if (typeof stride !== 'number' || typeof outputPadding !== 'number' || outputPadding < stride) return;
  reader.refuse(
    'output_padding',
    `output_padding[${at}] = ${outputPadding} must be smaller than strides[${at}] = ${stride}.`,
    at,
  );
}

function checkDilation(reader: ArgumentReader, strides: readonly SourceSize[], dilation: readonly SourceSize[]): void {
  const largest = (sizes: readonly SourceSize[]): number =>
    Math.max(...sizes.map((size) => (typeof size === 'number' ? size : 1)));
  if (largest(strides) <= 1 || largest(dilation) <= 1) return;
  const shown = (sizes: readonly SourceSize[]): string =>
    `(${sizes.map((size) => (typeof size === 'number' ? size : size.source)).join(', ')})`;
  reader.refuse(
    'dilation_rate',
    `dilation_rate = ${shown(dilation)} and strides = ${shown(strides)}: only one of them may be greater than 1.`,
  );
}

function sizeFormula(axis: LayerAxis, input: Formula): Formula | null {
  const { padding, stride, outputPadding } = axis;
  if (padding.kind !== 'named') return null;
  const extent = extentFormula(axis);
  if (padding.name === 'VALID') {
    const added = outputPadding === null ? atLeast(subtracted(formulaOf(stride), extent), 0) : formulaOf(outputPadding);
    return sumOf(fullFormula(axis, input), added);
  }
  if (outputPadding === null) return sameFormula(axis, input);
  const known = numberOf(extent);
  if (known === null) return null;
  const lines = constantFormula(known - (known % 2));
  return sumOf(subtracted(fullFormula(axis, input), lines), formulaOf(outputPadding));
}
