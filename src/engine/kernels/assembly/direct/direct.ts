/*
 * One input channel with few taps (depthwise): a matrix product would spend its time on stores, so each output row is
 * computed and stored at once, both phases of stride 2 together.
 */

/**
 * The parameters for computing the rows of one output channel that belong to one vertical stride phase: 32-bit integers
 * in this order. Addresses and distances are in bytes.
 */
@unmanaged
export class Direct {
  /**
   * Address of the weights of horizontal phase 0; address of each weight's distance, in the padded input, from the
   * output's position to the element that the weight multiplies; and the number of weights.
   */
  a0: usize;
  offsets0: usize;
  taps0: i32;
  /** The same for horizontal phase 1. If the stride is 1, there is no phase 1, and `taps1` is 0. */
  a1: usize;
  offsets1: usize;
  taps1: i32;
  /** Address of position (0, 0) in the padded input, and the distance from a row to the next. */
  x: usize;
  xRow: usize;
  y: usize;
  yRow: usize;
  rows: i32;
  /** Number of outputs in a row. */
  width: i32;
  /** Horizontal stride, 1 or 2. */
  stride: i32;
  /** Address of the bias, a number of type T; and whether the sum starts with it (1) or ends with it (0). */
  bias: usize;
  biasFirst: i32;
  /** Address of 128 bytes of scratch memory, for a row's last vectors, which may extend past the row. */
  end: usize;
}

export function direct<T>(d: Direct): void {
  if (d.stride == 2 && d.taps0 == 4 && d.taps1 == 4) fourTaps<T>(d);
  else anyTaps<T>(d);
}

function anyTaps<T>(d: Direct): void {
  const lanes = <i32>(16 / sizeof<T>());
  const bias = v128.load_splat<T>(d.bias);
  const start = d.biasFirst ? bias : i32x4.splat(0);
  const last = d.biasFirst ? i32x4.splat(0) : bias;
  const step = lanes * d.stride;
  for (let row = 0; row < d.rows; row++) {
    let x = d.x + <usize>row * d.xRow;
    let y = d.y + <usize>row * d.yRow;
    for (let left = d.width; left > 0; left -= step) {
      const to = left >= step ? y : d.end;
      const even = v128.add<T>(sum<T>(d.taps0, d.a0, d.offsets0, x, start), last);
      if (d.stride == 1) v128.store(to, even);
      else storePair<T>(to, even, v128.add<T>(sum<T>(d.taps1, d.a1, d.offsets1, x, start), last));
      if (left < step) memory.copy(y, d.end, <usize>left * sizeof<T>());
      x += 16;
      y += <usize>step * sizeof<T>();
    }
  }
}

/**
 * Computes both horizontal phases if the horizontal stride is 2 and each phase has four taps, as with a 4 × 4 kernel
 * and stride 2. The weights stay in registers.
 */
function fourTaps<T>(d: Direct): void {
  const bias = v128.load_splat<T>(d.bias);
  const start = d.biasFirst ? bias : i32x4.splat(0);
  const last = d.biasFirst ? i32x4.splat(0) : bias;
  const step = <i32>(32 / sizeof<T>());
  const e0 = load<u32>(d.offsets0), e1 = load<u32>(d.offsets0, 4), e2 = load<u32>(d.offsets0, 8), e3 = load<u32>(d.offsets0, 12);
  const o0 = load<u32>(d.offsets1), o1 = load<u32>(d.offsets1, 4), o2 = load<u32>(d.offsets1, 8), o3 = load<u32>(d.offsets1, 12);
  const a = d.a0, b = d.a1;
  const v0 = v128.load_splat<T>(a), v1 = v128.load_splat<T>(a, sizeof<T>()), v2 = v128.load_splat<T>(a, 2 * sizeof<T>()), v3 = v128.load_splat<T>(a, 3 * sizeof<T>());
  const w0 = v128.load_splat<T>(b), w1 = v128.load_splat<T>(b, sizeof<T>()), w2 = v128.load_splat<T>(b, 2 * sizeof<T>()), w3 = v128.load_splat<T>(b, 3 * sizeof<T>());
  const rows = d.rows, width = d.width, end = d.end;
  for (let row = 0; row < rows; row++) {
    let x = d.x + <usize>row * d.xRow;
    let y = d.y + <usize>row * d.yRow;
    for (let left = width; left > 0; left -= step) {
      let even = v128.add<T>(start, v128.mul<T>(v0, v128.load(x + e0)));
      let odd = v128.add<T>(start, v128.mul<T>(w0, v128.load(x + o0)));
      even = v128.add<T>(even, v128.mul<T>(v1, v128.load(x + e1)));
      odd = v128.add<T>(odd, v128.mul<T>(w1, v128.load(x + o1)));
      even = v128.add<T>(even, v128.mul<T>(v2, v128.load(x + e2)));
      odd = v128.add<T>(odd, v128.mul<T>(w2, v128.load(x + o2)));
      even = v128.add<T>(even, v128.mul<T>(v3, v128.load(x + e3)));
      odd = v128.add<T>(odd, v128.mul<T>(w3, v128.load(x + o3)));
      storePair<T>(left >= step ? y : end, v128.add<T>(even, last), v128.add<T>(odd, last));
      if (left < step) memory.copy(y, end, <usize>left * sizeof<T>());
      x += 16;
      y += 32;
    }
  }
}

/** Adds `taps` products to `start`, one after the other. */
@inline
function sum<T>(taps: i32, a: usize, offsets: usize, x: usize, start: v128): v128 {
  let total = start;
  const end = offsets + (<usize>taps << 2);
  for (; offsets < end; offsets += 4) {
    total = v128.add<T>(total, v128.mul<T>(v128.load_splat<T>(a), v128.load(x + load<u32>(offsets))));
    a += sizeof<T>();
  }
  return total;
}

/** Stores two vectors with their lanes alternating. */
@inline
function storePair<T>(to: usize, even: v128, odd: v128): void {
  if (sizeof<T>() == 4) {
    v128.store(to, v128.shuffle<i32>(even, odd, 0, 4, 1, 5));
    v128.store(to, v128.shuffle<i32>(even, odd, 2, 6, 3, 7), 16);
  } else {
    v128.store(to, v128.shuffle<i64>(even, odd, 0, 2));
    v128.store(to, v128.shuffle<i64>(even, odd, 1, 3), 16);
  }
}
