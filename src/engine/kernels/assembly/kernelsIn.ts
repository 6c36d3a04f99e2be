import { Tiling } from './tiling';

/**
 * U = G g Gᵀ of `tilings` pairs of phases, which stand one after the other from `t` on, of input channels
 * `first` … `first` + `count` − 1, whose weights stand at `from`, a channel `channelBytes` long and a kernel
 * of it `taps` elements. Lanes are output channels; behind the last one they hold it again. Reads up to a
 * vector behind the weights.
 */
export function kernelsIn<T>(t: usize, tilings: i32, from: usize, first: i32, count: i32, channelBytes: usize, taps: i32): void {
  const tiling = changetype<Tiling>(t);
  const lanes = <i32>(16 / sizeof<T>());
  const kernelBytes = <usize>taps * sizeof<T>();
  const pairBytes = <usize>tiling.channels * 2 * sizeof<T>();
  const last = tiling.outputs - 1;
  const end = t + (<usize>tilings << 7);
  // As many channels as share a line of U: it is written whole.
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

/** The weights of as many kernels as there are lanes, or their magnitudes, side by side: for each tap a vector. */
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

/** One channel of as many kernels as there are lanes, into `into` of U; `second`: bytes to the second pair of rows, if there is one. */
function transform<T>(t: Tiling, into: usize, second: usize): void {
  const down = t.down, across = t.across;
  const magnitude = <bool>t.magnitude;
  const row = <usize>across << 2;
  const kernel = t.kernel;
  let place = t.taps;
  for (let k = 0; k < across; k++) {
    const to = t.scratch + (<usize>k << 4);
    const a = v128.load(kernel + load<u32>(place)), b = v128.load(kernel + load<u32>(place + row));
    if (down == 3) four<T>(a, b, v128.load(kernel + load<u32>(place + 2 * row)), to, magnitude);
    else three<T>(a, b, to);
    place += 4;
  }
  const to = t.scratch + 256;
  let at = t.kernels + into;
  for (let xi = 0; xi <= down; xi++) {
    const from = t.scratch + (<usize>xi << 6);
    if (across == 3) four<T>(v128.load(from), v128.load(from, 16), v128.load(from, 32), to, magnitude);
    else three<T>(v128.load(from), v128.load(from, 16), to);
    for (let nu = 0; nu <= across; nu++) {
      const u = v128.load(to + (<usize>nu << 6));
      if (sizeof<T>() == 8) v128.store(at, u);
      else {
        v128.store64_lane(at, u, 0);
        if (second) v128.store64_lane(at + second, u, 1);
      }
      at += t.kernelPitch;
    }
  }
}

/** G g of F(2, 3), or |G| |g|, 64 bytes apart: halves are taken first, then summed from left to right. */
@inline
function four<T>(g0: v128, g1: v128, g2: v128, to: usize, magnitude: bool): void {
  const half = v128.splat<T>(<T>0.5);
  const a = v128.mul<T>(half, g0), b = v128.mul<T>(half, g1), c = v128.mul<T>(half, g2);
  v128.store(to, g0);
  v128.store(to, v128.add<T>(v128.add<T>(a, b), c), 64);
  const difference = magnitude ? v128.add<T>(a, b) : v128.sub<T>(a, b);
  v128.store(to, v128.add<T>(difference, c), 128);
  v128.store(to, g2, 192);
}

/** G g of F(2, 2). */
@inline
function three<T>(g0: v128, g1: v128, to: usize): void {
  v128.store(to, g0);
  v128.store(to, v128.add<T>(g0, g1), 64);
  v128.store(to, g1, 128);
}
