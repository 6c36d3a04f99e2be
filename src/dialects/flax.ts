import { type Api, type ApiParameter, keywordOnly, optional, required } from './api.ts';
import { along, ArgumentReader } from './argumentReader.ts';
import { cropBy } from './axisCrop.ts';
import type { Dialect } from './dialect.ts';
import { explicitPaddingNotes } from './jax.ts';
import { jaxCrop, jaxSizeFormula, readJaxPadding } from './jaxPadding.ts';
import type { Layer, LayerAxis } from './layer.ts';
import type { Value } from './value.ts';
import { writeFlax } from './writeJax.ts';

const shared = {
  rank: null,
  kind: 'class',
  takesOtherKeywords: false,
  input: null,
  weight: null,
  argumentNames: { stride: 'strides', dilation: 'kernel_dilation', bias: 'use_bias' },
} as const;

const behindPadding: readonly ApiParameter[] = [
  optional('kernel_dilation', null),
  optional('use_bias', true),
  optional('mask', null),
  optional('dtype', null),
  optional('param_dtype', null),
  optional('precision', null),
  optional('kernel_init', null),
  optional('bias_init', null),
  optional('transpose_kernel', false),
  optional('promote_dtype', null),
  optional('preferred_element_type', null),
];

/** The signatures of Flax 0.12. */
const apis: readonly Api[] = [
  {
    ...shared,
    name: 'flax.linen.ConvTranspose',
    otherNames: ['flax.linen.linear.ConvTranspose'],
    shown: 'nn.ConvTranspose',
    parameters: [
      required('features'),
      required('kernel_size'),
      optional('strides', null),
      optional('padding', 'SAME'),
      ...behindPadding,
      ...keywordOnly(optional('parent', null), optional('name', null)),
    ],
  },
  {
    ...shared,
    name: 'flax.nnx.ConvTranspose',
    otherNames: ['flax.nnx.nn.linear.ConvTranspose'],
    shown: 'nnx.ConvTranspose',
    parameters: [
      required('in_features'),
      required('out_features'),
      required('kernel_size'),
      optional('strides', null),
      ...keywordOnly(optional('padding', 'SAME'), ...behindPadding, optional('rngs', null)),
    ],
  },
];

/**
 * Flax (flax/linen/linear.py, flax/nnx/nn/linear.py): a layer around lax.conv_transpose with 'SAME' as its default, and
 * 'CIRCULAR' besides. The kernel is (kh, kw, Cin, Cout) and not rotated; with transpose_kernel (kh, kw, Cout, Cin).
 */
export const flax: Dialect = {
  id: 'flax',
  title: 'Flax',
  apis,
  documentMembers: ['kernel_size', 'strides', 'padding', 'kernel_dilation', 'transpose_kernel'],
  readLayer,
  writeCall: writeFlax,
  cropDependsOnInput: () => false,
  axisCrop: (layer, axis, inputSize) => cropBy(jaxCrop, layer, axis, inputSize),
  sizeFormula: jaxSizeFormula,
  notes: explicitPaddingNotes,
};

function readLayer(api: Api, args: ReadonlyMap<string, Value>): Layer {
  const reader = new ArgumentReader(api, args);
  const rank = rankOf(reader);
  const isNnx = api.shown.startsWith('nnx');
  const cin = isNnx ? reader.size('in_features', 1) : null;
  const cout = reader.size(isNnx ? 'out_features' : 'features', 1);
  const kernel = reader.sizes('kernel_size', rank, 1);
  const strides = reader.steps('strides', rank);
  const dilation = reader.steps('kernel_dilation', rank);
  const padding = readJaxPadding(reader, reader.value('padding'), rank, ['SAME', 'VALID', 'CIRCULAR'], true, false);
  const isTransposed = reader.boolean('transpose_kernel') === true;
  return {
    dialect: 'flax',
    api: api.shown,
    axes: kernel.map((size, axis): LayerAxis => ({
      kernel: size,
      stride: along(strides, axis),
      dilation: along(dilation, axis),
      padding: along(padding, axis),
      outputPadding: null,
      outputSize: null,
    })),
    cin,
    cout,
    groups: 1,
    bias: reader.boolean('use_bias'),
    channels: 'last',
    weight: { order: isTransposed ? 'HWOI' : 'HWIO', isRotated: !isTransposed },
    refused: reader.problem,
  };
}

/** A kernel_size of one number is a kernel with one axis. */
function rankOf(reader: ArgumentReader): 1 | 2 {
  const kernel = reader.value('kernel_size');
  if (kernel.kind === 'number' || (kernel.kind === 'list' && kernel.items.length === 1)) return 1;
  return 2;
}
