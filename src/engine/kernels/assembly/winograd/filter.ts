import { products } from './products';
import { tilesIn } from './tilesIn';
import { tilesOut } from './tilesOut';
import { Tiling } from './tiling';

/**
 * Computes the outputs Y of the tiles `from` … `to` − 1, as many at a time as fill four vectors, so that their V and M
 * stay in the cache. If there are few tiles but many channels, the work can be divided into several calls: each
 * computes the pairs of rows of M from `first` to `end` − 1, which are numbered through all ξ.
 */
export function filter<T>(t: Tiling, from: i32, to: i32, first: i32, end: i32): void {
  const together = <i32>(64 / sizeof<T>());
  const all = (t.down + 1) * (t.across + 1) * ((t.outputs + 1) >> 1);
  for (; from < to; from += together) {
    const next = min(from + together, to);
    if (first == 0) tilesIn<T>(t, from, next);
    products<T>(t, next - from, first, end);
    if (end == all) tilesOut<T>(t, from, next);
  }
}
