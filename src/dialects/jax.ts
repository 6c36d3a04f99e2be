import { type Api, keywordOnly, optional, required } from './api.ts';
import { along, ArgumentReader } from './argumentReader.ts';
import { cropBy, numbersOfAxis } from './axisCrop.ts';
import type { Dialect } from './dialect.ts';
import { jaxCrop, jaxSizeFormula, readJaxPadding } from './jaxPadding.ts';
import type { Layer, LayerAxis, WeightOrder } from './layer.ts';
import { pythonText } from './pythonText.ts';
import { orderLetters } from './weightLetters.ts';
import type { SourceSize, Value } from './value.ts';
import { writeJax } from './writeJax.ts';

/** The signature of jax.lax.conv_transpose in JAX 0.11; older versions lack the keywords at the end. */
const apis: readonly Api[] = [
  {
    name: 'jax.lax.conv_transpose',
    otherNames: ['jax.lax.convolution.conv_transpose', 'jax._src.lax.convolution.conv_transpose'],
    shown: 'lax.conv_transpose',
    rank: null,
    kind: 'function',
    parameters: [
      required('lhs'),
      required('rhs'),
      required('strides'),
      required('padding'),
      optional('rhs_dilation', null),
      optional('dimension_numbers', null),
      optional('transpose_kernel', false),
      optional('precision', null),
      optional('preferred_element_type', null),
      ...keywordOnly(optional('use_consistent_padding', false)),
    ],
    takesOtherKeywords: false,
    input: 'lhs',
    weight: 'rhs',
    argumentNames: { input: 'lhs', weight: 'rhs', stride: 'strides', dilation: 'rhs_dilation' },
  },
];

/** The signatures of Haiku's layers (haiku/_src/conv.py), which hand their arguments to lax.conv_transpose. */
const haikuApis = ([2, 1] as const).map((rank): Api => ({
  name: `haiku.Conv${rank}DTranspose`,
  otherNames: [`haiku._src.conv.Conv${rank}DTranspose`],
  shown: `hk.Conv${rank}DTranspose`,
  rank,
  kind: 'class',
  parameters: [
    required('output_channels'),
    required('kernel_shape'),
    optional('stride', 1),
    optional('output_shape', null),
    optional('padding', 'SAME'),
    optional('with_bias', true),
    optional('w_init', null),
    optional('b_init', null),
    optional('data_format', rank === 2 ? 'NHWC' : 'NWC'),
    optional('mask', null),
    optional('name', null),
  ],
  takesOtherKeywords: false,
  input: null,
  weight: null,
  argumentNames: { kernel_size: 'kernel_shape', output_size: 'output_shape', bias: 'with_bias' },
}));

/**
 * JAX (jax/_src/lax/convolution.py): rhs (kh, kw, Cin, Cout), which is not rotated unless transpose_kernel is set; lhs
 * (N, H, W, Cin). Numbers as padding are zeros around the input with zeros inserted, unless use_consistent_padding makes
 * them PyTorch's.
 */
export const jax: Dialect = {
  id: 'jax',
  title: 'JAX',
  apis: [...apis, ...haikuApis],
  documentMembers: ['kernel_size', 'strides', 'padding', 'rhs_dilation', 'transpose_kernel', 'use_consistent_padding'],
  readLayer: (api, args) => (api.kind === 'class' ? readHaiku(api, args) : readLayer(api, args)),
  writeCall: writeJax,
  cropDependsOnInput: () => false,
  axisCrop: (layer, axis, inputSize) => cropBy(jaxCrop, layer, axis, inputSize),
  sizeFormula: jaxSizeFormula,
  notes: explicitPaddingNotes,
};

function readLayer(api: Api, args: ReadonlyMap<string, Value>): Layer {
  const reader = new ArgumentReader(api, args);
  const rank = rankOf(reader);
  const { order, channels } = readDimensions(reader, rank);
  const isTransposed = reader.boolean('transpose_kernel') === true;
  const rhs = reader.tensorShape('rhs', rank + 2);
  const at = (letter: string): SourceSize => along(rhs, orderLetters(order, rank).indexOf(letter));
  const strides = reader.value('strides');
  if (strides.kind === 'number')
    reader.refuse('strides', `strides = ${strides.number} must be a sequence, one number for each axis.`);
  const stride = reader.sizes('strides', rank, 1);
  const dilation = reader.steps('rhs_dilation', rank);
  const isConsistent = reader.boolean('use_consistent_padding') === true;
  const padding = readJaxPadding(reader, reader.value('padding'), rank, ['SAME', 'VALID'], false, isConsistent);
  return {
    dialect: 'jax',
    api: api.shown,
    axes: stride.map((size, axis): LayerAxis => ({
      kernel: at(axis === 0 ? 'H' : 'W'),
      stride: size,
      dilation: along(dilation, axis),
      padding: along(padding, axis),
      outputPadding: null,
      outputSize: null,
    })),
    // With transpose_kernel, the axis named I has the output's channels and the axis named O the input's.
    cin: at(isTransposed ? 'O' : 'I'),
    cout: at(isTransposed ? 'I' : 'O'),
    groups: 1,
    bias: false,
    channels,
    weight: { order: isTransposed ? swapped[order] : order, isRotated: !isTransposed },
    refused: reader.problem,
  };
}

