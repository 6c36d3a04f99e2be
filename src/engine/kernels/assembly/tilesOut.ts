import { Tiling } from './tiling';

/** Y = Aᵀ M A of the selected tiles, of output channels `from` … `to` − 1, with the bias, to their places in the output. */
export function tilesOut<T>(t: Tiling, from: i32, to: i32): void {
  const lanes = <i32>(16 / sizeof<T>());
  const columnStep = <usize>(((t.outputs + 1) >> 1) << 1) * t.pitch;
  const rowStep = <usize>(t.across + 1) * columnStep;
  for (let output = from; output < to; output++) {
    const bias = v128.load_splat<T>(t.bias + <usize>output * sizeof<T>());
    const plane = t.output + <usize>output * t.outputPlane;
    let m = t.products + <usize>output * t.pitch;
    for (let r = 0; r < t.tileRows; r++) {
      const places = t.outputRows + (<usize>(t.firstRow + r) << 3);
      const y0 = load<i32>(places), y1 = load<i32>(places, 4);
      for (let column = 0; column < t.tileColumns; column += lanes) {
        const at = m + <usize>column * sizeof<T>();
        const columns = t.outputColumns + (<usize>(t.firstColumn + column) << 3);
        const count = min(lanes, t.tileColumns - column);
        if (y0 >= 0) {
          const a = sum<T>(t, at, rowStep, columnStep, false, false);
          const next = at + columnStep;
          const b = t.magnitude ? sum<T>(t, next, rowStep, columnStep, false, false) : sum<T>(t, next, rowStep, columnStep, false, true);
          storePair<T>(plane + y0, columns, count, v128.add<T>(a, bias), v128.add<T>(b, bias));
        }
        if (y1 >= 0) {
          const below = at + rowStep;
          const next = below + columnStep;
          const a = t.magnitude ? sum<T>(t, below, rowStep, columnStep, false, false) : sum<T>(t, below, rowStep, columnStep, true, false);
          const b = t.magnitude ? sum<T>(t, next, rowStep, columnStep, false, false) : sum<T>(t, next, rowStep, columnStep, true, true);
          storePair<T>(plane + y1, columns, count, v128.add<T>(a, bias), v128.add<T>(b, bias));
        }
      }
      m += <usize>t.tileColumns * sizeof<T>();
    }
  }
}

/** The nonzero ±M_ξ from `at` on, one after the other; `second`: of the second output of an axis, whose later signs are − with three taps. */
@inline
function sum<T>(t: Tiling, at: usize, rowStep: usize, columnStep: usize, secondRow: bool, secondColumn: bool): v128 {
  if (t.across == 3) {
    let s = first3<T>(at, columnStep, secondColumn);
    if (t.down == 3) {
      s = more3<T>(s, at + rowStep, columnStep, secondRow, secondColumn);
      return more3<T>(s, at + 2 * rowStep, columnStep, secondRow, secondColumn);
    }
    return more3<T>(s, at + rowStep, columnStep, false, secondColumn);
  }
  let s = v128.add<T>(v128.load(at), v128.load(at + columnStep));
  if (t.down == 3) {
    s = more2<T>(s, at + rowStep, columnStep, secondRow);
    return more2<T>(s, at + 2 * rowStep, columnStep, secondRow);
  }
  return more2<T>(s, at + rowStep, columnStep, false);
}

@inline
function first3<T>(at: usize, columnStep: usize, minus: bool): v128 {
  const s = signed<T>(v128.load(at), at + columnStep, minus);
  return signed<T>(s, at + 2 * columnStep, minus);
}

@inline
function more3<T>(sum: v128, at: usize, columnStep: usize, minusRow: bool, minusColumn: bool): v128 {
  let s = signed<T>(sum, at, minusRow);
  s = signed<T>(s, at + columnStep, minusRow != minusColumn);
  return signed<T>(s, at + 2 * columnStep, minusRow != minusColumn);
}

@inline
function more2<T>(sum: v128, at: usize, columnStep: usize, minus: bool): v128 {
  return signed<T>(signed<T>(sum, at, minus), at + columnStep, minus);
}

@inline
function signed<T>(sum: v128, at: usize, minus: bool): v128 {
  return minus ? v128.sub<T>(sum, v128.load(at)) : v128.add<T>(sum, v128.load(at));
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
