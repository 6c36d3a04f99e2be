import { Tiling } from './tiling';

/**
 * Computes V = Bᵀ d B of the tiles `from` … `to` − 1. Each lane computes one tile of a row of tiles. What the last
 * lanes write past the row is overwritten by the next row or channel, or belongs to no tile.
 */
export function tilesIn<T>(t: Tiling, from: i32, to: i32): void {
  const down = t.down + 1, across = t.across + 1;
  const channels = t.channels, tilesAcross = t.tilesAcross;
  const p0 = t.place0, p1 = t.place1, p2 = t.place2, p3 = t.place3;
  const next = t.tilePitch;
  const nextRow = <usize>across * next;
  // a − b is computed as a + (−b), which has the same bits. For magnitudes, all coefficients are positive: the sign is
  // not flipped.
  const nothing = i32x4.splat(0);
  const minus = t.magnitude ? nothing : v128.splat<T>(<T>-0.0);
  const firstRows = t.inputRows + (<usize>(from / tilesAcross * down) << 2);
  const firstColumn = from % tilesAcross;
  for (let channel = 0; channel < channels; channel++) {
    const plane = t.input + <usize>channel * t.inputPitch;
    let rows = firstRows;
    let column = firstColumn;
    let into = t.tiles + (<usize>channel << 6);
    for (let tile = from; tile < to; ) {
      const count = min(to - tile, tilesAcross - column);
      const width = <usize>count * sizeof<T>();
      const start = plane + <usize>column * sizeof<T>();
      const d0 = start + load<u32>(rows), d1 = start + load<u32>(rows, 4), d2 = start + load<u32>(rows, 8);
      const d3 = down == 4 ? start + load<u32>(rows, 12) : 0;
      for (let x: usize = 0; x < width; x += 16) {
        const v = into + x;
        let at = d1 + x;
        const b0 = v128.load(at + p0), b1 = v128.load(at + p1), b2 = v128.load(at + p2);
        const b3 = across == 4 ? v128.load(at + p3) : b2;
        at = d2 + x;
        const c0 = v128.load(at + p0), c1 = v128.load(at + p1), c2 = v128.load(at + p2);
        const c3 = across == 4 ? v128.load(at + p3) : c2;
        if (down == 4) row<T>(v128.add<T>(b0, c0), v128.add<T>(b1, c1), v128.add<T>(b2, c2), v128.add<T>(b3, c3), v + nextRow, next, across, minus);
        else row<T>(b0, b1, b2, b3, v + nextRow, next, across, minus);
        less<T>(c0, c1, c2, c3, b0, b1, b2, b3, v + 2 * nextRow, next, across, minus);
        at = d0 + x;
        let a0 = v128.load(at + p0), a1 = v128.load(at + p1), a2 = v128.load(at + p2);
        let a3 = across == 4 ? v128.load(at + p3) : a2;
        if (down == 3) less<T>(a0, a1, a2, a3, b0, b1, b2, b3, v, next, across, minus);
        else {
          less<T>(a0, a1, a2, a3, c0, c1, c2, c3, v, next, across, minus);
          at = d3 + x;
          a0 = v128.load(at + p0); a1 = v128.load(at + p1); a2 = v128.load(at + p2);
          a3 = across == 4 ? v128.load(at + p3) : a2;
          less<T>(b0, b1, b2, b3, a0, a1, a2, a3, v + 3 * nextRow, next, across, minus);
        }
      }
      rows += <usize>down << 2;
      into += width;
      tile += count;
      column = 0;
    }
  }
}

/** Returns a + b or, if `sign` has the sign bit set, a − b. */
@inline
function plus<T>(a: v128, b: v128, sign: v128): v128 {
  return v128.add<T>(a, v128.xor(b, sign));
}

/** Multiplies the difference a − b of two rows of d by B. */
@inline
function less<T>(a0: v128, a1: v128, a2: v128, a3: v128, b0: v128, b1: v128, b2: v128, b3: v128, v: usize, next: usize, across: i32, minus: v128): void {
  row<T>(plus<T>(a0, b0, minus), plus<T>(a1, b1, minus), plus<T>(a2, b2, minus), plus<T>(a3, b3, minus), v, next, across, minus);
}

/** Multiplies a row of Bᵀ d by B. */
@inline
function row<T>(x0: v128, x1: v128, x2: v128, x3: v128, v: usize, next: usize, across: i32, minus: v128): void {
  if (across == 4) {
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
