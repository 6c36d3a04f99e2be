/**
 * The position of the term cursor among the terms that are no structural zeros: on one of those it is that
 * of the term before, whose sum still stands. 0 before the first. `places` ascend.
 */
export function positionAt(places: ArrayLike<number>, term: number): number {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle] as number) <= term) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}
