import {
  constantFormula,
  type Formula,
  numberOf,
  productOf,
  subtracted,
  sumOf,
  symbolFormula,
  floorQuotientOf,
} from '../../dialects/formula.ts';
import type { Dimensions } from '../values/abstract.ts';
import { gated, keeping, type LayerRule, numberOfAll, type RuleArguments, wholly, withSpatial } from './layerRule.ts';
import { windowPlaces } from './windowSize.ts';

const convolution = [
  'kernel_size',
  'stride',
  'padding',
  'dilation',
  'groups',
  'bias',
  'padding_mode',
  'device',
  'dtype',
];
const pooling = ['kernel_size', 'stride', 'padding'];

function conv(rank: 1 | 2, isLazy: boolean): LayerRule {
  return {
    kind: 'convolution',
    parameters: [...(isLazy ? [] : ['in_channels']), 'out_channels', ...convolution],
    rank,
    channels: 'first',
    demand: isLazy ? null : 'in_channels',
    shape: (given, input) => {
      const [kernel, stride, dilation] = [
        given.sizes('kernel_size', rank, null),
        given.sizes('stride', rank, 1),
        given.sizes('dilation', rank, 1),
      ];
      const padding = given.word('padding') === 'VALID' ? [[], []] : given.sizes('padding', rank, 0);
      const isSame = given.word('padding') === 'SAME';
      return wholly(
        withSpatial(
          input,
          rank,
          'first',
          (size, axis) =>
            isSame
              ? size
              : windowPlaces(size, {
                  kernel: kernel[axis] ?? null,
                  stride: stride[axis] ?? null,
                  padding: twice(padding[axis] ?? null),
                  dilation: dilation[axis] ?? null,
                }),
          given.size('out_channels', null),
        ),
      );
    },
  };
}

function pool(rank: 1 | 2, parameters: readonly string[]): LayerRule {
  return {
    kind: 'pooling',
    parameters,
    rank,
    channels: 'first',
    demand: null,
    shape: (given, input) => {
      const kernel = given.sizes('kernel_size', rank, null);
      const stride = given.value('stride') === undefined ? kernel : given.sizes('stride', rank, null);
      const [padding, dilation] = [given.sizes('padding', rank, 0), given.sizes('dilation', rank, 1)];
      const isCeiled = given.number('ceil_mode', 0) === 1;
      return wholly(
        withSpatial(input, rank, 'first', (size, axis) =>
          windowPlaces(size, {
            kernel: kernel[axis] ?? null,
            stride: stride[axis] ?? null,
            padding: twice(padding[axis] ?? null),
            dilation: dilation[axis] ?? null,
            isCeiled,
          }),
        ),
      );
    },
  };
}

function unpool(rank: 1 | 2): LayerRule {
  return {
    kind: 'resize',
    parameters: pooling,
    rank,
    channels: 'first',
    demand: null,
    shape: (given, input) => {
      const kernel = given.sizes('kernel_size', rank, null);
      const stride = given.value('stride') === undefined ? kernel : given.sizes('stride', rank, null);
      const padding = given.sizes('padding', rank, 0);
      return wholly(
        withSpatial(input, rank, 'first', (size, axis) => {
          const [k, s, p] = [kernel[axis], stride[axis], twice(padding[axis] ?? null)];
          if (k === null || k === undefined || s === null || s === undefined || p === null) return null;
          return sumOf(productOf(subtracted(size, constantFormula(1)), s), subtracted(k, p));
        }),
      );
    },
  };
}

function adaptive(rank: 1 | 2): LayerRule {
  return {
    kind: 'pooling',
    parameters: ['output_size', 'return_indices'],
    rank,
    channels: 'first',
    demand: null,
    shape: (given, input) => {
      const value = given.value('output_size');
      // None in a list keeps the size of its axis.
      const keeps = (axis: number): boolean => value?.kind === 'list' && value.items[axis]?.kind === 'none';
      const sizes = given.sizes('output_size', rank, null);
      return wholly(withSpatial(input, rank, 'first', (size, axis) => (keeps(axis) ? size : (sizes[axis] ?? null))));
    },
  };
}

