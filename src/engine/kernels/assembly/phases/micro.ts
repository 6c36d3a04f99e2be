/*
 * The innermost loops: two rows (or one) of the kernel matrix times the input at 4 vectors of positions. 8 sums, 4
 * inputs, 2 weights: 14 of the 15 registers that V8 allocates on x64; a larger tile or an unrolled loop spills.
 * Multiplication and addition stay two roundings.
 *
 * A single row waits for its loads, one vector per product. If there are three rows (an image's colours), they are
 * therefore multiplied together, with 3 adjacent vectors: 9 sums.
 */

@inline
function step<T>(sum: v128, w: v128, x: v128): v128 {
  return v128.add<T>(sum, v128.mul<T>(w, x));
}

/**
 * Computes sums += a · x for 2 rows of a and 4 vectors of x, column after column. The 8 vectors of sums are at `sums`;
 * if `first`, they start from 0 instead.
 */
export function twoRows<T>(k: i32, a: usize, offsets: usize, x0: usize, x1: usize, x2: usize, x3: usize, sums: usize, first: bool): void {
  let c00 = i32x4.splat(0), c01 = c00, c02 = c00, c03 = c00;
  let c10 = c00, c11 = c00, c12 = c00, c13 = c00;
  if (!first) {
    c00 = v128.load(sums, 0); c01 = v128.load(sums, 16); c02 = v128.load(sums, 32); c03 = v128.load(sums, 48);
    c10 = v128.load(sums, 64); c11 = v128.load(sums, 80); c12 = v128.load(sums, 96); c13 = v128.load(sums, 112);
  }
  const end = offsets + (<usize>k << 2);
  while (offsets < end) {
    const at = <usize>load<u32>(offsets);
    const v0 = v128.load(x0 + at), v1 = v128.load(x1 + at), v2 = v128.load(x2 + at), v3 = v128.load(x3 + at);
    let w = v128.load_splat<T>(a);
    c00 = step<T>(c00, w, v0); c01 = step<T>(c01, w, v1); c02 = step<T>(c02, w, v2); c03 = step<T>(c03, w, v3);
    w = v128.load_splat<T>(a, sizeof<T>());
    c10 = step<T>(c10, w, v0); c11 = step<T>(c11, w, v1); c12 = step<T>(c12, w, v2); c13 = step<T>(c13, w, v3);
    a += 2 * sizeof<T>();
    offsets += 4;
  }
  v128.store(sums, c00, 0); v128.store(sums, c01, 16); v128.store(sums, c02, 32); v128.store(sums, c03, 48);
  v128.store(sums, c10, 64); v128.store(sums, c11, 80); v128.store(sums, c12, 96); v128.store(sums, c13, 112);
}

/** Does the same as {@link twoRows} for one row. */
export function oneRow<T>(k: i32, a: usize, offsets: usize, x0: usize, x1: usize, x2: usize, x3: usize, sums: usize, first: bool): void {
  let c0 = i32x4.splat(0), c1 = c0, c2 = c0, c3 = c0;
  if (!first) {
    c0 = v128.load(sums, 0); c1 = v128.load(sums, 16); c2 = v128.load(sums, 32); c3 = v128.load(sums, 48);
  }
  const end = offsets + (<usize>k << 2);
  while (offsets < end) {
    const at = <usize>load<u32>(offsets);
    const w = v128.load_splat<T>(a);
    c0 = step<T>(c0, w, v128.load(x0 + at)); c1 = step<T>(c1, w, v128.load(x1 + at));
    c2 = step<T>(c2, w, v128.load(x2 + at)); c3 = step<T>(c3, w, v128.load(x3 + at));
    a += sizeof<T>();
    offsets += 4;
  }
  v128.store(sums, c0, 0); v128.store(sums, c1, 16); v128.store(sums, c2, 32); v128.store(sums, c3, 48);
}

/**
 * Does the same for three rows, two at `a` and one at `b`, and 3 adjacent vectors of x. The sums of a row are 64 bytes
 * after those of the row before.
 */
export function threeRows<T>(k: i32, a: usize, b: usize, offsets: usize, x: usize, sums: usize, first: bool): void {
  let c00 = i32x4.splat(0), c01 = c00, c02 = c00, c10 = c00, c11 = c00, c12 = c00, c20 = c00, c21 = c00, c22 = c00;
  if (!first) {
    c00 = v128.load(sums, 0); c01 = v128.load(sums, 16); c02 = v128.load(sums, 32);
    c10 = v128.load(sums, 64); c11 = v128.load(sums, 80); c12 = v128.load(sums, 96);
    c20 = v128.load(sums, 128); c21 = v128.load(sums, 144); c22 = v128.load(sums, 160);
  }
  const end = offsets + (<usize>k << 2);
  while (offsets < end) {
    const at = x + <usize>load<u32>(offsets);
    const v0 = v128.load(at), v1 = v128.load(at, 16), v2 = v128.load(at, 32);
    let w = v128.load_splat<T>(a);
    c00 = step<T>(c00, w, v0); c01 = step<T>(c01, w, v1); c02 = step<T>(c02, w, v2);
    w = v128.load_splat<T>(a, sizeof<T>());
    c10 = step<T>(c10, w, v0); c11 = step<T>(c11, w, v1); c12 = step<T>(c12, w, v2);
    w = v128.load_splat<T>(b);
    c20 = step<T>(c20, w, v0); c21 = step<T>(c21, w, v1); c22 = step<T>(c22, w, v2);
    a += 2 * sizeof<T>();
    b += sizeof<T>();
    offsets += 4;
  }
  v128.store(sums, c00, 0); v128.store(sums, c01, 16); v128.store(sums, c02, 32);
  v128.store(sums, c10, 64); v128.store(sums, c11, 80); v128.store(sums, c12, 96);
  v128.store(sums, c20, 128); v128.store(sums, c21, 144); v128.store(sums, c22, 160);
}
