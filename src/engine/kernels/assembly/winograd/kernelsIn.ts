import { Tiling } from './tiling';

/**
 * Computes U = G g Gᵀ for `tilings` pairs of stride phases, the first of which is at `t`, and for the input channels
 * `first` … `first` + `count` − 1. The weights begin at `from`; a channel has `channelBytes` bytes, and each of its
 * kernels has `taps` elements. Each lane computes one output channel; if a vector has too many lanes, they repeat the
 * last channel. Reads up to a vector past the weights.
 */
export function kernelsIn<T>(t: usize, tilings: i32, from: usize, first: i32, count: i32, channelBytes: usize, taps: i32): void {
  const tiling = changetype<Tiling>(t);
  const lanes = <i32>(16 / sizeof<T>());
  const kernelBytes = <usize>taps * sizeof<T>();
  const pairBytes = <usize>tiling.channels * 2 * sizeof<T>();
  const last = tiling.outputs - 1;
  const end = t + (<usize>tilings << 7);
  // As many channels as share a cache line of U, so that whole lines are written.
  const together = 2 * lanes;
  for (let block = 0; block < count; block += together) {
    for (let output = 0; output <= last; output += lanes) {
      const pair = <usize>(output >> 1) * pairBytes;
      const second = lanes == 4 && output + 2 <= last ? pairBytes : 0;
      for (let i = block; i < min(block + together, count); i++) {
        const channel = from + <usize>i * channelBytes;
        side<T>(
          channel + <usize>output * kernelBytes, channel + <usize>min(output + 1, last) * kernelBytes,
          channel + <usize>min(output + 2, last) * kernelBytes, channel + <usize>min(output + 3, last) * kernelBytes,
          tiling.kernel, taps, <bool>tiling.magnitude,
        );
        const into = pair + <usize>(first + i) * 2 * sizeof<T>();
        for (let at = t; at < end; at += 128) transform<T>(changetype<Tiling>(at), into, second);
      }
    }
  }
}

/** Copies the weights, or their magnitudes, of one kernel per lane, side by side: one vector for each tap. */
@inline
function side<T>(g0: usize, g1: usize, g2: usize, g3: usize, to: usize, taps: i32, magnitude: bool): void {
  const kept = magnitude ? v128.abs<T>(i32x4.splat(-1)) : i32x4.splat(-1);
  const end = g0 + <usize>taps * sizeof<T>();
  for (; g0 < end; g0 += 16) {
    const a = v128.and(v128.load(g0), kept), b = v128.and(v128.load(g1), kept);
    if (sizeof<T>() == 8) {
      v128.store(to, v128.shuffle<i64>(a, b, 0, 2));
      v128.store(to, v128.shuffle<i64>(a, b, 1, 3), 16);
      to += 32;
    } else {
      const c = v128.and(v128.load(g2), kept), d = v128.and(v128.load(g3), kept);
      const ab = v128.shuffle<i32>(a, b, 0, 4, 1, 5), cd = v128.shuffle<i32>(c, d, 0, 4, 1, 5);
      const ef = v128.shuffle<i32>(a, b, 2, 6, 3, 7), gh = v128.shuffle<i32>(c, d, 2, 6, 3, 7);
      v128.store(to, v128.shuffle<i64>(ab, cd, 0, 2));
      v128.store(to, v128.shuffle<i64>(ab, cd, 1, 3), 16);
      v128.store(to, v128.shuffle<i64>(ef, gh, 0, 2), 32);
      v128.store(to, v128.shuffle<i64>(ef, gh, 1, 3), 48);
      to += 64;
    }
    g1 += 16;
    g2 += 16;
    g3 += 16;
  }
}

/**
 * Transforms one channel of one kernel per lane and stores the result in U at `into`. If `second` is not 0, it is the
 * distance in bytes to the next pair of rows, which the upper lanes are stored in.
 */
function transform<T>(t: Tiling, into: usize, second: usize): void {
  const down = t.down, across = t.across;
  const places = t.taps, kernel = t.kernel, next = t.kernelPitch;
  const nothing = i32x4.splat(0);
  // a − b is computed as a + (−b), which has the same bits. For magnitudes, all coefficients are positive: the sign is
  // not flipped.
  const minus = t.magnitude ? nothing : v128.splat<T>(<T>-0.0);
  let to = t.kernels + into;
  for (let xi = 0; xi <= down; xi++) {
    const sign = xi == 1 ? nothing : minus;
    const x0 = column<T>(kernel, places, across, down, xi, sign);
    const x1 = column<T>(kernel, places + 4, across, down, xi, sign);
    put<T>(to, x0, second);
    if (across == 3) {
      const x2 = column<T>(kernel, places + 8, across, down, xi, sign);
      put<T>(to + next, threeTaps<T>(x0, x1, x2, nothing), second);
      put<T>(to + 2 * next, threeTaps<T>(x0, x1, x2, minus), second);
      put<T>(to + 3 * next, x2, second);
      to += 4 * next;
    } else {
      put<T>(to + next, v128.add<T>(x0, x1), second);
      put<T>(to + 2 * next, x1, second);
      to += 3 * next;
    }
  }
}

/** Returns element ξ of G times a column of g. `places` holds the places of the column's taps. */
@inline
function column<T>(kernel: usize, places: usize, across: i32, down: i32, xi: i32, sign: v128): v128 {
  const row = <usize>across << 2;
  const first = v128.load(kernel + load<u32>(places));
  const last = v128.load(kernel + load<u32>(places + (down == 3 ? 2 * row : row)));
  if (xi == 0) return first;
  if (xi == down) return last;
  if (down == 2) return v128.add<T>(first, last);
  return threeTaps<T>(first, v128.load(kernel + load<u32>(places + row)), last, sign);
}

/** Returns (a ± b + c) / 2, as in F(2, 3). The values are halved first and then summed from left to right. */
@inline
function threeTaps<T>(a: v128, b: v128, c: v128, sign: v128): v128 {
  const half = v128.splat<T>(<T>0.5);
  const ab = v128.add<T>(v128.mul<T>(half, a), v128.xor(v128.mul<T>(half, b), sign));
  return v128.add<T>(ab, v128.mul<T>(half, c));
}

/** Stores the lanes of `u` in one or two pairs of rows. */
@inline
function put<T>(to: usize, u: v128, second: usize): void {
  if (sizeof<T>() == 8) v128.store(to, u);
  else {
    v128.store64_lane(to, u, 0);
    if (second) v128.store64_lane(to + second, u, 1);
  }
}
