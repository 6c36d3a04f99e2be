import { formats } from '../../../rounding/formats.ts';
import type { Predicted } from '../../model/hypothesis.ts';
import { nearby, shortNumber } from '../../model/shortNumber.ts';
import type { ElementSets } from './elementSets.ts';
import type { SetStatistics } from './setStatistics.ts';

/** A function of an element and of the set of elements that it belongs to. */
export interface Normalization {
  /** What it does, in words. */
  readonly title: string;
  /** Names the layer that does so over some sets; null if it has no name of its own. */
  readonly layer?: (sets: ElementSets) => string | null;
  /** The code that gives the new y, from the tuple of the axes of a set. */
  readonly code: (dims: string) => string;
  /** Returns the function with an ε; absent if it has none. */
  readonly withEpsilon?: (epsilon: number) => Normalization;
  /** The range of what it makes; omitted if it has no ends. */
  readonly within?: readonly [low: number, high: number];
  readonly made: (before: Predicted, set: SetStatistics, roundoff: number) => Predicted;
  /**
   * Returns the function with the number that makes two elements of a set, those with the least and the largest value,
   * what they are to become: an ε in the root or beside the divisor, or the factor before a softmax. Null if it has no
   * such number.
   */
  readonly fittedTo?: (least: Pairing, most: Pairing, set: SetStatistics) => Normalization | null;
}

/** A value of a set, and what it is to become. */
interface Pairing {
  readonly value: number;
  readonly wanted: number;
}

/** The roundings of a finished element: of the difference, the quotient and what is stored. */
const roundings = 6;

/** A number with its error. */
type Uncertain = readonly [value: number, error: number];

/** Returns (x − centre)/divisor. */
function quotient(
  { value, bound }: Predicted,
  [centre, ofCentre]: Uncertain,
  [divisor, ofDivisor]: Uncertain,
  roundoff: number,
): Predicted {
  const difference = value - centre;
  // A set of equal elements has no spread to divide by.
  if (divisor === 0) return { value: difference === 0 ? 0 : NaN, bound: 0 };
  const made = difference / divisor;
  const apart = bound + ofCentre + 2 * roundoff * (Math.abs(value) + Math.abs(centre));
  return { value: made, bound: apart / divisor + Math.abs(made) * (ofDivisor / divisor + roundings * roundoff) };
}

const zero: Uncertain = [0, 0];
const one: Uncertain = [1, 0];

const meanOf = ({ mean, bound, sumOfSizes, size, ofSum }: SetStatistics): Uncertain => [
  mean,
  bound + (ofSum * sumOfSizes) / size,
];

/** Where ε is added: to the variance, or to its root. */
type Place = 'inside' | 'outside';

/** Returns √(squares/count + ε), or √(squares/count) + ε. */
function rootOf(squares: number, count: number, set: SetStatistics, epsilon: number, place: Place): Uncertain {
  const root = Math.sqrt(squares / count + (place === 'inside' ? epsilon : 0));
  // A variance that is computed as E[x²] − E[x]² loses what both have in common.
  const lost = root === 0 ? 0 : (set.ofSum * set.sumOfSquares) / count / root;
  const ofElements = set.bound * Math.sqrt(set.size / count);
  return [root + (place === 'outside' ? epsilon : 0), ofElements + lost];
}

/** Returns a found ε as it was written: with one digit. */
const oneDigit = (epsilon: number): number => Number(epsilon.toPrecision(1));

const epsilonWords = (epsilon: number, place: Place): string =>
  epsilon === 0 ? '' : `, ε = ${epsilon} ${place === 'inside' ? 'added to the square' : 'added to the divisor'}`;

const eachChannel = 'over each channel of each image';
const eachPixel = 'over the channels of each pixel';
/** The names of a layer that standardizes over some sets. */
const standardizing: Readonly<Record<string, string>> = {
  [eachChannel]: 'instance norm',
  'over each channel of the batch': 'batch norm with the statistics of this batch',
  'over each image': 'layer norm',
  [eachPixel]: 'layer norm over the channels',
};

