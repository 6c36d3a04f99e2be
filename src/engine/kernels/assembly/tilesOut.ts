import { Tiling } from './tiling';

/**
 * Y = Aᵀ M A of the tiles `from` … `to` − 1, with the bias, to their places in the output. Each element of
 * M is read once, in order, for all of the tile's outputs that it is part of.
 */
export function tilesOut<T>(t: Tiling, from: i32, to: i32): void {
  const lanes = <i32>(16 / sizeof<T>());
  const down = t.down, across = t.across;
  const outputs = t.outputs, tilesAcross = t.tilesAcross;
  const columnStep = t.productPitch;
  const rowStep = <usize>(across + 1) * columnStep;
  // With three taps the second output of an axis subtracts all but the first of what it is made of.
  const nothing = i32x4.splat(0);
  const minus = t.magnitude ? nothing : v128.splat<T>(<T>-0.0);
  const later = across == 3 ? minus : nothing;
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
        let a = nothing, b = nothing, c = nothing, d = nothing;
        let at = m + <usize>i * sizeof<T>();
        for (let row = 0; row <= down; row++) {
          const m0 = v128.load(at), m1 = v128.load(at + columnStep), m2 = v128.load(at + 2 * columnStep);
          const n2 = v128.xor(m2, later);
          const n3 = across == 3 ? v128.xor(v128.load(at + 3 * columnStep), later) : nothing;
          if (row < down) {
            a = v128.add<T>(v128.add<T>(a, m0), m1);
            b = v128.add<T>(v128.add<T>(b, m1), n2);
            if (across == 3) {
              a = v128.add<T>(a, m2);
              b = v128.add<T>(b, n3);
            }
          }
          if (row > 0) {
            const sign = row > 1 && down == 3 ? minus : nothing;
            c = plus<T>(plus<T>(c, m0, sign), m1, sign);
            d = plus<T>(plus<T>(d, m1, sign), n2, sign);
            if (across == 3) {
              c = plus<T>(c, m2, sign);
              d = plus<T>(d, n3, sign);
            }
          }
          at += rowStep;
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

/** a + b, or with the bit of the sign in `sign` a − b. */
@inline
function plus<T>(a: v128, b: v128, sign: v128): v128 {
  return v128.add<T>(a, v128.xor(b, sign));
}

/**
 * Both outputs across of `count` tiles; `columns` has the places of each tile's two. Where a vector's
 * eight (float64: four) outputs follow each other they are stored in order: with stride 1 the two of
 * a tile are neighbours, or with gaps of one those of two tiles alternate.
 */
@inline
function storePair<T>(row: usize, columns: usize, count: i32, a: v128, b: v128): void {
  const lanes = <i32>(16 / sizeof<T>());
  const size = <i32>sizeof<T>();
  const first = load<i32>(columns);
  const second = load<i32>(columns, 4) - first;
  const end = columns + (<usize>(count - 1) << 3);
  if (count < lanes || load<i32>(end, 4) != first + (2 * lanes - 1) * size || second > 2 * size) {
    storeLanes<T>(row, columns, count, a);
    storeLanes<T>(row, columns + 4, count, b);
    return;
  }
  const at = row + first;
  if (sizeof<T>() == 4) {
    const pairs = second == size;
    v128.store(at, pairs ? v128.shuffle<i32>(a, b, 0, 4, 1, 5) : v128.shuffle<i32>(a, b, 0, 1, 4, 5));
    v128.store(at, pairs ? v128.shuffle<i32>(a, b, 2, 6, 3, 7) : v128.shuffle<i32>(a, b, 2, 3, 6, 7), 16);
  } else {
    const pairs = second == size;
    v128.store(at, pairs ? v128.shuffle<i64>(a, b, 0, 2) : a);
    v128.store(at, pairs ? v128.shuffle<i64>(a, b, 1, 3) : b, 16);
  }
}

function storeLanes<T>(row: usize, columns: usize, count: i32, v: v128): void {
  let place = load<i32>(columns);
  if (place >= 0) v128.store_lane<T>(row + place, v, 0);
  if (count == 1) return;
  place = load<i32>(columns, 8);
  if (place >= 0) v128.store_lane<T>(row + place, v, 1);
  if (sizeof<T>() == 8 || count == 2) return;
  place = load<i32>(columns, 16);
  if (place >= 0) v128.store32_lane(row + place, v, 2);
  if (count == 3) return;
  place = load<i32>(columns, 24);
  if (place >= 0) v128.store32_lane(row + place, v, 3);
}