/** Returns the sizes after nn.Upsample or F.interpolate. */
function resized(given: RuleArguments, input: Dimensions): Dimensions {
  if (input === null) return null;
  const rank = input.length - 2;
  if (rank < 1) return null;
  if (given.value('size') !== undefined) {
    const sizes = given.sizes('size', rank, null);
    return wholly(withSpatial(input, rank, 'first', (_, axis) => sizes[axis] ?? null));
  }
  const factor = given.value('scale_factor');
  if (factor === undefined) return null;
  return wholly(
    withSpatial(input, rank, 'first', (size, axis) => {
      const each = factor.kind === 'list' ? factor.items[axis] : factor;
      if (each === undefined) return null;
      if (each.kind === 'float') return scaledBy(size, each.number);
      const by = given.sizes('scale_factor', rank, null)[axis] ?? null;
      return by === null ? null : productOf(size, by);
    }),
  );
}

function scaledBy(size: Formula, factor: number): Formula | null {
  if (Number.isInteger(factor)) return productOf(size, constantFormula(factor));
  const number = numberOf(size);
  if (number !== null) return constantFormula(Math.floor(number * factor));
  return Number.isInteger(1 / factor) ? floorQuotientOf(size, 1 / factor) : null;
}

function resize(parameters: readonly string[], rank: 2 | null): LayerRule {
  return { kind: 'resize', parameters, rank, channels: 'first', demand: null, shape: resized };
}

function shuffle(parameter: string, isInverse: boolean): LayerRule {
  return {
    kind: 'resize',
    parameters: [parameter],
    rank: 2,
    channels: 'first',
    demand: null,
    shape: (given, input) => {
      const factor = given.size(parameter, null);
      const number = factor === null ? null : numberOf(factor);
      const channels = input?.at(-3);
      if (number === null || factor === null || channels === undefined || number < 1) return null;
      return wholly(
        withSpatial(
          input,
          2,
          'first',
          (size) => (isInverse ? floorQuotientOf(size, number) : productOf(size, factor)),
          isInverse
            ? productOf(channels, constantFormula(number * number))
            : floorQuotientOf(channels, number * number),
        ),
      );
    },
  };
}

/** Returns the sizes after padding: one number for all sides of `rank` axes, or (left, right, top, bottom). */
function padded(given: RuleArguments, name: string, rank: number, input: Dimensions): Dimensions {
  const sides = given.list(name);
  if (sides === null || input === null) return null;
  const [only] = sides;
  return input.map((size, axis) => {
    const fromEnd = input.length - 1 - axis;
    if (sides.length === 1 && only !== undefined) return fromEnd < rank ? sumOf(size, only, only) : size;
    const [before, after] = [sides[2 * fromEnd], sides[2 * fromEnd + 1]];
    return before === undefined || after === undefined ? size : sumOf(size, before, after);
  });
}

function padding(rank: 1 | 2): LayerRule {
  return {
    kind: 'other',
    parameters: ['padding', 'value'],
    rank,
    channels: 'first',
    demand: null,
    shape: (given, input) => padded(given, 'padding', rank, input),
  };
}

const linear: LayerRule = {
  kind: 'linear',
  parameters: ['in_features', 'out_features', 'bias'],
  rank: null,
  channels: 'last',
  demand: 'in_features',
  shape: (given, input) => {
    const out = given.size('out_features', null);
    return input === null || out === null ? null : [...input.slice(0, -1), out];
  },
};

/** Returns the sizes with the axes `start` to `end` made one. */
export function flattened(input: Dimensions, start: number | null, end: number | null): Dimensions {
  if (input === null || start === null || end === null) return null;
  const from = start < 0 ? input.length + start : start;
  const to = end < 0 ? input.length + end : end;
  if (from < 0 || to >= input.length || from > to) return null;
  const joined = input.slice(from, to + 1).reduce(productOf, constantFormula(1));
  return [...input.slice(0, from), joined, ...input.slice(to + 1)];
}

const flatten: LayerRule = {
  kind: 'other',
  parameters: ['start_dim', 'end_dim'],
  rank: null,
  channels: 'first',
  demand: null,
  shape: (given, input) => flattened(input, given.number('start_dim', 1), given.number('end_dim', -1)),
};