function standardized(place: Place, unbiased: boolean, epsilon = 0): Normalization {
  const added = epsilon === 0 ? '' : ` + ${epsilon}`;
  const how = `unbiased=${unbiased ? 'True' : 'False'}, keepdim=True`;
  return {
    title: `(y − mean)/σ${unbiased ? ', σ with n − 1' : ''}${epsilonWords(epsilon, place)}`,
    layer: ({ over, groups }) =>
      unbiased
        ? null
        : (standardizing[over] ?? (groups > 1 && !over.includes('pixel') ? `group norm with ${groups} groups` : null)),
    code: (dims) => {
      const divisor =
        place === 'inside' ? `(y.var(${dims}, ${how})${added}).sqrt()` : `(y.std(${dims}, ${how})${added})`;
      return `(y - y.mean(${dims}, keepdim=True)) / ${divisor}`;
    },
    made: (before, set, roundoff) => {
      const count = set.size - (unbiased ? 1 : 0);
      return quotient(before, meanOf(set), rootOf(set.squaresAboutMean(), count, set, epsilon, place), roundoff);
    },
    withEpsilon: (other) => standardized(place, unbiased, other),
    fittedTo: (least, most, { mean, squaresAboutMean, size }) => {
      const { value, wanted } = mean - least.value > most.value - mean ? least : most;
      const divisor = (value - mean) / wanted;
      const variance = squaresAboutMean() / (size - (unbiased ? 1 : 0));
      const found = place === 'inside' ? divisor ** 2 - variance : divisor - Math.sqrt(variance);
      return found > 0 ? standardized(place, unbiased, oneDigit(found)) : null;
    },
  };
}

const rootMeanSquare = (epsilon = 0): Normalization => ({
  title: `y/√(mean of y²)${epsilonWords(epsilon, 'inside')}`,
  layer: ({ over }) => (over === eachPixel ? 'pixel norm' : 'RMS norm'),
  code: (dims) => `y * torch.rsqrt((y * y).mean(${dims}, keepdim=True)${epsilon === 0 ? '' : ` + ${epsilon}`})`,
  made: (before, set, roundoff) =>
    quotient(before, zero, rootOf(set.sumOfSquares, set.size, set, epsilon, 'inside'), roundoff),
  withEpsilon: rootMeanSquare,
  fittedTo: (least, most, { sumOfSquares, size }) => {
    const { value, wanted } = -least.value > most.value ? least : most;
    const found = (value / wanted) ** 2 - sumOfSquares / size;
    return found > 0 ? rootMeanSquare(oneDigit(found)) : null;
  },
});

/** Returns the smallest subnormal of a format, below which results are lost. */
const lostBelow = (roundoff: number): number =>
  (roundoff === formats.float16.roundoff ? formats.float16 : formats.float32).smallestSubnormal;

/** Returns exp(scale·y)/Σ exp(scale·y), or its logarithm. */
function softmax(scale: number, isLogarithm: boolean): Normalization {
  const name = isLogarithm ? 'log-softmax' : 'softmax';
  const argument = scale === 1 ? 'y' : scale === -1 ? '-y' : `${scale} * y`;
  return {
    title: scale === 1 ? name : scale === -1 ? `${name} of −y` : `${name} of y·${shortNumber(scale)}`,
    code: (dims) => {
      const log = `${argument} - (${argument}).logsumexp(${dims}, keepdim=True)`;
      if (dims === '(1,)') return `F.${name.replace('-', '_')}(${argument}, 1)`;
      return isLogarithm ? log : `(${log}).exp()`;
    },
    within: isLogarithm ? [-Infinity, 0] : [0, 1],
    made: ({ value, bound }, set, roundoff) => {
      const log = set.logOfPowers(scale);
      const made = scale * value - log;
      const size = Math.abs(scale * value) + Math.abs(log) + Math.abs(made);
      const apart = Math.abs(scale) * (bound + set.bound) + set.ofSum + 2 * roundoff * size;
      if (isLogarithm) return { value: made, bound: apart };
      const power = Math.exp(made);
      return {
        value: power,
        bound: power * (Math.expm1(Math.min(1, apart)) + roundings * roundoff) + lostBelow(roundoff),
      };
    },
    fittedTo: (least, most) => {
      const [low, high] = isLogarithm ? [least.wanted, most.wanted] : [Math.log(least.wanted), Math.log(most.wanted)];
      const found = nearby((high - low) / (most.value - least.value), 1e-4);
      // A factor near 1 or −1 is what rounding makes of it.
      const isOwn = Math.abs(Math.abs(found) - 1) < 0.01;
      return Number.isFinite(found) && found !== 0 && !isOwn ? softmax(found, isLogarithm) : null;
    },
  };
}