/** Reads a layer of Haiku, whose weight is (kh, kw, Cout, Cin). What its output_shape crops is not computed. */
function readHaiku(api: Api, args: ReadonlyMap<string, Value>): Layer {
  const reader = new ArgumentReader(api, args);
  const rank = api.rank ?? 2;
  const kernel = reader.sizes('kernel_shape', rank, 1);
  const stride = reader.sizes('stride', rank, 1);
  const hasShape = reader.value('output_shape').kind !== 'none';
  const given: Value = hasShape ? { kind: 'unknown', source: 'output_shape' } : reader.value('padding');
  const padding = readJaxPadding(reader, given, rank, ['SAME', 'VALID'], false, false);
  const format = reader.value('data_format');
  return {
    dialect: 'jax',
    api: api.shown,
    axes: kernel.map((size, axis): LayerAxis => ({
      kernel: size,
      stride: along(stride, axis),
      dilation: 1,
      padding: along(padding, axis),
      outputPadding: null,
      outputSize: null,
    })),
    cin: null,
    cout: reader.size('output_channels', 1),
    groups: 1,
    bias: reader.boolean('with_bias'),
    channels: format.kind === 'text' && /^(?:NC|channels_first)/.test(format.text) ? 'first' : 'last',
    weight: { order: 'HWOI', isRotated: true },
    refused: reader.problem,
  };
}

/** The orders with input and output channels exchanged. */
const swapped: Readonly<Record<WeightOrder, WeightOrder>> = {
  HWIO: 'HWOI',
  HWOI: 'HWIO',
  IOHW: 'OIHW',
  OIHW: 'IOHW',
  OHWI: 'IHWO',
  IHWO: 'OHWI',
};

function rankOf(reader: ArgumentReader): 1 | 2 {
  for (const name of ['strides', 'rhs_dilation'] as const) {
    const value = reader.value(name);
    if (value.kind === 'list' && value.items.length === 1) return 1;
  }
  return ['lhs', 'rhs'].some((name) => {
    const value = reader.value(name);
    return value.kind === 'list' && value.items.length === 3;
  })
    ? 1
    : 2;
}

const orders: readonly WeightOrder[] = ['HWIO', 'HWOI', 'OIHW', 'IOHW'];

/** Reads dimension_numbers: three texts for lhs, rhs and the output. None means NHWC, HWIO, NHWC. */
function readDimensions(
  reader: ArgumentReader,
  rank: number,
): { readonly order: WeightOrder; readonly channels: Layer['channels'] } {
  const value = reader.value('dimension_numbers');
  const standard = { order: 'HWIO', channels: 'last' } as const;
  if (value.kind === 'none' || value.kind === 'unknown') return standard;
  const texts = value.kind === 'list' ? value.items.map((item) => (item.kind === 'text' ? item.text : '')) : [];
  const [lhs, rhs, out] = texts;
  const order = orders.find((each) => orderLetters(each, rank).join('') === rhs);
  const [last, first] = rank === 2 ? ['NHWC', 'NCHW'] : ['NHC', 'NCH'];
  if (texts.length !== 3 || order === undefined || lhs !== out || (lhs !== last && lhs !== first)) {
    reader.refuse(
      'dimension_numbers',
      `dimension_numbers = ${pythonText(value)} is not one of the layouts that can be read: ('${last}', 'HWIO', '${last}') or ('${first}', 'OIHW', '${first}').`,
    );
    return standard;
  }
  return { order, channels: lhs === last ? 'last' : 'first' };
}

/** Says what explicit padding means, because it is not what the same numbers mean in PyTorch. */
export function explicitPaddingNotes(layer: Layer): readonly string[] {
  const axis = layer.axes.map(numbersOfAxis).find((each) => !('unknown' in each) && each.padding.kind === 'zeros');
  if (axis === undefined || 'unknown' in axis || axis.padding.kind !== 'zeros') return [];
  const { extent, padding } = axis;
  const own = [padding.start, padding.end].join(', ');
  const crop = [extent - 1 - padding.start, extent - 1 - padding.end].join(', ');
  if (own === crop) return [];
  return [
    `The padding (${own}) counts zeros around the input: it crops (${crop}) from the full result. Given the same numbers, PyTorch would crop (${own}).`,
  ];
}
