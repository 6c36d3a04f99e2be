/*
 * Rows of the input as minimal filtering reads them. The place k of tile t = b·step + ρ across is the
 * input element shift + 2·step·b + ρ + k·step: here each row becomes two halves, k even and k odd, in
 * which the tiles' elements follow each other. Place k of tile t is element t + ⌊k/2⌋·step of its half.
 */

/** Splits planes of `h` × `w` elements or their magnitudes, with zeros where there is no input; distances in elements. */
export function split<T>(from: usize, to: usize, planes: i32, h: i32, w: i32, planePitch: i32, half: i32, shift: i32, step: i32, magnitude: bool): void {
  for (let plane = 0; plane < planes; plane++) {
    for (let row = 0; row < h; row++) {
      const start = to + <usize>(plane * planePitch + row * 2 * half) * sizeof<T>();
      if (step == 1) {
        everyOther<T>(from, start, w, half, shift, magnitude);
        everyOther<T>(from, start + <usize>half * sizeof<T>(), w, half, shift + 1, magnitude);
      } else {
        runs<T>(from, start, w, half, shift, step, magnitude);
        runs<T>(from, start + <usize>half * sizeof<T>(), w, half, shift + step, step, magnitude);
      }
      from += <usize>w * sizeof<T>();
    }
  }
}

/** The element at `place` of a row or its magnitude, 0 outside. */
@inline
function element<T>(from: usize, place: i32, w: i32, magnitude: bool): T {
  const value = <u32>place < <u32>w ? load<T>(from + <usize>place * sizeof<T>()) : <T>0;
  return magnitude ? abs<T>(value) : value;
}

function everyOther<T>(from: usize, to: usize, w: i32, count: i32, place: i32, magnitude: bool): void {
  const lanes = <i32>(16 / sizeof<T>());
  const end = to + <usize>count * sizeof<T>();
  for (; to < end && place < 0; place += 2) {
    store<T>(to, <T>0);
    to += sizeof<T>();
  }
  for (; to + 16 <= end && place + 2 * lanes <= w; place += 2 * lanes) {
    const at = from + <usize>place * sizeof<T>();
    const a = v128.load(at), b = v128.load(at, 16);
    const others = sizeof<T>() == 4 ? v128.shuffle<i32>(a, b, 0, 2, 4, 6) : v128.shuffle<i64>(a, b, 0, 2);
    v128.store(to, magnitude ? v128.abs<T>(others) : others);
    to += 16;
  }
  for (; to < end; place += 2) {
    store<T>(to, element<T>(from, place, w, magnitude));
    to += sizeof<T>();
  }
}

/** Runs of `step` elements, as many left out after each. */
function runs<T>(from: usize, to: usize, w: i32, count: i32, place: i32, step: i32, magnitude: bool): void {
  const end = to + <usize>count * sizeof<T>();
  for (; to < end; place += step) {
    for (let i = 0; i < step && to < end; i++) {
      store<T>(to, element<T>(from, place++, w, magnitude));
      to += sizeof<T>();
    }
  }
}
