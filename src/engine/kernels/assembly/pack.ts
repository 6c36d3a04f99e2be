import { Pass } from './pass';

/** A number of type S as one of type T, or its magnitude. */
@inline
function take<S, T>(from: usize, magnitude: bool): T {
  const value = <T>load<S>(from);
  return magnitude ? abs<T>(value) : value;
}

/** Whether all of `count` numbers are finite: 0 times each is 0. */
export function finite<T>(from: usize, count: i32): bool {
  const zero = i32x4.splat(0);
  let sum0 = zero;
  let sum1 = zero;
  const end = from + <usize>count * sizeof<T>();
  for (; from + 32 <= end; from += 32) {
    sum0 = v128.add<T>(sum0, v128.mul<T>(zero, v128.load(from)));
    sum1 = v128.add<T>(sum1, v128.mul<T>(zero, v128.load(from, 16)));
  }
  const all = v128.add<T>(sum0, sum1);
  let sum = v128.extract_lane<T>(all, 0) + v128.extract_lane<T>(all, 1);
  if (sizeof<T>() == 4) sum += <T>f32x4.extract_lane(all, 2) + <T>f32x4.extract_lane(all, 3);
  for (; from < end; from += sizeof<T>()) sum += <T>0 * load<T>(from);
  return sum == <T>0;
}

/** Copies planes of `h` × `w` into padded ones, with zeros behind each row and each plane; distances in elements. */
export function pad<S, T>(from: usize, to: usize, planes: i32, h: i32, w: i32, pitch: i32, planePitch: i32, magnitude: bool): void {
  for (let plane = 0; plane < planes; plane++) {
    for (let row = 0; row < h; row++) {
      const start = to + <usize>(plane * planePitch + row * pitch) * sizeof<T>();
      if (sizeof<S>() == sizeof<T>() && !magnitude) {
        copyRow<T>(start, from, w);
        from += <usize>w * sizeof<T>();
      } else {
        for (let x = 0; x < w; x++) {
          store<T>(start + <usize>x * sizeof<T>(), take<S, T>(from, magnitude));
          from += sizeof<S>();
        }
      }
      clear<T>(start, w, pitch);
    }
    clear<T>(to + <usize>(plane * planePitch) * sizeof<T>(), h * pitch, planePitch);
  }
}

/** Zeros at the elements `first` … `end` − 1. */
@inline
function clear<T>(start: usize, first: i32, end: i32): void {
  for (let i = first; i < end; i++) store<T>(start + <usize>i * sizeof<T>(), <T>0);
}

@inline
function copyRow<T>(to: usize, from: usize, w: i32): void {
  const end = from + <usize>w * sizeof<T>();
  for (; from + 16 <= end; from += 16) {
    v128.store(to, v128.load(from));
    to += 16;
  }
  for (; from < end; from += sizeof<T>()) {
    store<T>(to, load<T>(from));
    to += sizeof<T>();
  }
}

/**
 * Lays the weights of input channels `first` … `first` + `channels` − 1, which stand at `from`, as
 * columns of the pass's kernel matrix; all of them belong to one block of columns. `places`: for
 * each row and each of its `taps` where its weight stands in a channel of `channelBytes` bytes.
 */
export function pack<S, T>(pass: Pass, from: usize, places: usize, first: i32, channels: i32, taps: i32, channelBytes: usize, magnitude: bool): void {
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
    if (two && sizeof<S>() == 4 && sizeof<T>() == 4 && !magnitude && everyOther(p0, p1, taps)) {
      packEveryOther(from, end, channelBytes, p0, load<u32>(p1) - load<u32>(p0), taps, to);
      continue;
    }
    for (let channel = from; channel < end; channel += channelBytes) {
      for (let p: usize = 0; p < <usize>taps << 2; p += 4) {
        store<T>(to, take<S, T>(channel + load<u32>(p0 + p), magnitude));
        to += sizeof<T>();
        if (two) {
          store<T>(to, take<S, T>(channel + load<u32>(p1 + p), magnitude));
          to += sizeof<T>();
        }
      }
    }
  }
}

/** Whether the taps come in pairs, the second two elements before the first, in both rows alike: stride 2. */
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

/** Two rows of float32 weights, two taps at once: it reads one weight more than it needs. */
function packEveryOther(channel: usize, end: usize, channelBytes: usize, p0: usize, rows: usize, taps: i32, to: usize): void {
  if (taps == 4) {
    const p1 = load<u32>(p0, 4);
    const p3 = load<u32>(p0, 12);
    for (; channel < end; channel += channelBytes) {
      const a = channel + p1;
      const b = channel + p3;
      v128.store(to, v128.shuffle<i32>(v128.load(a), v128.load(a + rows), 2, 6, 0, 4));
      v128.store(to, v128.shuffle<i32>(v128.load(b), v128.load(b + rows), 2, 6, 0, 4), 16);
      to += 32;
    }
    return;
  }
  for (; channel < end; channel += channelBytes) {
    for (let p: usize = 4; p < <usize>taps << 2; p += 8) {
      const at = channel + load<u32>(p0 + p);
      v128.store(to, v128.shuffle<i32>(v128.load(at), v128.load(at + rows), 2, 6, 0, 4));
      to += 16;
    }
  }
}
