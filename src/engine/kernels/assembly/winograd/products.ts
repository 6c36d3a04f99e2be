import { Tiling } from './tiling';

@inline
function step<T>(sum: v128, w: v128, x: v128): v128 {
  return v128.add<T>(sum, v128.mul<T>(w, x));
}

/**
 * Computes M_ξ = U_ξ · V_ξ of `tiles` tiles for the pairs of rows `from` … `to` − 1, which are numbered through all ξ.
 * Computes two rows times four vectors at a time; more sums would not fit into registers. Each sum starts from 0 and
 * takes the channels in order. Multiplication and addition are rounded separately.
 */
export function products<T>(t: Tiling, tiles: i32, from: i32, to: i32): void {
  const lanes = <i32>(16 / sizeof<T>());
  const pairs = (t.outputs + 1) >> 1;
  const bytes = <usize>t.channels * 2 * sizeof<T>();
  for (; from < to; from++) {
    const xi = <usize>(from / pairs), pair = <usize>(from % pairs);
    const a = t.kernels + xi * t.kernelPitch + pair * bytes;
    const x = t.tiles + xi * t.tilePitch;
    const into = t.products + xi * t.productPitch + (pair << 7);
    if (tiles > 2 * lanes) vectors<T>(a, a + bytes, x, into, 4);
    else if (tiles > lanes) vectors<T>(a, a + bytes, x, into, 2);
    else vectors<T>(a, a + bytes, x, into, 1);
  }
}

/** Multiplies a pair of rows, at `a` … `end`, by `count` vectors of each channel. */
@inline
function vectors<T>(a: usize, end: usize, x: usize, into: usize, count: i32): void {
  let c00 = i32x4.splat(0), c01 = c00, c02 = c00, c03 = c00;
  let c10 = c00, c11 = c00, c12 = c00, c13 = c00;
  let v1 = c00, v2 = c00, v3 = c00;
  while (a < end) {
    const v0 = v128.load(x);
    if (count > 1) v1 = v128.load(x, 16);
    if (count > 2) { v2 = v128.load(x, 32); v3 = v128.load(x, 48); }
    let w = v128.load_splat<T>(a);
    c00 = step<T>(c00, w, v0);
    if (count > 1) c01 = step<T>(c01, w, v1);
    if (count > 2) { c02 = step<T>(c02, w, v2); c03 = step<T>(c03, w, v3); }
    w = v128.load_splat<T>(a, sizeof<T>());
    c10 = step<T>(c10, w, v0);
    if (count > 1) c11 = step<T>(c11, w, v1);
    if (count > 2) { c12 = step<T>(c12, w, v2); c13 = step<T>(c13, w, v3); }
    a += 2 * sizeof<T>();
    x += 64;
  }
  v128.store(into, c00);
  v128.store(into, c10, 64);
  if (count > 1) {
    v128.store(into, c01, 16);
    v128.store(into, c11, 80);
  }
  if (count > 2) {
    v128.store(into, c02, 32); v128.store(into, c03, 48);
    v128.store(into, c12, 96); v128.store(into, c13, 112);
  }
}
