import { binsOf, bothFinite, isFinitePair, narrow, twoErrors } from './pair';

/** The parameters and results of the second pass of a comparison: see spreadLoop.ts. */
@unmanaged
export class Spread {
  /** Address of the compared elements: see pair.ts. */
  pairs: usize;
  /**
   * Addresses of three arrays with an entry for each bin of the histogram: number of errors, largest |Δ|, and that
   * element's index.
   */
  counts: usize;
  worstAbs: usize;
  worst: usize;
  /** The last bin of the histogram. */
  last: i32;
  /** Address of the number of errors in each bin of errorBins.ts; and `top`, from which bins count down. */
  bins: usize;
  top: i32;
  /** Flags of the arrays that are float64: see `Wide` of pair.ts. */
  wide: i32;
  divisor: f64;
  half: f64;
  unit: f64;
  /** ΣΔ, Σ|Δ| and ΣΔ² so far, with Δ multiplied by `unit`. */
  sum: f64;
  sumAbs: f64;
  squares: f64;
}

@inline
function countOne(counts: usize, bin: i32): void {
  const place = counts + (<usize>bin << 2);
  store<u32>(place, load<u32>(place) + 1);
}

@inline
function seeWorst(s: Spread, worstAbs: usize, bin: i32, size: f64, at: f64): void {
  const place = <usize>bin << 3;
  if (size > load<f64>(worstAbs + place)) {
    store<f64>(worstAbs + place, size);
    store<f64>(s.worst + place, at);
  }
}

/** Returns the histogram bins of two errors, in the first two lanes. */
@inline
function coarseOf(places: v128, last: v128): v128 {
  return i32x4.min_u(i32x4.trunc_sat_f64x2_s_zero(places), last);
}

/**
 * Adds one element of any kind. If both its numbers are finite but the error overflowed to infinity, the element still
 * counts.
 */
function spreadOne(s: Spread, i: i32, first: f64): void {
  const at = s.pairs + (<usize>i << 3);
  const half = narrow(s.pairs, at);
  if (!isFinitePair(at, half, s.wide)) return;
  const error = f64x2.extract_lane(twoErrors(at, half, s.wide), 0);
  const size = abs(error);
  const place = size < Infinity ? (error / s.divisor + 1) * s.half : s.half;
  const bin = i32x4.extract_lane(coarseOf(f64x2.splat(place), i32x4.splat(s.last)), 0);
  countOne(s.counts, bin);
  seeWorst(s, s.worstAbs, bin, size, first + <f64>i);
  const share = error * s.unit;
  s.sum += share;
  s.sumAbs += abs(share);
  s.squares += share * share;
  countOne(s.bins, i32x4.extract_lane(binsOf(f64x2.splat(size), s.top), 0));
}

/**
 * Adds the elements `from` … `end` − 1 in order; `first` is the flat index of element 0. If two neighbours are finite,
 * their quotients and bins are computed together; their sums are always added one after the other.
 */
export function spread(s: Spread, from: i32, end: i32, first: f64): void {
  const divisor = f64x2.splat(s.divisor);
  const half = f64x2.splat(s.half);
  const unit = f64x2.splat(s.unit);
  const last = i32x4.splat(s.last);
  // Copied to locals: the compiler cannot know that nothing overwrites the fields.
  const pairs = s.pairs;
  const wide = s.wide;
  const counts = s.counts;
  const worstAbs = s.worstAbs;
  const bins = s.bins;
  const top = s.top;
  let i = from;
  while (i < end) {
    // The two lanes of one vector hold ΣΔ and Σ|Δ|.
    let sums = f64x2.replace_lane(f64x2.splat(s.sum), 1, s.sumAbs);
    let squares = s.squares;
    for (; i + 2 <= end; i += 2) {
      const error = twoErrors(pairs + (<usize>i << 3), pairs + (<usize>i << 2), wide);
      const size = f64x2.abs(error);
      if (!bothFinite(size)) break;
      const place = f64x2.mul(f64x2.add(f64x2.div(error, divisor), f64x2.splat(1)), half);
      const coarse = coarseOf(place, last);
      const bin0 = i32x4.extract_lane(coarse, 0);
      const bin1 = i32x4.extract_lane(coarse, 1);
      countOne(counts, bin0);
      seeWorst(s, worstAbs, bin0, f64x2.extract_lane(size, 0), first + <f64>i);
      countOne(counts, bin1);
      seeWorst(s, worstAbs, bin1, f64x2.extract_lane(size, 1), first + <f64>(i + 1));
      const share = f64x2.mul(error, unit);
      const shareAbs = f64x2.abs(share);
      sums = f64x2.add(sums, v128.shuffle<i64>(share, shareAbs, 0, 2));
      sums = f64x2.add(sums, v128.shuffle<i64>(share, shareAbs, 1, 3));
      const square = f64x2.mul(share, share);
      squares += f64x2.extract_lane(square, 0);
      squares += f64x2.extract_lane(square, 1);
      const fine = binsOf(size, top);
      countOne(bins, i32x4.extract_lane(fine, 0));
      countOne(bins, i32x4.extract_lane(fine, 1));
    }
    s.sum = f64x2.extract_lane(sums, 0);
    s.sumAbs = f64x2.extract_lane(sums, 1);
    s.squares = squares;
    for (let k = 0; k < 2 && i < end; k++, i++) spreadOne(s, i, first);
  }
}
