import { oneRow, threeRows, twoRows } from './micro';
import { Pass } from './pass';
import { storeTile } from './store';
import { Vector } from './vectors';

/** Returns the bytes of the vectors of a tile. */
@inline
function tileVectors(pass: Pass): usize {
  return pass.tile * offsetof<Vector>();
}

/**
 * Computes and stores the tiles `from` … `to` − 1 (`tile` vectors of positions each) for the selected rows. Computes
 * `tilesTogether` tiles at a time, so that each part of the kernel matrix is read once for all of them.
 */
export function tiles<T>(pass: Pass, from: i32, to: i32): void {
  for (let first = from; first < to; first += pass.tilesTogether) {
    const count = min(pass.tilesTogether, to - first);
    const vectors = pass.vectors + <usize>first * tileVectors(pass);
    if (pass.k <= pass.kBlock) oneBlock<T>(pass, vectors, count);
    else manyBlocks<T>(pass, vectors, count);
  }
}

/** Multiplies all columns at once, if they are one block. Finishes and stores four rows before the next four. */
function oneBlock<T>(pass: Pass, vectors: usize, count: i32): void {
  const end = pass.endRow;
  for (let row = pass.firstRow; row < end; row += 4) {
    const last = min(row + 4, end);
    for (let i = 0; i < count; i++) {
      const at = vectors + <usize>i * tileVectors(pass);
      const sums = pass.scratch;
      if (pass.biasFirst) fillBias<T>(pass, sums, row, last);
      for (let r = row; r < last; r += rowsAtOnce(pass)) {
        rows<T>(pass, at, r, 0, pass.k, sums + (<usize>(r - row) << 6), !pass.biasFirst);
      }
      storeTile<T>(pass, at, sums, row, last);
    }
  }
}

/**
 * Multiplies one block of columns after the other, for all rows and tiles, so that the input that a block reads stays
 * in the first-level cache. Keeps the unfinished sums in scratch memory, which does not change their bits.
 */
function manyBlocks<T>(pass: Pass, vectors: usize, count: i32): void {
  const first = pass.firstRow;
  const end = pass.endRow;
  const tileBytes = <usize>(end - first) << 6;
  if (pass.biasFirst) {
    for (let i = 0; i < count; i++) {
      fillBias<T>(pass, pass.scratch + <usize>i * tileBytes, first, end);
    }
  }
  for (let k = 0; k < pass.k; k += pass.kBlock) {
    const width = min(pass.kBlock, pass.k - k);
    const fresh = k == 0 && !pass.biasFirst;
    for (let row = first; row < end; row += rowsAtOnce(pass)) {
      for (let i = 0; i < count; i++) {
        const sums = pass.scratch + <usize>i * tileBytes + (<usize>(row - first) << 6);
        rows<T>(pass, vectors + <usize>i * tileVectors(pass), row, k, width, sums, fresh);
      }
    }
  }
  for (let i = 0; i < count; i++) {
    storeTile<T>(pass, vectors + <usize>i * tileVectors(pass), pass.scratch + <usize>i * tileBytes, first, end);
  }
}

@inline
function rowsAtOnce(pass: Pass): i32 {
  return pass.tile == 3 ? 3 : 2;
}

/**
 * Multiplies `width` columns, from column `k` on, for one tile: row `row` and, if it exists, the next one; or all rows
 * of a pass with three.
 */
function rows<T>(pass: Pass, at: usize, row: i32, k: i32, width: i32, sums: usize, fresh: bool): void {
  const a = pass.a + (<usize>k * <usize>pass.rows + <usize>(row * width)) * sizeof<T>();
  const offsets = pass.offsets + (<usize>k << 2);
  const x0 = pass.x + changetype<Vector>(at).x;
  if (pass.tile == 3) {
    threeRows<T>(width, a, a + <usize>width * 2 * sizeof<T>(), offsets, x0, sums, fresh);
    return;
  }
  const x1 = pass.x + changetype<Vector>(at + offsetof<Vector>()).x;
  const x2 = pass.x + changetype<Vector>(at + 2 * offsetof<Vector>()).x;
  const x3 = pass.x + changetype<Vector>(at + 3 * offsetof<Vector>()).x;
  if (row + 1 < pass.rows) twoRows<T>(width, a, offsets, x0, x1, x2, x3, sums, fresh);
  else oneRow<T>(width, a, offsets, x0, x1, x2, x3, sums, fresh);
}

function fillBias<T>(pass: Pass, sums: usize, row: i32, end: i32): void {
  for (; row < end; row++) {
    const bias = v128.load_splat<T>(pass.rowBias + <usize>row * sizeof<T>());
    for (let i = 0; i < 4; i++) v128.store(sums + (<usize>i << 4), bias);
    sums += 64;
  }
}
