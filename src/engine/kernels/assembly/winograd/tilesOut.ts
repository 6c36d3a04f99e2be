import { storePair } from './storePair';
import { Tiling } from './tiling';

/**
 * Computes Y = Aᵀ M A of the tiles `from` … `to` − 1, adds the bias and stores the result in the output. Each element
 * of M is read once, in order, and added to all outputs of the tile that use it.
 */
export function tilesOut<T>(t: Tiling, from: i32, to: i32): void {
  const lanes = <i32>(16 / sizeof<T>());
  const down = t.down, across = t.across;
  const outputs = t.outputs, tilesAcross = t.tilesAcross;
  const next = t.productPitch;
  const nextRow = <usize>(across + 1) * next;
  // If an axis has three taps, the second output of a tile subtracts all its summands but the first.
  const nothing = i32x4.splat(0);
  const minus = t.magnitude ? nothing : v128.splat<T>(<T>-0.0);
  const right = across == 3 ? minus : nothing;
  const below = down == 3 ? minus : nothing;
  const firstPlaces = t.outputRows + (<usize>(from / tilesAcross) << 3);
  const firstColumn = from % tilesAcross;
  for (let output = 0; output < outputs; output++) {
    const bias = v128.load_splat<T>(t.bias + <usize>output * sizeof<T>());
    const plane = t.output + <usize>output * t.outputPlane;
    let places = firstPlaces;
    let column = firstColumn;
    let m = t.products + (<usize>output << 6);
    for (let tile = from; tile < to; ) {
      const y0 = load<i32>(places), y1 = load<i32>(places, 4);
      const count = min(to - tile, tilesAcross - column);
      for (let i = 0; i < count; i += lanes) {
        let at = m + <usize>i * sizeof<T>();
        let m0 = v128.load(at), m1 = v128.load(at + next), m2 = v128.load(at + 2 * next);
        let m3 = across == 3 ? v128.load(at + 3 * next) : nothing;
        let n2 = v128.xor(m2, right), n3 = v128.xor(m3, right);
        let a = sum<T>(nothing, m0, m1, m2, across), b = sum<T>(nothing, m1, n2, n3, across);
        at += nextRow;
        m0 = v128.load(at); m1 = v128.load(at + next); m2 = v128.load(at + 2 * next);
        if (across == 3) m3 = v128.load(at + 3 * next);
        n2 = v128.xor(m2, right); n3 = v128.xor(m3, right);
        a = sum<T>(a, m0, m1, m2, across); b = sum<T>(b, m1, n2, n3, across);
        let c = sum<T>(nothing, m0, m1, m2, across), d = sum<T>(nothing, m1, n2, n3, across);
        at += nextRow;
        m0 = v128.load(at); m1 = v128.load(at + next); m2 = v128.load(at + 2 * next);
        if (across == 3) m3 = v128.load(at + 3 * next);
        n2 = v128.xor(m2, right); n3 = v128.xor(m3, right);
        if (down == 3) {
          a = sum<T>(a, m0, m1, m2, across); b = sum<T>(b, m1, n2, n3, across);
        }
        c = sum<T>(c, v128.xor(m0, below), v128.xor(m1, below), v128.xor(m2, below), across);
        d = sum<T>(d, v128.xor(m1, below), v128.xor(n2, below), v128.xor(n3, below), across);
        if (down == 3) {
          at += nextRow;
          m0 = v128.load(at); m1 = v128.load(at + next); m2 = v128.load(at + 2 * next);
          if (across == 3) m3 = v128.load(at + 3 * next);
          n2 = v128.xor(m2, right); n3 = v128.xor(m3, right);
          c = sum<T>(c, v128.xor(m0, below), v128.xor(m1, below), v128.xor(m2, below), across);
          d = sum<T>(d, v128.xor(m1, below), v128.xor(n2, below), v128.xor(n3, below), across);
        }
        const columns = t.outputColumns + (<usize>(column + i) << 3);
        const used = min(lanes, count - i);
        if (y0 >= 0) storePair<T>(plane + y0, columns, used, v128.add<T>(a, bias), v128.add<T>(b, bias));
        if (y1 >= 0) storePair<T>(plane + y1, columns, used, v128.add<T>(c, bias), v128.add<T>(d, bias));
      }
      m += <usize>count * sizeof<T>();
      tile += count;
      places += 8;
      column = 0;
    }
  }
}

/** Adds a row of M to a sum, from left to right. */
@inline
function sum<T>(s: v128, a: v128, b: v128, c: v128, taps: i32): v128 {
  s = v128.add<T>(v128.add<T>(s, a), b);
  return taps == 3 ? v128.add<T>(s, c) : s;
}
