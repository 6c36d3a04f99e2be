import { Tiling } from './tiling';

/**
 * U = G g Gᵀ of input channels `first` … `first` + `count` − 1, whose weights stand at `from`, a channel
 * `channelBytes` and a kernel `kernelBytes` long. `places`: bytes from a kernel's start to each tap of g,
 * row by row. Lanes are output channels; behind the last one they hold it again.
 */
export function kernelsIn<T>(t: Tiling, from: usize, places: usize, first: i32, count: i32, channelBytes: usize, kernelBytes: usize): void {
  const lanes = <i32>(16 / sizeof<T>());
  const pairBytes = <usize>t.channels * 2 * sizeof<T>();
  const last = t.outputs - 1;
  // As many channels as share a line of U: it is written whole.
  const together = 2 * lanes;
  for (let block = 0; block < count; block += together) {
    const end = min(block + together, count);
    for (let output = 0; output < t.outputs; output += lanes) {
      const g0 = from + <usize>output * kernelBytes;
      const g1 = from + <usize>min(output + 1, last) * kernelBytes;
      const g2 = from + <usize>min(output + 2, last) * kernelBytes;
      const g3 = from + <usize>min(output + 3, last) * kernelBytes;
      const two = lanes == 4 && output + 2 <= last;
      let into = t.kernels + <usize>(output >> 1) * pairBytes + <usize>(first + block) * 2 * sizeof<T>();
      for (let i = block; i < end; i++) {
        transform<T>(t, places, <usize>i * channelBytes, g0, g1, g2, g3, into, two ? pairBytes : 0);
        into += 2 * sizeof<T>();
      }
    }
  }
}

/** One channel of as many kernels as there are lanes; `second`: bytes to the second pair of rows, if there is one. */
@inline
function transform<T>(t: Tiling, places: usize, channel: usize, g0: usize, g1: usize, g2: usize, g3: usize, into: usize, second: usize): void {
  const down = t.down, across = t.across;
  const magnitude = <bool>t.magnitude;
  const row = <usize>across << 2;
  for (let k = 0; k < across; k++) {
    const place = places + (<usize>k << 2);
    const to = t.scratch + (<usize>k << 4);
    const a = gather<T>(channel + load<u32>(place), g0, g1, g2, g3, magnitude);
    const b = gather<T>(channel + load<u32>(place + row), g0, g1, g2, g3, magnitude);
    if (down == 3) four<T>(a, b, gather<T>(channel + load<u32>(place + 2 * row), g0, g1, g2, g3, magnitude), to, magnitude);
    else three<T>(a, b, to);
  }
  const to = t.scratch + 256;
  for (let xi = 0; xi <= down; xi++) {
    const at = t.scratch + (<usize>xi << 6);
    if (across == 3) four<T>(v128.load(at), v128.load(at, 16), v128.load(at, 32), to, magnitude);
    else three<T>(v128.load(at), v128.load(at, 16), to);
    for (let nu = 0; nu <= across; nu++) {
      const u = v128.load(to + (<usize>nu << 6));
      if (sizeof<T>() == 8) v128.store(into, u);
      else {
        v128.store64_lane(into, u, 0);
        if (second) v128.store64_lane(into + second, u, 1);
      }
      into += t.kernelPitch;
    }
  }
}

/** The weights at one place of a kernel, or their magnitudes, for each lane. */
@inline
function gather<T>(place: usize, g0: usize, g1: usize, g2: usize, g3: usize, magnitude: bool): v128 {
  let v: v128;
  if (sizeof<T>() == 8) v = v128.load64_lane(g1 + place, v128.load64_splat(g0 + place), 1);
  else {
    v = v128.load32_splat(g0 + place);
    v = v128.load32_lane(g1 + place, v, 1);
    v = v128.load32_lane(g2 + place, v, 2);
    v = v128.load32_lane(g3 + place, v, 3);
  }
  return magnitude ? v128.abs<T>(v) : v;
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
