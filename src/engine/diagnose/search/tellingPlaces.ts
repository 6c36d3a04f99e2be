import { Mt19937 } from '../../fills/mt19937.ts';
import type { Case } from '../model/mistake.ts';

/** How many of the furthest from right, and how many anywhere. */
interface Amount {
  readonly wrong: number;
  readonly anywhere: number;
}

/** Elements that are looked at before a hypothesis is computed as a whole. */
const few: Amount = { wrong: 24, anywhere: 16 };
/** Elements that stand for a large output. */
export const sampleAmount: Amount = { wrong: 2048, anywhere: 2048 };

/**
 * Flat indices of the actual output that tell mistakes apart: some of those that are furthest from right, spread
 * over the output, its corners, and some anywhere, so that what is right must be so as well.
 */
export function tellingPlaces(
  { actual, reference }: Pick<Case, 'actual' | 'reference'>,
  { wrong, anywhere }: Amount = few,
): readonly number[] {
  const total = actual.data.length;
  if (total === 0) return [];
  const random = new Mt19937(total);
  const places = new Set<number>();
  if (total === reference.data.length) {
    // The largest error of each stretch.
    const stretch = Math.ceil(total / wrong);
    for (let from = 0; from < total; from += stretch) {
      let [worst, largest] = [from, -1];
      for (let at = from; at < Math.min(total, from + stretch); at++) {
        const error = Math.abs((actual.data[at] as number) - (reference.data[at] as number));
        if (error > largest) [worst, largest] = [at, error];
      }
      places.add(worst);
    }
  }
  places.add(0).add(total - 1);
  for (let i = 0; i < anywhere; i++) places.add(random.uint32() % total);
  return [...places];
}
