import { binsOf, bothFinite, isFinitePair, narrow, twoErrors } from './pair';

/** The parameters of the third pass of a comparison: see compare/keepErrors.ts. */
@unmanaged
export class Keep {
  /** Address of the compared elements: see pair.ts. */
  pairs: usize;
  top: i32;
  /** For each bin, one byte: its index among the wanted bins, or −1. */
  which: usize;
  /** For each wanted bin, the address of its next error. */
  ends: usize;
  /** Flags of the arrays that are float64: see `Wide` of pair.ts. */
  wide: i32;
}

@inline
function keepOne(ends: usize, which: i32, size: f64): void {
  if (which < 0) return;
  const end = ends + (<usize>which << 2);
  const to = load<u32>(end);
  store<f64>(to, size);
  store<u32>(end, to + 8);
}

/** Copies out, in their order, those of the first `count` errors that lie in a wanted bin. */
export function keep(k: Keep, count: i32): void {
  const pairs = k.pairs;
  const wide = k.wide;
  const which = k.which;
  const ends = k.ends;
  const top = k.top;
  const end = pairs + (<usize>count << 3);
  let at = pairs;
  while (at < end) {
    for (; at + 16 <= end; at += 16) {
      const sizes = f64x2.abs(twoErrors(at, narrow(pairs, at), wide));
      if (!bothFinite(sizes)) break;
      const bins = binsOf(sizes, top);
      const which0 = <i32>load<i8>(which + i32x4.extract_lane(bins, 0));
      const which1 = <i32>load<i8>(which + i32x4.extract_lane(bins, 1));
      if ((which0 & which1) == -1) continue;
      keepOne(ends, which0, f64x2.extract_lane(sizes, 0));
      keepOne(ends, which1, f64x2.extract_lane(sizes, 1));
    }
    // Reached at the remainder, an error that overflowed, or a non-finite element, which is skipped.
    for (let n = 0; n < 2 && at < end; n++, at += 8) {
      const half = narrow(pairs, at);
      if (!isFinitePair(at, half, wide)) continue;
      const sizes = f64x2.abs(twoErrors(at, half, wide));
      const bin = i32x4.extract_lane(binsOf(sizes, top), 0);
      keepOne(ends, <i32>load<i8>(which + bin), f64x2.extract_lane(sizes, 0));
    }
  }
}
