import type { NonFiniteCounts } from '../compare/comparison.ts';
import type { DType } from '../core/tensor.ts';
import { OrderSearch } from './orderSearch.ts';

/** The shares of the finite elements at or below each quantile. */
export const quantileShares = [0.01, 0.05, 0.5, 0.95, 0.99] as const;

/** Most bins of a histogram. */
const mostBins = 96;

/** Counts of the finite values in bins of equal width, from `low` to `high`. */
export interface ValueBins {
  readonly low: number;
  readonly high: number;
  readonly counts: readonly number[];
}

/** Statistics of a tensor's values. */
export interface TensorStatistics {
  readonly count: number;
  readonly nonFinite: NonFiniteCounts;
  /** Number of elements that are zero. */
  readonly zeros: number;
  /** Of the finite elements; null if there are none. */
  readonly finite: FiniteStatistics | null;
}

export interface FiniteStatistics {
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  /** Standard deviation of the elements as a whole population, as NumPy's `std` returns. */
  readonly std: number;
  /** One for each of {@link quantileShares}, interpolated linearly as NumPy's `quantile` does. */
  readonly quantiles: readonly number[];
  /**
   * From min to max, the last bin including max; one bin if they are equal. For whole numbers from min − ½ on, in bins
   * that each hold the same number of integers.
   */
  readonly histogram: ValueBins;
}

/**
 * Computes the statistics of values that are read in blocks, more than once: in each pass every block is added, in any
 * order, and the pass is ended. There are two passes for float32 and four for float64, because every pass settles 16 bits
 * of the quantiles. Sums are accumulated in float64, each block on its own.
 */
export class StatisticsScan {
  readonly #orders: OrderSearch;
  readonly #isWhole: boolean;
  #pass = 0;
  #count = 0;
  #zeros = 0;
  #nan = 0;
  #positiveInfinity = 0;
  #negativeInfinity = 0;
  #min = Infinity;
  #max = -Infinity;
  #sum = 0;
  /** Sum of value / {@link scaling}, for values whose plain sum overflows. */
  #scaledSum = 0;
  #mean = 0;
  #squares = 0;
  #low = 0;
  #high = 0;
  #bins = new Float64Array(1);

  /** `isWhole` is true if all values are whole numbers. */
  constructor(dtype: DType, isWhole: boolean) {
    this.#orders = new OrderSearch(dtype);
    this.#isWhole = isWhole;
  }

  /** Number of passes over the values. */
  get passes(): number {
    return this.#orders.levels;
  }

  get isDone(): boolean {
    return this.#pass === this.passes;
  }

  /** Adds a block of values to the current pass. */
  add(values: ArrayLike<number>): void {
    if (this.#pass === 0) this.#count += values.length;
    if (this.#pass === 0) this.#summarize(values);
    else if (this.#pass === 1) this.#spread(values);
    this.#orders.add(values);
  }

  /** Ends the current pass. */
  endPass(): void {
    const finite = this.#finiteCount;
    if (this.#pass === 0) {
      this.#mean = Number.isFinite(this.#sum) ? this.#sum / finite : (this.#scaledSum / finite) * scaling;
      this.#setBins();
      this.#orders.search(finite === 0 ? [] : quantileShares.flatMap((share) => ranksOf(share, finite)));
    }
    this.#orders.endPass();
    this.#pass += 1;
  }

  /** Returns the statistics after the last pass. */
  result(): TensorStatistics {
    const finite = this.#finiteCount;
    return {
      count: this.#count,
      zeros: this.#zeros,
      nonFinite: {
        nan: this.#nan,
        positiveInfinity: this.#positiveInfinity,
        negativeInfinity: this.#negativeInfinity,
      },
      finite:
        finite === 0
          ? null
          : {
              min: this.#min,
              max: this.#max,
              mean: this.#mean,
              std: Math.sqrt(this.#squares / finite) * this.#unit,
              quantiles: quantileShares.map((share) => this.#quantile(share, finite)),
              histogram: { low: this.#low, high: this.#high, counts: [...this.#bins] },
            },
    };
  }

  #setBins(): void {
    const [min, max] = [this.#min, this.#max];
    if (!this.#isWhole || !Number.isSafeInteger(max - min)) {
      [this.#low, this.#high] = [min, max];
      this.#bins = new Float64Array(min < max ? mostBins : 1);
      return;
    }
    const width = Math.ceil((max - min + 1) / mostBins);
    const bins = Math.ceil((max - min + 1) / width);
    this.#bins = new Float64Array(bins);
    this.#low = min - 0.5;
    this.#high = this.#low + bins * width;
  }

  get #finiteCount(): number {
    return this.#count - this.#nan - this.#positiveInfinity - this.#negativeInfinity;
  }

  /** The unit of the squared deviations: 1, or the range of values whose squares would overflow. */
  get #unit(): number {
    const range = this.#max / 2 - this.#min / 2;
    return range > 1e100 ? range : 1;
  }

  #summarize(values: ArrayLike<number>): void {
    let [min, max, sum, scaled, zeros] = [this.#min, this.#max, 0, 0, 0];
    for (let i = 0, end = values.length; i < end; i++) {
      const value = values[i] as number;
      if (value - value === 0) {
        sum += value;
        scaled += value / scaling;
        if (value < min) min = value;
        if (value > max) max = value;
        if (value === 0) zeros += 1;
      } else if (value > 0) this.#positiveInfinity += 1;
      else if (value < 0) this.#negativeInfinity += 1;
      else this.#nan += 1;
    }
    this.#min = min;
    this.#max = max;
    this.#sum += sum;
    this.#scaledSum += scaled;
    this.#zeros += zeros;
  }

  #spread(values: ArrayLike<number>): void {
    const [bins, mean, unit] = [this.#bins, this.#mean, this.#unit];
    const half = this.#low / 2;
    const halfRange = this.#high / 2 - half;
    const last = bins.length - 1;
    let squares = 0;
    for (let i = 0, end = values.length; i < end; i++) {
      const value = values[i] as number;
      if (value - value !== 0) continue;
      const deviation = value / unit - mean / unit;
      squares += deviation * deviation;
      // Halves, because the difference of two finite numbers may be infinite.
      const bin = last === 0 ? 0 : Math.min(last, Math.floor(((value / 2 - half) / halfRange) * bins.length));
      bins[bin] = (bins[bin] as number) + 1;
    }
    this.#squares += squares;
  }

  #quantile(share: number, finite: number): number {
    const [low = 0, high = 0] = ranksOf(share, finite).map((rank) => this.#orders.valueAt(rank));
    const part = share * (finite - 1) - Math.floor(share * (finite - 1));
    return low === high ? low : low + (high - low) * part;
  }
}

/** Larger than the number of elements of any tensor. */
const scaling = 2 ** 60;

/** Returns the places, in ascending order of `count` values, of the two values that a quantile lies between. */
function ranksOf(share: number, count: number): readonly number[] {
  const place = share * (count - 1);
  return [Math.floor(place), Math.ceil(place)];
}
