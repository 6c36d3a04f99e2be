import type { Comparison } from '../comparison.ts';
import type { Steps } from '../steps.ts';

const shares = [0.5, 0.9, 0.99, 0.999, 1];

/**
 * The quantiles of the values, by linear interpolation between order statistics, as
 * `torch.quantile` and NumPy have them. Reorders `values`. No sort of everything: each quantile
 * partitions what the one before has left above itself.
 */
export function* quantilesOf(values: Float64Array): Steps<Comparison['quantiles']> {
  const last = values.length - 1;
  const quantiles: { readonly p: number; readonly abs: number }[] = [];
  if (last < 0) return quantiles;
  let from = 0;
  for (const p of shares) {
    const place = Math.floor(p * last);
    yield* select(values, from, last, place);
    const below = values[place] as number;
    const above = place === last ? below : smallestFrom(values, place + 1);
    const part = p * last - place;
    quantiles.push({ p, abs: part === 0 ? below : below + part * (above - below) });
    from = place;
  }
  return quantiles;
}

/** Hoare's quickselect: afterwards nothing in [from, place) is larger, and nothing in (place, to] smaller, than the value at `place`. */
function* select(values: Float64Array, from: number, to: number, place: number): Steps<void> {
  let low = from;
  let high = to;
  while (low < high) {
    const pivot = values[(low + high) >>> 1] as number;
    let i = low;
    let j = high;
    while (i <= j) {
      while ((values[i] as number) < pivot) i++;
      while ((values[j] as number) > pivot) j--;
      if (i > j) break;
      const swapped = values[i] as number;
      values[i++] = values[j] as number;
      values[j--] = swapped;
    }
    if (high - low > 2 ** 16)
      yield { stage: 'Error quantiles', done: values.length - (high - low), total: values.length };
    if (place <= j) high = j;
    else if (place >= i) low = i;
    else return;
  }
}

function smallestFrom(values: Float64Array, from: number): number {
  let smallest = Infinity;
  for (let i = from; i < values.length; i++) smallest = Math.min(smallest, values[i] as number);
  return smallest;
}
