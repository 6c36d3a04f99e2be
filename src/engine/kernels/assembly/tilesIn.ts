import { Tiling } from './tiling';

/**
 * V = Bᵀ d B of the tiles `from` … `to` − 1: lanes are tiles of one row. What the last lanes write behind a
 * row is overwritten by the next row or the next channel, or is no tile's.
 */
export function tilesIn<T>(t: Tiling, from: i32, to: i32): void {
  const down = t.down + 1, across = t.across + 1;
  const channels = t.channels, tilesAcross = t.tilesAcross;
  const p0 = t.place0, p1 = t.place1, p2 = t.place2, p3 = t.place3;
  const next = t.tilePitch;
  // a − b is a + (−b) to the bit; of magnitudes, whose coefficients are positive, it is a + b.
  const nothing = i32x4.splat(0);
  const minus = t.magnitude ? nothing : v128.splat<T>(<T>-0.0);
  const firstRows = t.inputRows + (<usize>(from / tilesAcross * down) << 3);
  const firstColumn = from % tilesAcross;
  for (let channel = 0; channel < channels; channel++) {
    const plane = t.input + <usize>channel * t.plane;
    let rows = firstRows;
    let column = firstColumn;
    let into = t.tiles + (<usize>channel << 6);
    for (let tile = from; tile < to; ) {
      const count = min(to - tile, tilesAcross - column);
      const width = <usize>count * sizeof<T>();
      const start = plane + <usize>column * sizeof<T>();
      let out = into;
      for (let xi = 0; xi < down; xi++) {
        const sign = xi == 1 && down == 4 ? nothing : minus;
        let a = start + load<u32>(rows), b = start + load<u32>(rows, 4);
        const end = a + width;
        for (let v = out; a < end; a += 16, b += 16, v += 16) {
          const x0 = plus<T>(v128.load(a + p0), v128.load(b + p0), sign);
          const x1 = plus<T>(v128.load(a + p1), v128.load(b + p1), sign);
          const x2 = plus<T>(v128.load(a + p2), v128.load(b + p2), sign);
          if (across == 4) {
            const x3 = plus<T>(v128.load(a + p3), v128.load(b + p3), sign);
            v128.store(v, plus<T>(x0, x2, minus));
            v128.store(v + next, v128.add<T>(x1, x2));
            v128.store(v + 2 * next, plus<T>(x2, x1, minus));
            v128.store(v + 3 * next, plus<T>(x1, x3, minus));
          } else {
            v128.store(v, plus<T>(x0, x1, minus));
            v128.store(v + next, x1);
            v128.store(v + 2 * next, plus<T>(x2, x1, minus));
          }
        }
        out += <usize>across * next;
        rows += 8;
      }
      into += width;
      tile += count;
      column = 0;
    }
  }
}

/** a + b, or with the bit of the sign in `sign` a − b. */
@inline
function plus<T>(a: v128, b: v128, sign: v128): v128 {
  return v128.add<T>(a, v128.xor(b, sign));
}
