import { Pass } from './pass';

/** Returns a mask whose set bits are cleared in a vector: the sign bits if magnitudes are requested, otherwise none. */
@inline
function signs<T>(magnitude: bool): v128 {
  if (!magnitude) return i32x4.splat(-1);
  return sizeof<T>() == 4 ? i32x4.splat(0x7fffffff) : i64x2.splat(0x7fffffffffffffff);
}

/**
 * Returns true if all of `count` weights are finite, which is so if 0 times each is 0. If `magnitude`, replaces the
 * weights by their magnitudes.
 */
export function finite<T>(from: usize, count: i32, magnitude: bool): bool {
  const zero = i32x4.splat(0);
  const mask = signs<T>(magnitude);
  let sum0 = zero;
  let sum1 = zero;
  const end = from + <usize>count * sizeof<T>();
  for (; from + 32 <= end; from += 32) {
    const v0 = v128.and(v128.load(from), mask), v1 = v128.and(v128.load(from, 16), mask);
    if (magnitude) {
      v128.store(from, v0);
      v128.store(from, v1, 16);
    }
    sum0 = v128.add<T>(sum0, v128.mul<T>(zero, v0));
    sum1 = v128.add<T>(sum1, v128.mul<T>(zero, v1));
  }
  const sums = v128.add<T>(sum0, sum1);
  let sum = v128.extract_lane<T>(sums, 0) + v128.extract_lane<T>(sums, 1);
  if (sizeof<T>() == 4) sum += <T>f32x4.extract_lane(sums, 2) + <T>f32x4.extract_lane(sums, 3);
  for (; from < end; from += sizeof<T>()) {
    const value = load<T>(from);
    if (magnitude) store<T>(from, abs<T>(value));
    sum += <T>0 * value;
  }
  return sum == <T>0;
}

/** Returns true if at least one of `count` numbers is 0. */
export function zeros<T>(from: usize, count: i32): bool {
  const zero = i32x4.splat(0);
  let found = zero;
  const end = from + <usize>count * sizeof<T>();
  for (; from + 32 <= end; from += 32) {
    const zero0 = v128.eq<T>(v128.load(from), zero), zero1 = v128.eq<T>(v128.load(from, 16), zero);
    found = v128.or(found, v128.or(zero0, zero1));
  }
  for (; from < end; from += sizeof<T>()) {
    if (load<T>(from) == <T>0) return true;
  }
  return v128.any_true(found);
}

/**
 * Copies planes of `h` × `w` elements, or their magnitudes, into padded planes with zeros after each row and each
 * plane. `pitch` and `planePitch` are distances in elements. Rows are copied by whole vectors. The elements that a
 * vector has too many are overwritten by the next row or, after the last plane, affect no result.
 */
export function pad<S, T>(from: usize, to: usize, planes: i32, h: i32, w: i32, pitch: i32, planePitch: i32, magnitude: bool): void {
  const mask = signs<S>(magnitude);
  for (let plane = 0; plane < planes; plane++) {
    for (let row = 0; row < h; row++) {
      const start = to + <usize>(plane * planePitch + row * pitch) * sizeof<T>();
      let at = start;
      const end = from + <usize>w * sizeof<S>();
      for (let x = from; x < end; x += 16) {
        const values = v128.and(v128.load(x), mask);
        if (sizeof<S>() == sizeof<T>()) {
          v128.store(at, values);
          at += 16;
        } else {
          v128.store(at, f64x2.promote_low_f32x4(values));
          v128.store(at, f64x2.promote_low_f32x4(v128.shuffle<i64>(values, values, 1, 1)), 16);
          at += 32;
        }
      }
      from = end;
      clear<T>(start, w, pitch);
    }
    clear<T>(to + <usize>(plane * planePitch) * sizeof<T>(), h * pitch, planePitch);
  }
}

/** Writes zeros to the elements `first` … `end` − 1. */
@inline
function clear<T>(start: usize, first: i32, end: i32): void {
  for (let i = first; i < end; i++) store<T>(start + <usize>i * sizeof<T>(), <T>0);
}

