import { Pass } from './pass';
import { Kind, Vector } from './vectors';

/** How a tile's sums lie in the output; `runs` and `pairs` hold only where the rows say so. */
export namespace Store {
  /** Lane by lane, wherever. */
  export const lanes = 0;
  /** Stride 1: the positions of a row follow each other. */
  export const row = 1;
  /** Rows r and r + 1 are the two phases of stride 2: their positions alternate. float32 only. */
  export const pairs = 2;
  /** As many rows as a vector has lanes are adjacent output columns of one position. */
  export const runs = 3;
}

/** Where the lanes of a whole vector go: as far from each other as the first two of them. */
@inline
function distance(at: usize): i32 {
  return load<i32>(at, offsetof<Vector>('place1')) - load<i32>(at, offsetof<Vector>('place0'));
}

@inline
function laneStores<T>(to: usize, at: usize, v: v128, kind: i32): void {
  let p = load<i32>(at, offsetof<Vector>('place0'));
  if (kind == Kind.run) {
    const step = distance(at);
    to += p;
    v128.store_lane<T>(to, v, 0);
    v128.store_lane<T>(to + step, v, 1);
    if (sizeof<T>() == 4) {
      to += 2 * step;
      v128.store32_lane(to, v, 2);
      v128.store32_lane(to + step, v, 3);
    }
    return;
  }
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

/** What is added last to a row's sums: the bias, or −0, which changes nothing. */
@inline
function lastOf<T>(pass: Pass, row: i32): v128 {
  if (pass.biasFirst) return sizeof<T>() == 4 ? f32x4.splat(-0.0) : f64x2.splat(-0.0);
  return v128.load_splat<T>(pass.rowBias + <usize>row * sizeof<T>());
}

@inline
function target(pass: Pass, row: i32): usize {
  return pass.out + load<u32>(pass.rowPlaces + (<usize>row << 2));
}

/** The sums of one tile (rows `first` … `end` − 1), with the bias, to their places in the output. */
export function storeTile<T>(pass: Pass, vectors: usize, sums: usize, first: i32, end: i32): void {
  const how = pass.store;
  const lanes = <i32>(16 / sizeof<T>());
  const together = how == Store.runs ? lanes : how == Store.pairs ? 2 : 1;
  const behind = vectors + pass.tile * offsetof<Vector>();
  for (let row = first; row < end; row += together) {
    const to = target(pass, row);
    const last = lastOf<T>(pass, row);
    let s = sums + (<usize>(row - first) << 6);
    for (let at = vectors; at < behind; at += offsetof<Vector>(), s += 16) {
      const kind = changetype<Vector>(at).kind;
      if (kind == Kind.none) continue;
      const v0 = v128.add<T>(v128.load(s), last);
      if (how == Store.row && kind == Kind.run) {
        v128.store(to + changetype<Vector>(at).place0, v0);
      } else if (how == Store.runs) {
        storeRuns<T>(pass, row, at, to, s, v0);
      } else if (how == Store.pairs && sizeof<T>() == 4) {
        const v1 = v128.add<T>(v128.load(s, 64), lastOf<T>(pass, row + 1));
        if (kind == Kind.run) {
          const y = to + changetype<Vector>(at).place0;
          v128.store(y, v128.shuffle<i32>(v0, v1, 0, 4, 1, 5));
          v128.store(y, v128.shuffle<i32>(v0, v1, 2, 6, 3, 7), 16);
        } else {
          laneStores<T>(to, at, v0, kind);
          laneStores<T>(target(pass, row + 1), at, v1, kind);
        }
      } else {
        laneStores<T>(to, at, v0, kind);
      }
    }
  }
}

/** Transposes a square of sums, so that a vector holds adjacent output columns. */
@inline
function storeRuns<T>(pass: Pass, row: i32, at: usize, to: usize, s: usize, v0: v128): void {
  const v1 = v128.add<T>(v128.load(s, 64), lastOf<T>(pass, row + 1));
  const p0 = load<i32>(at, offsetof<Vector>('place0'));
  const p1 = load<i32>(at, offsetof<Vector>('place1'));
  if (sizeof<T>() == 8) {
    if (p0 >= 0) v128.store(to + p0, v128.shuffle<i64>(v0, v1, 0, 2));
    if (p1 >= 0) v128.store(to + p1, v128.shuffle<i64>(v0, v1, 1, 3));
  } else {
    const v2 = v128.add<T>(v128.load(s, 128), lastOf<T>(pass, row + 2));
    const v3 = v128.add<T>(v128.load(s, 192), lastOf<T>(pass, row + 3));
    const p2 = load<i32>(at, offsetof<Vector>('place2'));
    const p3 = load<i32>(at, offsetof<Vector>('place3'));
    const a = v128.shuffle<i32>(v0, v1, 0, 4, 1, 5), b = v128.shuffle<i32>(v2, v3, 0, 4, 1, 5);
    const c = v128.shuffle<i32>(v0, v1, 2, 6, 3, 7), d = v128.shuffle<i32>(v2, v3, 2, 6, 3, 7);
    if (p0 >= 0) v128.store(to + p0, v128.shuffle<i64>(a, b, 0, 2));
    if (p1 >= 0) v128.store(to + p1, v128.shuffle<i64>(a, b, 1, 3));
    if (p2 >= 0) v128.store(to + p2, v128.shuffle<i64>(c, d, 0, 2));
    if (p3 >= 0) v128.store(to + p3, v128.shuffle<i64>(c, d, 1, 3));
  }
}
