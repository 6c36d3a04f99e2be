import { Tiling } from './tiling';

@inline
function step<T>(sum: v128, w: v128, x: v128): v128 {
  return v128.add<T>(sum, v128.mul<T>(w, x));
}

/**
 * M_ξ = U_ξ · V_ξ of the selected tiles, of the pairs `from` … `to` − 1 of rows: two rows times four
 * vectors of tiles at a time (as in micro.ts: more sums would spill), fewer at the end; each sum from 0
 * over the channels in order. Multiplication and addition stay two roundings.
 */
export function products<T>(t: Tiling, xi: i32, from: i32, to: i32): void {
  const pitch = t.pitch;
  const bytes = <usize>t.channels * 2 * sizeof<T>();
  const u = t.kernels + <usize>xi * t.kernelPitch;
  const v = t.tiles + <usize>(xi * t.channels) * pitch;
  const m = t.products + <usize>(xi * ((t.outputs + 1) & -2)) * pitch;
  const width = <usize>(t.tileRows * t.tileColumns) * sizeof<T>();
  for (let block: usize = 0; block < width; block += 64) {
    const left = width - block;
    for (let pair = from; pair < to; pair++) {
      const a = u + <usize>pair * bytes;
      const into = m + <usize>(pair * 2) * pitch + block;
      if (left > 48) vectors<T>(a, a + bytes, v + block, pitch, into, 4);
      else if (left > 32) vectors<T>(a, a + bytes, v + block, pitch, into, 3);
      else if (left > 16) vectors<T>(a, a + bytes, v + block, pitch, into, 2);
      else vectors<T>(a, a + bytes, v + block, pitch, into, 1);
    }
  }
}

/** A pair of rows, `a` … `end`, times `count` vectors of each channel. */
@inline
function vectors<T>(a: usize, end: usize, x: usize, pitch: usize, into: usize, count: i32): void {
  let c00 = i32x4.splat(0), c01 = c00, c02 = c00, c03 = c00;
  let c10 = c00, c11 = c00, c12 = c00, c13 = c00;
  let v1 = c00, v2 = c00, v3 = c00;
  while (a < end) {
    const v0 = v128.load(x);
    if (count > 1) v1 = v128.load(x, 16);
    if (count > 2) v2 = v128.load(x, 32);
    if (count > 3) v3 = v128.load(x, 48);
    let w = v128.load_splat<T>(a);
    c00 = step<T>(c00, w, v0);
    if (count > 1) c01 = step<T>(c01, w, v1);
    if (count > 2) c02 = step<T>(c02, w, v2);
    if (count > 3) c03 = step<T>(c03, w, v3);
    w = v128.load_splat<T>(a, sizeof<T>());
    c10 = step<T>(c10, w, v0);
    if (count > 1) c11 = step<T>(c11, w, v1);
    if (count > 2) c12 = step<T>(c12, w, v2);
    if (count > 3) c13 = step<T>(c13, w, v3);
    a += 2 * sizeof<T>();
    x += pitch;
  }
  v128.store(into, c00);
  if (count > 1) v128.store(into, c01, 16);
  if (count > 2) v128.store(into, c02, 32);
  if (count > 3) v128.store(into, c03, 48);
  into += pitch;
  v128.store(into, c10);
  if (count > 1) v128.store(into, c11, 16);
  if (count > 2) v128.store(into, c12, 32);
  if (count > 3) v128.store(into, c13, 48);
}
