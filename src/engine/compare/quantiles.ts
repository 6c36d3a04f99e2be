import type { Comparison } from '../comparison.ts';
import type { Steps } from '../steps.ts';
import type { Tensor } from '../tensor.ts';

const shares = [0.5, 0.9, 0.99, 0.999, 1];
const stage = 'Error quantiles';

/** Elements that are looked at together. */
const chunk = 2 ** 13;
/** Bits of a number's upper half that fall together in a bin: it is 1/128 of an octave wide. */
const binShift = 13;
/** Bins down from the largest error; the last one takes all that is smaller by 31 octaves or more. */
const bins = 2 ** 12;
const upper = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 1 : 0;

/**
 * The quantiles of |actual − expected| over the `count` elements that are finite on both sides, the
 * largest error being `largest`, by linear interpolation between order statistics, as
 * `torch.quantile` and NumPy have them. Only the bins that an order statistic lies in are sorted.
 */
export function* quantilesOf(
  actual: Tensor,
  expected: Tensor,
  count: number,
  largest: number,
): Steps<Comparison['quantiles']> {
  if (count === 0) return [];
  const places = shares.map((p) => p * (count - 1));
  const ranks = [...new Set(places.flatMap((place) => [Math.floor(place), Math.ceil(place)]))];
  const errors = new ErrorBins(actual.data, expected.data, largest);
  const total = actual.data.length;
  for (const pass of [0, 1] as const) {
    for (let from = 0; from < total; from += chunk) {
      errors.look(pass, from, Math.min(from + chunk, total));
      if (total > chunk) yield { stage, done: pass * total + from, total: 2 * total };
    }
    if (pass === 0) errors.want(ranks);
  }
  return shares.map((p, i) => {
    const place = places[i] as number;
    const below = errors.ofRank(Math.floor(place));
    const above = errors.ofRank(Math.ceil(place));
    const part = place - Math.floor(place);
    return { p, abs: above === below ? below : below + part * (above - below) };
  });
}

/** A bin some of whose errors are wanted: how many errors are smaller than all of it, and its own. */
interface Wanted {
  readonly before: number;
  readonly errors: Float64Array;
  filled: number;
}

/** Errors in bins by their size: counted in pass 0, and kept in pass 1 where they are wanted. */
class ErrorBins {
  readonly #actual: Tensor['data'];
  readonly #expected: Tensor['data'];
  readonly #counts = new Uint32Array(bins);
  readonly #wanted = new Map<number, Wanted>();
  readonly #isWanted = new Uint8Array(bins);
  readonly #errors = new Float64Array(chunk);
  readonly #halves = new Uint32Array(this.#errors.buffer);
  readonly #top: number;

  constructor(actual: Tensor['data'], expected: Tensor['data'], largest: number) {
    this.#actual = actual;
    this.#expected = expected;
    this.#errors[0] = largest;
    this.#top = this.#halves[upper] as number;
  }

  look(pass: 0 | 1, from: number, to: number): void {
    const found = this.#find(from, to);
    const [halves, counts, isWanted, top] = [this.#halves, this.#counts, this.#isWanted, this.#top];
    for (let i = 0; i < found; i++) {
      const bin = Math.min(bins - 1, (top - (halves[2 * i + upper] as number)) >> binShift);
      if (pass === 0) counts[bin] = (counts[bin] as number) + 1;
      else if (isWanted[bin] === 1) this.#keep(bin, this.#errors[i] as number);
    }
  }

  /** Between the passes: which order statistics are asked for, 0 being the smallest error. */
  want(ranks: readonly number[]): void {
    let before = 0;
    for (let bin = bins - 1; bin >= 0; bin--) {
      const size = this.#counts[bin] as number;
      if (size === 0) continue;
      if (ranks.some((rank) => rank >= before && rank < before + size)) {
        this.#wanted.set(bin, { before, errors: new Float64Array(size), filled: 0 });
        this.#isWanted[bin] = 1;
      }
      before += size;
    }
  }

  /** After the passes: the error of a rank that was asked for. */
  ofRank(rank: number): number {
    for (const { before, errors } of this.#wanted.values()) {
      if (rank >= before && rank < before + errors.length) return errors[rank - before] as number;
    }
    return NaN;
  }

  #keep(bin: number, error: number): void {
    const into = this.#wanted.get(bin);
    if (into === undefined) return;
    into.errors[into.filled++] = error;
    if (into.filled === into.errors.length) into.errors.sort();
  }

  /** Sets out |actual − expected| of the elements that are finite on both sides; how many there are. */
  #find(from: number, to: number): number {
    const [actual, expected, errors] = [this.#actual, this.#expected, this.#errors];
    let found = 0;
    for (let at = from; at < to; at++) {
      const a = actual[at] as number;
      const e = expected[at] as number;
      const error = Math.abs(a - e);
      if (error < Infinity || (Number.isFinite(a) && Number.isFinite(e))) errors[found++] = error;
    }
    return found;
  }
}
