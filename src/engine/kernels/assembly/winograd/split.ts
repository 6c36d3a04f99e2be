/*
 * Rows of the input in the order in which minimal filtering reads them. Position k of tile t = b·step + ρ across is the
 * input element shift + 2·step·b + ρ + k·step. Each row is split into two halves, k even and k odd, in which the tiles'
 * elements follow each other: position k of tile t is element t + ⌊k/2⌋·step of its half.
 */

/**
 * Copies planes of `h` × `w` elements, or their magnitudes, with each row split into two halves, in the order in which
 * tilesIn.ts reads them, and with zeros outside the input. The rows of the same number in all planes follow each other.
 * Distances are in elements: `pitch` from a row of all planes to the next; `half` is a whole number of vectors. Reads
 * up to two vectors before and after the given planes.
 */
export function split<T>(from: usize, to: usize, planes: i32, h: i32, w: i32, pitch: i32, half: i32, shift: i32, step: i32, magnitude: bool): void {
  const unit = step * <i32>sizeof<T>();
  const vectors = unit == 4 || unit == 8 || unit == 16;
  for (let plane = 0; plane < planes; plane++) {
    for (let row = 0; row < h; row++) {
      const start = to + <usize>(row * pitch + plane * 2 * half) * sizeof<T>();
      if (vectors) both<T>(from, start, w, half, shift, step, magnitude);
      else {
        runs<T>(from, start, w, half, shift, step, magnitude);
        runs<T>(from, start + <usize>half * sizeof<T>(), w, half, shift + step, step, magnitude);
      }
      from += <usize>w * sizeof<T>();
    }
  }
}

/** Writes both halves of a row, making one vector of each half from two vectors of the row. */
function both<T>(from: usize, to: usize, w: i32, half: i32, place: i32, step: i32, magnitude: bool): void {
  const lanes = <i32>(16 / sizeof<T>());
  const unit = step * <i32>sizeof<T>();
  const odd = <usize>half * sizeof<T>();
  const end = to + odd;
  const kept = magnitude ? v128.abs<T>(i32x4.splat(-1)) : i32x4.splat(-1);
  const width = i32x4.splat(w), next = i32x4.splat(step);
  // Which elements of the two vectors the even half takes; in float64 each element is two 32-bit lanes.
  let lane = unit == 16 ? i32x4(0, 1, 2, 3) : unit == 8 ? i32x4(0, 1, 4, 5) : i32x4(0, 2, 4, 6);
  if (sizeof<T>() == 8) lane = unit == 16 ? i32x4(0, 0, 1, 1) : i32x4(0, 0, 2, 2);
  for (; to < end; to += 16, place += 2 * lanes) {
    let a = i32x4.splat(0), b = a;
    if (place < w && place + 2 * lanes > 0) {
      const at = from + <usize>place * sizeof<T>();
      const x = v128.load(at), y = v128.load(at, 16);
      if (unit == 4) {
        a = v128.shuffle<i32>(x, y, 0, 2, 4, 6);
        b = v128.shuffle<i32>(x, y, 1, 3, 5, 7);
      } else if (unit == 8) {
        a = v128.shuffle<i64>(x, y, 0, 2);
        b = v128.shuffle<i64>(x, y, 1, 3);
      } else {
        a = x;
        b = y;
      }
      // Compared as unsigned numbers, positions before the row also exceed its width.
      const places = i32x4.add(i32x4.splat(place), lane);
      a = v128.and(a, v128.and(kept, i32x4.lt_u(places, width)));
      b = v128.and(b, v128.and(kept, i32x4.lt_u(i32x4.add(places, next), width)));
    }
    v128.store(to, a);
    v128.store(to + odd, b);
  }
}

/** Copies `step` elements, skips `step`, and so on. */
function runs<T>(from: usize, to: usize, w: i32, count: i32, place: i32, step: i32, magnitude: bool): void {
  const end = to + <usize>count * sizeof<T>();
  for (; to < end; place += step) {
    for (let i = 0; i < step && to < end; i++) {
      store<T>(to, element<T>(from, place++, w, magnitude));
      to += sizeof<T>();
    }
  }
}

/** Returns the element at `place` of a row, or its magnitude; 0 outside the row. */
@inline
function element<T>(from: usize, place: i32, w: i32, magnitude: bool): T {
  const value = <u32>place < <u32>w ? load<T>(from + <usize>place * sizeof<T>()) : <T>0;
  return magnitude ? abs<T>(value) : value;
}