/** Returns y divided by a number of its set. */
const dividedBy = (
  title: string,
  code: Normalization['code'],
  divisor: (set: SetStatistics) => Uncertain,
): Normalization => ({ title, code, made: (before, set, roundoff) => quotient(before, zero, divisor(set), roundoff) });

/** Returns y/√(Σy² + ε). */
const dividedByL2 = (epsilon: number): Normalization =>
  dividedBy(
    `divided by the L2 norm${epsilonWords(epsilon, 'inside')}`,
    (dims) =>
      epsilon === 0
        ? `y / y.square().sum(${dims}, keepdim=True).sqrt().clamp(min=1e-12)`
        : `y * torch.rsqrt(y.square().sum(${dims}, keepdim=True) + ${epsilon})`,
    (set) => {
      const norm = Math.sqrt(set.sumOfSquares + epsilon);
      return [norm, set.bound * Math.sqrt(set.size) + set.ofSum * norm];
    },
  );

const dividedByLargest = dividedBy(
  'divided by the largest absolute value',
  (dims) => `y / y.abs().amax(${dims}, keepdim=True)`,
  (set) => [Math.max(-set.least, set.most), set.bound],
);

const centred: Normalization = {
  title: 'the mean subtracted',
  code: (dims) => `y - y.mean(${dims}, keepdim=True)`,
  made: (before, set, roundoff) => quotient(before, meanOf(set), one, roundoff),
};

/** The functions of a set that networks and scripts put after a layer. */
export const normalizations: readonly Normalization[] = [
  softmax(1, false),
  softmax(1, true),
  softmax(-1, false),
  standardized('inside', false),
  standardized('outside', false),
  standardized('inside', true),
  standardized('outside', true),
  rootMeanSquare(),
  dividedByL2(0),
  dividedBy(
    'divided by the L1 norm',
    (dims) => `y / y.abs().sum(${dims}, keepdim=True).clamp(min=1e-12)`,
    (set) => [set.sumOfSizes, set.bound * set.size + set.ofSum * set.sumOfSizes],
  ),
  dividedByLargest,
  {
    title: 'scaled to 0…1, (y − least)/(largest − least)',
    code: (dims) =>
      `(y - y.amin(${dims}, keepdim=True)) / (y.amax(${dims}, keepdim=True) - y.amin(${dims}, keepdim=True))`,
    made: (before, set, roundoff) =>
      quotient(before, [set.least, set.bound], [set.most - set.least, 2 * set.bound], roundoff),
  },
  centred,
  {
    title: 'the mean in place of every element',
    code: (dims) => `y.mean(${dims}, keepdim=True).expand(y.shape)`,
    made: (_, set, roundoff) => {
      const [mean, error] = meanOf(set);
      return { value: mean, bound: error + 2 * roundoff * Math.abs(mean) };
    },
  },
];

/** Those after which layers have a factor and an offset for each channel. */
export const affineNormalizations: readonly Normalization[] = [
  standardized('inside', false, 1e-5),
  rootMeanSquare(1e-6),
];

/** Those that a weight goes through: weight norm, demodulation, weight standardization. */
export const weightNormalizations: readonly Normalization[] = [
  dividedByL2(0),
  dividedByL2(1e-8),
  ...[0, 1e-10, 1e-5].map((epsilon) => standardized('inside', false, epsilon)),
  ...[0, 1e-10, 1e-5].map((epsilon) => standardized('inside', true, epsilon)),
  ...[false, true].map((unbiased) => standardized('outside', unbiased, 1e-5)),
  centred,
  dividedByLargest,
];
