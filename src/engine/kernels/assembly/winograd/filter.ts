import { products } from './products';
import { tilesIn } from './tilesIn';
import { tilesOut } from './tilesOut';
import { Tiling } from './tiling';

/**
 * Y of the tiles `from` … `to` − 1, as many at a time as four vectors hold, so that V and M of them stay in
 * the cache. Of a few tiles of many channels also in parts, one after the other: of all pairs of rows of M,
 * numbered through all ξ, those from `first` to `end` − 1.
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
