import { products } from './products';
import { tilesIn } from './tilesIn';
import { tilesOut } from './tilesOut';
import { Tiling } from './tiling';

/**
 * Computes Y of the tiles `from` … `to` − 1, as many at a time as fill four vectors, so that V and M of them stay in
 * the cache. A few tiles of many channels can also be computed in several calls: each takes the pairs of rows of M from
 * `first` to `end` − 1, numbered through all ξ.
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
