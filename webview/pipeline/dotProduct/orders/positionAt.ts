/**
 * Returns the position of a term among the terms that are not structural zeros, whose indices are `places` in
 * ascending order. For a structural zero, that is the position of the last term before it; 0 if there is none.
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
