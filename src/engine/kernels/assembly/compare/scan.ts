import { actuals, expecteds, held, narrow, Wide } from './pair';

/** The parameters of the first pass of a comparison: 32-bit integers in this order, then float64 numbers. */
@unmanaged
export class Scan {
  /** Address of the compared elements: see pair.ts. */
  pairs: usize;
  /** The kind of rounding bound: see `Bound`. */
  bound: i32;
  /** Address of a table with the three factors of the bound for each number of terms. */
  table: usize;
  /** Flags of the arrays that are float64: see `Wide` of pair.ts. */
  wide: i32;
  /** 1 until the first mismatch: the kernel then stops at it, because its index is wanted. */
  awaitMismatch: i32;
  /** Number of skipped elements that are mismatches, and number beyond their bound. */
  mismatches: i32;
  beyond: i32;
  unused: i32;
  /** Thresholds: an element above one of them may be the largest so far. See errorScan.ts. */
  worst: f64;
  rel: f64;
  ulp: f64;
  share: f64;
  ratio: f64;
  rtol: f64;
  atol: f64;
}

namespace Bound {
  export const none = 0;
  export const own = 1;
}

/** Bytes of 16 elements, which are skipped or not as one block. */
const block: usize = 128;

/** Returns the rounding bounds of the two elements at this address, as `boundReader` of bound.ts does. */
@inline
function boundsOf(kind: i32, at: usize, half: usize, wide: i32, table: usize): v128 {
  const infinity = f64x2.splat(Infinity);
  if (kind == Bound.none) return infinity;
  const sizes = wide & Wide.bounds
    ? v128.load(at, 2 * held)
    : f64x2.promote_low_f32x4(v128.load64_zero(half, 2 * held));
  if (kind == Bound.own) return sizes;
  const p = table + (load<u32>(half, 3 * held) << 3);
  const q = table + (load<u32>(half, 3 * held + 4) << 3);
  const ofP = v128.load(p);
  const ofQ = v128.load(q);
  const limit = v128.shuffle<i64>(ofP, ofQ, 0, 2);
  const scale = v128.shuffle<i64>(ofP, ofQ, 1, 3);
  const extra = v128.load64_lane(q, v128.load64_splat(p, 16), 1, 16);
  const bounds = f64x2.add(f64x2.mul(sizes, scale), extra);
  const known = v128.bitselect(bounds, infinity, f64x2.lt(sizes, limit));
  return v128.andnot(known, f64x2.eq(sizes, f64x2.splat(0)));
}

/**
 * Skips whole blocks of elements from `from` up to `end`, and counts the skipped elements that are mismatches or beyond
 * their bound. Returns the start of the first block that cannot be skipped: one with an element above a threshold, a
 * non-finite value, or the first mismatch. The caller handles that block. (The first element beyond its bound always
 * exceeds a threshold, because its ratio is the largest so far.)
 */
export function scan(s: Scan, from: i32, end: i32): i32 {
  const infinity = f64x2.splat(Infinity);
  const worst = f64x2.splat(s.worst);
  const rel = f64x2.splat(s.rel);
  const ulp = f64x2.splat(s.ulp);
  const share = f64x2.splat(s.share);
  const ratio = f64x2.splat(s.ratio);
  const rtol = f64x2.splat(s.rtol);
  const atol = f64x2.splat(s.atol);
  const kind = s.bound;
  const table = s.table;
  const wide = s.wide;
  const last = s.pairs + (<usize>end << 3);
  let mismatches = i64x2.splat(0);
  let beyond = i64x2.splat(0);
  let at = s.pairs + (<usize>from << 3);
  for (; at < last; at += block) {
    let far = i64x2.splat(0);
    let over = i64x2.splat(0);
    let large = i64x2.splat(0);
    let finite = i64x2.splat(-1);
    let half = narrow(s.pairs, at);
    for (let i = at; i < at + block; i += 16) {
      const expected = expecteds(i, half, wide);
      const error = f64x2.abs(f64x2.sub(actuals(i, half, wide), expected));
      const size = f64x2.abs(expected);
      const bound = boundsOf(kind, i, half, wide, table);
      half += 8;
      finite = v128.and(finite, f64x2.lt(error, infinity));
      far = i64x2.sub(far, f64x2.gt(error, f64x2.add(atol, f64x2.mul(rtol, size))));
      over = i64x2.sub(over, f64x2.gt(error, bound));
      large = v128.or(large, f64x2.gt(error, worst));
      large = v128.or(large, f64x2.gt(error, f64x2.mul(rel, size)));
      large = v128.or(large, f64x2.gt(error, f64x2.mul(f64x2.mul(ulp, size), share)));
      large = v128.or(large, f64x2.gt(error, f64x2.mul(ratio, bound)));
    }
    if (v128.any_true(large) || !i64x2.all_true(finite)) break;
    if (s.awaitMismatch && v128.any_true(far)) break;
    mismatches = i64x2.add(mismatches, far);
    beyond = i64x2.add(beyond, over);
  }
  s.mismatches = <i32>(i64x2.extract_lane(mismatches, 0) + i64x2.extract_lane(mismatches, 1));
  s.beyond = <i32>(i64x2.extract_lane(beyond, 0) + i64x2.extract_lane(beyond, 1));
  return <i32>((at - s.pairs) >> 3);
}