/** Returns the sizes with one axis made several, one of which may be -1. */
export function unflattened(input: Dimensions, axis: number | null, sizes: readonly Formula[] | null): Dimensions {
  if (input === null || axis === null || sizes === null) return null;
  const at = axis < 0 ? input.length + axis : axis;
  const whole = input[at];
  if (whole === undefined) return null;
  return [...input.slice(0, at), ...inferred(sizes, [whole]), ...input.slice(at + 1)];
}

/** Returns sizes in which a -1 is replaced by what is left of the elements of `from`. */
export function inferred(sizes: readonly Formula[], from: Dimensions): readonly Formula[] {
  const open = sizes.findIndex((size) => numberOf(size) === -1);
  if (open < 0) return sizes;
  const rest = sizes.filter((_, index) => index !== open);
  const [all, known] = [from === null ? null : numberOfAll(from), numberOfAll(rest)];
  const whole = from?.reduce(productOf, constantFormula(1)) ?? null;
  let left: Formula | null = null;
  if (all !== null && known !== null && known > 0) left = constantFormula(Math.floor(all / known));
  else if (whole !== null && known !== null && known > 0 && whole.every(({ coefficient }) => coefficient % known === 0))
    left = floorQuotientOf(whole, known);
  return sizes.map((size, index) => (index === open ? (left ?? symbolFormula('N')) : size));
}

const unflatten: LayerRule = {
  kind: 'other',
  parameters: ['dim', 'unflattened_size'],
  rank: null,
  channels: 'first',
  demand: null,
  shape: (given, input) => unflattened(input, given.number('dim', null), given.list('unflattened_size')),
};

const embedding: LayerRule = {
  kind: 'other',
  parameters: ['num_embeddings', 'embedding_dim'],
  rank: null,
  channels: 'last',
  demand: null,
  shape: (given, input) => {
    const size = given.size('embedding_dim', null);
    return input === null || size === null ? null : [...input, size];
  },
};

function norm(parameters: readonly string[], demand: string | null, rank: 1 | 2 | null): LayerRule {
  return { ...keeping('norm', parameters, demand), rank };
}

function twice(size: Formula | null): Formula | null {
  return size === null ? null : sumOf(size, size);
}

const activations =
  'ReLU ReLU6 RReLU LeakyReLU PReLU ELU SELU CELU GELU SiLU Mish Tanh Sigmoid Hardtanh Hardswish Hardsigmoid Hardshrink Softplus Softmax Softmax2d LogSoftmax LogSigmoid Softsign Softmin Softshrink Tanhshrink Threshold';
const passing = 'Dropout Dropout1d Dropout2d AlphaDropout FeatureAlphaDropout Identity';

