import { constantFormula, type Formula, productOf, subtracted, sumOf, symbolFormula } from '../../dialects/formula.ts';
import type { Dimensions } from '../values/abstract.ts';
import { keeping, type LayerRule, type RuleArguments, wholly, withSpatial } from './layerRule.ts';
import { flattened, inferred } from './pytorchLayers.ts';
import { samePlaces, windowPlaces } from './windowSize.ts';

/** The names that a framework gives to the parameters of its convolutions. */
interface Words {
  readonly kernel: string;
  readonly strides: string;
  readonly dilation: string;
  readonly filters: string;
  readonly absentPadding: 'SAME' | 'VALID';
}

const inKeras: Words = {
  kernel: 'kernel_size',
  strides: 'strides',
  dilation: 'dilation_rate',
  filters: 'filters',
  absentPadding: 'VALID',
};
const inFlax: Words = {
  kernel: 'kernel_size',
  strides: 'strides',
  dilation: 'kernel_dilation',
  filters: 'features',
  absentPadding: 'SAME',
};
const inNnx: Words = { ...inFlax, filters: 'out_features' };

function orderOf(given: RuleArguments): 'first' | 'last' {
  return given.word('data_format') === 'CHANNELS_FIRST' ? 'first' : 'last';
}

/** Returns the rank of a Flax layer, which its kernel says. */
function rankOf(given: RuleArguments, name: string): number {
  const kernel = given.value(name);
  return kernel?.kind === 'list' ? kernel.items.length : 1;
}

function conv(words: Words, parameters: readonly string[], rank: 1 | 2 | null, demand: string | null): LayerRule {
  return {
    kind: 'convolution',
    parameters,
    rank,
    channels: 'last',
    demand,
    shape: (given, input) => {
      const axes = rank ?? rankOf(given, words.kernel);
      const [kernel, strides, dilation] = [
        given.sizes(words.kernel, axes, null),
        given.sizes(words.strides, axes, 1),
        given.sizes(words.dilation, axes, 1),
      ];
      const filters = words.filters === '' ? undefined : given.size(words.filters, null);
      return wholly(
        withSpatial(input, axes, orderOf(given), moved(given, words.absentPadding, kernel, strides, dilation), filters),
      );
    },
  };
}

/** Returns the size of an axis after a window with a named padding or with explicit numbers. */
function moved(
  given: RuleArguments,
  absent: 'SAME' | 'VALID',
  kernel: readonly (Formula | null)[],
  strides: readonly (Formula | null)[],
  dilation: readonly (Formula | null)[],
): (size: Formula, axis: number) => Formula | null {
  const value = given.value('padding');
  const word = value === undefined ? absent : given.word('padding');
  return (size, axis) => {
    if (word === 'SAME') return samePlaces(size, strides[axis] ?? null);
    let padding: Formula | null = word === 'VALID' ? [] : null;
    if (word === null && value !== undefined) {
      const each = value.kind === 'list' ? value.items[axis] : value;
      if (each?.kind === 'list') {
        const [low, high] = each.items.map((item) => (item.kind === 'size' ? item.formula : null));
        padding = low && high ? sumOf(low, high) : null;
      } else if (each?.kind === 'size') padding = sumOf(each.formula, each.formula);
    }
    return windowPlaces(size, {
      kernel: kernel[axis] ?? null,
      stride: strides[axis] ?? null,
      padding,
      dilation: dilation[axis] ?? null,
    });
  };
}

function pool(rank: 1 | 2 | null, parameters: readonly string[], absentPool: number | null): LayerRule {
  return {
    kind: 'pooling',
    parameters,
    rank,
    channels: 'last',
    demand: null,
    shape: (given, input) => {
      const name = parameters.includes('window_shape') ? 'window_shape' : 'pool_size';
      const axes = rank ?? rankOf(given, name);
      const kernel = given.sizes(name, axes, absentPool);
      // Keras moves by the window, Flax by one.
      const strides =
        given.value('strides') === undefined && absentPool !== null ? kernel : given.sizes('strides', axes, 1);
      const dilation = Array.from({ length: axes }, () => constantFormula(1));
      return wholly(withSpatial(input, axes, orderOf(given), moved(given, 'VALID', kernel, strides, dilation)));
    },
  };
}

const global: LayerRule = {
  kind: 'pooling',
  parameters: ['data_format', 'keepdims'],
  rank: null,
  channels: 'last',
  demand: null,
  shape: (given, input) => {
    const [batch, channels] = [input?.[0], orderOf(given) === 'last' ? input?.at(-1) : input?.[1]];
    if (batch === undefined || channels === undefined || given.number('keepdims', 0) === 1) return null;
    return [batch, channels];
  },
};

const upsampling: LayerRule = {
  kind: 'resize',
  parameters: ['size', 'data_format', 'interpolation'],
  rank: 2,
  channels: 'last',
  demand: null,
  shape: (given, input) => {
    const factors = given.sizes('size', 2, 2);
    return wholly(
      withSpatial(input, 2, orderOf(given), (size, axis) => {
        const factor = factors[axis] ?? null;
        return factor === null ? null : productOf(size, factor);
      }),
    );
  },
};

/** Returns the lines that ZeroPadding2D adds or Cropping2D removes along an axis: n, (h, w) or ((t, b), (l, r)). */
function sides(given: RuleArguments, name: string, axis: number): Formula | null {
  const value = given.value(name);
  const each = value?.kind === 'list' ? value.items[axis] : value;
  if (each === undefined) return sumOf(constantFormula(1), constantFormula(1));
  const both = each.kind === 'list' ? each.items : [each, each];
  const sizes = both.map((item) => (item.kind === 'size' ? item.formula : null));
  const [before, after] = sizes;
  return before && after ? sumOf(before, after) : null;
}

