import { type Api, keywordOnly, type OlderOrder, optional, required } from './api.ts';
import { along, type ArgumentReader } from './argumentReader.ts';
import type { Layer, LayerPadding } from './layer.ts';
import { forEachAxis } from './namedPadding.ts';
import { pythonText } from './pythonText.ts';
import type { SourceSize, Value } from './value.ts';

/** A layer of another framework that computes what PyTorch's does, under a signature and a weight of its own. */
export interface Kin {
  readonly api: Api;
  /** The name of the argument that says whether there is a bias. */
  readonly bias: string;
  readonly channels: Layer['channels'];
  readonly weight: Layer['weight'];
}

const shared = { kind: 'class', takesOtherKeywords: true, input: null, weight: null } as const;

const paddleSizes = [
  optional('stride', 1),
  optional('padding', 0),
  optional('output_padding', 0),
  optional('dilation', 1),
  optional('groups', 1),
];
const mlxSizes = [
  required('in_channels'),
  required('out_channels'),
  required('kernel_size'),
  optional('stride', 1),
  optional('padding', 0),
  optional('dilation', 1),
];

/** MLX before its layers had output_padding: the bias stands in its place. */
const mlxBeforeOutputPadding: OlderOrder = {
  parameters: [...mlxSizes, optional('bias', true)],
  isMeant: (positional) => positional[6]?.kind === 'boolean',
};

/**
 * PaddlePaddle (docs of paddle.nn.Conv2DTranspose): PyTorch's formula and weight; a padding of four numbers is one for
 * each end. MLX (mlx/nn/layers/convolution_transpose.py): PyTorch's formula, channels last, the weight (Cout, kH, kW,
 * Cin). Equinox (equinox/nn/_conv.py): PyTorch's formula by a convolution of the input with zeros inserted, whose weight
 * (Cout, Cin, kH, kW) is rotated; output_padding stands before padding.
 */
export const pytorchKin: readonly Kin[] = ([2, 1] as const).flatMap((rank): readonly Kin[] => [
  {
    api: {
      ...shared,
      name: `paddle.nn.Conv${rank}DTranspose`,
      otherNames: [`paddle.nn.layer.conv.Conv${rank}DTranspose`],
      shown: `paddle.nn.Conv${rank}DTranspose`,
      rank,
      parameters: [
        required('in_channels', 'num_channels'),
        required('out_channels', 'num_filters'),
        required('kernel_size', 'filter_size'),
        ...paddleSizes,
        optional('weight_attr', null),
        optional('bias_attr', null),
        optional('data_format', rank === 2 ? 'NCHW' : 'NCL'),
      ],
      argumentNames: { bias: 'bias_attr' },
    },
    bias: 'bias_attr',
    channels: 'first',
    weight: { order: 'IOHW', isRotated: false },
  },
  {
    api: {
      ...shared,
      kind: 'function',
      input: 'x',
      weight: 'weight',
      name: `paddle.nn.functional.conv${rank}d_transpose`,
      otherNames: [],
      shown: `paddle.nn.functional.conv${rank}d_transpose`,
      rank,
      parameters: [
        required('x'),
        required('weight'),
        optional('bias', null),
        ...paddleSizes,
        optional('output_size', null),
        optional('data_format', rank === 2 ? 'NCHW' : 'NCL'),
        optional('name', null),
      ],
      argumentNames: { input: 'x' },
    },
    bias: 'bias',
    channels: 'first',
    weight: { order: 'IOHW', isRotated: false },
  },
  {
    api: {
      ...shared,
      name: `mlx.nn.ConvTranspose${rank}d`,
      otherNames: [`mlx.nn.layers.convolution_transpose.ConvTranspose${rank}d`],
      shown: `mlx.nn.ConvTranspose${rank}d`,
      rank,
      parameters: [...mlxSizes, optional('output_padding', 0), optional('bias', true)],
      argumentNames: {},
      olderOrder: mlxBeforeOutputPadding,
    },
    bias: 'bias',
    channels: 'last',
    weight: { order: 'OHWI', isRotated: false },
  },
  {
    api: {
      ...shared,
      name: `equinox.nn.ConvTranspose${rank}d`,
      otherNames: [`equinox.nn._conv.ConvTranspose${rank}d`],
      shown: `eqx.nn.ConvTranspose${rank}d`,
      rank,
      parameters: [
        required('in_channels'),
        required('out_channels'),
        required('kernel_size'),
        optional('stride', 1),
        optional('output_padding', 0),
        optional('padding', 0),
        optional('dilation', 1),
        optional('groups', 1),
        optional('use_bias', true),
        optional('padding_mode', 'ZEROS'),
        optional('dtype', null),
        ...keywordOnly(optional('key', null)),
      ],
      argumentNames: { bias: 'use_bias' },
    },
    bias: 'use_bias',
    channels: 'first',
    weight: { order: 'OIHW', isRotated: true },
  },
]);

const byApi: ReadonlyMap<Api, Kin> = new Map(pytorchKin.map((kin) => [kin.api, kin]));

/** Finds what distinguishes a layer from PyTorch's; null for PyTorch's own. */
export function kinOf(api: Api): Kin | null {
  return byApi.get(api) ?? null;
}

/**
 * Reads a padding: a number, one for each axis, a pair for each axis, or two for each axis. What only the framework itself
 * can resolve, such as the name of a padding, is not known.
 */
export function readKinPadding(reader: ArgumentReader, rank: number): readonly LayerPadding[] {
  const value = reader.value('padding');
  const size = (item: Value): SourceSize =>
    reader.sizeOf(item, 'padding', Number.MIN_SAFE_INTEGER, 'must be an integer');
  const crop = (start: Value, end: Value): LayerPadding => ({ kind: 'crop', start: size(start), end: size(end) });
  if (value.kind === 'number') return forEachAxis(crop(value, value), rank);
  const items = value.kind === 'list' ? value.items : [];
  const pairs = items.flatMap((item) => (item.kind === 'list' && item.items.length === 2 ? [item.items] : []));
  if (items.length === rank && pairs.length === rank) return pairs.map((pair) => crop(along(pair, 0), along(pair, 1)));
  const isFlat = items.every(({ kind }) => kind === 'number' || kind === 'unknown');
  if (isFlat && items.length === rank) return items.map((item) => crop(item, item));
  if (isFlat && items.length === 2 * rank)
    return Array.from({ length: rank }, (_, axis) => crop(along(items, 2 * axis), along(items, 2 * axis + 1)));
  const source = value.kind === 'unknown' ? value.source : pythonText(value);
  return forEachAxis({ kind: 'unknown', source }, rank);
}

/** Reads whether there is a bias: `bias_attr` may be the attributes of one, the function's bias a tensor. */
export function readKinBias(reader: ArgumentReader, { api, bias }: Kin): boolean | null {
  const value = reader.value(bias);
  if (api.kind === 'function') return value.kind === 'none' ? false : value.kind === 'list' ? true : null;
  if (value.kind === 'boolean') return value.boolean;
  return value.kind === 'none' ? true : null;
}

/** Returns where the channels are: where the layer has them, unless `data_format` says that they are last. */
export function readKinChannels(reader: ArgumentReader, { api, channels }: Kin): Layer['channels'] {
  if (!api.parameters.some(({ name }) => name === 'data_format')) return channels;
  const format = reader.value('data_format');
  return format.kind === 'text' && format.text.endsWith('C') ? 'last' : channels;
}