/** The layers of torch.nn that sizes are carried over, by their names. */
export const pytorchLayers: ReadonlyMap<string, LayerRule> = new Map<string, LayerRule>([
  ...activations.split(' ').map((name) => [name, keeping('activation')] as const),
  ...passing.split(' ').map((name) => [name, keeping('other')] as const),
  ...([1, 2] as const).flatMap((rank): (readonly [string, LayerRule])[] => [
    [`Conv${rank}d`, conv(rank, false)],
    [`LazyConv${rank}d`, conv(rank, true)],
    [`MaxPool${rank}d`, pool(rank, [...pooling, 'dilation', 'return_indices', 'ceil_mode'])],
    [`AvgPool${rank}d`, pool(rank, [...pooling, 'ceil_mode', 'count_include_pad'])],
    [`LPPool${rank}d`, pool(rank, ['norm_type', 'kernel_size', 'stride', 'ceil_mode'])],
    [`MaxUnpool${rank}d`, unpool(rank)],
    [`AdaptiveAvgPool${rank}d`, adaptive(rank)],
    [`AdaptiveMaxPool${rank}d`, adaptive(rank)],
    [`BatchNorm${rank}d`, norm(['num_features'], 'num_features', rank === 1 ? null : rank)],
    [`InstanceNorm${rank}d`, norm(['num_features'], 'num_features', rank)],
    [`LazyBatchNorm${rank}d`, norm([], null, null)],
  ]),
  ...['ZeroPad', 'ReflectionPad', 'ReplicationPad', 'ConstantPad', 'CircularPad'].flatMap((name) =>
    ([1, 2] as const).map((rank) => [`${name}${rank}d`, padding(rank)] as const),
  ),
  ['GLU', gated],
  ['SyncBatchNorm', norm(['num_features'], 'num_features', null)],
  ['GroupNorm', norm(['num_groups', 'num_channels'], 'num_channels', null)],
  ['LayerNorm', norm(['normalized_shape'], null, null)],
  ['LocalResponseNorm', norm([], null, null)],
  ['Upsample', resize(['size', 'scale_factor', 'mode', 'align_corners'], null)],
  ['UpsamplingNearest2d', resize(['size', 'scale_factor'], 2)],
  ['UpsamplingBilinear2d', resize(['size', 'scale_factor'], 2)],
  ['PixelShuffle', shuffle('upscale_factor', false)],
  ['PixelUnshuffle', shuffle('downscale_factor', true)],
  ['Linear', linear],
  ['LazyLinear', { ...linear, parameters: ['out_features', 'bias'], demand: null }],
  ['Flatten', flatten],
  ['Unflatten', unflatten],
  ['Embedding', embedding],
]);

/** Returns the rule of a layer as a function, whose first parameter is its input. */
function asFunction(rule: LayerRule, parameters: readonly string[] = rule.parameters): LayerRule {
  return { ...rule, parameters: ['input', ...parameters], demand: null };
}

const functionPadding: LayerRule = {
  ...padding(2),
  rank: null,
  shape: (given, input) => padded(given, 'pad', 2, input),
};
const layer = (name: string): LayerRule => pytorchLayers.get(name) ?? keeping('other');
const functionActivations =
  'relu relu_ relu6 leaky_relu leaky_relu_ elu selu celu gelu silu mish tanh sigmoid hardtanh hardswish softplus softmax log_softmax logsigmoid softsign prelu rrelu threshold';
const functionPassing =
  'dropout dropout2d alpha_dropout abs exp log sqrt rsqrt square sin cos clamp clip sign neg round floor ceil nan_to_num normalize';

/** The functions of torch.nn.functional and torch that take one tensor, by their names. */
export const pytorchFunctions: ReadonlyMap<string, LayerRule> = new Map<string, LayerRule>([
  ...functionActivations.split(' ').map((name) => [name, asFunction(keeping('activation'))] as const),
  ...functionPassing.split(' ').map((name) => [name, asFunction(keeping('other'))] as const),
  ...['batch_norm', 'instance_norm', 'layer_norm', 'group_norm'].map(
    (name) => [name, asFunction(keeping('norm'))] as const,
  ),
  ...([1, 2] as const).flatMap((rank): (readonly [string, LayerRule])[] => [
    [`max_pool${rank}d`, asFunction(layer(`MaxPool${rank}d`), [...pooling, 'dilation', 'ceil_mode', 'return_indices'])],
    [`avg_pool${rank}d`, asFunction(layer(`AvgPool${rank}d`))],
    [`adaptive_avg_pool${rank}d`, asFunction(layer(`AdaptiveAvgPool${rank}d`))],
    [`adaptive_max_pool${rank}d`, asFunction(layer(`AdaptiveMaxPool${rank}d`))],
    [`max_unpool${rank}d`, asFunction(layer(`MaxUnpool${rank}d`), ['indices', ...pooling])],
  ]),
  ['interpolate', asFunction(resize(['size', 'scale_factor', 'mode', 'align_corners'], null))],
  ['upsample', asFunction(resize(['size', 'scale_factor', 'mode', 'align_corners'], null))],
  ['pad', asFunction(functionPadding, ['pad', 'mode', 'value'])],
  ['glu', asFunction(gated)],
  ['pixel_shuffle', asFunction(layer('PixelShuffle'))],
  ['pixel_unshuffle', asFunction(layer('PixelUnshuffle'))],
]);