function border(name: string, isAdded: boolean): LayerRule {
  return {
    kind: 'other',
    parameters: [name, 'data_format'],
    rank: 2,
    channels: 'last',
    demand: null,
    shape: (given, input) =>
      wholly(
        withSpatial(input, 2, orderOf(given), (size, axis) => {
          const lines = sides(given, name, axis);
          if (lines === null) return null;
          return isAdded ? sumOf(size, lines) : subtracted(size, lines);
        }),
      ),
  };
}

function dense(parameters: readonly string[], units: string, demand: string | null): LayerRule {
  return {
    kind: 'linear',
    parameters,
    rank: null,
    channels: 'last',
    demand,
    shape: (given, input) => {
      const size = given.size(units, null);
      return input === null || size === null ? null : [...input.slice(0, -1), size];
    },
  };
}

const reshape: LayerRule = {
  kind: 'other',
  parameters: ['target_shape'],
  rank: null,
  channels: 'last',
  demand: null,
  shape: (given, input) => {
    const sizes = given.list('target_shape');
    if (sizes === null) return null;
    const batch: Formula = input?.[0] ?? symbolFormula('N');
    return [batch, ...inferred(sizes, input === null ? null : input.slice(1))];
  },
};

const flatten: LayerRule = { ...keeping('other'), shape: (_, input): Dimensions => flattened(input, 1, -1) };
const kerasConv = [
  'filters',
  'kernel_size',
  'strides',
  'padding',
  'data_format',
  'dilation_rate',
  'groups',
  'activation',
  'use_bias',
];
const kerasPool = ['pool_size', 'strides', 'padding', 'data_format'];
const flaxConv = ['kernel_size', 'strides', 'padding', 'input_dilation', 'kernel_dilation'];
const kerasActivations = 'ReLU LeakyReLU PReLU ELU ThresholdedReLU Softmax Activation';
const kerasPassing =
  'Dropout SpatialDropout1D SpatialDropout2D GaussianNoise GaussianDropout AlphaDropout ActivityRegularization Rescaling Identity';

function channelsLast(rows: readonly (readonly [string, LayerRule])[]): ReadonlyMap<string, LayerRule> {
  return new Map(rows.map(([name, rule]) => [name, { ...rule, channels: 'last' }]));
}

/** The layers of keras.layers that sizes are carried over, by their names. */
export const kerasLayers: ReadonlyMap<string, LayerRule> = channelsLast([
  ...kerasActivations.split(' ').map((name) => [name, keeping('activation')] as const),
  ...kerasPassing.split(' ').map((name) => [name, keeping('other')] as const),
  ...[
    'BatchNormalization',
    'LayerNormalization',
    'GroupNormalization',
    'UnitNormalization',
    'SpectralNormalization',
  ].map((name) => [name, keeping('norm')] as const),
  ...([1, 2] as const).flatMap((rank): (readonly [string, LayerRule])[] => [
    [`Conv${rank}D`, conv(inKeras, kerasConv, rank, null)],
    [`Convolution${rank}D`, conv(inKeras, kerasConv, rank, null)],
    [`SeparableConv${rank}D`, conv(inKeras, kerasConv, rank, null)],
    [`MaxPooling${rank}D`, pool(rank, kerasPool, 2)],
    [`MaxPool${rank}D`, pool(rank, kerasPool, 2)],
    [`AveragePooling${rank}D`, pool(rank, kerasPool, 2)],
    [`AvgPool${rank}D`, pool(rank, kerasPool, 2)],
    [`GlobalAveragePooling${rank}D`, global],
    [`GlobalMaxPooling${rank}D`, global],
  ]),
  ['UpSampling2D', upsampling],
  ['ZeroPadding2D', border('padding', true)],
  ['Cropping2D', border('cropping', false)],
  ['Dense', dense(['units', 'activation', 'use_bias'], 'units', null)],
  ['Reshape', reshape],
  ['Flatten', flatten],
]);

/** The layers of flax.linen and flax.nnx that sizes are carried over, by their names. */
export const flaxLayers: ReadonlyMap<string, LayerRule> = channelsLast([
  ['linen.Conv', conv(inFlax, ['features', ...flaxConv], null, null)],
  ['nnx.Conv', conv(inNnx, ['in_features', 'out_features', ...flaxConv], null, 'in_features')],
  ['linen.Dense', dense(['features', 'use_bias'], 'features', null)],
  ['nnx.Linear', dense(['in_features', 'out_features'], 'out_features', 'in_features')],
  ...['BatchNorm', 'LayerNorm', 'GroupNorm', 'RMSNorm', 'InstanceNorm'].map(
    (name) => [`linen.${name}`, keeping('norm')] as const,
  ),
  ['nnx.BatchNorm', keeping('norm', ['num_features'], 'num_features')],
  ['nnx.LayerNorm', keeping('norm', ['num_features'], 'num_features')],
  ['nnx.GroupNorm', keeping('norm', ['num_features', 'num_groups'], 'num_features')],
  ['linen.Dropout', keeping('other')],
  ['nnx.Dropout', keeping('other')],
]);

/** The pooling functions of Flax. */
export const flaxPooling: LayerRule = pool(null, ['inputs', 'window_shape', 'strides', 'padding'], null);
