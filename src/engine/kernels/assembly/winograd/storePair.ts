/**
 * Stores the two outputs across of `count` tiles. `columns` has the positions of each tile's two outputs. If the eight
 * outputs (four in float64) of a vector of tiles are contiguous, they are stored as vectors: with stride 1 the two
 * outputs of a tile are neighbours; if they are two elements apart, those of two tiles alternate.
 */
@inline
export function storePair<T>(row: usize, columns: usize, count: i32, a: v128, b: v128): void {
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
