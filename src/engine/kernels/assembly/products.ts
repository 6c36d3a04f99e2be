import { Tiling } from './tiling';

@inline
function step<T>(sum: v128, w: v128, x: v128): v128 {
  return v128.add<T>(sum, v128.mul<T>(w, x));
}

/**
 * M_ξ = U_ξ · V_ξ of the selected tiles, of the pairs `from` … `to` − 1 of rows: two rows times four
 * vectors of tiles at a time (as in micro.ts: more sums would spill), each sum from 0 over the
 * channels in order. Multiplication and addition stay two roundings.
 */
export function products<T>(t: Tiling, xi: i32, from: i32, to: i32): void {
  const pairs = (t.outputs + 1) >> 1;
  const channels = t.channels;
  const pitch = t.pitch;
  const pairBytes = <usize>channels * 2 * sizeof<T>();
  const u = t.kernels + <usize>xi * t.kernelPitch;
  const v = t.tiles + <usize>(xi * channels) * pitch;
  const m = t.products + <usize>(xi * pairs * 2) * pitch;
  const width = <usize>(t.tileRows * t.tileColumns) * sizeof<T>();
  for (let block: usize = 0; block < width; block += 64) {
    for (let pair = from; pair < to; pair++) {
      let c00 = i32x4.splat(0), c01 = c00, c02 = c00, c03 = c00;
      let c10 = c00, c11 = c00, c12 = c00, c13 = c00;
      let a = u + <usize>pair * pairBytes;
      let x = v + block;
      const end = a + pairBytes;
      while (a < end) {
        const v0 = v128.load(x), v1 = v128.load(x, 16), v2 = v128.load(x, 32), v3 = v128.load(x, 48);
        let w = v128.load_splat<T>(a);
        c00 = step<T>(c00, w, v0); c01 = step<T>(c01, w, v1); c02 = step<T>(c02, w, v2); c03 = step<T>(c03, w, v3);
        w = v128.load_splat<T>(a, sizeof<T>());
        c10 = step<T>(c10, w, v0); c11 = step<T>(c11, w, v1); c12 = step<T>(c12, w, v2); c13 = step<T>(c13, w, v3);
        a += 2 * sizeof<T>();
        x += pitch;
      }
      const row0 = m + <usize>(pair * 2) * pitch + block;
      const row1 = row0 + pitch;
      v128.store(row0, c00, 0); v128.store(row0, c01, 16); v128.store(row0, c02, 32); v128.store(row0, c03, 48);
      v128.store(row1, c10, 0); v128.store(row1, c11, 16); v128.store(row1, c12, 32); v128.store(row1, c13, 48);
    }
  }
}
