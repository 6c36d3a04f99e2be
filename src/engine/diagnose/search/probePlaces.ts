import { Mt19937 } from '../../fills/mt19937.ts';
import { distanceTo } from './explained.ts';
import type { DiagnosisTarget } from '../model/mistake.ts';

/** How many of the largest errors to take, and how many elements anywhere. */
interface Amount {
  readonly wrong: number;
  readonly anywhere: number;
}

/** Elements that are checked before a hypothesis is computed in full. */
const quickAmount: Amount = { wrong: 24, anywhere: 16 };
/** Elements that represent a large output. */
export const sampleAmount: Amount = { wrong: 2048, anywhere: 2048 };

/**
 * Returns flat indices of the actual output that tell mistakes apart: some of the largest errors, spread over the output,
 * the first and last element, and some anywhere, so that correct elements must be explained as well.
 */
export function probePlaces(
  { actual, reference }: Pick<DiagnosisTarget, 'actual' | 'reference'>,
  { wrong, anywhere }: Amount = quickAmount,
): readonly number[] {
  const total = actual.data.length;
  if (total === 0) return [];
  const random = new Mt19937(total);
  const places = new Set<number>();
  if (total === reference.data.length) for (const at of worstPlaces({ actual, reference }, wrong)) places.add(at);
  places.add(0).add(total - 1);
  for (let i = 0; i < anywhere; i++) places.add(random.uint32() % total);
  return [...places];
}

/** Returns the element that is furthest from the right one in each of up to `count` equal segments of the output. */
export function worstPlaces(
  { actual, reference }: Pick<DiagnosisTarget, 'actual' | 'reference'>,
  count: number,
): readonly number[] {
  const total = actual.data.length;
  const segment = Math.max(1, Math.ceil(total / count));
  const places: number[] = [];
  for (let from = 0; from < total; from += segment) {
    let [worst, largest] = [from, -1];
    for (let at = from; at < Math.min(total, from + segment); at++) {
      const error = distanceTo(actual.data[at] as number, reference.data[at] as number);
      if (error > largest) [worst, largest] = [at, error];
    }
    places.push(worst);
  }
  return places;
}
