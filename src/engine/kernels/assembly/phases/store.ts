import { Pass } from './pass';
import { Kind, Vector } from './vectors';

/**
 * The ways to store a tile's sums in the output. `pairs` and `runs` are possible only if rows have the order described.
 */
export namespace Store {
  /** Each lane of a vector at an address of its own. */
  export const lanes = 0;
  /** For stride 1: neighbouring positions are neighbours in the output, so vectors are stored whole. */
  export const row = 1;
  /** For stride 2 in float32: rows r and r + 1 are the two phases, whose positions alternate in the output. */
  export const pairs = 2;
  /** As many consecutive rows as a vector has lanes are neighbouring output columns of one position. */
  export const runs = 3;
}

@inline
function laneStores<T>(to: usize, at: usize, v: v128): void {
  let p = load<i32>(at, offsetof<Vector>('place0'));
  if (p >= 0) v128.store_lane<T>(to + p, v, 0);
  p = load<i32>(at, offsetof<Vector>('place1'));
  if (p >= 0) v128.store_lane<T>(to + p, v, 1);
  if (sizeof<T>() == 4) {
    p = load<i32>(at, offsetof<Vector>('place2'));
    if (p >= 0) v128.store32_lane(to + p, v, 2);
    p = load<i32>(at, offsetof<Vector>('place3'));
    if (p >= 0) v128.store32_lane(to + p, v, 3);
  }
}

@inline
function biased<T>(pass: Pass, row: i32, sums: usize): v128 {
  const v = v128.load(sums);
  if (pass.biasFirst) return v;
  return v128.add<T>(v, v128.load_splat<T>(pass.rowBias + <usize>row * sizeof<T>()));
}

@inline
function target(pass: Pass, row: i32): usize {
  return pass.out + load<u32>(pass.rowPlaces + (<usize>row << 2));
}

/** Adds the bias to the sums of one tile (rows `first` … `end` − 1) and stores them in the output. */
export function storeTile<T>(pass: Pass, vectors: usize, sums: usize, first: i32, end: i32): void {
  const how = pass.store;
  const lanes = <i32>(16 / sizeof<T>());
  const together = how == Store.runs ? lanes : how == Store.pairs ? 2 : 1;
  for (let row = first; row < end; row += together) {
    const to = target(pass, row);
    for (let i = 0; i < pass.tile; i++) {
      const at = vectors + <usize>i * offsetof<Vector>();
      const kind = changetype<Vector>(at).kind;
      if (kind == Kind.none) continue;
      const s = sums + (<usize>(row - first) << 6) + (<usize>i << 4);
      const v0 = biased<T>(pass, row, s);
      if (how == Store.row) {
        if (kind == Kind.run) v128.store(to + changetype<Vector>(at).place0, v0);
        else laneStores<T>(to, at, v0);
      } else if (how == Store.runs) {
        storeRuns<T>(pass, row, at, to, s, v0);
      } else if (how == Store.pairs && sizeof<T>() == 4) {
        const v1 = biased<T>(pass, row + 1, s + 64);
        if (kind == Kind.run) {
          const y = to + changetype<Vector>(at).place0;
          v128.store(y, v128.shuffle<i32>(v0, v1, 0, 4, 1, 5));
          v128.store(y, v128.shuffle<i32>(v0, v1, 2, 6, 3, 7), 16);
        } else {
          laneStores<T>(to, at, v0);
          laneStores<T>(target(pass, row + 1), at, v1);
        }
      } else {
        laneStores<T>(to, at, v0);
      }
    }
  }
}

/** Transposes a square of sums, so that each vector holds neighbouring output columns. */
@inline
function storeRuns<T>(pass: Pass, row: i32, at: usize, to: usize, s: usize, v0: v128): void {
  const v1 = biased<T>(pass, row + 1, s + 64);
  const p0 = load<i32>(at, offsetof<Vector>('place0'));
  const p1 = load<i32>(at, offsetof<Vector>('place1'));
  if (sizeof<T>() == 8) {
    if (p0 >= 0) v128.store(to + p0, v128.shuffle<i64>(v0, v1, 0, 2));
    if (p1 >= 0) v128.store(to + p1, v128.shuffle<i64>(v0, v1, 1, 3));
  } else {
    const v2 = biased<T>(pass, row + 2, s + 128);
    const v3 = biased<T>(pass, row + 3, s + 192);
    const p2 = load<i32>(at, offsetof<Vector>('place2'));
    const p3 = load<i32>(at, offsetof<Vector>('place3'));
    const a = v128.shuffle<i32>(v0, v1, 0, 4, 1, 5), b = v128.shuffle<i32>(v2, v3, 0, 4, 1, 5);
    if (p0 >= 0) v128.store(to + p0, v128.shuffle<i64>(a, b, 0, 2));
    if (p1 >= 0) v128.store(to + p1, v128.shuffle<i64>(a, b, 1, 3));
    const c = v128.shuffle<i32>(v0, v1, 2, 6, 3, 7), d = v128.shuffle<i32>(v2, v3, 2, 6, 3, 7);
    if (p2 >= 0) v128.store(to + p2, v128.shuffle<i64>(c, d, 0, 2));
    if (p3 >= 0) v128.store(to + p3, v128.shuffle<i64>(c, d, 1, 3));
  }
}