/**
 * Copies weights into the kernel matrix of a pass, as columns: those of input channels `first` … `first` + `channels` −
 * 1, which begin at `from` and all belong to one block of columns. `places` has, for each row and each of its `taps`,
 * the offset of the weight within a channel's `channelBytes` bytes.
 */
export function pack<S, T>(pass: Pass, from: usize, places: usize, first: i32, channels: i32, taps: i32, channelBytes: usize): void {
  const rows = pass.rows;
  const k = first * taps;
  const block = k - (k % pass.kBlock);
  const width = min(pass.kBlock, pass.k - block);
  const end = from + <usize>channels * channelBytes;
  for (let row = 0; row < rows; row += 2) {
    const two = row + 1 < rows;
    const p0 = places + (<usize>(row * taps) << 2);
    const p1 = p0 + (<usize>taps << 2);
    const column = (k - block) * (two ? 2 : 1);
    let to = pass.a + (<usize>block * <usize>rows + <usize>(row * width + column)) * sizeof<T>();
    if (two && sizeof<S>() == 4 && everyOther(p0, p1, taps)) {
      packEveryOther<T>(from, end, channelBytes, p0, load<u32>(p1) - load<u32>(p0), taps, to);
      continue;
    }
    for (let channel = from; channel < end; channel += channelBytes) {
      for (let p: usize = 0; p < <usize>taps << 2; p += 4) {
        store<T>(to, <T>load<S>(channel + load<u32>(p0 + p)));
        to += sizeof<T>();
        if (two) {
          store<T>(to, <T>load<S>(channel + load<u32>(p1 + p)));
          to += sizeof<T>();
        }
      }
    }
  }
}

/**
 * Returns true if in both rows the taps come in pairs whose second tap is two elements before the first. They do if the
 * stride is 2.
 */
function everyOther(p0: usize, p1: usize, taps: i32): bool {
  if (taps % 2 != 0) return false;
  const rows = load<u32>(p1) - load<u32>(p0);
  for (let t = 0; t < taps; t += 2) {
    const at = p0 + (<usize>t << 2);
    if (load<u32>(at) - load<u32>(at, 4) != 8) return false;
    if (load<u32>(p1 + (<usize>t << 2)) - load<u32>(at) != rows) return false;
  }
  return true;
}

/** Copies two rows of float32 weights, two taps at once. Reads one weight past those that are needed. */
function packEveryOther<T>(channel: usize, end: usize, channelBytes: usize, p0: usize, rows: usize, taps: i32, to: usize): void {
  if (taps == 4) {
    const p1 = load<u32>(p0, 4);
    const p3 = load<u32>(p0, 12);
    for (; channel < end; channel += channelBytes) {
      storeTwoTaps<T>(to, channel + p1, rows);
      storeTwoTaps<T>(to + 4 * sizeof<T>(), channel + p3, rows);
      to += 8 * sizeof<T>();
    }
    return;
  }
  for (; channel < end; channel += channelBytes) {
    for (let p: usize = 4; p < <usize>taps << 2; p += 8) {
      storeTwoTaps<T>(to, channel + load<u32>(p0 + p), rows);
      to += 4 * sizeof<T>();
    }
  }
}

/** Stores the weights of both rows for two taps: first the tap two elements after `at`, then the tap at `at`. */
@inline
function storeTwoTaps<T>(to: usize, at: usize, rows: usize): void {
  const row0 = v128.load(at), row1 = v128.load(at + rows);
  if (sizeof<T>() == 4) {
    v128.store(to, v128.shuffle<i32>(row0, row1, 2, 6, 0, 4));
  } else {
    v128.store(to, f64x2.promote_low_f32x4(v128.shuffle<i32>(row0, row1, 2, 6, 2, 6)));
    v128.store(to, f64x2.promote_low_f32x4(v128.shuffle<i32>(row0, row1, 0, 4, 0, 4)), 16);
  }
}
